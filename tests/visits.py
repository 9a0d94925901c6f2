"""Pages of a site in a browser, with everything that goes wrong in them written down."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page


class Visit:
    """A page of the site in a context of its own; `troubles` collects console errors and requests that are not file:."""

    def __init__(self, page: Page, site: Path) -> None:
        self.page = page
        self.site = site
        self.troubles: list[str] = []
        page.on("console", lambda message: self._note(message.type == "error", message.text))
        page.on("pageerror", lambda error: self._note(True, str(error)))
        # Not what the page was still reading when it was left.
        page.on("requestfailed", lambda r: self._note(r.failure != "net::ERR_ABORTED", f"failed: {r.url}"))
        page.on("request", lambda request: self._note(not request.url.startswith(("file:", "data:")), request.url))

    def _note(self, bad: bool, text: str) -> None:
        if bad:
            self.troubles.append(text)

    def go(self, path: str) -> Page:
        """Open a page of the site; the path may carry a query and an anchor."""
        self.page.goto(f"{self.site.as_uri()}/{path}")
        return self.page
