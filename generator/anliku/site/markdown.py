"""Markdown of text fields to safe HTML: whatever is pasted, nothing in it runs or loads anything."""

from __future__ import annotations

import re

import markdown
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markupsafe import Markup, escape

from .cleaning import clean

# A text without any of these is paragraphs and nothing else. Most fields are, or have a list besides; they need no parser.
_MARKS = re.compile(r"[\\`*_\[\]#+!|<>&\"'~=:-]|^[ \t]|^\d+[.)]|  $", re.M)
_PARAGRAPHS = re.compile(r"\n(?:[ \t]*\n)+")
# A line break between two Han characters or after Chinese punctuation must not become a blank.
_HAN = r"\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’…—\U00020000-\U0003ffff"
_SOFT_BREAK = re.compile(rf"(?<=[{_HAN}])\n(?=[{_HAN}])")


class MarkdownRenderer:
    """Renders many short texts with one parser."""

    def __init__(self) -> None:
        # Given by name, they would be looked for among all that is installed, which takes a while.
        self._parser = markdown.Markdown(extensions=[TableExtension(), SaneListExtension()], output_format="html")

    def __call__(self, text: str) -> Markup:
        """Return the safe HTML of a Markdown text; headings start at h3, because h2 divides the page."""
        text = _SOFT_BREAK.sub("", text.strip())
        if not text:
            return Markup()
        simple = _paragraphs_and_lists(text)
        if simple is not None:
            return Markup(simple)  # noqa: S704 - no mark in it
        self._parser.reset()
        html = self._parser.convert(text)
        return clean(re.sub(r"<(/?)h[12]\b", r"<\1h3", html))

    def inline(self, text: str) -> Markup:
        """Return a single paragraph without its <p>, for list items and table cells."""
        html = self(text)
        if html.startswith("<p>") and html.count("<p>") == 1 and html.rstrip().endswith("</p>"):
            return Markup(html.strip()[3:-4])  # noqa: S704 - a part of clean HTML that is well-formed itself
        return html


def _paragraphs_and_lists(text: str) -> str | None:
    """Return the HTML of a text that is nothing but plain paragraphs and lists of plain items, or None."""
    blocks: list[str] = []
    for block in _PARAGRAPHS.split(text):
        if not _MARKS.search(block):
            blocks.append(f"<p>{block}</p>")
            continue
        items = block.split("\n")
        after_list = bool(blocks) and blocks[-1].startswith("<ul>")  # to the parser, both are one list
        if after_list or not all(map(_is_plain_item, items)):
            return None
        blocks.append("<ul>\n" + "".join(f"<li>{item[2:]}</li>\n" for item in items) + "</ul>")
    return "\n".join(blocks)


def _is_plain_item(line: str) -> bool:
    return line.startswith("- ") and len(line) > 2 and not _MARKS.search(line[2:])


def plain(text: str) -> str:
    """Return a Markdown text without its commonest marks, for descriptions and lists."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\s*\n\s*", " ", re.sub(r"(^|\s)(#{1,6}|>|[-*+]|\d+\.)\s+|[*_`]{1,3}", r"\1", text)).strip()


__all__ = ["MarkdownRenderer", "clean", "escape", "plain"]
