"""Text in fewer characters: frequent pairs of characters become one.

Snippets need the text, and the text would be the larger half of the index. A few rounds of replacing the commonest
pairs (from the second on, pairs of pairs) by characters of the private use area save over a third, at the cost of a
dictionary of 25 KB, and are undone in the browser by looking each character up. Private characters that the text
itself contains are preceded by ESCAPE.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

Units = npt.NDArray[np.uint16]

FIRST_CODE = 0xE000
LAST_CODE = 0xF8FF
ESCAPE = "\x06"
_PRIVATE = re.compile(f"([{chr(FIRST_CODE)}-{chr(LAST_CODE)}])")
_NEVER = np.array([*range(0x20), 0x22, 0x5C], np.uint16)


@dataclass(frozen=True)
class PairCoder:
    """`rounds`: for each round the pairs, shape (n, 2), in the order of their codes."""

    rounds: tuple[Units, ...]

    def dictionary(self) -> str:
        """All pairs, two characters each; the first belongs to FIRST_CODE."""
        return b"".join(r.astype("<u2").tobytes() for r in self.rounds).decode("utf-16-le", "surrogatepass")

    @cached_property
    def digest(self) -> str:
        """A fingerprint of the dictionary."""
        return hashlib.blake2b(b"".join(r.tobytes() for r in self.rounds), digest_size=16).hexdigest()

    def encode(self, texts: Sequence[str]) -> list[bytes]:
        """Each text in fewer characters, as UTF-16LE."""
        if not texts:
            return []
        units, starts = _joined(texts)
        code = FIRST_CODE
        for pairs in self.rounds:
            units, starts = _replace(units, starts, pairs, code)
            code += len(pairs)
        data = units.tobytes()
        ends = np.append(starts[1:], len(units))
        return [data[2 * a : 2 * b] for a, b in zip(starts.tolist(), ends.tolist(), strict=True)]


def learn_pairs(texts: Sequence[str], size: int, times: int = 3) -> PairCoder:
    """The `size` pairs that save most in `texts`, in so many equal rounds; more of them suit longer repetitions."""
    units, starts = _joined(texts)
    rounds: list[Units] = []
    code = FIRST_CODE
    for _ in range(times):
        pairs = _commonest(units, size // times)
        units, starts = _replace(units, starts, pairs, code)
        code += len(pairs)
        rounds.append(pairs)
    return PairCoder(tuple(rounds))


def _escaped(text: str) -> str:
    return _PRIVATE.sub(ESCAPE + r"\1", text) if _PRIVATE.search(text) else text


def _joined(texts: Sequence[str]) -> tuple[Units, npt.NDArray[np.int64]]:
    """All texts as UTF-16 units, and where each starts."""
    pieces = [_escaped(text).encode("utf-16-le", "replace") for text in texts]
    sizes = np.fromiter(map(len, pieces), np.int64, len(pieces)) // 2
    return np.frombuffer(b"".join(pieces), "<u2"), np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.int64)


def _commonest(units: Units, size: int) -> Units:
    """The `size` pairs seen most often, at least four times; equals in character order."""
    usable = ~np.isin(units, _NEVER) & ~((units >= 0xD800) & (units <= 0xDFFF))
    usable[1:] &= units[:-1] != ord(ESCAPE)
    both = usable[:-1] & usable[1:]
    keys = ((units[:-1].astype(np.uint32) << 16) | units[1:])[both]
    unique, counts = np.unique(keys, return_counts=True)
    order = np.lexsort((unique, -counts))[:size]
    chosen = unique[order[counts[order] >= 4]]
    return np.stack((chosen >> 16, chosen & 0xFFFF), axis=1).astype(np.uint16)


def _replace(
    units: Units, starts: npt.NDArray[np.int64], pairs: Units, code: int
) -> tuple[Units, npt.NDArray[np.int64]]:
    """Put a code for every pair, from left to right without overlap."""
    if not len(pairs) or len(units) < 2:
        return units, starts
    codes = _codes(units, pairs, code)
    codes[starts[(starts > 0) & (starts < len(units))] - 1] = 0  # no pair reaches from one text into the next
    codes[1 + np.flatnonzero(units[:-2] == ord(ESCAPE))] = 0  # what follows ESCAPE is meant as it stands
    at = _without_overlap(np.flatnonzero(codes))
    out = units.copy()
    out[at] = codes[at]
    keep = np.ones(len(units), np.bool_)
    keep[at + 1] = False
    return out.take(np.flatnonzero(keep)), starts - np.searchsorted(at, starts)


def _without_overlap(at: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Of pairs that begin one unit apart, and so overlap, take every second, beginning with the first."""
    index = np.arange(len(at), dtype=np.int32)
    opens = np.diff(at, prepend=-2) != 1
    first = np.maximum.accumulate(np.where(opens, index, np.int32(0)))
    return at.take(np.flatnonzero((index - first) & 1 == 0))


def _codes(units: Units, pairs: Units, code: int) -> Units:
    """The code of the pair that begins at each unit but the last, 0 where there is none."""
    # One small table of all first by all second units of pairs; looking a pair up costs three reads and no search.
    left, left_id = np.unique(pairs[:, 0], return_inverse=True)
    right, right_id = np.unique(pairs[:, 1], return_inverse=True)
    table = np.zeros((len(left) + 1, len(right) + 1), np.uint16)
    table[left_id + 1, right_id + 1] = np.arange(code, code + len(pairs))
    of_left, of_right = np.zeros(0x10000, np.uint32), np.zeros(0x10000, np.uint32)
    of_left[left], of_right[right] = np.arange(1, len(left) + 1) * table.shape[1], np.arange(1, len(right) + 1)
    return table.reshape(-1).take(of_left.take(units[:-1]) + of_right.take(units[1:]))
