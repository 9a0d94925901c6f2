"""A library and a command line for tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

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
