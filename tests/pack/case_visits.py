"""Visits to the viewer of a compact pack, and how to tell that a case is shown."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.visits import Visit

CASE = "songyan-one-stop"
OTHER = "yuqing-eight-ones"


class CaseVisit(Visit):
    """A visit to a compact pack."""

    def open(self, address: str) -> Page:
        """Open a case in the viewer and wait until it is shown."""
        self.go(f"cases/case.html#{address}")
        expect(self.page.locator(".neighbours")).to_be_attached()
        return self.page


def shown(page: Page, case: str) -> None:
    """Wait until the viewer shows a case."""
    expect(page.locator("#content .running")).to_have_text(f"案例编号 {case}")
