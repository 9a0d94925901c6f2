"""Find documents similar to a given one. No other module uses Whoosh.

Whoosh 2.7.4 is old but whole; its index is built on first use, never by `build`, and updated by what has changed. It holds the
words that tell most about each document, cut by jieba. Queries are answered by `engine.py`, as on a page.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)  # Whoosh compares numbers with “is”
    import whoosh.codec.whoosh3  # noqa: F401 - else it is imported later, and warns
    from whoosh import index, query, scoring
    from whoosh.fields import ID, KEYWORD, STORED, Schema
    from whoosh.index import LockError

from ..cache import folder_instead, holds_folder, keep, keep_folder, lock_file, make_cache_folder, recall, remove
from ..lock import Busy, alone
from .model import Document
from .store import DocumentSource

FORMAT = "anliku-whoosh/6"
_KEYWORDS = 30
_INDEXED = "indexed.pickle"  # what is in the index: the digest of each document by its key


@dataclass(frozen=True, slots=True)
class SimilarDocument:
    """A document found. `score`: the larger the better; comparable only within one answer."""

    id: str
    kind: str
    url: str
    title: str
    summary: str
    score: float


class TerminalIndex:
    """A Whoosh index in the folder `cache`, brought up to date with the documents given."""

    def __init__(self, cache: Path, sources: Iterable[DocumentSource]) -> None:
        wanted = {source.key: source for source in sources}
        _dictionary.folder = cache
        folder = cache / "whoosh"
        try:
            with alone(lock_file(cache)):
                self._index = _current(folder, wanted)
        except (OSError, LockError, Busy):  # it cannot be written, or another program does so
            self._index = _current(folder_instead(folder), wanted)

    def similar(self, key: str, limit: int = 10) -> list[SimilarDocument]:
        """The documents of the same kind that share most of the telling words of the document `key` (kind:id)."""
        with self._index.searcher(weighting=_bm25f()) as searcher:
            document = searcher.document(key=key)
            if document is None:
                raise KeyError(key)
            words = query.Or([query.Term("words", word) for word in document["keywords"]])
            same = query.And([query.Term("kind", document["kind"]), query.Not(query.Term("key", key))])
            return [_found(hit) for hit in searcher.search(words, limit=limit, filter=same)]


def _schema() -> Schema:
    return Schema(
        key=ID(stored=True, unique=True), id=STORED, kind=ID(stored=True), url=STORED, summary=STORED, keywords=STORED,
        shown=STORED, words=KEYWORD(commas=True),
    )  # fmt: skip


def _current(folder: Path, sources: Mapping[str, DocumentSource]) -> Any:
    """The index in the folder, with what is new or changed and without what is gone; a damaged one is begun anew."""
    known: dict[str, str] = {}
    if holds_folder(folder, FORMAT):
        opened = index.open_dir(str(folder))
        known = recall(folder / _INDEXED, FORMAT) or {}
    else:
        remove(folder)
        make_cache_folder(folder)
        opened = index.create_in(str(folder), _schema())
    stale = [source for key, source in sources.items() if known.get(key) != source.digest]
    gone = [key for key in known if key not in sources]
    if stale or gone:
        _update(opened, gone, stale)
        keep(folder / _INDEXED, FORMAT, {key: source.digest for key, source in sources.items()})
        keep_folder(folder, FORMAT)
    return opened


def _update(opened: Any, gone: Iterable[str], stale: Iterable[DocumentSource]) -> None:
    writer = opened.writer(limitmb=128)
    for key in gone:
        writer.delete_by_term("key", key)
    for source in stale:
        writer.update_document(**_fields(source.load(), source.key))
    writer.commit()


def _fields(document: Document, key: str) -> dict[str, Any]:
    title, lead, body = document.fields()
    keywords = telling_words(f"{title}\n{lead}\n{body}")
    return {
        "key": key, "id": document.id, "kind": document.kind, "url": document.url, "shown": document.title,
        "summary": document.summary, "keywords": keywords, "words": ",".join(keywords),
    }  # fmt: skip


def telling_words(text: str, count: int = _KEYWORDS) -> list[str]:
    """The words that tell most about a text, by jieba's TF-IDF."""
    return [word.replace(",", "") for word in _jieba().extract_tags(text, topK=count)]


class _Dictionary:
    """jieba's dictionary, which takes a second to read: kept in our cache. jieba itself would keep it in a folder that every
    user of the machine can write to, and believe what it finds there."""

    folder: Path | None = None

    def load(self, tokenizer: Any, version: str) -> None:
        file = self.folder / "jieba.pickle" if self.folder else None
        kept = recall(file, version) if file else None
        if kept is None:
            kept = tokenizer.gen_pfdict(tokenizer.get_dict_file())
            if file:
                keep(file, version, kept)
        tokenizer.FREQ, tokenizer.total = kept
        tokenizer.initialized = True


_dictionary = _Dictionary()


@cache
def _jieba() -> Any:
    """jieba's keyword extractor, with its chatter turned off."""
    import jieba
    import jieba.analyse

    jieba.setLogLevel(logging.WARNING)
    _dictionary.load(jieba.dt, jieba.__version__)
    return jieba.analyse


def _bm25f() -> Any:
    return scoring.BM25F(B=0.4, K1=1.6)


def _found(hit: Any) -> SimilarDocument:
    return SimilarDocument(hit["id"], hit["kind"], hit["url"], hit["shown"], hit["summary"], float(hit.score))
