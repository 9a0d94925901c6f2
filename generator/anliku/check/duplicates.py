"""Cases that are nearly the same: entered twice, or written from one template.

Each text becomes the set of its shingles of five characters. A sketch of the set (MinHash, one permutation, in bands) is
kept with what is known of a case. Only texts that agree in a whole band are looked at together,
each with the first text of that band: so ten thousand cases need no hundred million comparisons, and three hundred copies
of one no forty thousand. Most of these pairs agree by chance, which their sketches show (the share of equal places
estimates the share of common shingles). Only the rest are compared as texts; the result is remembered by both digests.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from ..cache import keep, recall

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]

LEAST = 0.5
_SHINGLE = 5
_BANDS, _ROWS = 24, 4
_PLACES = _BANDS * _ROWS
_APART = 0.35  # equal places of a sketch; for texts that share half it is three deviations below the mean
_MANY = 1000  # from so many texts on, loading NumPy pays
_HELD = 1024  # texts whose shingles are at hand, 12 KB each
_FACTOR = 0x9E3779B97F4A7C15
_GREATEST = (1 << 64) - 1
_LAST = 0xFFFF  # of the characters that are looked up in a table; a text with one beyond is rare
_FILE = "duplicates.pickle"
_KEY = f"shares of {_SHINGLE}"


class AlikeGroup(NamedTuple):
    """Ids that are nearly the same, in order, and the least share of shingles that one has in common with another."""

    ids: tuple[str, ...]
    share: float


class Remembered(NamedTuple):
    """Where shares found earlier are kept, and the digest of each id's text as it is now."""

    cache: Path
    digests: Mapping[str, str]


def sketch(text: str) -> bytes:
    """Return the least hash in each place, four bytes each; texts that share half of their shingles agree in all places of
    one band with a probability of 0.79. Empty for a text that is too short."""
    import numpy as np  # takes an eighth of a second, and most cases are known already

    hashes = _hashes(text)
    if not len(hashes):
        return b""
    bins = (hashes % np.uint64(_PLACES)).astype(np.int64)
    least = np.full(_PLACES, _GREATEST, np.uint64)
    np.minimum.at(least, bins, hashes)
    filled = np.zeros(_PLACES, np.bool_)
    filled[bins] = True
    taken = np.flatnonzero(filled)
    nearest = taken[np.searchsorted(taken, np.arange(_PLACES)) % len(taken)]  # an empty bin borrows from the next one
    return (least[nearest] >> np.uint64(16)).astype("<u4").tobytes()


def _hashes(text: str) -> Hashes:
    """Return hashes of all stretches of five letters or digits, in their order."""
    import numpy as np

    plain = _letters_of(text.lower())
    if not unicodedata.is_normalized("NFKC", plain):  # asked without punctuation, of which NFKC changes much and slowly
        plain = _letters_of(unicodedata.normalize("NFKC", plain))
    codes = _codes_of(plain).astype(np.uint64)
    if len(codes) < _SHINGLE:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(len(codes) - _SHINGLE + 1, np.uint64)
    shifted = np.empty_like(hashes)
    for offset in range(_SHINGLE):
        hashes ^= codes[offset : offset + len(hashes)]
        hashes *= np.uint64(_FACTOR)
        hashes ^= np.right_shift(hashes, np.uint64(29), shifted)
    return hashes


def _letters_of(text: str) -> str:
    """Return the letters and digits of a text."""
    codes = _codes_of(text)
    if codes.max(initial=0) > _LAST:
        return "".join(filter(str.isalnum, text))
    return codes[_letter_table()[codes]].tobytes().decode("utf-32-le", "surrogatepass")


def _codes_of(text: str) -> npt.NDArray[np.uint32]:
    import numpy as np

    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


@cache
def _letter_table() -> npt.NDArray[np.bool_]:
    """Return of every character up to `_LAST` whether it is a letter or a digit: to look that up in one go takes a quarter of
    the time that it takes to ask character by character."""
    import numpy as np

    return np.fromiter(map(str.isalnum, map(chr, range(_LAST + 1))), np.bool_)


