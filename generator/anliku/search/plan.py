"""The layout of an index: segments, frequent pairs, shard bounds, pair dictionary.

Everything here is derived from a sample of the documents, chosen by their ids, and from the rounded number of all. So
it is the same for the same library, and editing one of ten thousand cases almost never changes it — which is what lets
all other segments be taken from the cache.
"""

from __future__ import annotations

import hashlib
import math
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..data_scripts.pairs import PairCoder, learn_pairs
from .bits import Codes, Ints
from .grams import CODE_BITS, START, Frequent, Postings, gram_codes, gram_parts, postings_of
from .layout import SEPARATOR, Layout, lay_out
from .model import Document, Tuning
from .texts import record, searched_fields

_PLACE_BITS, _SCORED_BITS, _HEADER_BITS = 17, 6, 30
"""Rough sizes in the packed form, to cut shards of about equal size."""
_TEXT_BYTES = 1.05
"""About how many bytes a character of text takes in a text shard."""
_MOST_SHARDS = 4_000
_PAIR = ~np.uint64((1 << CODE_BITS) - 1)


VERSION = 9
"""Version of the index and of its cache: raise it whenever either would change for the same library."""


@dataclass(frozen=True)
class Plan:
    """`segments`: how many. `per_text`: documents in a text shard. `bounds`: the first gram of each posting shard.
    `average`: places in a document."""

    segments: int
    per_text: int
    frequent: Frequent
    bounds: Codes
    average: float
    pairs: PairCoder

    @cached_property
    def digest(self) -> str:
        """A fingerprint: two plans with the same one lay out a segment's postings alike."""
        state = hashlib.blake2b(digest_size=16)
        for part in (self.frequent.pairs, self.frequent.triples, self.bounds):
            state.update(len(part).to_bytes(4, "little") + part.tobytes())
        state.update(f"{self.segments} {self.average}".encode())
        return state.hexdigest()


def segment_of(identity: str, segments: int) -> int:
    """The segment of a document; it depends on nothing but its id and the number of segments."""
    return zlib.crc32(identity.encode()) % segments


def segment_keys(keys: Iterable[str], segments: int) -> list[list[str]]:
    """The keys of each segment in the order in which its documents are numbered."""
    groups: list[list[str]] = [[] for _ in range(segments)]
    for key in sorted(keys):
        groups[segment_of(key, segments)].append(key)
    return groups


def sample_of(keys: Iterable[str], size: int) -> list[str]:
    """At most `size` of the keys. Whether a key is chosen depends on its own hash, so that others may come and go."""
    return sorted(keys, key=lambda key: (zlib.crc32(f"sample {key}".encode()), key))[:size]


def rough_size(documents: int, tuning: Tuning) -> float:
    """The number of documents as far as it matters: exact while all are in the sample, then in steps of a fifth."""
    return float(documents) if documents <= tuning.sample else coarsened(documents, 4)


class Measures(NamedTuple):
    """What scores and the order of documents depend on; see `Plan`."""

    segments: int
    frequent: Frequent
    average: float


def measures(sample: Sequence[Document], size: float, tuning: Tuning) -> Measures:
    """The measures of a library of which the sample is a part. `size`: its `rough_size`."""
    return _measures(_few(list(map(record, sample)), tuning), size, tuning)[0]


def make_plan(records: Sequence[str], size: float, tuning: Tuning) -> Plan:
    """The plan for a library of which the documents in these records are a sample. `size`: its `rough_size`."""
    few = _few(records, tuning)
    (segments, frequent, average), layout = _measures(few, size, tuning)
    scale = max(size, 1) / max(len(few), 1)
    bounds = _bounds(postings_of(layout, frequent, average), frequent, scale, segments, tuning)
    per_text = _documents_per_text(len(layout.chars) / max(len(few), 1), tuning)
    return Plan(segments, per_text, frequent, bounds, average, learn_pairs(records, tuning.pairs))


def _few(records: Sequence[str], tuning: Tuning) -> Sequence[str]:
    return records[: tuning.sample]


