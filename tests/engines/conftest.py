"""The three engines, each started once and given to every test that asks for one."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pack.compacting import compact_items, write

from .drivers import Chromium78, Current, Engine, Firefox, firefox_binary
from .sweeping import Hostile, built_anyway

CHROMIUM_78 = Path(__file__).parents[2] / ".venv/chromium-78/chromium"


def _missing(what: str) -> None:
    """In CI every engine must be there; elsewhere the tests that need it are skipped."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing: run tools/setup test")
    pytest.skip(f"{what} is missing")


def _chromium(request: pytest.FixtureRequest, _: Path) -> Engine:
    return Current(request.getfixturevalue("chromium"))


def _firefox(_: pytest.FixtureRequest, profile: Path) -> Engine:
    binary = firefox_binary()
    if binary is None:
        _missing("Firefox ESR")
    return Firefox(str(binary), profile)


def _chromium_78(_: pytest.FixtureRequest, profile: Path) -> Engine:
    if not CHROMIUM_78.is_file():
        _missing("Chromium 78")
    return Chromium78(str(CHROMIUM_78), profile)


ENGINES: dict[str, Callable[[pytest.FixtureRequest, Path], Engine]] = {
    "chromium": _chromium, "firefox": _firefox, "chromium-78": _chromium_78,
}  # fmt: skip


@pytest.fixture(scope="session", params=ENGINES)
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """Each engine in turn."""
    made = ENGINES[request.param](request, tmp_path_factory.mktemp("profile") / "of-the-browser")
    yield made
    made.close()


@pytest.fixture(scope="session")
def current(chromium: Any) -> Iterator[Engine]:
    """The current Chromium, whose answers the other engines must give as well."""
    made = Current(chromium)
    yield made
    made.close()


@pytest.fixture(scope="session")
def hostile(_own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Hostile:
    """The library in which every text is hostile, as it was built."""
    return built_anyway(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="session")
def hostile_compact(hostile: Hostile, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compact form of it."""
    return write(compact_items(hostile.site), tmp_path_factory.mktemp("hostile compact"))
