"""Frames: whole HTML pages with marked places, rendered once per section by the frame engine and filled many times."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

SLOT = re.compile(r"@@anliku:([a-z]+)@@")
_INTRO = re.compile(r"<!--anliku:intro-->(.*?)<!--/anliku:intro-->", re.S)
_INDENT = re.compile(r"\s*\n\s*")
# End tags that HTML implies: of items, terms, cells and rows, before the next one or the end of what holds them.
_IMPLIED = re.compile(
    r"</li>(?=\s*<(?:li\b|/[ou]l>))|</d[dt]>(?=\s*<(?:d[dt]\b|/d(?:l|iv)>))|</t[dh]>(?=\s*<(?:t[dh]\b|/tr>))|</tr>(?=\s*<(?:tr\b|/t))"
)
_SCRIPT = re.compile(r"(<script\b[^>]*>.*?</script>|<pre\b.*?</pre>)", re.S)


def slot(name: str) -> str:
    """Return the mark that stands in a frame where `name` is to be filled in."""
    return f"@@anliku:{name}@@"


def intro_mark(html: str) -> str:
    """Return an editor's text between marks that tell it from the frame."""
    return f"<!--anliku:intro-->{html}<!--/anliku:intro-->" if html else ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page cut at its marks: texts at even places, names of slots at odd ones.

    intro: what the editor wrote on the section's own page; the other pages of the section do not show it.
    """

    parts: tuple[str, ...]
    intro: str = ""

    @classmethod
    def of(cls, html: str) -> Frame:
        """Cut a rendered page at its marks."""
        intro = _INTRO.search(html)
        return cls(tuple(SLOT.split(squeeze(lean(_INTRO.sub("", html))))), intro.group(1) if intro else "")

    def fill(self, values: Mapping[str, str]) -> str:
        """Return the page with each slot replaced by its value, which must be HTML-safe; a missing one stays empty."""
        return "".join(values.get(part, "") if index % 2 else part for index, part in enumerate(self.parts))

    def read(self, page: str) -> dict[str, str] | None:
        """Return the values that `fill` put into a page; None when the page was not filled from this frame."""
        if not page.startswith(self.parts[0]):
            return None
        values: dict[str, str] = {}
        at = len(self.parts[0])
        for name, constant in zip(self.parts[1::2], self.parts[2::2], strict=True):
            end = page.find(constant, at)
            if end < 0:
                return None
            values[name] = page[at:end]
            at = end + len(constant)
        return values if self.fill(values) == page else None


def squeeze(html: str) -> str:
    """Drop the indentation that templates leave behind; scripts and preformatted text stay as they are."""
    pieces = _SCRIPT.split(html)
    return "".join(piece if index % 2 else _INDENT.sub("\n", piece) for index, piece in enumerate(pieces))


def lean(html: str) -> str:
    """Drop the end tags that HTML implies: browsers read the page alike, and ten thousand pages are smaller."""
    return _IMPLIED.sub("", html)