def _measures(few: Sequence[str], size: float, tuning: Tuning) -> tuple[Measures, Layout]:
    layout = lay_out([searched_fields(text) for text in few])
    scale = max(size, 1) / max(len(few), 1)
    segments = _segment_count(size, scale * len(layout.chars), tuning)
    frequent = _frequent(layout, tuning.frequent / scale)
    average = round(
        coarsened(layout.span / max(len(few), 1)), 3
    )  # as the browser reads it: scores must not differ by a hair
    return Measures(segments, frequent, average), layout


def _segment_count(documents: float, chars: float, tuning: Tuning) -> int:
    """Segments for so many documents and characters: 1, 2, 3, 4, 6, 8, 12 …, so that it seldom changes."""
    wanted = max(documents / tuning.segment_documents, chars / tuning.segment_chars, 1)
    power = 1 << math.ceil(math.log2(wanted))
    return power * 3 // 4 if power >= 4 and power * 3 / 4 >= wanted else power


def _documents_per_text(chars: float, tuning: Tuning) -> int:
    """Documents of so many characters in a text shard: a power of two, so that it seldom changes."""
    return 1 << max(round(math.log2(tuning.text_bytes / max(_TEXT_BYTES * chars, 1))), 0)


def coarsened(number: float, steps: int = 2) -> float:
    """The nearest power of two, or one of `steps` - 1 between each two, so that small changes do not move it."""
    return float(2 ** (round(steps * math.log2(max(number, 1.0))) / steps))


def _frequent(layout: Layout, least: float) -> Frequent:
    """Pairs, and triples of such pairs, with more than `least` occurrences in the sample."""
    chars = np.append(layout.chars, np.zeros(2, np.uint32))
    first, second, third = chars[:-2], chars[1:-1], chars[2:]
    both = (first != SEPARATOR) & (second != SEPARATOR)
    pairs = _above(gram_codes(first, second, 0)[both], least)
    # Grams with characters above 0xFFFF are left alone: with SCORED_TRIPLE added they would be no characters any more.
    usable = both & (third != SEPARATOR) & (np.maximum(np.maximum(first, second), third) < 0x10000)
    triples = _above(gram_codes(first, second, third)[usable], least)
    a, b, c = gram_parts(triples)
    inside = np.isin(gram_codes(a, b, 0), pairs) & np.isin(gram_codes(b, c, 0), pairs)
    return Frequent(pairs, triples[inside])


def _above(grams: Codes, least: float) -> Codes:
    unique, counts = np.unique(grams, return_counts=True)
    return unique[counts > least]


def _bounds(postings: Postings, frequent: Frequent, scale: float, segments: int, tuning: Tuning) -> Codes:
    """Cut the grams of the sample into ranges of about `shard_bytes` at full size.

    A pair that is not frequent stands in one shard with all triples that begin with it.
    """
    copies = np.minimum(postings.counts * scale, segments)  # segments that list the gram, each with a header of its own
    reach = np.where(postings.scores[np.cumsum(postings.counts) - 1] >= 0, _SCORED_BITS, _PLACE_BITS)
    bits = postings.counts * scale * reach + copies * _HEADER_BITS
    wanted = max(tuning.shard_bytes * 8.0, float(bits.sum()) / _MOST_SHARDS)
    filled = np.cumsum(bits) // wanted
    starts = np.where(_splits_pairs(postings.grams, frequent), postings.grams, postings.grams & _PAIR)
    fresh = np.concatenate(([True], starts[1:] != starts[:-1])) if len(starts) else np.zeros(0, np.bool_)
    return _cut(starts[fresh], filled[fresh].astype(np.int64))


def _splits_pairs(grams: Codes, frequent: Frequent) -> npt.NDArray[np.bool_]:
    """Whether a shard may begin between this gram and others of the same first two characters."""
    splits: npt.NDArray[np.bool_] = np.isin(grams & _PAIR, frequent.pairs)
    splits |= grams >> np.uint64(2 * CODE_BITS) == START
    return splits


def _cut(grams: Codes, filled: Ints) -> Codes:
    """A bound at the first gram of each new fill level."""
    fresh = np.flatnonzero(np.diff(filled, prepend=0) > 0)
    return np.concatenate((np.zeros(1, np.uint64), grams[fresh]))
