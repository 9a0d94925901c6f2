"""Packing numbers of varying width into text that a classic script can carry.

A stream of bits, least significant first, is cut into units of 15 bits; a unit `u` is written as the character
U+3400+u. The range U+3400–U+B3FF holds no surrogate, quote, backslash or line break, so that a UTF-16 file carries 15
bits in every 16. `search-index.js` reads what this module writes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.uint64]

UNIT_BASE = 0x3400
UNIT_BITS = 15
_WORD = 60
_MASK = np.uint64((1 << _WORD) - 1)
ESCAPE = 9
"""A Rice quotient of this size or more is written as this many zeros and the whole number."""


@dataclass(frozen=True, slots=True)
class Stream:
    """Codes in order: `codes[i]` takes `sizes[i]` bits (0–60). Shapes (n,)."""

    codes: Codes
    sizes: Ints

    def then(self, other: Stream) -> Stream:
        """Join each code with the other stream's code at the same index into one code; this stream's bits come first."""
        return Stream(self.codes | (other.codes << self.sizes.astype(np.uint64)), self.sizes + other.sizes)


def fixed_width(values: npt.ArrayLike, size: int | Ints) -> Stream:
    """Numbers of `size` bits each."""
    codes = np.asarray(values, np.uint64)
    return Stream(codes, np.broadcast_to(np.asarray(size, np.int64), codes.shape))


def bit_length(values: Ints) -> Ints:
    """`int.bit_length` of every number below 2**52."""
    return np.frexp(values.astype(np.float64))[1].astype(np.int64)


def gamma(values: Ints, k: int = 0) -> Stream:
    """Exponential Golomb code of order `k` for numbers from 0: n zeros, a one, and n + k bits of the number."""
    shifted = (values >> k) + 1
    extra = bit_length(shifted) - 1
    low = (shifted - (1 << extra)) << k | (values & ((1 << k) - 1))
    codes = (np.uint64(1) << extra.astype(np.uint64)) | (low.astype(np.uint64) << (extra + 1).astype(np.uint64))
    return Stream(codes, 2 * extra + 1 + k)


def rice_width(span: int | Ints, count: Ints) -> Ints:
    """The Rice parameter for `count` numbers that add up to at most `span`; both sides derive it, none stores it."""
    return np.maximum(bit_length(np.asarray(span) * 11 // 16 // np.maximum(count, 1)) - 1, 0)


def rice(values: Ints, k: Ints, span_bits: int | Ints) -> Stream:
    """Rice code with parameter `k`; outliers are written in `span_bits` bits after `ESCAPE` zeros."""
    quotient = np.minimum(values >> k, ESCAPE)
    codes = ((values & ((np.int64(1) << k) - 1)) << 1 | 1) << quotient
    sizes = quotient + k + 1
    far = np.flatnonzero(quotient == ESCAPE)
    codes[far] = values[far] << ESCAPE
    sizes[far] = ESCAPE + np.broadcast_to(span_bits, sizes.shape)[far]
    return Stream(codes.astype(np.uint64), sizes)


def packed_pieces(stream: Stream, starts: Ints) -> list[bytes]:
    """Pieces of the stream, each beginning at the code `starts[i]`, as UTF-16LE text (2 bytes a unit, no mark)."""
    if not len(starts):
        return []
    begins = np.concatenate(([0], np.cumsum(stream.sizes)))
    first = begins[starts]
    words = (np.append(first[1:], begins[-1]) - first + _WORD - 1) // _WORD
    base = np.concatenate(([0], np.cumsum(words)))
    offsets = begins[:-1] + np.repeat(base[:-1] * _WORD - first, np.diff(np.append(starts, len(stream.sizes))))
    data = _units(_words(stream.codes, offsets, int(base[-1])))
    return [data[8 * a : 8 * b] for a, b in zip(base[:-1].tolist(), base[1:].tolist(), strict=True)]


def _words(codes: Codes, offsets: Ints, count: int) -> Codes:
    """Words of 60 bits holding each code at its bit offset; offsets ascend, so only the last code of a word spills."""
    out = np.zeros(count + 1, np.uint64)
    if not len(codes):
        return out[:count]
    word = offsets // _WORD
    shift = (offsets - word * _WORD).astype(np.uint64)
    groups = np.flatnonzero(np.concatenate(([True], word[1:] != word[:-1])))
    out[word[groups]] = np.bitwise_or.reduceat((codes << shift) & _MASK, groups)
    last = np.append(groups[1:], len(codes)) - 1
    out[word[last] + 1] |= codes[last] >> (np.uint64(_WORD) - shift[last])
    return out[:count]


def _units(words: Codes) -> bytes:
    """Each word as four characters, lowest bits first."""
    units = np.empty((len(words), 4), "<u2")
    for column in range(4):
        part = (words >> np.uint64(UNIT_BITS * column)) & np.uint64((1 << UNIT_BITS) - 1)
        units[:, column] = part + np.uint64(UNIT_BASE)
    return units.tobytes()


def text_units(numbers: Ints) -> bytes:
    """Numbers of at most `UNIT_BITS` bits, a character each."""
    return (numbers + UNIT_BASE).astype("<u2").tobytes()
