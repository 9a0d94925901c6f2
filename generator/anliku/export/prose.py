"""Safe HTML of text fields as plain data, which a Typst template sets without ever reading it as markup."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html.parser import HTMLParser
from typing import NotRequired, TypedDict

from ..paths import attachment_note
from .pictures import Picture


class Node(TypedDict):
    """An element: its tag, what stands in it, and for a numbered list the number of its first item.

    A picture (img) has besides itself, and its size in points, what it says of itself: alt as it is written, caption with
    places to break, and said, which stands for it where it cannot be shown.
    """

    tag: str
    kids: list[Node | str]
    start: NotRequired[int]
    picture: NotRequired[Picture]
    width: NotRequired[float]
    height: NotRequired[float]
    alt: NotRequired[str]
    caption: NotRequired[str]
    said: NotRequired[str]


Prose = list["Node | str"]
Find = Callable[[str], Picture | None]
ToHtml = Callable[[str], str]  # from Markdown, made safe

_VOID = {"br", "hr", "img"}
_INLINE = {"strong", "em", "del", "sub", "sup", "code", "a", "br", "img"}
_ONLY_TEXT = {"h3", "h4", "h5", "h6", "dt", "pre"}
# Deeper than anybody writes; Typst and JSON readers count depth, and a hostile text must not stop the book.
_DEEPEST = 12
_BLANKS = re.compile(r"[ \t\r\n]+")
# Words that no line can hold get places to break: letters that are neither blanks nor Han and the like.
_LONG_WORD = re.compile(r"[^\s\u200b\u2e80-\uffff\U00020000-\U0003ffff]{25,}")
_BREAK = "\u200b"
_STEP = 12


def prose(html: str, pictures: Find = lambda _: None) -> Prose:
    """Return paragraphs, lists and the like; a paragraph is a node as well.

    A picture stands between paragraphs or in the cell of a table, never within a line. pictures: gives the one at an
    address; what it does not know is named.
    """
    reader = _BlockParser(pictures)
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

    def __init__(self, pictures: Find) -> None:
        super().__init__(convert_charrefs=True)
        self._pictures = pictures
        self.top: Prose = []
        self._open: list[Node] = []
        self._skipped = 0
        self._notes: list[str] = []  # of the links that are open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "img":
            self._add(self._picture(values.get("src") or "", values.get("alt") or ""))
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

    def _picture(self, address: str, alt: str) -> Node | str:
        """Return a picture, or what is said of one that cannot be shown here."""
        said = breakable(f"（图：{alt or '无说明'}）")
        only_text = any(node["tag"] in _ONLY_TEXT for node in self._open)
        picture = None if only_text or not address else self._pictures(address)
        if picture is None:
            return said
        return Node(
            tag="img",
            kids=[],
            picture=picture,
            alt=alt,
            caption=breakable(alt),
            said=said,
            width=picture.width,
            height=picture.height,
        )

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
        found += _paragraphs(line)
        line = []
        found += _paragraphs(part["kids"]) if part["tag"] == "p" else [_block(part)]
    return found + _paragraphs(line)


def _paragraphs(line: Prose) -> Prose:
    """Return a line as a paragraph; where pictures stand in it, as paragraphs with the pictures between them."""
    found: Prose = []
    text: Prose = []
    for part in _lifted(line):
        if _is_picture(part):
            found += [*_paragraph(text), part]
            text = []
        else:
            text.append(part)
    return found + _paragraph(text)


def _lifted(parts: Iterable[Node | str]) -> Iterator[Node | str]:
    """Yield inline parts, with pictures taken out of links and emphasis, which go on behind them."""
    for part in parts:
        if isinstance(part, str) or not part["kids"]:
            yield part
            continue
        inside: Prose = []
        for kid in _lifted(part["kids"]):
            if _is_picture(kid):
                if inside:
                    yield Node(tag=part["tag"], kids=inside)
                inside = []
                yield kid
            else:
                inside.append(kid)
        if inside:
            yield Node(tag=part["tag"], kids=inside)


def _is_picture(part: Node | str) -> bool:
    return not isinstance(part, str) and part["tag"] == "img"


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
