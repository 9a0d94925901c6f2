"""`anliku init`, with a subject and without, and `anliku new` for every kind of record."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from anliku.check.survey import survey
from anliku.cli import app
from anliku.library.kinds import KIND_BY_NAME
from anliku.starters import STARTERS

from ..support import write_library
from ..test_second_library import FIRST, texts

ALONE = [kind for kind, starter in STARTERS.items() if starter.is_alone]
TOGETHER = [kind for kind, starter in STARTERS.items() if not starter.is_alone]


def run(*words: str | Path) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return result.output


def findings(root: Path) -> list[str]:
    return [str(finding) for finding in survey(root).findings]


@pytest.fixture(params=["", "--blank"])
def root(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    run("init", *filter(None, (request.param,)), tmp_path / "library")
    return tmp_path / "library"


def test_what_init_makes_has_no_finding_and_brings_the_guides(root):
    assert findings(root) == []
    assert {page.stem for page in (root / "content/pages/guide").iterdir()} >= {
        "start",
        "cases",
        "assessment",
        "together",
    }
    named = [target for _, _, target in survey(root).library.config.nav]
    assert all((root / "content/pages" / name).is_file() for name in named if name.startswith("guide/"))


def test_a_blank_library_and_its_guides_hold_no_word_of_the_first_subject(tmp_path):
    run("init", "--blank", tmp_path / "library")
    found = [f"{name}: {hit[0]}" for name, text in texts(tmp_path / "library") for hit in FIRST.finditer(text)]
    assert not found


@pytest.mark.parametrize("kind", ALONE)
def test_a_new_file_has_no_finding_of_its_own(root, kind):
    run("-C", root, "new", kind, "new-one")
    assert findings(root) == []


@pytest.mark.parametrize("kind", ALONE)
def test_a_new_file_names_no_field_twice(root, kind):
    run("-C", root, "new", kind, "new-one")
    (file,) = (root / STARTERS[kind].place).glob("new-one.yml")
    keys = re.findall(r"^(?:# )?([a-z_]+):", file.read_text(), re.M)
    assert sorted(keys) == sorted(set(keys))


@pytest.mark.parametrize("kind", TOGETHER)
def test_what_is_to_be_pasted_can_be_pasted(root, kind):
    file = root / STARTERS[kind].place
    before = file.read_bytes()
    shown = run("-C", root, "new", kind, "new-one", "--title", "新的一条")
    assert file.read_bytes() == before, "what somebody wrote is left alone"
    entry = shown[re.search(r"^ *- ", shown, re.M).start() :]
    file.write_bytes(before.rstrip(b"\n") + b"\n" + entry.encode())
    own = [one for one in survey(root).findings if one.code not in ("orphan-term", "orphan-source", "unused-screening")]
    assert not own


def test_the_lines_to_paste_stand_as_far_in_as_those_of_the_file(tmp_path):
    root = write_library(
        tmp_path, {"content/terms.yml": "terms:\n- id: daiban\n  name: 代办点\n  definition: 办事的地方。\n"}
    )
    shown = run("-C", root, "new", "term", "xunlou", "--title", "巡楼")
    assert '\n- id: xunlou\n  name: "巡楼"\n' in shown


def test_a_list_that_is_not_there_is_begun(tmp_path):
    root = write_library(tmp_path)
    run("-C", root, "new", "screening", "has-window")
    assert (root / "content/screening.yml").read_text(encoding="utf-8").startswith("questions:\n  - id: has-window\n")
    assert "has-window" in survey(root).library.shared.screening


def test_an_id_that_is_taken_is_refused_with_its_place(tmp_path):
    root = write_library(tmp_path)
    result = CliRunner().invoke(app, ["-C", str(root), "new", "source", "survey"])
    assert result.exit_code == 1 and "content/sources.yml" in result.output


@pytest.mark.parametrize("kind", list(STARTERS))
def test_every_field_has_its_place(tmp_path, kind):
    root = tmp_path / "library"
    run("init", root)
    starter = STARTERS[kind]
    shown = run("-C", root, "new", kind, "new-one")
    text = (root / starter.place / "new-one.yml").read_text(encoding="utf-8") if starter.is_alone else shown
    model = KIND_BY_NAME["profile" if kind == "checklist" else kind].model
    if kind == "indicator":
        model = model.model_fields["indicators"].annotation.__args__[0]
    fields = {field.alias or name for name, field in model.model_fields.items()} - {"id"}
    assert {name for name in fields if not re.search(rf"\b{name}:", text)} == set()


def test_what_a_new_file_names_is_there(tmp_path):
    root = tmp_path / "library"
    run("init", "--blank", root)
    run("-C", root, "new", "case", "new-one")
    text = (root / "cases/new-one.yml").read_text(encoding="utf-8")
    assert "organisations: [type-a]   # 这个库里有：type-a 甲类单位、type-b 乙类单位" in text
    assert "policies: [example-notice/register]" in text and "source: example-report" in text
