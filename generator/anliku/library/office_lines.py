"""Arrange the lines of a record's Markdown so that a strict parser reads them as their writer meant them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from .han import WIDE

_HAN_NUMBER = "[一二三四五六七八九十]{1,3}"
# Marks with which offices begin the lines of a list. Such a line stays a line of its own, and its mark stays text.
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
_STARS = re.compile(r"(?:[*_=][ \t]*){3,}$|=+[ \t]*$|--?[ \t]*$")
# In a page these marks make a heading of the line above. One or two alone are text that was written between two lines.
_BELOW = re.compile(r"(?:-{3,}|={3,})[ \t]*$")
_STAR_RULE = re.compile(r"(?:\*[ \t]*){3,}$")
# `##小标题` and `#标题` are headings in pages; `#话题#` and `#5楼` are text there too.
_TIGHT_HEADING = re.compile(r"#{2,6}[^#\s]|#[^#\s\d][^#]*$")
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


def arranged(lines: Sequence[str], left: Mapping[int, Sequence[str]] | None = None) -> list[str]:
    """Return the lines with lists, tables and paragraphs set apart, and marks that are characters hidden.

    left: for an ordinary page, whose Markdown is that of MkDocs: what stands for the lines that are no text, by number.
    """
    return _Arranger([line.replace("\t", "    ") for line in lines], left).lines()


class _Arranger:
    """Goes through the lines once, from top to bottom; each line is written to `_out` with what must come before it."""

    def __init__(self, lines: list[str], left: Mapping[int, Sequence[str]] | None) -> None:
        self._source = lines
        self._page = left is not None
        self._left = left or {}
        self._items = _real_items(
            ["" if number in self._left else line for number, line in enumerate(lines)], self._page
        )
        self._code = False
        self._out: list[str] = []
        self._stack: list[int] = []  # the indents of the list items that are open
        self._enumerating = False
        self._table = False
        self._loose = False  # the item that is open has a second paragraph

    def lines(self) -> list[str]:
        for number, line in enumerate(self._source):
            if number in self._left:
                self._out += self._left[number]
                self._table = self._enumerating = self._code = False
            elif not line.strip():
                self._out.append("")
                self._table = False
            elif self._page and self._is_code(line):
                self._out.append(line)
            elif number in self._items:
                self._item(line)
            else:
                self._text(number, line)
        return self._out

    def _is_code(self, line: str) -> bool:
        """Say whether a line is code because it stands deep below a blank line, which it is in pages alone."""
        deep = self._stack[-1] + 8 if self._stack else 4
        self._code = (self._code or not self._after_text()) and len(line) - len(line.lstrip(" ")) >= deep
        return self._code

    def _after_text(self) -> bool:
        """Say whether the line before is text, not blank."""
        return bool(self._out) and self._out[-1] != ""

    def _part(self) -> None:
        """Set what follows apart from the text before, by an empty line."""
        if self._after_text():
            self._out.append("")

    def _item(self, line: str) -> None:
        """Take a line that is an item of a list, nested by its indent."""
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
        """Take any other line: it belongs to an item or a table, goes on with the text before, or begins a paragraph."""
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
            self._out[-1] = self._out[-1].rstrip(" ") + "  "  # which keeps this line a line of its own
        self._block(line)

    def _ends_a_sentence(self) -> bool:
        return self._after_text() and bool(_ENDED.search(self._out[-1]))

    def _leave(self, indent: int) -> None:
        """Leave the list items that are open at this indent or deeper."""
        while self._stack and indent <= self._stack[-1]:
            self._stack.pop()

    def _is_table(self, number: int, line: str) -> bool:
        """Take a line that is a row of a table; say whether it was one."""
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
        """Take a line that is a rule, a heading, a part of a quotation or plain text."""
        self._loose = bool(self._stack) and (self._loose or not self._after_text())
        deep = "    " * len(self._stack) if self._loose else ""
        if self._page and self._is_left(line):
            self._out.append(line)
            return
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

    def _is_left(self, line: str) -> bool:
        """Say whether a line is a mark in pages alone: one below a heading, a rule of stars, a heading without a blank."""
        below = self._after_text() and not self._stack and _BELOW.match(line)
        return bool(below or _STAR_RULE.match(line) or _TIGHT_HEADING.match(line))


def marks_of_items(lines: Sequence[str]) -> list[str]:
    """Return the mark, with blanks around it, of each line of a record's text that is an item of a list; of others nothing."""
    items = _real_items(lines, page=False)
    found = [_ITEM.match(line) if number in items else None for number, line in enumerate(lines)]
    return [mark[0] if mark else "" for mark in found]


def beginnings(lines: Sequence[str]) -> list[str]:
    """Return the mark with which each line of a page's plain text begins, which readers see as a list, a heading and so on.

    Of a rule, a line below a heading and the second line of a table that is all of it.
    """
    items = _real_items(lines, page=True)
    return [
        line if _is_ruled(lines, number) else _beginning(line, number in items) for number, line in enumerate(lines)
    ]


def _is_ruled(lines: Sequence[str], number: int) -> bool:
    line, before = lines[number], lines[number - 1] if number else ""
    is_table = "|" in line and "|" in before and _DELIMITER.match(line)
    return bool(is_table or _STAR_RULE.match(line) or _RULE.match(line) or (before.strip() and _BELOW.match(line)))


def _beginning(line: str, is_item: bool) -> str:
    item = _ITEM.match(line) if is_item else None
    if item:
        rest = line[item.end() :]
        return item[0] + ("" if rest.startswith("#") else _beginning(rest, is_item=False))
    words = line.lstrip(" ")
    heading = _HEADING.match(words)
    tight = _TIGHT_HEADING.match(words)
    if _QUOTE.match(words) and words.strip("> \t"):
        marks = line[: len(line) - len(words) + len(words) - len(words.lstrip("> \t"))]
        return marks + _beginning(line[len(marks) :], is_item=False)
    if heading or (tight and words.startswith("##")):
        return line[: len(line) - len(words.lstrip("#"))]
    return ""


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


def _real_items(lines: Sequence[str], page: bool) -> frozenset[int]:
    """Return the lines that are items of a list: a star alone is a footnote, and numbers that do not follow are text.

    Pages may have a list of one star, and one whose items all say `1.`.
    """
    items = [
        _Item(number, len(found[1]), found[2])
        for number, line in enumerate(lines)
        if (found := _ITEM.match(line)) and not _STARS.match(line.strip())
    ]
    real = {item.at for item in items if item.mark == "-"}
    for mark in "*+":
        marked = [item.at for item in items if item.mark == mark]
        real.update(marked if len(marked) > 1 or page else ())
    for indent in {item.indent for item in items}:
        numbered = [item for item in items if item.indent == indent and item.mark[0].isdecimal()]
        all_one = page and len(numbered) > 1 and {item.mark for item in numbered} == {"1."}
        real.update([item.at for item in numbered] if all_one else _in_order(numbered, lines, page))
    return frozenset(real)


def _in_order(items: list[_Item], lines: Sequence[str], page: bool) -> list[int]:
    """Return the places of those numbered items whose numbers a list will show again; in a record one alone is no list."""
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
        if as_written and not beside and (len(run) > 1 or (page and run[0].mark == "1.")):
            found += [item.at for item in run]
    return found


def _touch(first: _Item, second: _Item, lines: Sequence[str]) -> bool:
    """Say whether a parser would take two items for parts of one list."""
    between = lines[first.at + 1 : second.at]
    return all(not line.strip() or line.startswith(" ") for line in between)
