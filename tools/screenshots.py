"""Take the pictures of the guides and of the README from the built site, so that they show what readers see.

Usage: make site && .venv/bin/python tools/screenshots.py
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import NamedTuple

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent
SITE = ROOT / "site"
GUIDES = ROOT / "content" / "pages" / "images"
README = ROOT / "docs" / "images"
COLOURS = 64  # of a PNG: a page has few, and each picture is fetched by everybody who reads the README
HEADER = 70  # pixels of the page that it covers
WIDTH, HEIGHT = 1000, 620
FLAGS = ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]


class Shot(NamedTuple):
    """A picture: its name, the page below the site, what to type into the search box, what to scroll to, whether to fill in
    the form on it, and the folder for it; that of the README gets a PNG.
    """

    name: str
    page: str
    typed: str = ""
    scroll: str = ""
    filled: bool = False
    folder: Path = GUIDES


SHOTS = (
    Shot("search-box", "index.html", typed="代办"),
    Shot("facets", "cases/index.html?org=village&dim=carrier"),
    Shot("matrix", "index.html", scroll="#matrix"),
    Shot("case", "cases/yuqing-eight-ones.html"),
    Shot("figures", "cases/yuqing-eight-ones.html", scroll="#figures"),
    Shot("checklist", "checklists/village.html", scroll="#section-leadership-1"),
    Shot("lesson", "lessons/service-hall-lands.html"),
    Shot("coverage", "coverage.html"),
    Shot("home", "index.html", folder=README),
    Shot("case", "cases/yuqing-eight-ones.html", folder=README),
    Shot("assessment", "checklists/village.html", scroll="#result", filled=True, folder=README),
)
# Answers every item that has choices, each fourth with the last one; numbers stay open, as in a form half done.
FILL = """
Array.from(document.querySelectorAll(".ck-item"))
    .map((item) => item.querySelectorAll(".ck-choices input[type=radio]"))
    .filter((choices) => choices.length && choices[0].offsetParent)
    .forEach((choices, number) => choices[number % 4 === 3 ? choices.length - 1 : 0].click());
"""


def take(page: Page, shot: Shot) -> None:
    """Open a page, bring it into the state wanted and write the picture."""
    page.goto((SITE / "x").as_uri()[:-1] + shot.page)
    if shot.typed:
        page.locator(".md-header .anliku-search-input").press_sequentially(shot.typed, delay=30)
        page.locator(".anliku-search-list [role=option]").first.wait_for()
    if shot.filled:
        page.evaluate(FILL)
    if shot.scroll:
        page.locator(shot.scroll).first.evaluate("element => element.scrollIntoView()")
        page.mouse.wheel(0, -HEADER)
    page.wait_for_timeout(300)
    if shot.folder == GUIDES:
        page.screenshot(path=GUIDES / f"{shot.name}.jpg", type="jpeg", quality=70)
    else:
        picture = Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        picture.save(shot.folder / f"{shot.name}.png", optimize=True)


def main() -> None:
    """Take every picture."""
    for folder in (GUIDES, README):
        folder.mkdir(exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for shot in SHOTS:
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}
            )  # that remembers nothing of the ones before
            take(page, shot)
            page.close()
            print(shot.folder / shot.name)
        browser.close()


if __name__ == "__main__":
    main()
