"""The templates of pages are compiled once, for all processes and for all builds."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment

from anliku.cache import VARIABLE
from anliku.export.templates import _compiled
from anliku.paths import theme_dir
from anliku.site.making import compose
from tests.site.building import MINI, built, contents, mini_library
from tests.support import changed


def test_templates_are_compiled_once_in_a_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = mini_library(tmp_path)
    built(folder)
    (folder / "cases/first-case.yml").write_text(changed(MINI["cases/first-case.yml"], "problem: 路远，要跑一天。"))
    monkeypatch.setattr("jinja2.environment.Environment._parse", lambda *_: pytest.fail("compiled again"))
    assert "路远，要跑一天。" in contents(built(folder).out)["cases/first-case.html"].decode()


def test_templates_are_compiled_once_for_all_processes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parse, noted = Environment._parse, tmp_path / "noted"

    def noting(*args: Any) -> Any:
        with noted.open("a") as notes:
            notes.write(f"{os.getpid()}\n")
        return parse(*args)

    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(Environment, "_parse", noting)
    monkeypatch.setattr(compose, "PARALLEL_FROM", 2)
    _compiled.cache_clear()
    built(mini_library(tmp_path / "library"))
    assert set(noted.read_text().split()) == {str(os.getpid())}


def test_templates_are_compiled_once_for_all_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = mini_library(tmp_path)
    built(folder)
    _compiled.cache_clear()  # as in another process
    (folder / "cases/first-case.yml").write_text(changed(MINI["cases/first-case.yml"], "problem: 路远，要跑一天。"))
    with monkeypatch.context() as patch:
        patch.setattr(Environment, "_parse", lambda *_: pytest.fail("compiled again"))
        assert "路远，要跑一天。" in contents(built(folder).out)["cases/first-case.html"].decode()


def test_templates_are_compiled_again_when_one_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = Path(shutil.copytree(theme_dir(), tmp_path / "theme"))
    monkeypatch.setattr("anliku.export.templates.theme_dir", lambda: theme)
    folder = mini_library(tmp_path / "library")
    built(folder)
    template = theme / "templates" / "sources.html.j2"
    template.write_text(template.read_text(encoding="utf-8").replace("</h1>", "！</h1>", 1), encoding="utf-8")
    _compiled.cache_clear()
    assert "！</h1>" in contents(built(folder, out=tmp_path / "again").out)["sources.html"].decode()
