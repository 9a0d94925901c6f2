"""Postings of a segment as the lines of the posting shards.

A line is one stream: the number of grams less one, then for every gram what differs from the gram before, the number of its
entries less one, and the entries: gaps in Rice code, each followed by the score where documents are listed.
A shard is a range of grams, so neighbours share characters.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from .bits import Codes, Ints, Stream, fixed_width, gamma, packed_pieces, rice, rice_width
from .grams import CODE_BITS, Postings, gram_parts

Flags = npt.NDArray[np.bool_]

NEAR_K, FAR_K = 8, 13
"""Orders of the Golomb codes for a character near the one before and for any character; see `search-index.js`."""
SCORE_BITS, CHAR_SCORE_BITS = 4, 2
_AFTER_FIRST = np.uint64((1 << 2 * CODE_BITS) - 1)
_HEADERS = 5
_PART = 1 << 17


def encode(postings: Postings, bounds: Codes, span: int, documents: int) -> list[bytes]:
    """One line for each shard; shard i holds the grams from bounds[i] (the first is 0) up to the next bound."""
    shards = np.searchsorted(bounds, postings.grams, side="right") - 1
    lines = [b""] * len(bounds)
    for part, numbers in _parts(postings, shards):
        opens = np.diff(numbers, prepend=-1) > 0
        stream, starts = _interleave(_headers(part, opens), _entries(part, span, documents), part.counts)
        for number, line in zip(numbers[opens].tolist(), packed_pieces(stream, starts[opens]), strict=True):
            lines[number] = line
    return lines


def _parts(postings: Postings, shards: Ints) -> Iterator[tuple[Postings, Ints]]:
    """The postings and the grams' shards in parts of whole shards, about `_PART` entries each: what fits a processor's
    cache is encoded twice as fast."""
    ends = np.concatenate(([0], np.cumsum(postings.counts)))
    opens = np.flatnonzero(np.diff(shards, prepend=-1))
    cuts = opens[np.diff(ends[opens] // _PART, prepend=-1) > 0]
    for low, high in pairwise([*cuts.tolist(), len(shards)]):
        grams, entries = slice(low, high), slice(ends[low], ends[high])
        part = (postings.grams[grams], postings.counts[grams], postings.values[entries], postings.scores[entries])
        yield Postings(*part), shards[grams]


def _headers(postings: Postings, opens: Flags) -> list[Stream]:
    """For each gram: the number of grams (first of a line only), its three characters, and its count."""
    parts = gram_parts(postings.grams)
    before = [np.concatenate(([0], part[:-1])) for part in parts]
    for part in before:
        part[opens] = 0
    same_a = (parts[0] == before[0]) & ~opens
    same_ab = same_a & (parts[1] == before[1])
    new_a = _masked(gamma(parts[0] - before[0], NEAR_K), ~same_a)
    prefix = fixed_width(np.where(same_ab, 1, np.where(same_a, 2, 0)), np.where(same_ab, 1, 2))
    near_b = _masked(gamma(np.maximum(parts[1] - before[1], 0), NEAR_K), same_a & ~same_ab)
    far_b = _masked(gamma(parts[1], FAR_K), ~same_a)
    near_c = _masked(gamma(np.maximum(parts[2] - before[2], 0), NEAR_K), same_ab)
    far_c = _masked(_optional(parts[2]), ~same_ab)
    line_sizes = np.diff(np.append(np.flatnonzero(opens), len(opens)))
    total = _masked(gamma(np.repeat(line_sizes, line_sizes) - 1), opens)
    return [total, prefix.then(new_a), near_b.then(far_b), near_c.then(far_c), gamma(postings.counts - 1)]


def _optional(values: Ints) -> Stream:
    """A zero bit for 0, else a one and the number."""
    number = _masked(gamma(values, FAR_K), values != 0)
    return fixed_width((values != 0).astype(np.int64), 1).then(number)


def _masked(stream: Stream, keep: Flags) -> Stream:
    """The stream with the codes outside `keep` emptied, so that they take no bits."""
    return Stream(np.where(keep, stream.codes, np.uint64(0)), np.where(keep, stream.sizes, 0))


def _entries(postings: Postings, span: int, documents: int) -> Stream:
    """Gaps between the values of each list, the first from 0; lists of documents with scores."""
    starts = np.cumsum(postings.counts) - postings.counts
    values = postings.values.astype(np.int64)
    gaps = values - np.concatenate(([0], values[:-1])) - 1
    gaps[starts] = values[starts]
    scored = postings.scores[starts] >= 0
    single = postings.grams & _AFTER_FIRST == 0
    k = rice_width(np.where(scored, documents, span), postings.counts)
    raw = np.where(scored, int(documents).bit_length(), int(span).bit_length())
    width = np.where(single, CHAR_SCORE_BITS, np.where(scored, SCORE_BITS, 0))
    k, raw, width = (np.repeat(each, postings.counts) for each in (k, raw, width))
    return rice(gaps, k, raw).then(Stream(np.maximum(postings.scores, 0).astype(np.uint64), width))


def _interleave(headers: list[Stream], entries: Stream, counts: Ints) -> tuple[Stream, Ints]:
    """Each gram's headers before its entries; also the index of each gram's first code."""
    begins = np.concatenate(([0], np.cumsum(counts + _HEADERS)))
    total = int(begins[-1])
    starts = begins[:-1]
    codes, sizes = np.empty(total, np.uint64), np.empty(total, np.int64)
    is_entry = np.ones(total, np.bool_)
    for index, header in enumerate(headers):
        codes[starts + index] = header.codes
        sizes[starts + index] = header.sizes
        is_entry[starts + index] = False
    codes[is_entry] = entries.codes
    sizes[is_entry] = entries.sizes
    return Stream(codes, sizes), starts
