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

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .bits import Codes, Ints
from .layout import Layout, Mask, Small
from .neighbours import Chars
from .score import Reals, quantise, quantise_coarse, weigh

Numbers = npt.NDArray[np.uint32]
Keys = npt.NDArray[np.uint32] | npt.NDArray[np.uint64]

START, END = 1, 0x10FFFF
SCORED_TRIPLE = 0x100000
"""Added to the first character of a frequent triple's list of documents; its places stand under the triple itself."""
CODE_BITS = 21
_DIGIT_OR_LETTER = np.array([chr(code).isascii() and chr(code).isalnum() for code in range(0x81)])
_CODE = np.uint64((1 << CODE_BITS) - 1)


@dataclass(frozen=True, slots=True)
class Postings:
    """g grams in ascending order with their lists, concatenated.

    `grams` (g,): three code points of 21 bits. `counts` (g,): entries of each list. `values` (e,): places, or document
    numbers for grams scored by document. `scores` (e,): 0–15 (0–3 for single characters), or -1 for places.
    """

    grams: Codes
    counts: Ints
    values: Small
    scores: npt.NDArray[np.int8]


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
        self._pair_table = np.zeros((len(self._chars) + 1,) * 2, np.uint32)
        self._pair_table[ids[: len(pairs)] + 1, ids[len(pairs) :] + 1] = np.arange(1, len(pairs) + 1)
        a, b, c = gram_parts(triples)
        self._triple_table = np.zeros((len(pairs) + 1,) * 2, np.uint32)
        left, right = np.searchsorted(pairs, gram_codes(a, b, 0)), np.searchsorted(pairs, gram_codes(b, c, 0))
        self._triple_table[left + 1, right + 1] = np.arange(1, len(triples) + 1)

    def numbers(self, alphabet: Chars, ids: Numbers) -> tuple[Numbers, Numbers]:
        """Say for each place of a text which frequent pair and which frequent triple begins there.

        alphabet (a,): the characters of the text, ascending. ids (n,): the text, each character as its index in the
        alphabet. Returned: two arrays (n,) with numbers of pairs and of triples, counted from 1; 0 where none begins.
        """
        # A text has millions of places, but frequent pairs consist of a few hundred characters. So each character first gets
        # its number among those (0: in no frequent pair); two neighbours' numbers then lead to a pair in a small square table,
        # and the numbers of two overlapping pairs to a triple in another. A binary search at each place would be far slower.
        lookup = np.zeros(len(alphabet), np.int32)
        at = np.searchsorted(alphabet, self._chars)
        known = at < len(alphabet)
        known[known] = alphabet[at[known]] == self._chars[known]
        lookup[at[known]] = 1 + np.flatnonzero(known)
        mine = lookup[ids]
        pairs = self._pair_table.reshape(-1)[mine[:-1] * len(self._pair_table) + mine[1:]]
        pairs = np.append(pairs, np.uint32(0))
        triples = np.zeros(len(pairs), np.uint32)
        both = np.flatnonzero((pairs[:-1] > 0) & (pairs[1:] > 0))
        triples[both] = self._triple_table[pairs[both], pairs[both + 1]]
        return pairs, triples


def postings_of(layout: Layout, frequent: Frequent, average: float) -> Postings:
    """All postings of a segment. `average`: places in an average document, for the scores."""
    text = _number(layout, frequent)
    return _merge([_placed(text), *_scored(text, frequent, average)])


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
    ids: Numbers
    pairs: Numbers
    triples: Numbers


def _number(layout: Layout, frequent: Frequent) -> _Numbered:
    seen = np.zeros(0x110000, np.bool_)
    seen[layout.chars] = True
    seen[[0, START, END]] = True
    alphabet = np.flatnonzero(seen).astype(np.uint32)
    lookup = np.zeros(len(seen), np.uint32)
    lookup[alphabet] = np.arange(len(alphabet))
    ids = lookup[layout.chars]
    return _Numbered(layout, alphabet, ids, *frequent.numbers(alphabet, ids))


def _placed(text: _Numbered) -> Postings:
    """The lists of places: those of pairs and triples, and those of the edges of words."""
    layout, codes = text.layout, text.alphabet
    both = _inner_grams(text.ids, text.pairs > 0), _edge_grams(layout.chars, text.ids, len(codes) - 1)
    width, place_bits = len(codes).bit_length(), max(layout.span, 1).bit_length()
    if 3 * width + place_bits > 64:
        wide = np.concatenate([gram_codes(codes[found.a], codes[found.b], codes[found.c]) for found in both])
        return _sorted_wide(wide, np.concatenate([layout.places[found.at] for found in both]))
    key = np.concatenate([_keys(found, layout.places, width, place_bits) for found in both])
    key.sort()
    values = (key & np.uint64((1 << place_bits) - 1)).astype(np.int32)
    key >>= np.uint64(place_bits)
    first = heads(key)
    low = np.uint64((1 << width) - 1)
    unique = [(key[first] >> np.uint64(shift) & low).astype(np.int64) for shift in (2 * width, width, 0)]
    grams = gram_codes(*(codes[part] for part in unique))
    return Postings(grams, np.diff(np.append(first, len(key))), values, np.full(len(values), -1, np.int8))


class _Found(NamedTuple):
    """Grams in a text: the numbers of their characters (`c` 0 for pairs), and where in the text they begin."""

    a: Numbers
    b: Numbers
    c: Numbers
    at: Ints


