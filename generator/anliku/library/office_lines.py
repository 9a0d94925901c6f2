"""The lines of a record's Markdown, arranged so that a strict parser reads in them what their writer saw."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .han import WIDE

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
# What offices begin the lines of a list with. It keeps its line, and stays a text.
ENUMERATOR = (
    rf"[ \t]*(?:[（(](?:{_HAN_NUMBER}|\d{{1,3}}|[A-Za-z])[)）]|\d{{1,3}}(?:[、)）．]|\.(?!\d))|{_HAN_NUMBER}(?:[、．]|[是要](?=\w))"
    rf"|第(?:{_HAN_NUMBER}|\d{{1,3}})[步条点项个批次章节]?[，、：:]|[①-⒛㈠-㉃❶-➓Ⅰ-Ⅻ]|[A-Za-z](?:[、)）．]|\.(?!\w))"
    r"|[●•·○◆◇■□▪▲△★☆※→➢➤✓✔√☑☐◎*+>#]|[-—－](?=[^\s\d-]))"
)
_ENUMERATED = re.compile(ENUMERATOR)
_ITEM = re.compile(r"([ \t]*)([-*+]|\d{1,9}\.)[ \t]+(?=\S)")
_MARK = re.compile(r"[ \t]*([-*+]|\d{1,9}\.)(?:[ \t]|$)")
_HEADING = re.compile(r"(#{1,6}[ \t]+(?=.*[^# \t])\S.*?)((?<=[^ \t#])#+)?[ \t]*$")
_RULE = re.compile(r"-{3,}[ \t]*$")
_STARS = re.compile(r"(?:[*_=][ \t]*){3,}$|=+[ \t]*$")
_QUOTE = re.compile(r">(?:[> \t]*$|[> \t]*[ \t](?![ \t]*[\d.]+[ \t]*[%％]|\d))")
_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_ENDED = re.compile(r"[。！？；：:][”）)]?[ \t]*$")
_WIDE = re.compile(f"[{WIDE}]")
_WIDE_BLANK = "\u3000"


def lines_of(text: str) -> list[str]:
    """Return the lines of a text that is no Markdown, as readers see them: those of one sentence are one line."""
    found: list[str] = []
    for line in text.split("\n"):
        words = line.strip()
        if words and found and found[-1] and not _ENUMERATED.match(line) and not line.startswith(_WIDE_BLANK):
            gap = "" if _WIDE.match(found[-1][-1]) and _WIDE.match(words) else " "
            found[-1] += gap + words
        else:
            found.append(words)
    return [line for line in found if line]


def kept(char: str) -> str:
    """Return a character so that no rule of Markdown sees it; the parser puts it back at the end."""
    return f"\x02{ord(char)}\x03"


class _Item(NamedTuple):
    at: int
    indent: int
    mark: str


def arranged(lines: Sequence[str]) -> list[str]:
    """Return the lines with lists, tables and paragraphs set apart, and marks that are characters hidden."""
    return _Arranger([line.replace("\t", "    ") for line in lines]).lines()


class _Arranger:
    def __init__(self, lines: list[str]) -> None:
        self._source = lines
        self._items = _real_items(lines)
        self._out: list[str] = []
        self._stack: list[int] = []  # the indents of the list items that are open
        self._enumerating = False
        self._table = False
        self._loose = False  # the item that is open has a second paragraph

    def lines(self) -> list[str]:
        for number, line in enumerate(self._source):
            if not line.strip():
                self._out.append("")
                self._table = False
            elif number in self._items:
                self._item(line)
            else:
                self._text(number, line)
        return self._out

    def _after_text(self) -> bool:
        return bool(self._out) and self._out[-1] != ""

    def _part(self) -> None:
        if self._after_text():
            self._out.append("")

    def _item(self, line: str) -> None:
        found = _ITEM.match(line)
        assert found
        indent = len(found[1])
        if not self._stack or self._loose:
            self._part()
        while self._stack and indent < self._stack[-1]:
            self._stack.pop()
        if not self._stack or indent > self._stack[-1] + 1:
            self._stack.append(indent)
        deep = "    " * (len(self._stack) - 1)
        rest = line[found.end() :]
        shown = kept("#") + rest[1:] if rest.startswith("#") else _hidden(rest)  # an item is no heading
        self._out.append(f"{deep}{found[2]} {shown}")
        self._enumerating = self._table = self._loose = False

    def _text(self, number: int, line: str) -> None:
        indent = len(line) - len(line.lstrip(" "))
        line = line[indent:]
        if self._stack and (not self._after_text() or line.startswith(_WIDE_BLANK)):
            self._leave(indent)
        elif self._stack and indent <= self._stack[-1] and _ENDED.search(self._out[-1]):
            self._leave(0)
            self._part()
        if self._is_table(number, line):
            return
        if line.startswith(_WIDE_BLANK) or (indent > 1 and not self._stack and self._ends_a_sentence()):
            self._part()
        elif (
            self._after_text()
            and not _QUOTE.match(line)
            and (_ENUMERATED.match(line) or (self._enumerating and self._ends_a_sentence()))
        ):
            self._out[-1] = self._out[-1].rstrip(" ") + "  "
        self._block(line)

    def _ends_a_sentence(self) -> bool:
        return self._after_text() and bool(_ENDED.search(self._out[-1]))

    def _leave(self, indent: int) -> None:
        while self._stack and indent <= self._stack[-1]:
            self._stack.pop()

    def _is_table(self, number: int, line: str) -> bool:
        following = self._source[number + 1] if number + 1 < len(self._source) else ""
        if self._table and "|" in line:
            self._out.append(line)
            return True
        if self._table:
            self._out.append("")
        begins = "|" in line and "|" in following and bool(_DELIMITER.match(following))
        self._table = begins
        if begins:
            self._stack.clear()
            self._part()
            self._out.append(line)
        return begins

    def _block(self, line: str) -> None:
        self._loose = bool(self._stack) and (self._loose or not self._after_text())
        deep = "    " * len(self._stack) if self._loose else ""
        if _RULE.match(line):
            self._part()
            self._out += [line, ""]
            return
        heading = _HEADING.match(line)
        if heading and not self._stack:
            self._out.append(heading[1] + "".join(map(kept, heading[2] or "")))
            return
        self._enumerating = bool(_ENUMERATED.match(line)) or (self._enumerating and self._after_text())
        goes_on = (
            not line.strip("> \t") and bool(self._out) and self._out[-1].startswith(">")
        )  # a blank line of a quotation
        self._out.append(line if goes_on else deep + _hidden(line))


def _hidden(line: str) -> str:
    """Return a line of text with what a parser would take for the beginning of a block hidden."""
    if _HEADING.match(line):
        return line
    if line and not line.strip("> \t"):
        return line.replace(">", kept(">"))
    if _QUOTE.match(line):
        marks = len(line) - len(line.lstrip("> \t"))
        rest = line[marks:]
        return line if _ITEM.match(rest) else line[:marks] + _hidden(rest)
    if _STARS.match(line):
        return "".join(char if char == " " else kept(char) for char in line)
    mark = _MARK.match(line)
    if mark:
        at = mark.end(1) - 1
        return line[:at] + kept(line[at]) + line[at + 1 :]
    return kept(line[0]) + line[1:] if line[:1] in ("#", ">") else line


def _real_items(lines: Sequence[str]) -> frozenset[int]:
    """Return the lines that are items of a list: a star alone is a footnote, and numbers that do not follow are text."""
    items = [
        _Item(number, len(found[1]), found[2])
        for number, line in enumerate(lines)
        if (found := _ITEM.match(line)) and not _STARS.match(line.strip())
    ]
    real = {item.at for item in items if item.mark == "-"}
    for mark in "*+":
        marked = [item.at for item in items if item.mark == mark]
        real.update(marked if len(marked) > 1 else ())
    for indent in {item.indent for item in items}:
        real.update(_in_order([item for item in items if item.indent == indent and item.mark[0].isdecimal()], lines))
    return frozenset(real)


def _in_order(items: list[_Item], lines: Sequence[str]) -> list[int]:
    """Return the places of those numbered items whose numbers a list will show again."""
    runs: list[list[_Item]] = []
    for item in items:
        if runs and int(item.mark[:-1]) == int(runs[-1][-1].mark[:-1]) + 1:
            runs[-1].append(item)
        else:
            runs.append([item])
    found: list[int] = []
    for index, run in enumerate(runs):
        beside = (index and _touch(runs[index - 1][-1], run[0], lines)) or (
            index + 1 < len(runs) and _touch(run[-1], runs[index + 1][0], lines)
        )
        as_written = all(item.mark == f"{int(item.mark[:-1])}." for item in run)
        if as_written and not beside and (len(run) > 1 or run[0].mark == "1."):
            found += [item.at for item in run]
    return found


def _touch(first: _Item, second: _Item, lines: Sequence[str]) -> bool:
    """Say whether a parser would take two items for parts of one list."""
    between = lines[first.at + 1 : second.at]
    return all(not line.strip() or line.startswith(" ") for line in between)
