"""Find the links and pictures in Markdown, and the anchors that its headings make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html.parser import HTMLParser
from typing import Any, NamedTuple

import markdown
from markdown.extensions.toc import slugify_unicode

from ..library import Config, FieldPath
from ..library.dialect import html_of
from ..library.mkdocs_yaml import Opaque
from ..library.page_dialect import PageDialect
from .rules.site_settings import extension_entries

_HINTS = ("](", "]:", "][", "href", "src", "<http")
_BUILT_IN = ("toc", "tables", "fenced_code")  # what MkDocs always adds


class Link(NamedTuple):
    """One link or picture. target: as it is written. text: the alternative text of a picture."""

    target: str
    is_picture: bool
    text: str = ""


FoundLink = tuple[FieldPath, Link]


class Rendered(NamedTuple):
    """What a page of Markdown holds, in its order."""

    links: tuple[Link, ...]
    anchors: frozenset[str]


def may_hold_links(text: str) -> bool:
    """Say whether it is worth looking: most texts hold none."""
    return any(hint in text for hint in _HINTS)


def links_in(text: str) -> tuple[Link, ...]:
    """Return the links and pictures in the text of a record."""
    return _read(html_of(text)).links if may_hold_links(text) else ()


class PageReader:
    """Renders ordinary pages with the extensions that mkdocs.yml names."""

    def __init__(self, config: Config) -> None:
        settings: dict[str, Any] = {name: {} for name in _BUILT_IN}
        for _, name, options in extension_entries(config.site.markdown_extensions):
            if isinstance(name, str) and isinstance(options, dict):
                settings[name] = _plain(options)
        settings["toc"].setdefault("slugify", slugify_unicode)  # as the pages of the site are made
        self._settings = settings
        self._parser = self._made()

    def _made(self) -> markdown.Markdown:
        try:
            return markdown.Markdown(extensions=[*self._settings, PageDialect()], extension_configs=self._settings)
        except Exception:  # an extension that is faulty has a finding of its own
            return markdown.Markdown(extensions=[*_BUILT_IN, PageDialect()])

    def __call__(self, text: str) -> Rendered:
        """Return what the page holds. What the parser raises is handed on; the next page gets a parser that knows nothing of it."""
        self._parser.reset()
        try:
            return _read(self._parser.convert(text))
        except BaseException:
            self._parser = self._made()
            raise


def _plain(options: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in options.items() if not isinstance(value, Opaque)}


class _LinkParser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[Link] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.anchors.add(given["id"])
        if tag == "a" and given.get("href"):
            self.links.append(Link(given["href"], is_picture=False))
        if tag == "img":
            self.links.append(Link(given.get("src", ""), is_picture=True, text=given.get("alt", "")))


def _read(html: str) -> Rendered:
    reader = _LinkParser()
    reader.feed(html)
    return Rendered(tuple(reader.links), frozenset(reader.anchors))
