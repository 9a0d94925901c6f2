"""HTML made safe: whatever was written or pasted, nothing in it runs, loads anything or leads to another machine."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from functools import cache
from urllib.parse import unquote

import nh3
from markupsafe import Markup

_TEXT_TAGS = {
    "p", "br", "hr", "strong", "em", "del", "sub", "sup", "code", "pre", "blockquote", "ul", "ol", "li", "a", "img",
    "table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6", "dl", "dt", "dd",
}  # fmt: skip
_TEXT_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "title"},
    "ol": {"start"},
    "th": {"align"},
    "td": {"align"},
}
# An ordinary page is more freely made: its Markdown may be extended, and headings carry the ids of its contents.
_PAGE_TAGS = _TEXT_TAGS | {
    "h1", "h2", "div", "span", "section", "details", "summary", "figure", "figcaption", "caption", "colgroup", "col",
    "tfoot", "abbr", "b", "i", "u", "s", "small", "mark", "ins", "kbd", "q", "cite", "dfn", "ruby", "rt", "rp", "label",
    "input",
}  # fmt: skip
_PAGE_ATTRIBUTES = {
    **_TEXT_ATTRIBUTES,
    "*": {"id", "class", "title", "lang", "dir", "role", "aria-label", "aria-hidden"},
    "img": {"src", "alt", "width", "height"},
    "th": {"align", "colspan", "rowspan", "scope"},
    "td": {"align", "colspan", "rowspan"},
    "details": {"open"},
    "label": {"for"},
    "input": {"type", "checked", "disabled", "name"},
}
_LINK_SCHEMES = {"http", "https", "mailto"}
_INPUTS = {"checkbox", "radio"}  # of task lists and tabs
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_BREAKS = re.compile(r"[\t\r\n]")
_ENDS = "".join(map(chr, range(0x21)))


def clean(html: str) -> Markup:
    """Return the HTML of a record's text with only what a text may hold."""
    return Markup(_text_cleaner().clean(html))  # noqa: S704 - nh3 has just cleaned it


def clean_page(html: str, depth: int) -> str:
    """Return the HTML of an ordinary page that stands `depth` folders below the site with only what a page may hold."""
    return _page_cleaner(depth).clean(html)


@cache
def _text_cleaner() -> nh3.Cleaner:
    return _cleaner(_TEXT_TAGS, _TEXT_ATTRIBUTES, 1)  # every page with such texts stands in a folder of the site


@cache
def _page_cleaner(depth: int) -> nh3.Cleaner:
    return _cleaner(_PAGE_TAGS, _PAGE_ATTRIBUTES, depth)


def _cleaner(tags: set[str], attributes: dict[str, set[str]], depth: int) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=tags,
        attributes=attributes,
        attribute_filter=_attribute_filter(depth),
        url_schemes=_LINK_SCHEMES,
        link_rel="noopener noreferrer",
    )


def _attribute_filter(depth: int) -> Callable[[str, str, str], str | None]:
    def keep(tag: str, name: str, value: str) -> str | None:
        if name in ("href", "src"):
            return _address(value, tag, depth)
        if (tag, name) == ("input", "type"):
            return value if value in _INPUTS else "checkbox"
        return value

    return keep


def _address(value: str, tag: str, depth: int) -> str | None:
    """Return an address that may stand: within the site, or for a link on the web, too. None drops it.

    Browsers drop blanks at the ends and line breaks anywhere, and read \\ as /: so does this, before it looks.
    """
    cleaned = _BREAKS.sub("", value).strip(_ENDS).replace("\\", "/")
    scheme = _SCHEME.match(cleaned)
    if scheme:
        return value if tag == "a" and scheme.group(1).lower() in _LINK_SCHEMES else None
    path = unquote(re.split(r"[?#]", cleaned, maxsplit=1)[0]).replace("\\", "/")
    if path.startswith("/") or posixpath.normpath(path).split("/").count("..") > depth:
        return None
    return cleaned
