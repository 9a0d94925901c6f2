"""What is kept between two builds, so that only changed documents are read and only their segments made again."""

from __future__ import annotations

import hashlib
import pickle
import shutil
import tempfile
import weakref
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from .model import Document

FORMAT = "anliku-search/5"


@dataclass(frozen=True, slots=True)
class Source:
    """A document that is read only when it is needed.

    `digest` changes whenever the document would: a hash of the file it comes from, and of what else it is made of.
    `load` can be pickled where there is no fork, so no function of a function.
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
    """What the tables of names and facets are made of."""

    kind: str
    title: str
    topics: tuple[str, ...]
    facets: Mapping[str, tuple[str, ...]]


def source_of(document: Document) -> Source:
    """A source for a document that is at hand."""
    sections = "\x02".join(f"{s.anchor}\x02{s.heading}\x02{s.text}" for s in document.sections)
    facets = sorted((name, tuple(values)) for name, values in document.facets.items())
    digest = hashed(document.url, document.title, document.summary, *document.topics, repr(facets), sections)
    return Source(document.kind, document.id, digest, partial(_at_hand, document))


def _at_hand(document: Document) -> Document:
    return document


def face_of(document: Document) -> Face:
    """The face of a document."""
    facets = {name: tuple(values) for name, values in document.facets.items()}
    return Face(document.kind, document.title, document.topics, facets)


def hashed(*parts: object) -> str:
    """A fingerprint of the texts of some values."""
    text = "\x01".join(map(str, parts))
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class Store:
    """Values in files, each with the key it was kept under; in a folder given, or one that goes with the store."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder or Path(tempfile.mkdtemp(prefix="anliku-search-"))
        if folder is None:
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True, exist_ok=True)

    def recall(self, name: str, key: str | None = None) -> Any:
        """What was kept under this name, if it was kept with the same key, or any where none is given; else None."""
        try:
            with (self._folder / f"{name}.pickle").open("rb") as file:
                version, known = pickle.load(file)  # noqa: S301 - of our own making
                return pickle.load(file) if version == FORMAT and key in (None, known) else None  # noqa: S301
        except Exception:  # a damaged cache can raise anything, and is simply made again
            return None

    def holds(self, name: str, key: str) -> bool:
        """Whether a value was kept under this name and with this key."""
        try:
            with (self._folder / f"{name}.pickle").open("rb") as file:
                return bool(pickle.load(file) == (FORMAT, key))  # noqa: S301
        except Exception:  # as above
            return False

    def forget(self, name: str) -> None:
        """Keep nothing under this name."""
        (self._folder / f"{name}.pickle").unlink(missing_ok=True)

    def keep(self, name: str, key: str, value: Any) -> None:
        """Keep a value for `recall`; the file is replaced whole or not at all."""
        fresh = self._folder / f"{name}.new"
        with fresh.open("wb") as file:
            pickle.dump((FORMAT, key), file, pickle.HIGHEST_PROTOCOL)
            pickle.dump(value, file, pickle.HIGHEST_PROTOCOL)
        fresh.replace(self._folder / f"{name}.pickle")