def alike_groups(
    sketches: Mapping[str, bytes], text_of: Callable[[str], str], remembered: Remembered | None = None
) -> tuple[AlikeGroup, ...]:
    """Return the groups of ids whose texts are nearly the same, largest first.

    text_of: gives the text of an id; asked only for those that are probably alike and whose share is not remembered.
    """
    shares = _Shares(text_of, remembered)
    group_of: dict[str, str] = {}
    least: dict[str, float] = {}

    def top(key: str) -> str:
        """Follow an id to the one that stands for its group."""
        while key in group_of:
            key = group_of[key]
        return key

    for other, key in _meetings({key: drawn for key, drawn in sketches.items() if drawn}):
        a, b = top(other), top(key)
        if a != b and (share := shares.of(other, key)) >= LEAST:
            group_of[b] = a
            least[a] = min(share, least.get(a, 1.0), least.get(b, 1.0))
    shares.keep()
    members: dict[str, list[str]] = {}
    for key in sorted(group_of.keys() | least.keys()):
        members.setdefault(top(key), []).append(key)
    found = [AlikeGroup(tuple(keys), least[name]) for name, keys in members.items()]
    return tuple(sorted(found, key=lambda group: (-len(group.ids), -group.share, group.ids)))


def _meetings(sketches: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield the pairs to compare, in the order of ids: each id with the first one of a band, unless clearly apart."""
    keys = sorted(sketches)
    drawn = [sketches[key] for key in keys]
    met = _met(drawn) if len(drawn) < _MANY else _met_among_many(drawn)
    if not len(met):
        return
    import numpy as np

    places = np.frombuffer(b"".join(drawn), "<u4").reshape(len(drawn), _PLACES)
    pairs = np.array(met)
    alike = (places[pairs[:, 0]] == places[pairs[:, 1]]).sum(axis=1) >= _APART * _PLACES
    for number, first in pairs[alike].tolist():
        yield keys[first], keys[number]


def _met(drawn: Sequence[bytes]) -> list[tuple[int, int]]:
    """Return the numbers of the sketches that agree in a band with an earlier one, each with the first of them, in order."""
    first_in: dict[bytes, int] = {}
    met: set[tuple[int, int]] = set()
    width = _ROWS * 4
    for band in range(_BANDS):
        at = band * width
        first_in.clear()
        for number, sketched in enumerate(drawn):
            first = first_in.setdefault(sketched[at : at + width], number)
            if first != number:
                met.add((number, first))
    return sorted(met)


def _met_among_many(drawn: Sequence[bytes]) -> npt.NDArray[np.int64]:
    """Return what `_met` does in an eighth of the time, for which NumPy must be loaded.

    The two words of a band are mixed to one, for one is sorted in half the time. Bands that differ mix to the same word once in
    10^19 pairs, and then two texts more are looked at.
    """
    import numpy as np

    bands = np.frombuffer(b"".join(drawn), np.uint64).reshape(len(drawn), _BANDS, -1)
    mixed = (bands[:, :, 0] * np.uint64(_FACTOR) ^ bands[:, :, 1]) * np.uint64(_FACTOR)
    met = []
    for band in range(_BANDS):
        words = mixed[:, band]
        order = np.argsort(words, kind="stable")  # of equal ones the first comes first
        begins = np.ones(len(order), np.bool_)
        np.not_equal(words[order[1:]], words[order[:-1]], out=begins[1:])
        firsts = order[begins][np.cumsum(begins) - 1]
        met.append((order * len(drawn) + firsts)[~begins])
    return np.stack(np.divmod(np.unique(np.concatenate(met)), len(drawn)), axis=1)


class _Shares:
    """The shares of shingles that two texts have in common, found now or remembered; those not asked for are forgotten."""

    def __init__(self, text_of: Callable[[str], str], remembered: Remembered | None) -> None:
        self._text_of = text_of
        self._remembered = remembered
        self._known: dict[str, float] = (recall(remembered.cache / _FILE, _KEY) if remembered else None) or {}
        self._asked: dict[str, float] = {}
        self._shingles = lru_cache(maxsize=_HELD)(self._read)

    def of(self, left: str, right: str) -> float:
        """Return the share of two ids' texts."""
        if not self._remembered:
            return self._found(left, right)
        name = f"{self._remembered.digests[left]} {self._remembered.digests[right]}"
        known = self._known.get(name)
        share = self._asked[name] = self._found(left, right) if known is None else known
        return share

    def keep(self) -> None:
        """Remember what was asked for."""
        if self._remembered and self._asked != self._known:
            keep(self._remembered.cache / _FILE, _KEY, self._asked)

    def _found(self, left: str, right: str) -> float:
        import numpy as np

        one, two = self._shingles(left), self._shingles(right)
        common = len(np.intersect1d(one, two, assume_unique=True))
        return common / (len(one) + len(two) - common)

    def _read(self, key: str) -> npt.NDArray[np.uint32]:
        import numpy as np

        found = np.sort((_hashes(self._text_of(key)) >> np.uint64(32)).astype(np.uint32))
        first = np.ones(len(found), np.bool_)
        np.not_equal(found[1:], found[:-1], out=first[1:])
        return found[first]  # as np.unique, in a fifth of the time
