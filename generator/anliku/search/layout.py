"""A segment of documents as one array of normalised characters, each with its place, document and field.

A *place* counts the word characters of a segment; one or more separators together count one. So two characters
belong to one run exactly when their places differ by one and nothing lies between, and a phrase of n characters
found at place p ends at p+n-1.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bits import Ints
from .model import Document
from .normalise import LAST_WORD, is_word, normalise
from .score import BODY, LEAD, TITLE

Chars = npt.NDArray[np.uint32]
Mask = npt.NDArray[np.bool_]

SEPARATOR = 0
_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """n characters of d documents.

    `chars` (n,): code points, 0 where a separator stands. `places` (n,): see above; that of a separator has no meaning.
    `documents`, `fields` (n,): the document's number and BODY, LEAD or TITLE. `bases` (d+1,): the first place of each
    document, the last entry being the span of the segment. `ends` (d, 2): places taken by title and by lead.
    """

    chars: Chars
    places: Ints
    documents: Ints
    fields: Ints
    bases: Ints
    ends: Ints

    @property
    def span(self) -> int:
        """Places in the segment."""
        return int(self.bases[-1])


def lay_out(documents: Sequence[Document]) -> Layout:
    """The documents one after the other, each field closed by a separator."""
    pieces = [f"{field}\n" for document in documents for field in document.fields()]
    chars, sizes = _normalised(pieces)
    word = chars != SEPARATOR
    step = word.copy()
    step[1:] |= word[:-1]
    places = np.cumsum(step)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    edges = np.concatenate(([0], places))[starts]
    places -= 1
    numbers = np.repeat(np.arange(len(documents)), sizes.reshape(-1, _FIELDS).sum(axis=1))
    fields = np.repeat(np.tile([TITLE, LEAD, BODY], len(documents)), sizes)
    ends = np.diff(edges).reshape(-1, _FIELDS)[:, :2]
    return Layout(chars, places, numbers, fields, edges[::_FIELDS], ends)


def _normalised(pieces: list[str]) -> tuple[Chars, Ints]:
    """The normalised characters of all pieces, separators as 0, and the number of characters of each piece.

    Almost every character is normalised by itself; a piece with one that is not (it combines with its neighbours, is
    dropped, or becomes several) goes through `normalise` as a whole.
    """
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
    chars = _code_points("".join(pieces))
    table, special = _folding(chars)
    if special.any():
        owners = np.repeat(np.arange(len(pieces)), sizes)
        for index in np.unique(owners[special[chars]]).tolist():
            pieces[index] = normalise(pieces[index])
        sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
        chars = _code_points("".join(pieces))
        table, _ = _folding(chars)
    return table[chars], sizes


def _code_points(text: str) -> Chars:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _folding(chars: Chars) -> tuple[Chars, Mask]:
    """For every code point present: what it becomes (0: separator), and whether its whole piece must be normalised."""
    seen = np.zeros(0x110000, np.bool_)
    seen[chars] = True
    table = np.zeros(len(seen), np.uint32)
    special = np.zeros(len(seen), np.bool_)
    for code in np.flatnonzero(seen).tolist():
        char = chr(code)
        folded = normalise(char)
        words = [c for c in folded if is_word(c)]
        if _combines(char) or not folded or len(words) not in (0, len(folded)) or len(words) > 1:
            special[code] = True
        if len(words) == 1 and len(folded) == 1 and code <= LAST_WORD:
            table[code] = ord(folded)
    return table, special


def _combines(char: str) -> bool:
    """Whether a character may join with its neighbours in NFKC: marks, and the vowels and tails of Hangul."""
    return unicodedata.category(char)[0] == "M" or "\u1100" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"
