"""The slips that people make when they write YAML by hand, recognised in the line where the parser gave up."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

_BREAKS = re.compile("\r\n|[\r\n\x85\u2028\u2029]")

_KEY = r"[A-Za-z_][A-Za-z0-9_-]*"
_LEAD = r"^[ -]*"
_SLIPS = (
    ("tab", re.compile(r"^ *(\t)")),
    ("full-width-space", re.compile(r"^[ -]*(\u3000)")),
    ("full-width-colon", re.compile(rf"{_LEAD}{_KEY}\s*(：)")),
    ("full-width-colon", re.compile(rf"[{{,]\s*{_KEY}\s*(：)")),
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
    return _BREAKS.split(text)


def slip_in(lines: Sequence[str], numbers: Iterable[int]) -> tuple[str, int, int] | None:
    """Return (kind, line, column), counted from 1, of the first slip in the lines with these indices."""
    for number in numbers:
        if number < len(lines):
            for kind, pattern in _SLIPS:
                found = pattern.search(lines[number])
                if found:
                    return kind, number + 1, found.start(1) + 1
    return None
