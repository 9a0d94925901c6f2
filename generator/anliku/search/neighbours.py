"""Rules 3 and 4 of the analyser for millions of characters at once: the twin of `normalise.joined_up`.

Written for texts, those rules take ten times as long as all else that lays out a segment. A test holds the two together.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt

from .bits import Ints
from .normalise import HAN, LATIN, NUMERALS, QUOTES, TIGHT

Chars = npt.NDArray[np.uint32]
_Classes = npt.NDArray[np.uint8]

_OTHER, _LATIN, _HAN, _CIRCLE, _QUOTE, _BLANK, _MARK = range(7)
_ZERO, _DOT, _MIDDLE_DOT = (ord(char) for char in "〇.·")
_MEMBERS = ((_LATIN, LATIN), (_CIRCLE, "○"), (_QUOTE, QUOTES), (_BLANK, " \t"), (_MARK, TIGHT))


def joined_up(chars: Chars) -> Chars:
    """Apply rules 3 and 4: characters that mean nothing are left out, and what separates becomes 0.

    chars (n,): folded, the last one of no word. Returned: (m,), m <= n. Characters that no rule names stay as they are.
    """
    classes = _table()[chars]
    if not (classes > _HAN).any():
        return chars
    chars = chars.copy()
    _settle_circles(chars, classes)
    kept = _settle_quotes(chars, classes)
    chars, classes = chars[kept], classes[kept]
    _settle_marks(chars, classes)
    return chars[_settle_blanks(chars, classes)]


@cache
def _table() -> _Classes:
    """The class of every code point."""
    table = np.zeros(0x110000, np.uint8)
    for first, last in HAN:
        table[ord(first) : ord(last) + 1] = _HAN
    for number, members in _MEMBERS:
        table[[ord(char) for char in members]] = number
    return table


def _stretches(classes: _Classes, wanted: int) -> tuple[Ints, Ints]:
    """Where the longest stretches of a class begin, and where they have ended."""
    at = np.flatnonzero(classes == wanted)
    if not len(at):
        return at, at
    fresh = np.flatnonzero(np.diff(at) > 1)
    return at[np.concatenate(([0], fresh + 1))], at[np.append(fresh, len(at) - 1)] + 1


def _all_of(starts: Ints, ends: Ints) -> Ints:
    """Every index of some stretches."""
    sizes = ends - starts
    return np.repeat(starts - np.cumsum(sizes) + sizes, sizes) + np.arange(int(sizes.sum()))


def _settle_circles(chars: Chars, classes: _Classes) -> None:
    starts, ends = _stretches(classes, _CIRCLE)
    numerals = np.isin(chars[starts - 1], np.array([ord(char) for char in NUMERALS], np.uint32))
    zeros = _all_of(starts[numerals], ends[numerals])
    chars[zeros], classes[zeros] = _ZERO, _HAN
    left = classes == _CIRCLE
    chars[left], classes[left] = 0, _OTHER


def _settle_quotes(chars: Chars, classes: _Classes) -> npt.NDArray[np.bool_]:
    """Which characters stay: all but quotes. Between two digits or letters the first quote stays, as a separator or dot."""
    starts, ends = _stretches(classes, _QUOTE)
    kept: npt.NDArray[np.bool_] = classes != _QUOTE
    between = (classes[starts - 1] == _LATIN) & (classes[ends] == _LATIN)
    starts, ends = starts[between], ends[between]
    is_dot = (ends - starts == 1) & (chars[starts] == _MIDDLE_DOT)
    chars[starts] = np.where(is_dot, _DOT, 0)
    classes[starts] = np.where(is_dot, _MARK, _OTHER)
    kept[starts] = True
    return kept


def _settle_marks(chars: Chars, classes: _Classes) -> None:
    starts, ends = _stretches(classes, _MARK)
    apart = (classes[starts - 1] != _LATIN) | (classes[ends] != _LATIN)
    chars[_all_of(starts[apart], ends[apart])] = 0


def _settle_blanks(chars: Chars, classes: _Classes) -> npt.NDArray[np.bool_]:
    """Which characters stay: all but blanks between Han and Latin letters or digits."""
    starts, ends = _stretches(classes, _BLANK)
    sides = classes[starts - 1], classes[ends]
    joined = ((sides[0] == _LATIN) & (sides[1] == _HAN)) | ((sides[0] == _HAN) & (sides[1] == _LATIN))
    chars[classes == _BLANK] = 0
    kept = np.ones(len(chars), np.bool_)
    kept[_all_of(starts[joined], ends[joined])] = False
    return kept
