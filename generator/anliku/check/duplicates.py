"""Cases that are nearly the same: entered twice, or written from one template.

Each text becomes the set of its shingles of five characters. A sketch of the set (MinHash, one permutation, in bands) is
kept with what is known of a case; texts that agree in a whole band are compared, each with the first of its band, so
that ten thousand cases need no hundred million comparisons and three hundred copies no forty thousand.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast
from zlib import crc32

from ..cache import keep, recall

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Hashes = npt.NDArray[np.uint64]

LEAST = 0.5
_SHINGLE = 5
_BANDS, _ROWS = 24, 4
_FACTOR = 0x9E3779B97F4A7C15
_FILE = "duplicates.pickle"


class Group(NamedTuple):
    """Ids that are nearly the same, in order, and the least share of shingles that one has in common with another."""

    ids: tuple[str, ...]
    share: float


def sketch(text: str) -> tuple[int, ...]:
    """Return one number a band; texts that share half of their shingles agree in one with a probability of 0.79."""
    import numpy as np  # takes an eighth of a second, and most cases are known already

    hashes = _hashes(text)
    if not len(hashes):
        return ()
    places = _BANDS * _ROWS
    bins = (hashes % np.uint64(places)).astype(np.int64)
    least = np.full(places, np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(least, bins, hashes)
    filled = np.zeros(places, np.bool_)
    filled[bins] = True
    taken = np.flatnonzero(filled)
    nearest = taken[np.searchsorted(taken, np.arange(places)) % len(taken)]  # an empty bin borrows from the next one
    rows = least[nearest].reshape(_BANDS, _ROWS)
    return tuple(crc32(row.tobytes()) for row in rows)


def _hashes(text: str) -> Hashes:
    """Return hashes of all stretches of five letters or digits, in their order."""
    import numpy as np

    plain = "".join(filter(str.isalnum, text.lower()))
    if not unicodedata.is_normalized("NFKC", plain):  # asked without punctuation, of which NFKC changes much and slowly
        plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", plain)))
    codes = np.frombuffer(plain.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    if len(codes) < _SHINGLE:
        return np.zeros(0, np.uint64)
    hashes = np.zeros(len(codes) - _SHINGLE + 1, np.uint64)
    for offset in range(_SHINGLE):
        hashes = (hashes ^ codes[offset : offset + len(hashes)]) * np.uint64(_FACTOR)
        hashes ^= hashes >> np.uint64(29)
    return hashes


def near_duplicates(
    sketches: Mapping[str, tuple[int, ...]], text_of: Callable[[str], str], cache: Path | None = None
) -> tuple[Group, ...]:
    """Return the groups of ids whose texts are nearly the same, largest first.

    text_of: gives the text of an id; asked only for those that may be alike, and not when `cache` knows the answer.
    """
    key = hashlib.blake2b(repr(sorted(sketches.items())).encode(), digest_size=16).hexdigest()
    kept = recall(cache / _FILE, key) if cache else None
    if kept is not None:
        return cast(tuple[Group, ...], kept)
    compared: dict[str, Hashes] = {}
    groups = _groups(sketches, text_of, compared)
    if cache and compared:  # without, the answer costs nothing
        keep(cache / _FILE, key, groups)
    return groups


def _groups(
    sketches: Mapping[str, tuple[int, ...]], text_of: Callable[[str], str], shingles: dict[str, Hashes]
) -> tuple[Group, ...]:
    first_in: dict[tuple[int, int], str] = {}
    group_of: dict[str, str] = {}
    shares: dict[str, float] = {}

    def top(key: str) -> str:
        while key in group_of:
            key = group_of[key]
        return key

    for key in sorted(sketches):
        for band in enumerate(sketches[key]):
            other = first_in.setdefault(band, key)
            a, b = top(other), top(key)
            if a == b:
                continue
            for one in (other, key):
                if one not in shingles:
                    shingles[one] = _shingles(text_of(one))
            share = _share(shingles[other], shingles[key])
            if share >= LEAST:
                group_of[b] = a
                shares[a] = min(share, shares.get(a, 1.0), shares.get(b, 1.0))
    members: dict[str, list[str]] = {}
    for key in sorted(sketches):
        members.setdefault(top(key), []).append(key)
    found = [Group(tuple(keys), shares[name]) for name, keys in members.items() if len(keys) > 1]
    return tuple(sorted(found, key=lambda group: (-len(group.ids), -group.share, group.ids)))


def _shingles(text: str) -> Hashes:
    import numpy as np

    return np.unique(_hashes(text))


def _share(left: Hashes, right: Hashes) -> float:
    import numpy as np

    common = len(np.intersect1d(left, right, assume_unique=True))
    return common / (len(left) + len(right) - common)
