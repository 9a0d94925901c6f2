"""Former addresses: of records whose id has changed."""

from __future__ import annotations

from ..facts.published import Site
from .view import View


def moved(site: Site, title: str, to: str) -> View:  # noqa: ARG001 - every view takes the site
    """Return the page at a former address. title: of the page that is there now. to: the way to it."""
    return View("地址变了", f"“{title}”换了地址", "moved.html.j2", {"title": title}, toc=False, moved_to=to)
