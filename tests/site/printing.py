"""What a page is on paper."""

from __future__ import annotations

import re
import subprocess
from typing import NamedTuple

from playwright.sync_api import Page


class Paper(NamedTuple):
    """The text of each sheet without any space, and the size of the first in points."""

    pages: list[str]
    width: float
    height: float


def on_paper(page: Page) -> Paper:
    """Print a page as its own style sheets want it."""
    pdf = page.pdf(prefer_css_page_size=True)
    text = _run("pdftotext", pdf, "-", "-")
    size = re.search(r"Page size: *([\d.]+) x ([\d.]+)", _run("pdfinfo", pdf, "-"))
    assert size
    return Paper([re.sub(r"\s", "", sheet) for sheet in text.split("\f")[:-1]], *map(float, size.groups()))


def _run(command: str, pdf: bytes, *arguments: str) -> str:
    return subprocess.run([command, *arguments], input=pdf, capture_output=True, check=True).stdout.decode()
