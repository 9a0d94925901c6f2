"""What takes long to make and is only looked at: made once, whichever worker asks first."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from anliku.lock import alone

_PATIENCE = 600.0  # seconds; the other workers have nothing better to do, and on a busy machine it takes its time


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """Return a folder of this run that all its workers see."""
    own = factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], Path]) -> Path:
    """Return the path that `make` gave for a new folder of this name; the other workers wait for it and are given the same."""
    told = shared_folder(factory) / f"{name}.made"
    with alone(told.with_suffix(".lock"), _PATIENCE):
        if not told.is_file():
            told.write_text(str(make(factory.mktemp(name))), encoding="utf-8")
    return Path(told.read_text(encoding="utf-8"))
