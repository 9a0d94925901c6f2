"""A library and a command line for tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from typer.testing import CliRunner

from tests.sharing import made_once

from .case_visits import CaseVisit
from .support import starter


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return starter(tmp_path / "library")


@pytest.fixture
def anliku(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    """Run a command and return its exit code and everything it said."""
    from anliku.cli import app

    def run(*words: object) -> tuple[int, str]:
        result = CliRunner().invoke(app, [str(word) for word in words])
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.output

    return run


@pytest.fixture(scope="session")
def packed(_own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pack of an unchanged library, for tests that only look at it; the built site lies two folders above."""
    from anliku.cli import app

    def make(folder: Path) -> Path:
        root = starter(folder / "library")
        result = CliRunner().invoke(app, ["-C", str(root), "pack"])
        assert result.exit_code == 0, result.output
        (made,) = (place for place in (root / "dist").iterdir() if place.is_dir())
        (root / "said.txt").write_text(result.output, encoding="utf-8")
        return made

    return made_once(tmp_path_factory, "packed", make)


@pytest.fixture
def visit(chromium: Browser, compact_site: Path) -> Iterator[Callable[..., CaseVisit]]:
    """Make visits to it, or to another site: `visit(site, color_scheme="dark")`."""
    contexts = []

    def make(at: Path = compact_site, **options: Any) -> CaseVisit:
        context = chromium.new_context(offline=True, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        return CaseVisit(context.new_page(), at)

    yield make
    for context in contexts:
        context.close()
