"""Waiting in a browser without a guess at how fast the machine is."""

from __future__ import annotations

import time

from playwright.sync_api import Page

PATIENCE = 60  # seconds; on a busy machine a page takes its time, and a wait ends as soon as it may

_SETTLED = "ms => new Promise(done => setTimeout(() => requestAnimationFrame(() => setTimeout(done)), ms))"


def settle(page: Page, milliseconds: int = 50) -> None:
    """Wait until the page has done what it put off for at most so long.

    The wait is a timer of the page itself, which fires after all of its that are due before, however busy the machine is.
    """
    page.evaluate(_SETTLED, milliseconds)


def until(page: Page, expression: str) -> None:
    """Wait until an expression, or a function of no argument, is true in the page. Raises AssertionError when it stays false.

    Playwright's own `wait_for_function` evaluates a string within the page when it asks a second time, and the pages
    forbid that: it fails on a machine that is too slow to be right at once.
    """
    ends = time.monotonic() + PATIENCE
    while not page.evaluate(expression):
        assert time.monotonic() < ends, f"never true: {expression}"
        settle(page)
