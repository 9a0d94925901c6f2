"""Pages of the built site in the browser, with everything that goes wrong in them written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.visits import Visit

# One page of every kind.
KINDS = {
    "home": "index.html",
    "list": "cases/index.html",
    "case": "cases/songyan-one-stop.html",
    "diagnosis": "cases/zunyi-five-problems.html",
    "directory": "lists/index.html",
    "group": "lists/org-rural.html",
    "organisations": "organisations/index.html",
    "organisation": "organisations/village.html",
    "frameworks": "frameworks/index.html",
    "framework": "frameworks/liuyou.html",
    "policies": "policies/index.html",
    "policy": "policies/opinion-2014.html",
    "glossary": "terms/index.html",
    "lessons": "lessons/index.html",
    "lesson": "lessons/masses-decide.html",
    "sources": "sources.html",
    "notices": "notices.html",
    "coverage": "coverage.html",
    "format": "reference/format.html",
    "search": "search.html?q=代办",
    "selection": "selection.html#ids=songyan-one-stop,zunyi-five-problems",
    "comparison": "compare.html#ids=songyan-one-stop,zunyi-five-problems",
    "printing": "print.html#ids=songyan-one-stop,gaimai-village",
    "study": "study.html#plan=songyan-one-stop",
    "checklists": "checklists/index.html",
    "checklist": "checklists/village.html",
    "guide": "guide/readers.html",
    "about": "about/notes.html",
}


@pytest.fixture
def visit(chromium: Browser, shipped_site: Path) -> Iterator[Callable[..., Visit]]:
    """Make visits: `visit("cases/index.html", color_scheme="dark")`; the options are those of a browser context."""
    contexts = []

    def make(path: str, **options: Any) -> Visit:
        context = chromium.new_context(offline=True, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        visited = Visit(context.new_page(), shipped_site)
        visited.go(path)
        return visited

    yield make
    for context in contexts:
        context.close()
