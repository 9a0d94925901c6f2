"""Take the pictures of the guides from the built site, so that they show what readers see.

Usage: make site && .venv/bin/python tools/screenshots.py
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
SITE = ROOT / "site"
OUT = ROOT / "content" / "pages" / "images"
WIDTH, HEIGHT = 1000, 620
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


class Shot(NamedTuple):
    """A picture: its name, the page below the site, what to type into the search box, and what to scroll to."""

    name: str
    page: str
    typed: str = ""
    scroll: str = ""


SHOTS = (
    Shot("search-box", "index.html", typed="代办"),
    Shot("facets", "cases/index.html?org=village&dim=carrier"),
    Shot("matrix", "index.html", scroll="#matrix"),
    Shot("case", "cases/yuqing-eight-ones.html"),
    Shot("figures", "cases/yuqing-eight-ones.html", scroll="#figures"),
    Shot("checklist", "checklists/village.html", scroll="#section-leadership"),
    Shot("lesson", "lessons/service-hall-lands.html"),
    Shot("coverage", "coverage.html"),
)


def take(page: Page, shot: Shot) -> None:
    """Open a page, bring it into the state wanted and write the picture."""
    page.goto((SITE / "x").as_uri()[:-1] + shot.page)
    if shot.typed:
        page.locator(".anliku-search-input").first.press_sequentially(shot.typed, delay=30)
        page.locator(".anliku-search-list li").first.wait_for()
    if shot.scroll:
        page.locator(shot.scroll).first.evaluate("element => element.scrollIntoView()")
    page.wait_for_timeout(300)
    page.screenshot(path=OUT / f"{shot.name}.jpg", type="jpeg", quality=70)


def main() -> None:
    """Take every picture."""
    OUT.mkdir(exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for shot in SHOTS:
            take(page, shot)
            print(OUT / f"{shot.name}.jpg")
        browser.close()


if __name__ == "__main__":
    main()
