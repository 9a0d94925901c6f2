"""What many tests share: caches of their own, the shipped library as a built site, and the system's Chromium."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from anliku.cache import VARIABLE
from anliku.check.survey import Survey, survey
from anliku.site.build import Options, build

from .pack.compacting import compact_items, write
from .sharing import made_once, shared_folder
from .waiting import PATIENCE

ROOT = Path(__file__).parent.parent
# The same examples everywhere and every time, however slow the machine; new ones are looked for by `make fuzz`.
settings.register_profile("same", derandomize=True, database=None, deadline=None)
settings.register_profile("fuzz", database=None, deadline=None)
settings.load_profile("fuzz" if os.environ.get("ANLIKU_FUZZ") else "same")
# What a shell starts in the background ignores Ctrl-C, and so do its children; here they are to heed it.
signal.signal(signal.SIGINT, signal.default_int_handler)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
]
# The shell is the same engine without the windows around it: a page costs two fifths of the processor time.
_BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the property tests, so that `make fuzz` can run them with other examples.

    A file is the work of one worker, unless it says otherwise: what its tests share is made once.
    """
    for item in items:
        if getattr(getattr(item, "obj", None), "is_hypothesis_test", False):
            item.add_marker("property")
        if item.get_closest_marker("xdist_group") is None:
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Keep the caches of tests out of the user's."""
    os.environ[VARIABLE] = str(shared_folder(tmp_path_factory) / "cache")


@pytest.fixture
def no_cache_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Name a cache folder that cannot be made."""
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "cache"))


@pytest.fixture(scope="session")
def shipped_site(_own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the library that ships with the program, built once from a copy; tests only look at it."""

    def make(root: Path) -> Path:
        for name in ("cases", "content"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "mkdocs.yml", root)
        return build(root, Options(out=root / "site")).out

    return made_once(tmp_path_factory, "library", make)


@pytest.fixture(scope="module")
def words_of_jieba() -> Iterator[None]:
    """jieba reads its own dictionary once, which takes it a second; what we keep of it in a cache is another matter."""
    import jieba

    words = jieba.dt.gen_pfdict(jieba.dt.get_dict_file())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(jieba.dt, "gen_pfdict", lambda _: words)
        yield


@pytest.fixture(scope="session")
def shipped_survey() -> Survey:
    """What is known of the library that ships with the program."""
    return survey(ROOT)


@pytest.fixture(scope="session")
def compact_site(shipped_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its compact form."""
    return made_once(tmp_path_factory, "案例库 compact", lambda folder: write(compact_items(shipped_site), folder))


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """The system's Chromium. In CI it must be there; elsewhere the tests that need it are skipped."""
    path = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing: install the package chromium")
        pytest.skip("Chromium is missing")
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE * 1000)

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_FLAGS)
        yield browser
        browser.close()
