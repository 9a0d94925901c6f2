from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from .browser import ASSETS, ENGINE

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def engine_page(chromium: Browser) -> Iterator[Page]:
    """A blank page with the engine's scripts."""
    page = chromium.new_page()
    for name in ENGINE:
        page.add_script_tag(path=ASSETS / f"search-{name}.js")
    yield page
    page.close()
