"""One segment of the index: the part of it that covers about a thousand documents.

Segments are made in worker processes, each from the documents' records, and left in the store; what comes back to the
main process, and is read again by every build, is the small `Segment`.
"""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import Any, NamedTuple

import numpy as np

from .bits import UNIT_BITS, Ints, bit_length, text_units
from .encode import encode
from .grams import postings_of
from .layout import ROUND_BITS, Fields, Layout, lay_out
from .plan import VERSION, Plan
from .store import DocumentSource, Outline, Store, hashed, outline_of
from .texts import record, searched_fields

_TITLE_BITS = 7
_LONG_TITLE = (1 << _TITLE_BITS) - 1
_UNIT = 1 << UNIT_BITS
_LINE_KEY = 12


@dataclass(frozen=True, slots=True)
class Segment:
    """What is known of a segment without its content.

    `sizes`: the table of its documents' sizes. `line_keys`: a fingerprint of each line, `_LINE_KEY` bytes.
    `outline_data`: the documents' outlines, pickled, because they are seldom needed; `facet_key` and `name_key`:
    fingerprints of their facets, and of their titles, topics and asks. `text_bytes`: of the searchable text in UTF-8.
    """

    documents: int
    span: int
    sizes: bytes
    line_keys: bytes
    outline_data: bytes
    facet_key: str
    name_key: str
    text_bytes: int

    @property
    def outlines(self) -> list[Outline]:
        """The outlines of the documents."""
        outlines: list[Outline] = pickle.loads(self.outline_data)  # noqa: S301 - of our own making
        return outlines

    def line_key(self, shard: int) -> bytes:
        """The fingerprint of the line in a posting shard."""
        return self.line_keys[_LINE_KEY * shard : _LINE_KEY * (shard + 1)]


class KeptDocument(NamedTuple):
    """What is kept of a document: as long as its digest is the same, it need not be read again."""

    digest: str
    record: str
    outline: Outline


def kept_of(source: DocumentSource) -> KeptDocument:
    """Read a document."""
    document = source.load()
    return KeptDocument(source.digest, record(document), outline_of(document))


