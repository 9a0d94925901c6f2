"""Safe HTML of text fields as plain data, which a Typst template sets without ever reading it as markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NotRequired, TypedDict

from ..paths import attachment_note


class Node(TypedDict):
    """An element: its tag, what stands in it, and for a numbered list the number of its first item."""

    tag: str
    kids: list[Node | str]
    start: NotRequired[int]


Prose = list["Node | str"]

_VOID = {"br", "hr", "img"}
_INLINE = {"strong", "em", "del", "sub", "sup", "code", "a", "br"}
# Deeper than anybody writes; Typst and JSON readers count depth, and a hostile text must not stop the book.
_DEEPEST = 12
_BLANKS = re.compile(r"[ \t\r\n]+")
# Words that no line can hold get places to break: letters that are neither blanks nor Han and the like.
_LONG_WORD = re.compile(r"[^\s\u200b\u2e80-\uffff\U00020000-\U0003ffff]{25,}")
_BREAK = "\u200b"
_STEP = 12


def prose(html: str) -> Prose:
    """Return paragraphs, lists and the like; a paragraph is a node as well."""
    reader = _BlockParser()
    reader.feed(html)
    reader.close()
    return _blocks(reader.top)


def one_paragraph(text: str) -> Prose:
    """Return a plain text as a paragraph."""
    return [Node(tag="p", kids=[breakable(text)])]


def breakable(text: str) -> str:
    """Return the text with invisible places to break in words that are longer than a line."""
    return _LONG_WORD.sub(lambda found: _BREAK.join(_pieces(found.group())), text)


def _pieces(word: str) -> list[str]:
    return [word[at : at + _STEP] for at in range(0, len(word), _STEP)]


class _BlockParser(HTMLParser):
    """Reads what the cleaner of the site lets through; the deepest nestings are flattened."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.top: Prose = []
        self._open: list[Node] = []
        self._skipped = 0
        self._notes: list[str] = []  # of the links that are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "img":
            self._add(f"（图：{values.get('alt') or '无说明'}）")
            return
        if tag == "a":
            self._notes.append(attachment_note(values.get("href") or ""))
        node = Node(tag=tag, kids=[])
        if tag == "ol":
            node["start"] = _number(values.get("start"))
        if tag in _VOID:
            self._add(node)
        elif len(self._open) >= _DEEPEST:
            self._skipped += 1
        else:
            self._add(node)
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        note = self._notes.pop() if tag == "a" and self._notes else ""
        if note:
            self._add(note)
        if self._skipped:
            self._skipped -= 1
        elif self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        kept = any(node["tag"] == "pre" for node in self._open)
        self._add(breakable(data if kept else _BLANKS.sub(" ", data)))

    def _add(self, part: Node | str) -> None:
        (self._open[-1]["kids"] if self._open else self.top).append(part)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 7 else 1


def _blocks(parts: Prose) -> Prose:
    """Return the parts with every run of inline ones in a paragraph of its own."""
    found: Prose = []
    line: Prose = []
    for part in parts:
        if isinstance(part, str) or part["tag"] in _INLINE:
            line.append(part)
            continue
        found += _paragraph(line)
        line = []
        found.append(_block(part))
    return found + _paragraph(line)


def _paragraph(line: Prose) -> Prose:
    blank = all(isinstance(part, str) and not part.strip() for part in line)
    return [] if blank else [Node(tag="p", kids=line)]


def _block(node: Node) -> Node:
    """Return a block with only blocks in it, or only inline parts where it is a line by itself."""
    if node["tag"] in ("blockquote", "li", "dd"):
        node["kids"] = _blocks(node["kids"])
    elif node["tag"] in ("ul", "ol", "table", "thead", "tbody", "tr", "dl"):
        node["kids"] = [_block(kid) for kid in node["kids"] if not isinstance(kid, str)]
    return node
