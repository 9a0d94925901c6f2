"""What editors write is what readers can select on the page, in the search's text, in the handbook and in DOCX, or a finding names its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conservation import Tally, is_conserved, try_form, try_library, try_pages


def test_random_texts_of_a_library_reach_their_readers(tmp_path: Path) -> None:
    tally = Tally()
    try_library(tmp_path / "library", 20260101, 40, tally)
    assert tally.lost == []
    assert min(tally.tried[output] for output in ("page", "single", "search", "handbook")) > 300
    assert tally.named < sum(tally.tried.values()) / 5  # a finding is no way out of everything


@pytest.mark.parametrize("seed", range(3))
def test_random_texts_of_a_form_reach_their_readers(tmp_path: Path, seed: int) -> None:
    tally = Tally()
    try_form(tmp_path / "library", seed, tally)
    assert tally.lost == []
    assert tally.tried["docx"] + tally.named == 36


@pytest.mark.parametrize(
    ("written", "shown", "right"),
    [
        ("5*8", "5*8", True), ("5*8", "58", False), ("甲**乙**丙", "甲乙丙", True), ("甲*乙*丙", "甲乙丙", False), ("- 甲", "甲", True),
        ("甲-乙", "甲乙", False), ("甲 &lt; 乙", "甲<乙", False), ("3.10", "3.1", False), ("甲乙", "乙甲", False), ("甲", None, False),
        ("[甲](b.html)", "甲", True), ("[甲](乙)", "甲", False), ("| 甲 |\n|---|", "甲", True), ("1. 甲", "甲", True), ("1、甲", "甲", False),
    ],
)  # fmt: skip
def test_the_comparison_sees_what_is_missing(written: str, shown: str | None, right: bool) -> None:
    assert is_conserved(written, shown) is right


def test_random_texts_of_ordinary_pages_reach_their_readers(tmp_path: Path) -> None:
    tally = Tally()
    try_pages(tmp_path / "library", 20260102, 40, tally)
    assert tally.lost == []
    assert tally.tried["ordinary"] > 300
    assert tally.named < sum(tally.tried.values()) / 3
