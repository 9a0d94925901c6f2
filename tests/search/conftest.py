from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .browser import ASSETS, ENGINE


@pytest.fixture(scope="session")
def engine_page(chromium: Browser) -> Iterator[Page]:
    """A blank page with the engine's scripts."""
    page = chromium.new_page()
    for name in ("dom", *(f"search-{part}" for part in ENGINE)):
        page.add_script_tag(path=ASSETS / f"{name}.js")
    yield page
    page.close()
