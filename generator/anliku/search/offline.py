"""The engine of a library in memory, of which only what has changed is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .engine import Engine, engine_over
from .model import Document
from .names import Aliases, Labels
from .pinyin import Sound, sounds_of
from .store import DocumentSource, Store


def library_engine(cache: Path, sources: Iterable[DocumentSource], aliases: Aliases, labels: Labels) -> Engine:
    """Return the engine for the records and pages of a library; only those that have changed are read."""
    store = Store(cache / "terminal")
    documents = _documents({source.key: source for source in sources}, store)

    def sounds(names: Sequence[str]) -> Mapping[str, Sound]:
        known: dict[str, Sound] = store.recall("sounds") or {}
        found = sounds_of(names, known)
        if found != known:
            store.keep("sounds", "", found)
        return found

    return engine_over(documents, aliases, labels, sounds=sounds)


def _documents(sources: Mapping[str, DocumentSource], store: Store) -> list[Document]:
    """What the sources say; taken over from the store where they have not changed."""
    before: dict[str, tuple[str, Document]] = store.recall("documents") or {}
    found = {}
    for key, source in sources.items():
        known = before.get(key)
        fresh = known is None or known[0] != source.digest
        found[key] = (source.digest, source.load()) if known is None or fresh else known
    if found != before:
        store.keep("documents", "", found)
    return [document for _, document in found.values()]
