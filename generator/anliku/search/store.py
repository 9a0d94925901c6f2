"""Documents on demand: what is known of each between two builds, so that only changed ones are read again."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from .model import Document

FORMAT = "anliku-search/4"


@dataclass(frozen=True, slots=True)
class Source:
    """A document that is read only when it is needed.

    `digest` changes whenever the document would: a hash of the file it comes from, and of what else it is made of.
    """

    kind: str
    id: str
    digest: str
    load: Callable[[], Document]

    @property
    def key(self) -> str:
        """Identifies the document among all kinds."""
        return f"{self.kind}:{self.id}"


class Face(NamedTuple):
    """What is needed of every document even when only one has changed. `chars` and `bytes` measure its text."""

    digest: str
    chars: int
    bytes: int
    kind: str
    title: str
    topics: tuple[str, ...]
    facets: Mapping[str, tuple[str, ...]]


def source_of(document: Document) -> Source:
    """A source for a document that is at hand."""
    sections = "\x02".join(f"{s.anchor}\x02{s.heading}\x02{s.text}" for s in document.sections)
    facets = sorted((name, tuple(values)) for name, values in document.facets.items())
    head = (document.url, document.title, document.summary, *document.topics, repr(facets), sections)
    digest = hashlib.blake2b("\x01".join(head).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    return Source(document.kind, document.id, digest, lambda: document)


def _face(document: Document, digest: str) -> Face:
    texts = document.fields()
    size = sum(len(text.encode("utf-8", "surrogatepass")) for text in texts)
    facets = {name: tuple(values) for name, values in document.facets.items()}
    return Face(digest, sum(map(len, texts)), size, document.kind, document.title, document.topics, facets)


@dataclass
class Store:
    """The documents of a library, kept in the folder `cache` (if any): a file of faces, and documents in buckets."""

    cache: Path | None
    _fresh: dict[str, Document] = field(default_factory=dict)

    def faces(self, sources: Iterable[Source]) -> dict[str, Face]:
        """The face of every source by its key; changed documents are loaded."""
        known: dict[str, Face] = self._read("faces") or {}
        found = {}
        for source in sources:
            before = known.get(source.key)
            found[source.key] = before if before and before.digest == source.digest else self._renewed(source)
        if found != known:
            self._write("faces", found)
        return found

    def _renewed(self, source: Source) -> Face:
        document = source.load()
        self._fresh[source.key] = document
        return _face(document, source.digest)

    def documents(self, bucket: str, sources: Sequence[Source]) -> list[Document]:
        """The documents of a bucket; those that have not changed come from its file."""
        known: dict[str, tuple[str, Document]] = self._read(bucket) or {}
        found: dict[str, tuple[str, Document]] = {}
        for source in sources:
            before = known.get(source.key)
            if before is None or before[0] != source.digest:
                before = (source.digest, self._fresh.get(source.key) or source.load())
            found[source.key] = before
        self._write(bucket, found)
        return [document for _, document in found.values()]

    def recall(self, name: str, key: str | None = None) -> Any:
        """What was kept under this name, if it was kept with the same key, or any where none is given; else None."""
        known = self._read(name)
        return known[1] if known and key in (None, known[0]) else None

    def keep(self, name: str, key: str, value: Any) -> None:
        """Keep a value for `recall`."""
        self._write(name, (key, value))

    def _read(self, name: str) -> Any:
        """The content of a cache file; None when there is none of this format, or it cannot be read."""
        if self.cache is None:
            return None
        try:
            version, value = pickle.loads((self.cache / f"{name}.pickle").read_bytes())  # noqa: S301 - of our own making
        except Exception:  # a damaged cache can raise anything, and is simply made again
            return None
        return value if version == FORMAT else None

    def _write(self, name: str, value: Any) -> None:
        """Keep a value; the file is replaced whole or not at all."""
        if self.cache is None:
            return
        self.cache.mkdir(parents=True, exist_ok=True)
        fresh = self.cache / f"{name}.new"
        fresh.write_bytes(pickle.dumps((FORMAT, value), pickle.HIGHEST_PROTOCOL))
        fresh.replace(self.cache / f"{name}.pickle")
