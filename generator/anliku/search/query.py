"""The query language: blanks and punctuation separate terms, “…” asks for exactly these words in a row, -word excludes.

The twin of `parseQuery` in `search-text.js`; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .normalise import runs

_QUOTES = {'"': '"', "“": "”", "「": "」", "『": "』", "＂": "＂"}
MOST = 200
_BLANKS = "\t\n\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"  # what a browser takes for them
_LEADING = re.compile(f"^[{_BLANKS}]+")
_TRAILING = re.compile(f"[{_BLANKS}]+$")
_MINUS = re.compile(f"[-－−][^{_BLANKS}\\-－−]")
_PLAIN = re.compile(f'[^{_BLANKS}][^{_BLANKS}"“「『]*')


class Query(NamedTuple):
    """`terms`: every one must be contained; words quoted together are one term, a blank between each two. `exclude`: none
    may be contained. `literal`: quotes were used: nothing else may be meant. `text`: the query as far as it counts. `cut`: it
    was longer."""

    terms: tuple[str, ...]
    exclude: tuple[str, ...]
    literal: bool = False
    text: str = ""
    cut: bool = False


class _Piece(NamedTuple):
    text: str
    quoted: bool
    minus: bool


def parse_query(text: str) -> Query:
    """Read a query, of which only the first 200 characters count.

    >>> parse_query("网格 “服务，群众” -街道").terms
    ('网格', '服务 群众')
    """
    terms: dict[bool, dict[str, None]] = {False: {}, True: {}}
    typed = _TRAILING.sub("", _LEADING.sub("", text))
    shown = typed[:MOST]
    literal = False
    for piece in _pieces(shown):
        literal |= piece.quoted
        found = runs(piece.text)
        terms[piece.minus] |= dict.fromkeys([" ".join(found)] if piece.quoted and found else found)
    return Query(tuple(terms[False]), tuple(terms[True]), literal, shown, len(typed) > MOST)


def _pieces(rest: str) -> Iterator[_Piece]:
    """Split at blanks outside quotes; a minus counts only before a piece, and two of them (--out) are an option of a command."""
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
