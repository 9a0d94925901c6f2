"""Waiting in a browser without a guess at how fast the machine is."""

from __future__ import annotations

from playwright.sync_api import Page

_SETTLED = "ms => new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), ms))"


def settle(page: Page, milliseconds: int = 50) -> None:
    """Wait until the page has done what it put off for at most so long.

    The wait is a timer of the page itself, which fires after all of its that are due before, however busy the machine is.
    """
    page.evaluate(_SETTLED, milliseconds)
