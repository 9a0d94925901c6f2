"""What an ordinary page says reaches its readers: what the rules of Markdown take away is named with its line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import unescape
from typing import NamedTuple

import markdown

from ...library import Library, Origin
from ...library.dialect import ADDRESS, ELEMENTS, text_of
from ...library.han import WIDE
from ...library.office_lines import beginnings
from ...library.page_dialect import (
    ATTRIBUTES,
    DIRECTIVE,
    HEAD,
    PageDialect,
    Piece,
    What,
    indent_of,
    pieces_of,
    reference_in,
)
from ..findings import Remark
from ..unseen import BACKSLASH, BAR, LONGEST, STAR, not_shown
from .site_settings import extension_entries

# In a text: code, which is shown as it is; the address of a link; where a reference leads; a comment; a character by its name.
_NOT_SHOWN = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))"
    r"|(?<=\])\((?P<address><[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\)"
    r"|(?<=\])\[(?P<label>[^\[\]\n]*)\]"
    r"|(?P<comment><!--.*?-->)"
    r"|<(?P<auto>(?:https?:|mailto:)[^<>\s]*|[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+\.[A-Za-z0-9.-]+)>"
    r"|(?P<tag></?(?P<name>[A-Za-z][A-Za-z0-9]*)(?:[\s/][^<>]*)?>)"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z]\w{1,30});)",
    re.S,
)
# Marks that are meant as such within a line.
_MEANT = re.compile(r"(?:\*\*|`|!?\[|\]|\||>|\s)+")
_ESCAPE = re.compile(r"\\(?=[`*_{}\[\]()#+.!|<>&\\-])")
_CLOSED = re.compile(r"(?<=[^\\#\s])[ \t]+#+[ \t]*$")  # a heading that ends as it began
_IN_QUOTE = re.compile(r"\s*(?:[-+*]|\d{1,9}\.)\s*")  # the mark of a list in a quotation
_ABBREVIATION = re.compile(r"[ ]*\*\[([^\]\n]+)\][ ]?:")
_UNSEEN = re.compile(r"<(style|script|template)\b.*?</\1\s*>", re.S | re.I)  # taken away with all that is in it
_HAN = re.compile(f"[{WIDE}]")


class LostOnPage(NamedTuple):
    """A piece of a page that readers do not see, and its line, counted from 1."""

    line: int
    piece: str


def page_conserved(library: Library, lost_in: Callable[[str, bool], Sequence[LostOnPage]]) -> Iterator[Remark]:
    """A character of an ordinary page is taken for a mark and not shown.

    lost_in: `lost_in_page`, which may remember what it has said.
    """
    named = {str(name) for _, name, _ in extension_entries(library.config.site.markdown_extensions)}
    with_attributes = bool(named & {"attr_list", "markdown.extensions.attr_list", "extra", "markdown.extensions.extra"})
    with_abbreviations = bool(named & {"abbr", "markdown.extensions.abbr", "extra", "markdown.extensions.extra"})
    for page in library.pages:
        unused = unused_abbreviations(page.text) if with_abbreviations else ()
        for lost in (*lost_in(page.text, with_attributes), *unused):
            shown = lost.piece[:LONGEST]
            yield not_shown(shown, Origin(page.path), (lost.line,), _REMEDIES).pointing_at(shown)


_REMEDIES = {
    "#": "是标题，在“#”后面空一格；要显示“#”，改用“＃”。",
    "*[": "是缩写的解释，正文里却没有用到这个缩写：改正缩写，或删去这一行。",
    "*": STAR,
    "_": "要突出，写成“**…**”；要显示下划线，写“\\_”或改用“＿”。",
    "\\": BACKSLASH,
    "[": "像链接的地址，正文里却没有用到它：注解写成“〔1〕…”，或删去冒号。",
    "|": BAR,
    "<": "要显示“<”“>”，改用“＜”“＞”。",
}


def lost_in_page(text: str, with_attributes: bool = False) -> tuple[LostOnPage, ...]:
    """Return what a page says and readers do not see, at most one piece for each of its lines.

    with_attributes: whether mkdocs.yml names the extension by which `{#id}` and `{.class}` are marks.
    """
    lines = _lines(text)
    try:
        shown = _shown("\n".join(lines), with_attributes)
    except RecursionError:  # has a finding of its own; the parser is of no more use
        _parser.cache_clear()
        return ()
    found = []
    seen = 0
    written = _written(lines)
    for number, line in enumerate(written):
        # As it stands, without attributes, or with every character shown: code among plain text.
        forms = dict.fromkeys((line, ATTRIBUTES.sub("", line) if with_attributes else line, lines[number]))
        end, missing = min((_compared(form, shown, seen) for form in forms), key=lambda found: len(found[1]))
        lost = next((piece for piece in missing if not _is_escape(piece, number, lines, shown, with_attributes)), "")
        if lost:
            found.append(LostOnPage(number + 1, lost))
            end = _next_line(written[number + 1 :], shown, seen, end)
        seen = end
    return tuple(found)


def unused_abbreviations(text: str) -> tuple[LostOnPage, ...]:
    """Return the lines that say what an abbreviation means which the page uses nowhere."""
    lines = enumerate(text.split("\n"), 1)
    found = ((number, line, _ABBREVIATION.match(line)) for number, line in lines)
    return tuple(LostOnPage(number, line.strip()) for number, line, mark in found if mark and text.count(mark[1]) == 1)


def _lines(text: str) -> list[str]:
    """Return the lines of a page as plain Markdown: without heads of notes and tabs, what stands below them moved to the left."""
    return [line for piece in pieces_of(text.split("\n")) for line in _flat(piece)]


def _flat(piece: Piece) -> Iterator[str]:
    if piece.what is What.HELD:
        deep = min(indent_of(line) for line in piece.lines if line.strip())
        yield from _lines("\n".join(line[deep:] for line in piece.lines))
    elif piece.what is What.LEFT and len(piece.lines) == 1:
        line = piece.lines[0]
        head = HEAD.match(line)
        yield _title(line[head.end() :]) if head else "" if DIRECTIVE.match(line) else line
    else:
        yield from piece.lines


def _title(head: str) -> str:
    """Return what readers see of the head of a note or tab, and of the first line of a footnote."""
    named = re.match(r"[\w\s]*\"(.*)\"\s*$|[\"'](.*)[\"']\s*$", head)
    return (named[1] or named[2] or "") if named else "" if re.fullmatch(r"[A-Za-z][\w\s-]*", head) else head.strip()


@cache
def _parser(with_attributes: bool) -> markdown.Markdown:
    more = ["attr_list"] if with_attributes else []
    return markdown.Markdown(extensions=["tables", "fenced_code", *more, PageDialect()])


def _shown(text: str, with_attributes: bool) -> str:
    parser = _parser(with_attributes)
    parser.reset()
    return "".join(text_of(_UNSEEN.sub("", parser.convert(text))).split())


def _written(lines: list[str]) -> list[str]:
    """Return the lines with blanks for the marks that are surely meant as such: those at the beginning, addresses, tags."""
    texts = (line[where.end("name") :] if (where := reference_in(line)) else line for line in lines)
    used = {label.lower() for text in texts for label in re.findall(r"\[([^\[\]\n]+)\]", text)}
    found: list[str] = []
    for piece in pieces_of(lines):
        if piece.what is What.TEXT:
            begins = beginnings(piece.lines)
            bare = [_bare(line, begin) for line, begin in zip(piece.lines, begins, strict=True)]
            found += _NOT_SHOWN.sub(lambda part: _instead(part, used), "\n".join(bare)).split("\n")
        elif len(piece.lines) > 1:
            opened = piece.lines[0] if _HAN.search(piece.lines[0]) else ""  # the name of a language has no Han
            found += [opened, *piece.lines[1:-1], ""]  # the marks around code
        else:
            reference = reference_in(piece.lines[0])
            found.append("" if reference and reference["name"].lower() in used else piece.lines[0])
    return found


def _bare(line: str, begin: str) -> str:
    return _CLOSED.sub("", line[len(begin) :]) if "#" in begin else line[len(begin) :]


def _instead(part: re.Match[str], used: set[str]) -> str:
    if part["code"]:
        return part["code"].strip("`")
    if part["entity"]:
        return unescape(part["entity"]).replace("\n", " ")
    if part["auto"]:
        return part["auto"].removeprefix("mailto:")
    if part["address"] is not None:
        leads = ADDRESS.match(part["address"].strip("<>"))
        return "" if leads or not part["address"] else part[0]
    if part["label"] is not None:
        return "" if part["label"].lower() in used else part[0]
    if part["comment"]:
        return "\n" * part[0].count("\n")
    return "" if (part["name"] or "").lower() in ELEMENTS else part[0]


def _compared(line: str, shown: str, seen: int) -> tuple[int, list[str]]:
    """Follow a line through what is shown; return how far it reaches there, and the pieces that are missing."""
    start = -1
    missing: list[str] = []
    for place, char in enumerate(line + "\n"):
        if char.isspace() and place < len(line):
            continue
        if place == len(line) or (seen < len(shown) and char == shown[seen]):
            seen += place < len(line)
            piece = line[max(start, 0) : place]
            if start >= 0 and not (
                _MEANT.fullmatch(piece) or (not line[:start].strip() and _IN_QUOTE.fullmatch(piece))
            ):
                missing.append(piece.strip())
            start = -1
        elif start < 0:
            start = place
    return seen, missing


def _is_escape(lost: str, number: int, lines: list[str], shown: str, with_attributes: bool) -> bool:
    """Say whether what is missing is a backslash that is needed: without those of its line, readers would see something else."""
    if not re.fullmatch(r"\\(?:[*\[\]`|]+\\?)*", lost):
        return False
    without = [*lines[:number], _ESCAPE.sub("", lines[number]), *lines[number + 1 :]]
    return _shown("\n".join(without), with_attributes) != shown


def _next_line(rest: list[str], shown: str, begun: int, end: int) -> int:
    """Return where the next line begins in what is shown, so that one line that is missing does not hide the others."""
    following = next((words for line in rest if len(words := "".join(line.split())) > 3), "")
    found = shown.find(following[:8], begun) if following else -1
    return end if found < 0 else found
