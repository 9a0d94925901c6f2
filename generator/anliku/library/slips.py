"""The slips that people make when they write YAML by hand, recognised in the line where the parser gave up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_RARE_BREAKS = "\r\x85\u2028\u2029"

_KEY = r"[A-Za-z_][A-Za-z0-9_-]*"
_LEAD = r"^[ -]*"
_VALUE = rf"^ *(?:(?:- +)+(?:{_KEY}: +)?|{_KEY}: +)"  # where a value begins, and not a line of a longer text
# Blanks that YAML does not take for any; pages and office programs give them to whoever copies.
ODD_BLANK = r"[\u00a0\u1680\u2000-\u200b\u202f\u205f\ufeff]"
_SLIPS = (
    ("tab", re.compile(r"^ *(\t)")),
    ("full-width-space", re.compile(r"^[ -]*(\u3000)")),
    ("odd-space", re.compile(rf"^[ -]*({ODD_BLANK})")),
    ("text-after-bracket", re.compile(rf"{_VALUE}(\[)[^\]\"']*\][ \t]*[^\s#,\]}}:]")),
    ("text-after-bracket", re.compile(rf"{_VALUE}(\{{)[^}}\"']*\}}[ \t]*[^\s#,\]}}:]")),
    ("bad-start", re.compile(rf"{_VALUE}([>|]|!(?![A-Za-z!]))(?![-+]?\d?[-+]?\s*(?:#.*)?$)")),
    ("comment-in-brackets", re.compile(r"[\[{][^\]}#\"']*\s(#)")),
    ("full-width-colon", re.compile(rf"{_LEAD}{_KEY}\s*(：)")),
    ("full-width-colon", re.compile(rf"[{{,]\s*{_KEY}\s*(：)")),
    ("full-width-comma", re.compile(rf"\{{[^}}\"']*([，；、])\s*{_KEY}:(?: |$)")),
    ("bad-start", re.compile(rf"(?:{_LEAD}(?:{_KEY}: +)?|[{{,\[]\s*(?:{_KEY}: +)?)([@`%*&])")),
    ("text-after-quote", re.compile(rf"{_LEAD}(?:{_KEY}: +)?\"(?:[^\"\\]|\\.)*(\")\s*[^\s,}}\]#:\"]")),
    ("text-after-quote", re.compile(rf"{_LEAD}(?:{_KEY}: +)?'(?:[^']|'')*(')\s*[^\s,}}\]#:']")),
    ("unquoted-colon", re.compile(rf"{_LEAD}{_KEY}: [^\"'|>\[{{].*?(:)(?: |$)")),
    ("unclosed-quote", re.compile(rf"{_LEAD}(?:{_KEY}: +)?(\")(?:[^\"\\]|\\.)*$")),
    ("unclosed-bracket", re.compile(rf"{_LEAD}(?:{_KEY}: +)?(\{{)[^}}]*$")),
    ("unclosed-bracket", re.compile(rf"{_LEAD}(?:{_KEY}: +)?(\[)[^\]]*$")),
    ("no-space-after-colon", re.compile(rf"{_LEAD}{_KEY}(:)[^\s:/]")),
)


def text_lines(text: str) -> list[str]:
    """Return the lines of a text, broken where YAML breaks them."""
    if any(mark in text for mark in _RARE_BREAKS):
        return _BREAKS.split(text)
    return text.split("\n")  # in a tenth of the time, and nearly every file has no other breaks


def slip_in(lines: Sequence[str], numbers: Iterable[int]) -> tuple[str, int, int] | None:
    """Return (kind, line, column), counted from 1, of the first slip in the lines with these indices."""
    for number in numbers:
        if number < len(lines):
            for kind, pattern in _SLIPS:
                found = pattern.search(lines[number])
                if found:
                    return kind, number + 1, found.start(1) + 1
    return None


def odd_blank_in(lines: Sequence[str], last: int) -> tuple[str, int, int] | None:
    """Return the nearest indent with a blank that YAML does not accept; YAML stops at the line after it."""
    for number in range(min(last, len(lines)) - 1, max(-1, last - 6), -1):
        found = _ODD_INDENT.match(lines[number])
        if found:
            return "odd-space", number + 1, found.start(1) + 1
    return None


_ODD_INDENT = re.compile(rf"[ -]*({ODD_BLANK})")
_KEYED = re.compile(rf"( *(?:- +)*){_KEY}:(?: |$)")


_OPENED = re.compile(rf"{_VALUE}(\")(?:[^\"\\]|\\.)*$")


def opened_in(lines: Sequence[str], last: int) -> tuple[str, int, int] | None:
    """Return the quotation mark above line `last` that nothing closes before the next field begins."""
    for number in range(min(last, len(lines)) - 2, -1, -1):
        found = _OPENED.match(lines[number])
        if found and _KEYED.match(lines[number + 1]):
            return "unclosed-quote", number + 1, found.start(1) + 1
    return None


_BLOCK = re.compile(rf"( *(?:- +)*){_KEY}: +[|>][-+]?\d?[ \t]*$")


def shallow_in(lines: Sequence[str], last: int) -> tuple[str, int, int] | None:
    """Return the first line below a `|` that stands no deeper than the key, when it is at line `last` or near it."""
    for number in range(max(0, last - 4), min(last, len(lines) - 1)):
        found = _BLOCK.match(lines[number])
        below = lines[number + 1]
        indent = len(below) - len(below.lstrip(" "))
        if found and below.strip() and 0 < indent <= len(found[1]) and not _KEYED.match(below):
            return "shallow", number + 2, indent + 1
    return None


def uneven_in(lines: Sequence[str], last: int) -> tuple[str, int, int] | None:
    """Return the key at or just above line `last` that stands one or two blanks beside the keys it seems to belong to."""
    above: list[int] = []
    for number in range(max(0, last - 40), min(last, len(lines))):
        found = _KEYED.match(lines[number])
        if found:
            column = len(found[1])
            near = any(0 < abs(column - other) <= 1 for other in above)
            if near and number >= last - 2:
                return "uneven", number + 1, column + 1
            above.append(column)
    return None
