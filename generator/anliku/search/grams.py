"""Which strings of one to three characters are indexed where: the postings of a segment.

- every character: the documents that contain it, with a score;
- every *frequent* pair and triple: the same;
- every word of Latin letters and digits: the places of its first two and of its last two characters, marked
  START or END, so that a whole word can be told from a part;
- every pair AB with a following C, of which AB or BC is frequent: the places of ABC;
- every frequent pair AB at the end of a run: its places there, as AB START;
- every other pair: its places.

So each place of the text is stored once, and a phrase of three or more characters is covered by lists of which none is
as long as that of a frequent pair.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from .bits import Codes, Ints
from .layout import Chars, Layout, Mask
from .score import quantise, quantise_coarse, weigh

START, END = 1, 0x10FFFF
SCORED_TRIPLE = 0x100000
"""Added to the first character of a frequent triple's list of documents; its places stand under the triple itself."""
CODE_BITS = 21
_CODE = np.uint64((1 << CODE_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Postings:
    """g grams in ascending order with their lists, concatenated.

    `grams` (g,): three code points of 21 bits. `counts` (g,): entries of each list. `values` (e,): places, or document
    numbers for grams scored by document. `scores` (e,): 0–15 (0–3 for single characters), or -1 for places.
    """

    grams: Codes
    counts: Ints
    values: Ints
    scores: Ints


def gram_codes(a: npt.ArrayLike, b: npt.ArrayLike, c: npt.ArrayLike) -> Codes:
    """Three characters (0: none) as numbers that sort like the characters."""
    first, second, third = (np.asarray(part).astype(np.uint64) for part in (a, b, c))
    return first << np.uint64(2 * CODE_BITS) | second << np.uint64(CODE_BITS) | third


def gram_parts(grams: Codes) -> tuple[Ints, Ints, Ints]:
    """The three characters of each gram."""
    a, b, c = ((grams >> np.uint64(shift) & _CODE).astype(np.int64) for shift in (2 * CODE_BITS, CODE_BITS, 0))
    return a, b, c


class Frequent:
    """The frequent pairs and triples, looked up for many places at once. All are grams, ascending.

    Both pairs of a frequent triple must be frequent.
    """

    def __init__(self, pairs: Codes, triples: Codes) -> None:
        self.pairs, self.triples = pairs, triples
        first, second, _ = gram_parts(pairs)
        self._chars, ids = np.unique(np.concatenate((first, second)), return_inverse=True)
        self._pair_table = np.zeros((len(self._chars) + 1,) * 2, np.int32)
        self._pair_table[ids[: len(pairs)] + 1, ids[len(pairs) :] + 1] = np.arange(1, len(pairs) + 1)
        a, b, c = gram_parts(triples)
        self._triple_table = np.zeros((len(pairs) + 1,) * 2, np.int32)
        left, right = np.searchsorted(pairs, gram_codes(a, b, 0)), np.searchsorted(pairs, gram_codes(b, c, 0))
        self._triple_table[left + 1, right + 1] = np.arange(1, len(triples) + 1)

    def numbers(self, chars: Chars) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
        """For each character of (n,): which frequent pair, and which triple, begins there, from 1; 0: none."""
        lookup = np.zeros(0x110000, np.int32)
        lookup[self._chars] = np.arange(1, len(self._chars) + 1)
        ids = lookup[chars]
        pairs = self._pair_table[ids, _next(ids)]
        return pairs, self._triple_table[pairs, _next(pairs)]


def collect(layout: Layout, frequent: Frequent, average: float) -> Postings:
    """All postings of a segment. `average`: places in an average document, for the scores."""
    text = _number(layout, frequent)
    return _merge(_placed(text), _scored(text, frequent, average))


def _next(values: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Each element's right neighbour, 0 after the last."""
    return np.append(values[1:], np.int32(0))


def heads(keys: npt.NDArray[np.generic]) -> Ints:
    """Where a new value begins in a sorted array."""
    if not len(keys):
        return np.zeros(0, np.int64)
    return np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1])))


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A text of n characters in small numbers.

    `alphabet`: the characters that occur, ascending, with 0, START and END. `ids` (n,): each character's number there.
    `pairs`, `triples` (n,): which frequent pair and triple begins here, from 1; 0: none.
    """

    layout: Layout
    alphabet: Chars
    ids: npt.NDArray[np.uint32]
    pairs: npt.NDArray[np.int32]
    triples: npt.NDArray[np.int32]


def _number(layout: Layout, frequent: Frequent) -> _Numbered:
    seen = np.zeros(0x110000, np.bool_)
    seen[layout.chars] = True
    seen[[0, START, END]] = True
    lookup = np.cumsum(seen, dtype=np.uint32) - np.uint32(1)
    return _Numbered(
        layout, np.flatnonzero(seen).astype(np.uint32), lookup[layout.chars], *frequent.numbers(layout.chars)
    )


def _placed(text: _Numbered) -> Postings:
    """The lists of places: those of pairs and triples, and those of the edges of words."""
    layout, codes = text.layout, text.alphabet
    inner, edges = _inner_grams(text.ids, text.pairs > 0), _edge_grams(layout.chars, text.ids, len(codes) - 1)
    a, b, c, at = (np.concatenate(parts) for parts in zip(inner, edges, strict=True))
    width, place_bits = len(codes).bit_length(), max(layout.span, 1).bit_length()
    if 3 * width + place_bits > 64:
        return _sorted_wide(gram_codes(codes[a], codes[b], codes[c]), layout.places[at])
    key = (a.astype(np.uint64) << np.uint64(width) | b) << np.uint64(width) | c
    key = np.sort(key << np.uint64(place_bits) | layout.places[at].astype(np.uint64))
    values = (key & np.uint64((1 << place_bits) - 1)).astype(np.int64)
    key >>= np.uint64(place_bits)
    first = heads(key)
    low = np.uint64((1 << width) - 1)
    unique = [(key[first] >> np.uint64(shift) & low).astype(np.int64) for shift in (2 * width, width, 0)]
    grams = gram_codes(*(codes[part] for part in unique))
    return Postings(grams, np.diff(np.append(first, len(key))), values, np.full(len(values), -1))


def _sorted_wide(grams: Codes, places: Ints) -> Postings:
    """The same where a gram and a place do not fit 64 bits together: very many characters in one segment."""
    order = np.lexsort((places, grams))
    grams = grams[order]
    first = heads(grams)
    return Postings(grams[first], np.diff(np.append(first, len(grams))), places[order], np.full(len(grams), -1))


def _inner_grams(ids: npt.NDArray[np.uint32], common: Mask) -> tuple[npt.NDArray[np.integer], ...]:
    """Three arrays of character numbers (the third 0 for pairs) and the index of each gram in the text.

    START is its own number, for 0 and START are the first two of every alphabet.
    """
    ids = np.append(ids, np.zeros(2, np.uint32))
    at = np.flatnonzero((ids[:-2] != 0) & (ids[1:-1] != 0))
    third = ids[at + 2]
    split = common[at]
    third[split & (third == 0)] = START
    third[~(split | np.append(common, False)[at + 1])] = 0
    return ids[at], ids[at + 1], third, at


def _edge_grams(chars: Chars, ids: npt.NDArray[np.uint32], end: int) -> tuple[npt.NDArray[np.uint32], ...]:
    """START ab and yz END for every word of ASCII letters and digits; START a END where it is a single one."""
    inside = (chars < 0x80) & (chars != 0)
    edge = np.diff(inside.astype(np.int8), prepend=0, append=0)
    first, last = np.flatnonzero(edge == 1), np.flatnonzero(edge == -1) - 1
    single = first == last
    second = np.where(single, end, ids[np.minimum(first + 1, last)]).astype(np.uint32)
    tail = last[~single]
    return (
        np.concatenate((np.ones(len(first), np.uint32), ids[tail - 1])),
        np.concatenate((ids[first], ids[tail])),
        np.concatenate((second, np.full(len(tail), end, np.uint32))),
        np.concatenate((first, tail - 1)),
    )


def _scored(text: _Numbered, frequent: Frequent, average: float) -> Postings:
    """The lists of documents: those of characters, of frequent pairs and of frequent triples."""
    layout, singles = text.layout, len(text.alphabet)
    cells = layout.documents * 4 + layout.fields
    count = (len(layout.bases) - 1) * 4
    keys = [
        _cells(text.ids, cells, 0, count),
        _cells(text.pairs, cells, singles - 1, count),
        _cells(text.triples, cells, singles - 1 + len(frequent.pairs), count),
    ]
    a, b, c = gram_parts(frequent.triples)
    names = np.concatenate((gram_codes(text.alphabet, 0, 0), frequent.pairs, gram_codes(a + SCORED_TRIPLE, b, c)))
    return _score_cells(text, np.sort(np.concatenate(keys)), names, average)


def _cells(numbers: npt.NDArray[np.generic], cells: Ints, base: int, count: int) -> Ints:
    """For each number but 0: the gram's number, the document and the field as one number."""
    at = np.flatnonzero(numbers)
    return (numbers[at].astype(np.int64) + base) * count + cells[at]


def _score_cells(text: _Numbered, keys: Ints, names: Codes, average: float) -> Postings:
    """One entry for each gram and document: BM25F over the fields, quantised; coarsely for single characters."""
    layout, singles = text.layout, len(text.alphabet)
    first = heads(keys)
    times = np.diff(np.append(first, len(keys)))
    cell, field = keys[first] >> 2, keys[first] & 3
    entry = heads(cell)
    if not len(entry):
        return Postings(names[:0], entry, entry, entry)
    ids, documents = np.divmod(cell[entry], len(layout.bases) - 1)
    weight = np.add.reduceat(weigh(field, times), entry)
    scores = quantise(np.maximum.reduceat(field, entry), weight, np.diff(layout.bases)[documents] / average)
    single = ids < singles
    scores[single] = quantise_coarse(scores[single])
    first = heads(ids)
    return Postings(names[ids[first]], np.diff(np.append(first, len(ids))), documents, scores)


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
