"""The hostile library as it was built, and what must not be on any page of it."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest

from anliku.check.survey import Survey, survey
from anliku.pack.single import single_file
from anliku.site.build import Options, build

from .drivers import Current, Engine
from .hostile_library import write_hostile_library
from .hostile_texts import HOSTILE

SWEEP = Path(__file__).with_name("sweep.js").read_text(encoding="utf-8")
ALONE = [
    f"{name}.html"
    for name in (
        "cases/case-7",
        "policies/policy-3",
        "lessons/lesson-5",
        "cards/card-2",
        "frameworks/framework-0",
        "checklists/village",
    )
]
SAMPLE = 10  # of the many lists, and of every long folder in the other engines: one page in ten


class Hostile(NamedTuple):
    """The library, its site, single files made of it, and how many texts each field has met."""

    root: Path
    site: Path
    alone: Path
    seen: Counter[str]
    surveyed: Survey


def built_anyway(root: Path) -> Hostile:
    """Write the library and build it although every record is refused."""
    seen = write_hostile_library(root)
    surveyed = survey(root)
    (root / "alone").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Survey, "errors", ())
        site = build(root, Options(out=root / "site")).out
    for path in ALONE:
        html = single_file(path, (site / path).read_text("utf-8"), lambda one: (site / one).read_bytes(), HOSTILE[0])
        (root / "alone" / path.replace("/", "-")).write_text(html, encoding="utf-8")
    return Hostile(root, root / "site", root / "alone", seen, surveyed)


def complaints(engine: Engine, root: str) -> list[str]:
    """What the page holds or did that it must not; a picture that is missing in its own folder is none.

    Nor is the icon of a site that was open before: the browser asks for it when it likes.
    """
    foreign = [url for url in engine.requests if not url.startswith((root, "data:", "about:blank"))]
    icon = re.compile(r"file:///.*/assets/images/favicon\.png")
    asked = [f"asked for {url}" for url in foreign if not icon.fullmatch(url)]
    missing = (f"not loaded: {root}", "not loaded: data:,")
    seen = [one for one in engine.troubles() if not one.startswith(missing) and "ERR_FILE_NOT_FOUND" not in one]
    return [*engine.evaluate(f"({SWEEP})({json.dumps(root)})"), *asked, *seen]


def chosen(site: Path, engine: Engine) -> list[Path]:
    """Return the pages to open: in current Chromium all but the many lists, in the others some of every folder."""
    folders: dict[str, list[Path]] = {}
    for page in sorted(site.rglob("*.html")):
        folders.setdefault(page.parent.name, []).append(page)
    every = {name: SAMPLE if name == "lists" or not isinstance(engine, Current) else 1 for name in folders}
    return [page for name, pages in folders.items() for page in pages[:: every[name]]]
