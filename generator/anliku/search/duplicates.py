"""Texts that are nearly the same: for warnings about cases entered twice.

Each text becomes the set of its shingles of five characters; sets are compared by MinHash signatures, and only pairs
that agree in a whole band of the signature are looked at, so that ten thousand texts need no hundred million
comparisons.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .normalise import runs

Hashes = npt.NDArray[np.uint64]

_SHINGLE = 5
_BANDS, _ROWS = 24, 4


class Pair(NamedTuple):
    """Two ids in order, and the share of shingles that their texts have in common (0–1)."""

    first: str
    second: str
    share: float


def near_duplicates(texts: Mapping[str, str], least: float = 0.5) -> list[Pair]:
    """Pairs of texts that share at least this part of their shingles, most alike first.

    A pair that shares 0.5 is found with probability 0.79, one that shares 0.7 with 0.998.
    """
    shingles = {key: _shingles(text) for key, text in texts.items()}
    usable = {key: hashes for key, hashes in shingles.items() if len(hashes)}
    found = (Pair(a, b, _share(usable[a], usable[b])) for a, b in _candidates(usable))
    return sorted((pair for pair in found if pair.share >= least), key=lambda p: (-p.share, p.first, p.second))


def _shingles(text: str) -> Hashes:
    """Hashes of all stretches of five characters, distinct and ascending."""
    joined = "".join(runs(text))
    found = {zlib.crc32(joined[i : i + _SHINGLE].encode()) for i in range(len(joined) - _SHINGLE + 1)}
    return np.array(sorted(found), np.uint64)


def _candidates(shingles: Mapping[str, Hashes]) -> set[tuple[str, str]]:
    """Pairs whose signatures agree in at least one band."""
    rng = np.random.default_rng(2014)
    factors = rng.integers(0, 1 << 63, _BANDS * _ROWS, np.uint64) * np.uint64(2) + np.uint64(1)
    buckets: defaultdict[tuple[int, bytes], list[str]] = defaultdict(list)
    for key in sorted(shingles):
        signature = _signature(shingles[key], factors)
        for band in range(_BANDS):
            buckets[band, signature[band * _ROWS : (band + 1) * _ROWS].tobytes()].append(key)
    return {pair for keys in buckets.values() for pair in combinations(keys, 2)}


def _signature(hashes: Hashes, factors: Hashes) -> Hashes:
    """The least value of each hash function over a set; a function multiplies by an odd number modulo 2**64."""
    signature: Hashes = (hashes[:, None] * factors).min(axis=0)
    return signature


def _share(left: Hashes, right: Hashes) -> float:
    common = len(np.intersect1d(left, right, assume_unique=True))
    return common / (len(left) + len(right) - common)
