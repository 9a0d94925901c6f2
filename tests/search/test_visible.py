"""What a reader sees on a page finds that page."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from .visible import random_strings

COUNT, SEED = 120, 20


@pytest.mark.browser
def test_strings_seen_on_a_page_find_the_page(chromium: Browser, shipped_site: Path) -> None:
    page = chromium.new_page()
    page.goto((shipped_site / "search.html").as_uri())
    lost = []
    for path, text in random_strings(shipped_site, COUNT, SEED):
        folder, _, name = path.partition("/")
        filters = {"org": [name.removesuffix(".html")]} if folder == "checklists" else {}
        hits = page.evaluate("([q, f]) => anliku.search(q, {limit: 1000, filters: f})", [text, filters])["hits"]
        if path not in {hit["url"].partition("#")[0] for hit in hits if hit["matched"] == "exact"}:
            lost.append((path, text))
    page.close()
    assert len(lost) <= COUNT // 100, lost
