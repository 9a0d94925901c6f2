"""A document for paper as plain data, from which DOCX and PDF are made alike: sections of blocks.

A block is one of these; its texts are breakable already, its nodes are those of `prose.py`:

    heading  text, level (1 the case's title, 2 a part, 3 a step), origin: small words behind it
    prose    nodes
    list     items (nodes of each), mark: "bullet", "number" or "box"
    table    head, rows, shares of the width
    lines    count of lines to write on
    note     text in small letters
    frame    blocks inside a box
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .prose import Prose, breakable

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PaperSection:
    """Begins on a page of its own. running: what the head of its pages says; title: in the contents, "" for none."""

    running: str
    blocks: tuple[Block, ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document. about: lines below the title; strip: said on every page, such as LECTURERS.

    cover: whether the title has a page of its own, with the contents behind it.
    """

    title: str
    library: str
    about: tuple[str, ...]
    sections: tuple[PaperSection, ...]
    strip: str = ""
    cover: bool = False

    def data(self) -> dict[str, Any]:
        """Return the document as JSON can hold it."""
        return {
            "title": breakable(self.title),
            "library": breakable(self.library),
            "about": [breakable(line) for line in self.about],
            "strip": self.strip,
            "cover": self.cover,
            "sections": [
                {"running": breakable(one.running), "title": breakable(one.title), "blocks": list(one.blocks)}
                for one in self.sections
            ],
        }


def heading(text: str, level: int = 2, origin: str = "") -> Block:
    """Return a heading."""
    return {"kind": "heading", "text": breakable(text), "level": level, "origin": breakable(origin)}


def prose_block(nodes: Prose) -> Block:
    """Return running text."""
    return {"kind": "prose", "nodes": nodes}


def items(listed: Iterable[Prose], mark: str = "bullet", start: int = 1, *, keep: bool = False) -> Block:
    """Return a list. keep: whether it stands on the page of what follows."""
    return {"kind": "list", "items": list(listed), "mark": mark, "start": start, "keep": keep}


def table(head: Sequence[str], rows: Iterable[Sequence[str]], shares: Sequence[float]) -> Block:
    """Return a table whose head is repeated on every page."""
    cells = [[breakable(text) for text in row] for row in rows]
    return {"kind": "table", "head": [breakable(text) for text in head], "rows": cells, "shares": list(shares)}


def lines(count: int) -> Block:
    """Return room to write."""
    return {"kind": "lines", "count": count}


def note(text: str, *, keep: bool = False) -> Block:
    """Return a line in small letters. keep: whether it stands on the page of what follows."""
    return {"kind": "note", "text": breakable(text), "keep": keep}


def frame(blocks: Iterable[Block]) -> Block:
    """Return blocks in a box."""
    return {"kind": "frame", "blocks": list(blocks)}
