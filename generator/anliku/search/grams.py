"""Which strings of one to three characters are indexed where: the postings of a segment.

- every character: the documents that contain it, with a score;
- every *frequent* pair: the same; its places are split by what follows;
- every other pair AB: its places, unless B begins a frequent pair BC — those are kept under ABC.
- so every ABC in which AB or BC is frequent: its places.
- every word of Latin letters and digits: the places of its first two and of its last two characters, marked
  START or END, so that a whole word can be told from a part.

A phrase of three or more characters is therefore covered by lists of which none is that of a frequent pair, and each
text place is stored once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bits import Codes, Ints
from .layout import SEPARATOR, TITLE, Layout

START, END = 1, 0x10FFFF
CODE_BITS = 21
_WEIGHTS = np.array([1.0, 3.0, 6.0])  # body, lead, title
_LENGTH_SHARE = 0.4
_SATURATION = 1.6
LEVELS = 4
"""Score steps inside the title and inside the lead; the body has twice as many, so that a score takes four bits."""


@dataclass(frozen=True, slots=True)
class Postings:
    """g grams in ascending order with their lists, concatenated.

    `grams` (g,): three code points of 21 bits. `counts` (g,): entries of each list. `values` (e,): places, or document
    numbers for grams scored by document. `scores` (e,): 0–15, or -1 for places.
    """

    grams: Codes
    counts: Ints
    values: Ints
    scores: Ints


def gram(a: int, b: int = 0, c: int = 0) -> int:
    """One, two or three characters as a number that sorts like the characters."""
    return (a << 2 * CODE_BITS) | (b << CODE_BITS) | c


class Frequent:
    """The set of frequent pairs, asked for many pairs at once."""

    def __init__(self, pairs: Codes) -> None:
        """`pairs`: (first << 21 | second), ascending."""
        self.pairs = pairs
        first, second = pairs >> np.uint64(CODE_BITS), pairs & np.uint64((1 << CODE_BITS) - 1)
        self._chars, ids = np.unique(np.concatenate((first, second)), return_inverse=True)
        self._table = np.zeros((len(self._chars) + 1,) * 2, np.bool_)
        self._table[ids[: len(pairs)] + 1, ids[len(pairs) :] + 1] = True

    def starts(self, chars: npt.NDArray[np.uint32]) -> npt.NDArray[np.bool_]:
        """For each character of (n,): whether it and the next one are a frequent pair."""
        lookup = np.zeros(0x110000, np.int32)
        lookup[self._chars.astype(np.int64)] = np.arange(1, len(self._chars) + 1)
        ids = lookup[chars]
        return self._table[ids, np.append(ids[1:], 0)]


def collect(layout: Layout, frequent: Frequent, average: float) -> Postings:
    """All postings of a segment. `average`: places in an average document, for the scores."""
    chars = np.append(layout.chars, (SEPARATOR, SEPARATOR))
    word = chars != SEPARATOR
    both = np.flatnonzero(word[:-2] & word[1:-1])
    common = frequent.starts(chars)
    scored = _scored(layout, np.flatnonzero(word[:-2]), both[common[both]], average)
    placed = _placed(layout, _place_grams(chars, word, both, common))
    return _merge(placed, scored)


def _place_grams(
    chars: npt.NDArray[np.uint32], word: npt.NDArray[np.bool_], both: Ints, common: npt.NDArray[np.bool_]
) -> tuple[list[npt.NDArray[np.uint32]], Ints]:
    """The characters (three arrays) of every gram whose places are kept, and the index of the first one's character."""
    third = word[both + 2]
    split = common[both] | (third & common[both + 1])
    keep = ~(common[both] & ~third)
    at = both[keep]
    c = np.where(split[keep], chars[at + 2], 0).astype(np.uint32)
    first, last = _word_edges(chars)
    single = first == last
    start = np.full(len(first), START, np.uint32)
    end = np.full(len(first), END, np.uint32)
    long_last = last[~single]
    grams = [
        np.concatenate((chars[at], start, chars[long_last - 1])),
        np.concatenate((chars[at + 1], chars[first], chars[long_last])),
        np.concatenate((c, np.where(single, END, chars[first + 1]).astype(np.uint32), end[~single])),
    ]
    return grams, np.concatenate((at, first, long_last - 1))


def _word_edges(chars: npt.NDArray[np.uint32]) -> tuple[Ints, Ints]:
    """First and last index of every word of ASCII letters and digits."""
    ascii_word = (chars < 0x80) & (chars != SEPARATOR)
    edge = np.diff(ascii_word.astype(np.int8), prepend=0, append=0)
    return np.flatnonzero(edge == 1), np.flatnonzero(edge == -1) - 1


def _placed(layout: Layout, found: tuple[list[npt.NDArray[np.uint32]], Ints]) -> Postings:
    """Sort (gram, place) and group by gram."""
    parts, at = found
    ids, codes = _dense(parts)
    width, place_bits = int(len(codes)).bit_length(), max(layout.span, 1).bit_length()
    places = layout.places[at].astype(np.uint64)
    if 3 * width + place_bits > 64:
        return _group(*_sort_wide(parts, places))
    key = ids[0]
    for part in ids[1:]:
        key = (key << np.uint64(width)) | part
    key = np.sort((key << np.uint64(place_bits)) | places)
    values = key & np.uint64((1 << place_bits) - 1)
    key >>= np.uint64(place_bits)
    heads = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else np.zeros(0, np.int64)
    low = np.uint64((1 << width) - 1)
    unique = key[heads]
    grams = (
        codes[unique >> np.uint64(2 * width)] << np.uint64(2 * CODE_BITS)
        | codes[(unique >> np.uint64(width)) & low] << np.uint64(CODE_BITS)
        | codes[unique & low]
    )
    counts = np.diff(np.append(heads, len(key)))
    return Postings(grams, counts, values.astype(np.int64), np.full(len(values), -1))


