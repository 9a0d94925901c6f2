"""A segment of documents as one array of normalised characters, each with its place, document and field.

A *place* counts the word characters of a segment; one or more separators together count one. So two characters
belong to one run exactly when their places differ by one and nothing lies between, and a phrase of n characters
found at place p ends at p+n-1. A document takes a rounded number of places, the last of which stay empty: so an edit
seldom moves the documents after it, whose lists then stay as they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from .bits import Ints, bit_length
from .neighbours import Chars, joined_up
from .normalise import CONTEXTUAL, LAST_WORD, folded, is_word
from .score import BODY, LEAD, TITLE

Small = npt.NDArray[np.int32]
Mask = npt.NDArray[np.bool_]
Ways = npt.NDArray[np.uint8]
Fields = tuple[str, str, str]
"""Title, lead and body of a document."""

SEPARATOR = 0
ROUND_BITS = 4
"""Significant bits of the number of places that a document takes; see `rounded_up`."""
_CODES = 0x110000
_ALONE, _SEVERAL, _TOGETHER = range(3)
_END = 0x02
"""Stands at the end of each piece while neighbours are looked at."""
_IDEOGRAPHS = slice(0x4E00, 0x9FA6)
"""Characters that all normalise to themselves: most of any text, so their rule is not looked up one by one."""


@dataclass(frozen=True, slots=True)
class Layout:
    """n characters of d documents.

    `chars` (n,): code points, 0 where a separator stands. `places` (n,): see above; that of a separator has no meaning.
    `cells` (n,): four times the document's number, plus BODY, LEAD or TITLE. `bases` (d+1,): the first place of each
    document, the last entry being the span of the segment. `ends` (d, 2): places taken by title and by lead.
    """

    chars: Chars
    places: Small
    cells: Small
    bases: Ints
    ends: Ints

    @property
    def span(self) -> int:
        """Places in the segment."""
        return int(self.bases[-1])


def lay_out(documents: Sequence[Fields]) -> Layout:
    """The documents one after the other, each field closed by a separator."""
    pieces = [f"{field}\n" for fields in documents for field in fields]
    chars, sizes = _normalised(pieces)
    # Every character of a word takes a place, and so does the first of the separators behind it; further ones take none.
    word = chars != SEPARATOR
    step = word.copy()
    step[1:] |= word[:-1]
    places = np.cumsum(step, dtype=np.int32)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    # `edges`: the places where the fields begin, three a document. Then the documents move apart, each to a rounded size.
    edges = np.concatenate(([0], places))[starts].astype(np.int64)
    bases = np.concatenate(([0], np.cumsum(rounded_up(np.diff(edges[::3])))))
    places += np.repeat((bases - edges[::3])[:-1] - 1, np.diff(starts[::3])).astype(np.int32)
    order = np.tile(np.array([TITLE, LEAD, BODY], np.int32), len(documents))
    cells = np.repeat(np.repeat(np.arange(len(documents), dtype=np.int32) * 4, 3) + order, sizes)
    return Layout(chars, places, cells, bases, np.diff(edges).reshape(-1, 3)[:, :2])


def rounded_up(sizes: Ints) -> Ints:
    """The next numbers of at most `ROUND_BITS` significant bits: 1–16, 18, 20 … 32, 36 …"""
    unit = np.maximum(bit_length(sizes - 1) - ROUND_BITS, 0)
    return -(-sizes >> unit) << unit


def _normalised(pieces: list[str]) -> tuple[Chars, Ints]:
    """The normalised characters of all pieces, separators as 0, and the number of characters of each piece.

    Almost every character is folded by itself, into one. The others are folded in their texts first, and what depends on
    neighbours in other ways is settled for all pieces at once.
    """
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    chars = _code_points("".join(pieces))
    table, ways = _folding(chars)
    if ways.any():
        _fold_in_texts(pieces, np.repeat(np.arange(len(pieces)), sizes), ways[chars], np.flatnonzero(ways == _SEVERAL))
        sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
        chars = _code_points("".join(pieces))
        table, _ = _folding(chars)
    chars = table[chars]
    chars[np.cumsum(sizes) - 1] = _END  # no rule joins it with anything, so that pieces stay apart
    chars = joined_up(chars)
    ends = np.flatnonzero(chars == _END)
    chars[ends] = SEPARATOR
    return chars, np.diff(ends, prepend=-1)


def _fold_in_texts(pieces: list[str], owners: Ints, ways: Ways, several: Ints) -> None:
    """Fold what does not become one character by itself.

    Of each character, `owners` names the piece and `ways` how it folds (see `_folding`).
    """
    for index in np.unique(owners[ways == _TOGETHER]).tolist():
        pieces[index] = folded(pieces[index])
    became = [(chr(code), folded(chr(code))) for code in several.tolist()]
    for index in np.unique(owners[ways == _SEVERAL]).tolist():
        for char, others in became:
            pieces[index] = pieces[index].replace(char, others)


def _code_points(text: str) -> Chars:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _folding(chars: Chars) -> tuple[Chars, Ways]:
    """For every code point present: what it becomes (0: separator), and in which way."""
    seen = np.zeros(_CODES, np.bool_)
    seen[chars] = True
    table = np.zeros(_CODES, np.uint32)
    ways = np.full(_CODES, _ALONE, np.uint8)
    table[_IDEOGRAPHS] = np.arange(_IDEOGRAPHS.start, _IDEOGRAPHS.stop)
    seen[_IDEOGRAPHS] = False
    for code in np.flatnonzero(seen).tolist():
        table[code], ways[code] = _folded(code)
    return table, ways


@cache
def _folded(code: int) -> tuple[int, int]:
    """What a code point becomes by itself, 0 for a separator; and whether it becomes that by itself, becomes several, or must
    be seen together with its neighbours."""
    char = chr(code)
    became = folded(char)
    kept = [c for c in became if c in CONTEXTUAL or is_word(c)]
    alone = ord(became) if kept and len(became) == 1 and code <= LAST_WORD else SEPARATOR
    if not became or any(map(_combines, char + became)):
        return alone, _TOGETHER
    return alone, _SEVERAL if len(became) > 1 and kept else _ALONE


def _combines(char: str) -> bool:
    """Whether a character may join with its neighbours in NFKC: marks, and the vowels and tails of Hangul."""
    return unicodedata.category(char)[0] == "M" or "\u1100" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"
