"""What is kept between two builds, so that only changed documents are read and only their segments made again."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from ..cache import holds, keep, recall, remove
from .model import Document

FORMAT = "anliku-search/7"


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """A document that is read only when it is needed.

    `digest` changes whenever the document would: a hash of the file it comes from, and of what else it is made of.
    `load` must be picklable, for systems without fork: no lambda and no function inside another.
    """

    kind: str
    id: str
    digest: str
    load: Callable[[], Document]

    @property
    def key(self) -> str:
        """Identifies the document among all kinds."""
        return f"{self.kind}:{self.id}"


class Outline(NamedTuple):
    """What the index needs of a document beside its text: the tables of facets, of sounds and of asks are made of it."""

    kind: str
    title: str
    topics: tuple[str, ...]
    facets: dict[str, tuple[str, ...]]
    asks: tuple[str, ...]


def source_of(document: Document) -> DocumentSource:
    """A source for a document that has been read already."""
    sections = "\x02".join(f"{s.anchor}\x02{s.heading}\x02{s.text}" for s in document.sections)
    facets = sorted((name, tuple(values)) for name, values in document.facets.items())
    digest = hashed(
        document.url, document.title, document.summary, *document.topics, repr(facets), repr(document.asks), sections
    )
    return DocumentSource(document.kind, document.id, digest, partial(_at_hand, document))


def _at_hand(document: Document) -> Document:
    return document


def outline_of(document: Document) -> Outline:
    """The outline of a document."""
    facets = {name: tuple(values) for name, values in document.facets.items()}
    return Outline(document.kind, document.title, document.topics, facets, document.asks)


def hashed(*parts: object) -> str:
    """A fingerprint of the texts of some values."""
    text = "\x01".join(map(str, parts))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _named(key: str) -> str:
    return f"{FORMAT}\n{key}"


class Store:
    """Values kept in files, each under a name and a key: in the folder given, else in one that is removed with the store.

    A value that cannot be written is held in memory, and a file that cannot be removed is not looked at again.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder or Path(tempfile.mkdtemp(prefix="anliku-search-"))
        if folder is None:
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._here: dict[str, tuple[str, Any] | None] = {}

    def recall(self, name: str, key: str | None = None) -> Any:
        """The value kept under this name and key; without a key, the one kept under this name with any; else None."""
        if name in self._here:
            known = self._here[name]
            return known[1] if known and key in (None, known[0]) else None
        return recall(self._file(name), _named(key or ""), begins=key is None)

    def holds(self, name: str, key: str) -> bool:
        """Whether a value was kept under this name and with this key; it may yet be found damaged."""
        if name in self._here:
            known = self._here[name]
            return known is not None and known[0] == key
        return holds(self._file(name), _named(key))

    def forget(self, name: str) -> None:
        """Keep nothing under this name."""
        self._here[name] = None
        remove(self._file(name))

    def keep(self, name: str, key: str, value: Any) -> None:
        """Keep a value for `recall`; the file is replaced whole or not at all."""
        if keep(self._file(name), _named(key), value):
            self._here.pop(name, None)
        else:
            self._here[name] = (key, value)

    def _file(self, name: str) -> Path:
        return self._folder / f"{name}.pickle"
