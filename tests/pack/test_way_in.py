"""The page on top of a pack: it opens the library, or says why it cannot."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from anliku.pack.texts import OPEN, beside_the_site

pytestmark = pytest.mark.browser


def way_in(folder: Path) -> Path:
    facts = defaultdict(str, version="1", library="案例库", edition="", site="site")
    (folder / "open.html").write_bytes(beside_the_site(facts)[OPEN])
    return folder / "open.html"


def test_it_opens_the_library(chromium: Browser, tmp_path: Path) -> None:
    page = chromium.new_page()
    (tmp_path / "site/assets/anliku").mkdir(parents=True)
    (tmp_path / "site/index.html").write_text("<title>the library</title>")
    (tmp_path / "site/assets/anliku/style.css").write_text("")
    page.goto(way_in(tmp_path).as_uri())
    page.wait_for_url("**/site/index.html")
    assert page.title() == "the library"
    page.close()


def test_without_the_library_it_says_to_unpack_everything(chromium: Browser, tmp_path: Path) -> None:
    page = chromium.new_page()
    page.goto(way_in(tmp_path).as_uri())
    page.wait_for_selector("#missing:not([hidden])")
    assert "全部解压" in page.inner_text("#missing")
    assert page.url.endswith("open.html")
    page.close()