def _keys(found: _Found, places: Small, width: int, place_bits: int) -> Codes:
    """Each gram and its place as one number."""
    key = found.a.astype(np.uint64)
    for part, bits in ((found.b, width), (found.c, width), (places[found.at].view(np.uint32), place_bits)):
        key <<= np.uint64(bits)
        key |= part
    return key


def _sorted_wide(grams: Codes, places: Small) -> Postings:
    """Return the postings where a gram and a place do not fit 64 bits together: very many characters in one segment."""
    order = np.lexsort((places, grams))
    grams = grams[order]
    first = heads(grams)
    counts = np.diff(np.append(first, len(grams)))
    return Postings(grams[first], counts, places[order], np.full(len(grams), -1, np.int8))


def _inner_grams(ids: Numbers, common: Mask) -> _Found:
    """Every pair of neighbours in a run, and in its place the triple ABC where AB or BC is frequent.

    AB at the end of a run becomes AB START when AB is frequent. `common`: where a frequent pair begins.
    """
    # The numbers of 0 and START in the alphabet are 0 and 1, the characters themselves, for they are its first two.
    ids, common = np.append(ids, np.zeros(2, np.uint32)), np.append(common, False)
    word = ids != 0
    third = np.where(common[:-1], np.maximum(ids[2:], START), ids[2:] * common[1:])
    at = np.flatnonzero(word[:-2] & word[1:-1])
    return _Found(ids[at], ids[1:][at], third[at], at)


def _edge_grams(chars: Chars, ids: Numbers, end: int) -> _Found:
    """START ab and yz END for every word ab…yz of ASCII letters and digits; START a END for a word of one character."""
    inside = np.concatenate(([False], _DIGIT_OR_LETTER[np.minimum(chars, 0x80)], [False]))
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    first, last = edges[::2], edges[1::2] - 1
    single = first == last
    second = np.where(single, end, ids[np.minimum(first + 1, last)]).astype(np.uint32)
    tail = last[~single]
    return _Found(
        np.concatenate((np.ones(len(first), np.uint32), ids[tail - 1])),
        np.concatenate((ids[first], ids[tail])),
        np.concatenate((second, np.full(len(tail), end, np.uint32))),
        np.concatenate((first, tail - 1)),
    )


def _scored(text: _Numbered, frequent: Frequent, average: float) -> list[Postings]:
    """The lists of documents: those of characters, of frequent pairs and of frequent triples."""
    a, b, c = gram_parts(frequent.triples)
    lengths = np.diff(text.layout.bases) / average
    cells = text.layout.cells
    return [
        _score_cells(_cells(text.ids, cells, lengths), gram_codes(text.alphabet, 0, 0), lengths, coarse=True),
        _score_cells(_cells(text.pairs, cells, lengths), np.append(np.uint64(0), frequent.pairs), lengths),
        _score_cells(
            _cells(text.triples, cells, lengths),
            np.append(np.uint64(0), gram_codes(a + SCORED_TRIPLE, b, c)),
            lengths,
        ),
    ]


def _cells(numbers: Numbers, cells: Small, lengths: Reals) -> Keys:
    """For each number but 0: the gram's number, the document and the field as one number, ascending."""
    at = np.flatnonzero(numbers)
    count = 4 * len(lengths)
    if (int(numbers.max(initial=0)) + 1) * count < 1 << 32:  # numbers of 32 bits are sorted in half the time
        return np.sort(numbers[at] * np.uint32(count) + cells[at].view(np.uint32))
    return np.sort(numbers[at].astype(np.uint64) * np.uint64(count) + cells[at].astype(np.uint64))


def _score_cells(keys: Numbers | Codes, names: Codes, lengths: Reals, *, coarse: bool = False) -> Postings:
    """One entry for each gram and document: BM25F over the fields, quantised; coarsely for single characters."""
    first = heads(keys)
    times = np.diff(np.append(first, len(keys)))
    unique = keys[first].astype(np.int64)
    cell, field = unique >> 2, unique & 3
    entry = heads(cell)
    if not len(entry):
        return Postings(names[:0], entry, entry.astype(np.int32), entry.astype(np.int8))
    ids, documents = np.divmod(cell[entry], len(lengths))
    weight = np.add.reduceat(weigh(field, times), entry)
    scores = quantise(np.maximum.reduceat(field, entry), weight, lengths[documents])
    if coarse:
        scores = quantise_coarse(scores)
    first = heads(ids)
    counts = np.diff(np.append(first, len(ids)))
    return Postings(names[ids[first]], counts, documents.astype(np.int32), scores.astype(np.int8))


def _merge(kinds: Sequence[Postings]) -> Postings:
    """All kinds in one ascending order; no gram is in two."""
    grams = np.concatenate([one.grams for one in kinds])
    order = np.argsort(grams, kind="stable")
    counts = np.concatenate([one.counts for one in kinds])
    starts = np.concatenate(([0], np.cumsum(counts)))[order]
    counts = counts[order]
    take = np.repeat(starts - np.concatenate(([0], np.cumsum(counts)[:-1])), counts) + np.arange(int(counts.sum()))
    values = np.concatenate([one.values for one in kinds])[take]
    return Postings(grams[order], counts, values, np.concatenate([one.scores for one in kinds])[take])
