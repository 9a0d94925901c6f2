"""Markdown of text fields to safe HTML: whatever is pasted, nothing in it runs or loads anything."""

from __future__ import annotations

from markupsafe import Markup, escape

from ...library.dialect import parsed_html, plain_html
from ...library.office_lines import lines_of
from .cleaning import clean


class MarkdownRenderer:
    """Renders the Markdown of records, see `library/dialect.py`."""

    def __call__(self, text: str) -> Markup:
        """Return the safe HTML of a Markdown text."""
        simple = plain_html(text)
        return clean(parsed_html(text)) if simple is None else Markup(simple)  # noqa: S704 - no mark in a plain text

    def inline(self, text: str) -> Markup:
        """Return a single paragraph without its <p>, for list items and table cells."""
        html = self(text)
        if html.startswith("<p>") and html.count("<p>") == 1 and html.rstrip().endswith("</p>"):
            return Markup(html.strip()[3:-4])  # noqa: S704 - a part of clean HTML that is well-formed itself
        return html


def shown(value: object) -> object:
    """Return what a template shows of a value: the lines of a text that is no Markdown are kept, those of a sentence joined."""
    if type(value) is str and "\n" in value:
        return Markup("<br>\n").join(map(escape, lines_of(value)))
    return value


__all__ = ["MarkdownRenderer", "clean", "escape", "shown"]
