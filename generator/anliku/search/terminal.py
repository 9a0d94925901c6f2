"""Search in the terminal: the one module that knows Whoosh.

Whoosh 2.7.4 is old but whole; its index is built on first use, never by `build`, and updated by what has changed. Words
are cut by jieba and, so that no phrase is missed, also indexed as pairs of characters. The query language is that of the
browser, and what is found is the same as the browser finds exactly; it has no other names, pinyin or nearest texts.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

with warnings.catch_warnings():
    warnings.simplefilter("ignore", SyntaxWarning)  # Whoosh compares numbers with “is”
    import whoosh.codec.whoosh3  # noqa: F401 - else it is imported later, and warns
    from whoosh import index, query, scoring
    from whoosh.analysis import Token, Tokenizer
    from whoosh.fields import ID, KEYWORD, STORED, TEXT, Schema
    from whoosh.index import LockError

from ..cache import folder_instead, holds_folder, keep, keep_folder, lock_file, make_folder, recall, remove
from ..lock import Busy, alone
from .model import Document
from .normalise import runs
from .query import parse_query
from .store import Source

FORMAT = "anliku-whoosh/5"
FACETS = ("org", "dim", "service", "topic", "province", "level", "year")
_WEIGHTS = {"title": 6.0, "lead": 3.0, "body": 1.0}
_KEYWORDS = 30
_INDEXED = "indexed.pickle"  # what is in the index: the digest of each document by its key
_END = "\n"
_CALLED = 1000.0


@dataclass(frozen=True, slots=True)
class Found:
    """A document found. `score`: the larger the better; comparable only within one answer."""

    id: str
    kind: str
    url: str
    title: str
    summary: str
    score: float


class _Pairs(Tokenizer):  # type: ignore[misc]  # Whoosh has no types
    """Every pair of neighbouring characters of a text, a blank between its runs and marks at its ends."""

    def __call__(self, value: str, **options: Any) -> Iterator[Token]:  # noqa: ARG002 - as Whoosh calls it
        token = Token(positions=True, removestops=False)
        for place, pair in enumerate(_pairs(_whole(" ".join(runs(value))))):
            token.text = token.original = pair
            token.pos = place
            token.boost, token.stopped = 1.0, False
            yield token


def _whole(text: str) -> str:
    """A text with the marks that stand at the ends of a field."""
    return f"{_END}{text}{_END}"


def _pairs(text: str) -> list[str]:
    return [text[start : start + 2] for start in range(len(text) - 1)]


class TerminalIndex:
    """A Whoosh index in the folder `cache`, brought up to date with the documents given."""

    def __init__(self, cache: Path, sources: Iterable[Source]) -> None:
        wanted = {source.key: source for source in sources}
        _dictionary.folder = cache
        folder = cache / "whoosh"
        try:
            with alone(lock_file(cache)):
                self._index = _current(folder, wanted)
        except (OSError, LockError, Busy):  # it cannot be written, or another program does so
            self._index = _current(folder_instead(folder), wanted)

    def search(self, text: str, filters: Mapping[str, Sequence[str]] | None = None, limit: int = 20) -> list[Found]:
        """The documents that contain every term of the query and none that it excludes, best first."""
        asked = parse_query(text)
        if not asked.terms:
            return []
        wanted = query.And([_contains(term) for term in asked.terms])
        if asked.exclude:
            wanted = query.AndNot(wanted, query.Or([_contains(term) for term in asked.exclude]))
        with self._index.searcher(weighting=_bm25f()) as searcher:
            ranked = query.AndMaybe(wanted, _called(asked.terms))
            hits = searcher.search(ranked, limit=limit, filter=_filter(filters or {}))
            return [_found(hit) for hit in hits]

    def similar(self, key: str, limit: int = 10) -> list[Found]:
        """The documents of the same kind that share most of the telling words of the document `key` (kind:id)."""
        with self._index.searcher(weighting=_bm25f()) as searcher:
            document = searcher.document(key=key)
            if document is None:
                raise KeyError(key)
            words = query.Or([query.Term("words", word) for word in document["keywords"]])
            same = query.And([query.Term("kind", document["kind"]), query.Not(query.Term("key", key))])
            return [_found(hit) for hit in searcher.search(words, limit=limit, filter=same)]


def _schema() -> Schema:
    pairs = _Pairs()
    facets = {f"facet_{name}": KEYWORD(commas=True) for name in FACETS}
    return Schema(
        key=ID(stored=True, unique=True), id=STORED, kind=ID(stored=True), url=STORED, summary=STORED, keywords=STORED,
        shown=STORED, title=TEXT(pairs), lead=TEXT(pairs), body=TEXT(pairs), words=KEYWORD(commas=True), **facets,
    )  # fmt: skip


def _current(folder: Path, sources: Mapping[str, Source]) -> Any:
    """The index in the folder, with what is new or changed and without what is gone; a damaged one is begun anew."""
    known: dict[str, str] = {}
    if holds_folder(folder, FORMAT):
        opened = index.open_dir(str(folder))
        known = recall(folder / _INDEXED, FORMAT) or {}
    else:
        remove(folder)
        make_folder(folder)
        opened = index.create_in(str(folder), _schema())
    stale = [source for key, source in sources.items() if known.get(key) != source.digest]
    gone = [key for key in known if key not in sources]
    if stale or gone:
        _update(opened, gone, stale)
        keep(folder / _INDEXED, FORMAT, {key: source.digest for key, source in sources.items()})
        keep_folder(folder, FORMAT)
    return opened


def _update(opened: Any, gone: Iterable[str], stale: Iterable[Source]) -> None:
    writer = opened.writer(limitmb=128)
    for key in gone:
        writer.delete_by_term("key", key)
    for source in stale:
        writer.update_document(**_fields(source.load(), source.key))
    writer.commit()


def _fields(document: Document, key: str) -> dict[str, Any]:
    title, lead, body = document.fields()
    keywords = telling_words(f"{title}\n{lead}\n{body}")
    facets = {f"facet_{name}": ",".join(document.facets.get(name, ())) for name in FACETS}
    return {
        "key": key, "id": document.id, "kind": document.kind, "url": document.url, "shown": document.title,
        "summary": document.summary, "title": title, "lead": lead, "body": body, "keywords": keywords,
        "words": ",".join(keywords), **facets,
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


def _contains(term: str) -> Any:
    """A document contains the term in one of its fields."""
    if len(term) == 1:
        return query.Or([query.Wildcard(field, f"*{term}*", boost=weight) for field, weight in _WEIGHTS.items()])
    return query.Or([query.Phrase(field, _pairs(term), boost=weight) for field, weight in _WEIGHTS.items()])


def _called(terms: Sequence[str]) -> Any:
    """The title consists of the terms: such a document comes before all others."""
    titles = {_whole(gap.join(terms)) for gap in ("", " ")}
    return query.Or([query.Phrase("title", _pairs(title), boost=_CALLED) for title in sorted(titles)])


def _filter(filters: Mapping[str, Sequence[str]]) -> Any:
    """One of the values of every facet named; None without filters."""
    wanted = []
    for name, values in filters.items():
        if values:
            field = "kind" if name == "kind" else f"facet_{name}"
            wanted.append(query.Or([query.Term(field, value) for value in values]))
    return query.And(wanted) if wanted else None


def _bm25f() -> Any:
    return scoring.BM25F(B=0.4, K1=1.6)


def _found(hit: Any) -> Found:
    return Found(hit["id"], hit["kind"], hit["url"], hit["shown"], hit["summary"], float(hit.score))