class Maker:
    """Makes segments of the documents in `groups`; one in each worker process. read: documents that have just been read, by key."""

    def __init__(
        self, plan: Plan, groups: Sequence[Sequence[DocumentSource]], store: Store, read: Mapping[str, KeptDocument]
    ) -> None:
        self._plan = plan
        self._groups = groups
        self._read = read
        self._keys: dict[int, str] = {}
        self._store = store

    def recall(self, number: int) -> Segment | None:
        """The segment as it was made before, if it and its texts would be the same now."""
        if not self._store.holds(_file("texts", number), self._state("texts", number)):
            return None
        return self._recalled(number)

    def make(self, number: int) -> Segment:
        """Make the segment and keep it with its lines and texts. What was kept before and would be the same is not made again."""
        documents = self._documents(number)
        if not self._store.holds(_file("texts", number), self._state("texts", number)):
            self._keep("texts", number, self._packed(number, documents))
        segment = self._recalled(number)
        if segment is None:
            fields = [searched_fields(known.record) for known in documents]
            layout = lay_out(fields)
            postings = postings_of(layout, self._plan.frequent, self._plan.average)
            lines = encode(postings, self._plan.bounds, layout.span, len(documents))
            segment = _summary(layout, lines, fields, [known.outline for known in documents])
            self._keep("lines", number, lines)
            self._keep("segment", number, segment)
        return segment

    def _recalled(self, number: int) -> Segment | None:
        found: Segment | None = self._store.recall(_file("segment", number), self._state("segment", number))
        return found

    def _keep(self, name: str, number: int, value: object) -> None:
        self._store.keep(_file(name, number), self._state(name, number), value)

    def _state(self, name: str, number: int) -> str:
        """The fingerprint of all that a part of a segment depends on."""
        if number not in self._keys:
            self._keys[number] = hashed(*(f"{source.key} {source.digest}" for source in self._groups[number]))
        return hashed(VERSION, self._plan.pairs.digest if name == "texts" else self._plan.digest, self._keys[number])

    def lines(self, number: int) -> list[bytes]:
        """The segment's line for every posting shard."""
        lines: list[bytes] = self._content("lines", number)
        return lines

    def texts(self, number: int) -> list[bytes]:
        """The packed texts of the segment's documents."""
        texts: dict[str, bytes] = self._content("texts", number)
        return list(texts.values())

    def _content(self, name: str, number: int) -> Any:
        """What was kept with a segment; when it was lost, the segment is made again."""
        key = self._state(name, number)
        found = self._store.recall(_file(name, number), key)
        if found is None:
            for lost in (name, "segment"):
                self._store.forget(_file(lost, number))
            self.make(number)
            found = self._store.recall(_file(name, number), key)
        return found

    def _documents(self, number: int) -> list[KeptDocument]:
        """The segment's documents; those that have not changed come from the store."""
        name = _file("documents", number)
        before: dict[str, KeptDocument] = self._store.recall(name) or {}
        found: dict[str, KeptDocument] = {}
        for source in self._groups[number]:
            known = self._read.get(source.key) or before.get(source.key)
            found[source.key] = known if known and known.digest == source.digest else kept_of(source)
        if found != before:
            self._store.keep(name, "", found)
        return list(found.values())

    def _packed(self, number: int, documents: Sequence[KeptDocument]) -> dict[str, bytes]:
        """The packed text of each document, by a mark that names all it depends on; texts packed before are reused."""
        coder = self._plan.pairs
        marks = [f"{coder.digest} {source.key} {source.digest}" for source in self._groups[number]]
        known: dict[str, bytes] = self._store.recall(_file("texts", number)) or {}
        fresh = [mark not in known for mark in marks]
        packed = iter(coder.encode([document.record for document in compress(documents, fresh)]))
        return {mark: next(packed) if new else known[mark] for mark, new in zip(marks, fresh, strict=True)}


def _file(name: str, number: int) -> str:
    return f"{name}-{number:02x}"


def _summary(layout: Layout, lines: Sequence[bytes], fields: Sequence[Fields], outlines: list[Outline]) -> Segment:
    return Segment(
        documents=len(outlines),
        span=layout.span,
        sizes=_sizes(layout),
        line_keys=b"".join(hashlib.blake2b(line, digest_size=_LINE_KEY).digest() for line in lines),
        outline_data=pickle.dumps(outlines, pickle.HIGHEST_PROTOCOL),
        facet_key=hashed(*((outline.kind, outline.facets) for outline in outlines)),
        name_key=hashed(*((outline.title, outline.topics, outline.asks) for outline in outlines)),
        text_bytes=sum(len(text.encode("utf-8", "surrogatepass")) for texts in fields for text in texts),
    )


def _sizes(layout: Layout) -> bytes:
    """Places of each document (see `_short`) and of its title in one unit, those of its lead in another.

    Every first query waits for this table: so it is read as it stands, not as a stream. A title or lead too long for that is
    marked by the longest title, and both stand at the end, two units each; see `search-rank.js`.
    """
    titles, leads = layout.ends[:, 0], layout.ends[:, 1]
    long = (titles >= _LONG_TITLE) | (leads >= _UNIT)
    short = np.stack(
        (_short(np.diff(layout.bases)) << _TITLE_BITS | np.where(long, _LONG_TITLE, titles), leads % _UNIT), axis=1
    )
    rest = np.stack((titles % _UNIT, titles // _UNIT, leads % _UNIT, leads // _UNIT), axis=1)[long]
    return text_units(np.concatenate((short.reshape(-1), rest.reshape(-1))))


def _short(spans: Ints) -> Ints:
    """The position of each span among the numbers that `rounded_up` gives, from 0."""
    zeros = np.maximum(bit_length(spans - 1) - ROUND_BITS, 0)
    return (spans >> zeros) + (zeros << (ROUND_BITS - 1))
