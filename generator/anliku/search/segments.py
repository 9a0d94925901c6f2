"""One segment of the index: the part of it that covers about a thousand documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .bits import Stream, gamma, pack
from .encode import encode
from .grams import collect
from .layout import Layout, lay_out
from .model import Document
from .plan import Plan
from .texts import record

SPAN_K, TITLE_K, LEAD_K = 11, 4, 6
"""Orders of the Golomb codes for a document's places, those of its title and of its lead; see `search-index.js`."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What a segment contributes: a line to every posting shard, its documents' texts and the table of their sizes.

    `marks`: for each text all that it depends on, so that the next build can take it over.
    """

    lines: list[bytes]
    texts: list[bytes]
    sizes: bytes
    span: int
    marks: list[str]


def build_segment(
    documents: Sequence[Document], versions: Sequence[str], plan: Plan, known: Mapping[str, bytes]
) -> Segment:
    """Index the documents, which are in ascending order of their keys.

    `versions`: changes for a document whenever its text does. `known`: texts of an earlier segment by their marks.
    """
    layout = lay_out(documents)
    postings = collect(layout, plan.frequent, plan.average)
    lines = encode(postings, plan.bounds, layout.span, len(documents))
    coder = plan.pairs.digest().hex()
    marks = [f"{coder} {version}" for version in versions]
    fresh = [i for i, mark in enumerate(marks) if mark not in known]
    coded = plan.pairs.encode([record(documents[i]) for i in fresh]) if fresh else []
    encoded = dict(zip(fresh, coded, strict=True))
    texts = [encoded[i] if i in encoded else known[mark] for i, mark in enumerate(marks)]
    return Segment(lines, texts, _sizes(layout), layout.span, marks)


def _sizes(layout: Layout) -> bytes:
    """Places of each document, of its title and of its lead, as one stream."""
    spans = np.diff(layout.bases)
    parts = [gamma(spans, SPAN_K), gamma(layout.ends[:, 0], TITLE_K), gamma(layout.ends[:, 1], LEAD_K)]
    codes = np.stack([p.codes for p in parts], axis=1).reshape(-1)
    sizes = np.stack([p.sizes for p in parts], axis=1).reshape(-1)
    return b"".join(pack(Stream(codes, sizes), np.zeros(min(len(codes), 1), np.int64)))
