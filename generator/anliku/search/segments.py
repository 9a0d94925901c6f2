"""One segment of the index, built or taken from the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .bits import Stream, gamma, pack
from .encode import encode
from .grams import collect
from .layout import Layout, lay_out
from .model import Document
from .plan import Plan
from .texts import record

FORMAT = b"anliku-segment/1"
SPAN_K, TITLE_K, LEAD_K = 11, 4, 6
"""Orders of the Golomb codes for a document's places, those of its title and of its lead; see `search-index.js`."""


@dataclass(frozen=True, slots=True)
class Segment:
    """What a segment contributes: a line to every posting shard, its documents' texts and the table of their sizes."""

    lines: list[bytes]
    texts: list[bytes]
    sizes: bytes
    span: int
    rebuilt: bool = True


def build_segment(documents: Sequence[Document], plan: Plan) -> Segment:
    """Index the documents, which are in ascending order of their keys."""
    layout = lay_out(documents)
    postings = collect(layout, plan.frequent, plan.average)
    lines = encode(postings, plan.bounds, layout.span, len(documents))
    texts = plan.pairs.encode([record(d) for d in documents])
    return Segment(lines, texts, _sizes(layout), layout.span)


def cached_segment(documents: Sequence[Document], plan: Plan, path: Path | None) -> Segment:
    """The segment from the cache file when that was built from the same documents and plan, else built and kept."""
    if path is None:
        return build_segment(documents, plan)
    key = _fingerprint(documents, plan)
    found = _load(path, key)
    if found is None:
        found = build_segment(documents, plan)
        _save(path, key, found)
    return found


def _sizes(layout: Layout) -> bytes:
    """Places of each document, of its title and of its lead, as one stream."""
    spans = np.diff(layout.bases)
    parts = [gamma(spans, SPAN_K), gamma(layout.ends[:, 0], TITLE_K), gamma(layout.ends[:, 1], LEAD_K)]
    codes = np.stack([p.codes for p in parts], axis=1).reshape(-1)
    sizes = np.stack([p.sizes for p in parts], axis=1).reshape(-1)
    return b"".join(pack(Stream(codes, sizes), np.zeros(min(len(codes), 1), np.int64)))


def _fingerprint(documents: Sequence[Document], plan: Plan) -> bytes:
    state = hashlib.blake2b(FORMAT + plan.digest(), digest_size=32)
    for document in documents:
        sections = "\x02".join(f"{s.anchor}\x02{s.heading}\x02{s.text}" for s in document.sections)
        head = (document.id, document.kind, document.url, document.title, document.summary, *document.topics)
        state.update("\x01".join((*head, sections, "\x03")).encode("utf-8", "surrogatepass"))
    return state.digest()


def _load(path: Path, key: bytes) -> Segment | None:
    """Read a cache file; anything unexpected in it means that it is not used."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    head = len(FORMAT) + len(key)
    if data[:head] != FORMAT + key or len(data) < head + 12:
        return None
    lines, texts, span = np.frombuffer(data, "<u4", 3, head).tolist()
    start = head + 12 + 4 * (lines + texts + 1)
    lengths = np.frombuffer(data, "<u4", lines + texts + 1, head + 12)
    edges = (start + np.concatenate(([0], np.cumsum(lengths, dtype=np.int64)))).tolist()
    if edges[-1] != len(data):
        return None
    parts = [data[a:b] for a, b in zip(edges[:-1], edges[1:], strict=True)]
    return Segment(parts[:lines], parts[lines:-1], parts[-1], span, rebuilt=False)


def _save(path: Path, key: bytes, segment: Segment) -> None:
    """Write a cache file whole or not at all."""
    parts = [*segment.lines, *segment.texts, segment.sizes]
    head = np.array([len(segment.lines), len(segment.texts), segment.span, *map(len, parts)], "<u4").tobytes()
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_bytes(b"".join((FORMAT, key, head, *parts)))
    fresh.replace(path)
