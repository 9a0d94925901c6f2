"""What all tests share: caches of their own, and a browser that must not be missing in CI."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from anliku.cache import VARIABLE


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the caches of tests out of the user's."""
    os.environ[VARIABLE] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def no_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Name a cache folder that cannot be made."""
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "cache"))
