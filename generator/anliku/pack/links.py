"""Links of the compact form: to the viewer instead of a case's own page, to the facets instead of a list's."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Mapping
from html import escape, unescape
from urllib.parse import unquote, urlsplit

VIEWER = "cases/case.html"
CASES = "cases/index.html"

# The attributes before the address are matched one value at a time, so that href= inside a title is not taken for it.
_LINK = re.compile(r"""(<a\b(?:[^>"']|"[^"]*"|'[^']*')*?\shref=)(["'])(.*?)\2""", re.S)
_ID = re.compile(r"cases/([^/]+)\.html")


class Links:
    """Rewrites links of pages. cases: ids behind the viewer. lists: the facet's query for the path of each list."""

    def __init__(self, cases: Collection[str], lists: Mapping[str, str]) -> None:
        self._cases = cases
        self._lists = lists
        self._known: dict[tuple[str, str], str] = {}

    def rewrite(self, html: str, page: str, case: str = "") -> str:
        """Return the HTML of the page at `page`; case: the id of the case that it becomes in the viewer."""
        folder = posixpath.dirname(page)

        def link(found: re.Match[str]) -> str:
            start, quote, href = found.groups()
            return f"{start}{quote}{self._new(href, folder, case)}{quote}"

        return _LINK.sub(link, html)

    def _new(self, href: str, folder: str, case: str) -> str:
        if href.startswith("#"):
            return f"#{case}/{href[1:]}" if case and len(href) > 1 else href
        if (folder, href) not in self._known:
            self._known[folder, href] = self._elsewhere(href, folder)
        new = self._known[folder, href]
        # From case to case only the part behind # changes: the page need not be read again.
        return new.removeprefix(posixpath.basename(VIEWER)) if case else new

    def _elsewhere(self, href: str, folder: str) -> str:
        try:
            url = urlsplit(unescape(href))
        except ValueError:
            return href
        if url.scheme or url.netloc or not url.path:
            return href
        target = posixpath.normpath(posixpath.join(folder, unquote(url.path)))
        found = _ID.fullmatch(target)
        if found and found.group(1) in self._cases:
            place = f"/{escape(url.fragment)}" if url.fragment else ""
            return f"{posixpath.relpath(VIEWER, folder or '.')}#{found.group(1)}{place}"
        if target in self._lists:
            return f"{posixpath.relpath(CASES, folder or '.')}{self._lists[target]}"
        return href
