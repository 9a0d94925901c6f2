"""What an editor may set in mkdocs.yml."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.site.build import StoppedByFindings
from tests.site.building import MINI, built, contents, mini_library

PLUGIN = """plugins:
  - anliku:
      assessment:
        grades: [{name: 优, from: 90}, {name: 良, from: 0}]
"""


def library(folder: Path, plugins: str) -> Path:
    root = mini_library(folder)
    (root / "mkdocs.yml").write_text(MINI["mkdocs.yml"].replace("plugins: [anliku]\n", plugins))
    return root


def test_grades_of_the_library_reach_the_form(tmp_path: Path) -> None:
    html = contents(built(library(tmp_path, PLUGIN)).out)["checklists/village.html"].decode()
    assert "优：90 分起" in html


def test_a_wrong_setting_names_its_place(tmp_path: Path) -> None:
    with pytest.raises(StoppedByFindings) as stop:
        built(library(tmp_path, PLUGIN.replace("from: 0", "from: 10")))
    found = stop.value.survey.errors
    assert [(f.code, f.path, f.line) for f in found] == [("bad-grades", "mkdocs.yml", 7)]
