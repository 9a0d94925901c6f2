"""The colours that pages and files take from one colour of the library."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anliku.check.survey import survey
from anliku.colours import HUES, READABLE, RED, contrast, family, readable, style
from anliku.library import read_config

from .support import MKDOCS, write_library

PAPER, NIGHT = ("#ffffff", "#faf8f5", "#f2eee8"), ("#1b1d21", "#222429", "#2a2d33")
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@settings(deadline=None, max_examples=300)
@given(COLOURS)
def test_text_in_any_colour_is_readable_by_day_and_by_night(colour):
    day, night = family(colour)
    assert contrast(readable(colour), "#ffffff") >= READABLE
    for part, paper in ((day, PAPER), (night, NIGHT)):
        for name in ("red", "red-2"):
            assert min(contrast(part[name], on) for on in paper) >= READABLE, (name, part[name])
        assert contrast(part["band"], "#ffffff") >= READABLE
    for part, strong in ((day, "#ffffff"), (night, night["shade-ink-strong"])):
        for name in ("shade-1", "shade-2", "shade-3"):
            assert contrast(part["shade-ink"], part[name]) >= READABLE, (name, part)
        assert contrast(strong, part["shade-5"]) >= READABLE
        assert contrast("#ffffff", part["shade-4"]) >= READABLE


def test_the_red_that_the_family_was_drawn_around_keeps_it():
    assert "--red:#9b1b1e;--red-2:#7c1215;--red-soft:#fbefed;" in style(RED)
    assert "--red:#ff9f96;" in style(RED)


def findings(tmp_path, text):
    surveyed = survey(write_library(tmp_path, {"mkdocs.yml": MKDOCS.replace("plugins: [anliku]\n", text)}))
    return surveyed.library.config, [f for f in surveyed.findings if f.path == "mkdocs.yml"]


@pytest.mark.parametrize(
    ("text", "colour"),
    [('plugins:\n  - anliku:\n      colour: "#1F4E79"\n', "#1f4e79"), ("plugins:\n  - anliku\n", RED)],
)
def test_a_dark_colour_and_none_are_fine(tmp_path, text, colour):
    config, found = findings(tmp_path, text)
    assert not found and config.colour == colour


def test_a_light_hue_is_remarked_with_its_contrast_and_one_that_is_dark_enough(tmp_path):
    config, found = findings(tmp_path, "plugins:\n  - anliku:\n      colour: orange\n")
    (finding,) = found
    assert (finding.code, finding.line) == ("low-contrast", 6)
    assert "1.94:1" in finding.message and config.colour in finding.remedy
    assert contrast(config.colour, "#ffffff") >= READABLE


def test_the_palette_of_material_is_looked_at_too(tmp_path):
    mkdocs = MKDOCS.replace("language: zh}", "language: zh, palette: {primary: orange}}")
    surveyed = survey(write_library(tmp_path, {"mkdocs.yml": mkdocs}))
    assert [(f.code, f.path, f.line) for f in surveyed.findings] == [("low-contrast", "mkdocs.yml", 3)]
    assert surveyed.library.config.given_colour == HUES["orange"]


@pytest.mark.parametrize("value", ["#12345", "bluish", "rgb(1,2,3)"])
def test_what_is_no_colour_is_an_error_with_its_line(tmp_path, value):
    _, found = findings(tmp_path, f'plugins:\n  - anliku:\n      colour: "{value}"\n')
    assert [(f.code, f.line) for f in found] == [("bad-colour", 6)]


def test_an_unquoted_number_sign_is_told(tmp_path):
    _, found = findings(tmp_path, "plugins:\n  - anliku:\n      colour: #1f4e79\n")
    assert found and "引号" in found[0].message + found[0].remedy


def test_a_library_that_sets_no_colour_looks_as_before(tmp_path):
    root = write_library(tmp_path)
    assert read_config(root)[0].colour == RED