def _dense(parts: list[npt.NDArray[np.uint32]]) -> tuple[list[Codes], Codes]:
    """Small numbers for the characters that occur, in the same order, and the table back to code points."""
    seen = np.zeros(0x110000, np.bool_)
    seen[0] = True
    for part in parts:
        seen[part] = True
    codes = np.flatnonzero(seen).astype(np.uint64)
    lookup = np.cumsum(seen, dtype=np.uint64) - np.uint64(1)
    return [lookup[part] for part in parts], codes


def _sort_wide(parts: list[npt.NDArray[np.uint32]], places: Codes) -> tuple[Codes, Codes]:
    """Grams and places in order when both together do not fit 64 bits: very many characters in one segment."""
    a, b, c = (part.astype(np.uint64) for part in parts)
    grams = (a << np.uint64(2 * CODE_BITS)) | (b << np.uint64(CODE_BITS)) | c
    order = np.lexsort((places, grams))
    return grams[order], places[order]


def _group(grams: Codes, places: Codes) -> Postings:
    heads = np.flatnonzero(np.concatenate(([True], grams[1:] != grams[:-1])))
    counts = np.diff(np.append(heads, len(grams)))
    return Postings(grams[heads], counts, places.astype(np.int64), np.full(len(places), -1))


def _scored(layout: Layout, singles: Ints, pairs: Ints, average: float) -> Postings:
    """Documents and scores of every character and every frequent pair."""
    chars = np.append(layout.chars, SEPARATOR).astype(np.uint64)
    at = np.concatenate((singles, pairs))
    grams = chars[at] << np.uint64(2 * CODE_BITS)
    grams[len(singles) :] |= chars[pairs + 1] << np.uint64(CODE_BITS)
    unique, ids = _unique_grams(grams)
    count = len(layout.bases) - 1
    cells = (ids * count + layout.documents[at]) * 3 + layout.fields[at]
    cells.sort()
    heads = np.flatnonzero(np.concatenate(([True], cells[1:] != cells[:-1]))) if len(cells) else np.zeros(0, np.int64)
    times = np.diff(np.append(heads, len(cells)))
    cell, field = np.divmod(cells[heads], 3)
    return _score_cells(unique, cell, field, times, np.diff(layout.bases), average)


def _unique_grams(grams: Codes) -> tuple[Codes, Ints]:
    """Distinct characters and pairs, and for each gram its number among them."""
    a = (grams >> np.uint64(2 * CODE_BITS)).astype(np.int64)
    b = ((grams >> np.uint64(CODE_BITS)) & np.uint64((1 << CODE_BITS) - 1)).astype(np.int64)
    ids, codes = _dense([a.astype(np.uint32), b.astype(np.uint32)])
    flat = (ids[0] * np.uint64(len(codes)) + ids[1]).astype(np.int64)
    size = len(codes) ** 2
    if size > 1 << 27:
        unique, inverse = np.unique(grams, return_inverse=True)
        return unique, inverse
    seen = np.zeros(size, np.bool_)
    seen[flat] = True
    found = np.flatnonzero(seen)
    first, second = np.divmod(found, len(codes))
    lookup = np.zeros(size, np.int32)
    lookup[found] = np.arange(len(found))
    unique = (codes[first] << np.uint64(2 * CODE_BITS)) | (codes[second] << np.uint64(CODE_BITS))
    return unique, lookup[flat].astype(np.int64)


def _score_cells(unique: Codes, cell: Ints, field: Ints, times: Ints, lengths: Ints, average: float) -> Postings:
    """One entry for each (gram, document): BM25F over the fields, quantised. Cells ascend; their fields follow."""
    heads = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1]))) if len(cell) else np.zeros(0, np.int64)
    if not len(heads):
        return Postings(unique[:0], heads, heads, heads)
    ids, documents = np.divmod(cell[heads], len(lengths))
    weight = np.add.reduceat(times * _WEIGHTS[field], heads)
    best = np.maximum.reduceat(field, heads)
    norm = 1 - _LENGTH_SHARE + _LENGTH_SHARE * lengths[documents] / average
    scores = quantise(best, weight / norm)
    starts = np.flatnonzero(np.concatenate(([True], ids[1:] != ids[:-1])))
    return Postings(unique[ids[starts]], np.diff(np.append(starts, len(ids))), documents, scores)


def quantise(best: Ints, weight: npt.NDArray[np.float64]) -> Ints:
    """0–15: 0–7 when the best field is the body, 8–11 for the lead, 12–15 for the title, more for a higher weight."""
    share = weight / (weight + _SATURATION)
    steps = np.where(best == 0, 2 * LEVELS, LEVELS)
    base = np.array([0, 2 * LEVELS, 3 * LEVELS])[best]
    return base + np.minimum((share * steps).astype(np.int64), steps - 1)


def _merge(placed: Postings, scored: Postings) -> Postings:
    """Both kinds in one ascending order; no gram is in both."""
    grams = np.concatenate((placed.grams, scored.grams))
    order = np.argsort(grams, kind="stable")
    counts = np.concatenate((placed.counts, scored.counts))
    starts = np.concatenate(([0], np.cumsum(counts)))[order]
    counts = counts[order]
    take = np.repeat(starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts) + np.arange(int(counts.sum()))
    values = np.concatenate((placed.values, scored.values))[take]
    return Postings(grams[order], counts, values, np.concatenate((placed.scores, scored.scores))[take])


assert TITLE == 2  # noqa: S101  # _WEIGHTS is ordered by field
