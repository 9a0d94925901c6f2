"""The query language: blanks and punctuation separate terms, “…” asks for exactly these words in a row, -word excludes.

The twin of `parseQuery` in `search-text.js`; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .normalise import runs

_QUOTES = {'"': '"', "“": "”", "「": "」", "『": "』", "＂": "＂"}
_MOST = 200
_BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"  # what a browser takes for them
_LEADING = re.compile(f"^[{_BLANKS}]+")
_MINUS = re.compile(f"[-－−][^{_BLANKS}]")
_PLAIN = re.compile(f'[^{_BLANKS}][^{_BLANKS}"“「『]*')


class Query(NamedTuple):
    """`terms`: every one must be contained; words quoted together are one term, a blank between each two. `exclude`: none
    may be contained."""

    terms: tuple[str, ...]
    exclude: tuple[str, ...]


class _Piece(NamedTuple):
    text: str
    quoted: bool
    minus: bool


def parse_query(text: str) -> Query:
    """Read a query, of which only the first 200 characters count.

    >>> parse_query("网格 “服务，群众” -街道")
    Query(terms=('网格', '服务 群众'), exclude=('街道',))
    """
    terms: dict[bool, dict[str, None]] = {False: {}, True: {}}
    for piece in _pieces(_LEADING.sub("", text)[:_MOST]):
        found = runs(piece.text)
        terms[piece.minus] |= dict.fromkeys([" ".join(found)] if piece.quoted and found else found)
    return Query(tuple(terms[False]), tuple(terms[True]))


def _pieces(rest: str) -> Iterator[_Piece]:
    """Split at blanks outside quotes; a minus counts only before a piece."""
    while rest := _LEADING.sub("", rest):
        minus = bool(_MINUS.match(rest))
        rest = rest[minus:]
        close = _QUOTES.get(rest[0], "")
        end = rest.find(close, 1) if close else -1
        if end > 0:
            yield _Piece(rest[1:end], True, minus)
            rest = rest[end + 1 :]
        elif plain := _PLAIN.match(rest):
            yield _Piece(plain.group(), False, minus)
            rest = rest[plain.end() :]
