"""The search index of a site: the files below `search/`.

meta      what the engine needs before its first query: segments, frequent pairs, shard bounds, analyser table
docs      sizes of all documents, for places → document and for scores
p/*       postings, one line a segment
t/*/*     texts of hits; pairs: the dictionary they are written with
a/*       how readers ask, where that is more than fits `asks`
facets, topics, words (aliases), pinyin, fold, asks, everyday: loaded when a page or a query needs them
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import cached_property, partial
from pathlib import Path
from typing import NamedTuple
from unicodedata import unidata_version

import numpy as np

from ..data_scripts.scripts import one_script, strings_script, value_script
from ..workers import spread
from .bits import Codes
from .everyday import everyday_groups
from .facets import facet_tables, packed_deltas
from .fold import fold_table
from .grams import gram_parts
from .model import Document, IndexReport, Tuning
from .names import Aliases, Labels, alias_groups, book_of
from .normalise import tables, word_ranges
from .pinyin import Sound, pinyin_table, sounds_of, spoken_names
from .plan import VERSION, Plan, make_plan, rough_size, sample_of, segment_keys
from .segments import KeptDocument, Maker, kept_of
from .store import DocumentSource, Outline, Store, hashed, source_of

_PARALLEL_FROM = 3
"""Segments to make before it pays to start processes."""


class File(NamedTuple):
    """A file of the index: its name (without `search/` and `.js`), a fingerprint of its content, and its content."""

    name: str
    key: str
    data: Callable[[], bytes]


def build_index(  # noqa: PLR0913 - what is indexed, and by keyword how
    documents: Iterable[Document | DocumentSource],
    aliases: Aliases,
    facet_labels: Labels,
    out: Path,
    *,
    cache: Path | None = None,
    tuning: Tuning | None = None,
) -> IndexReport:
    """Write `out/search/*.js` and remove what an earlier index left there.

    `documents`: in any order; a DocumentSource is read only when it has changed since the last build with this cache.
    `aliases`: a name → what else it is called. `facet_labels`: facet → value → label, in the order wanted. `cache`: a
    directory that makes the next build cheap. The files depend on the first three alone; those that would not change
    are not written again.
    """
    begun = time.perf_counter()
    index = Index(documents, cache, tuning or Tuning())
    folder = str(out / "search")  # plain texts: this runs for thousands of files
    before: dict[str, tuple[str, int]] = index.store.recall("written", folder) or {}
    now: dict[str, tuple[str, int]] = {}
    written = 0
    for file in index.files(aliases, facet_labels):
        path = f"{folder}/{file.name}.js"
        known = before.get(file.name)
        if known is None or known[0] != file.key or not _has_size(path, known[1]):
            known = (file.key, _write(Path(path), file.data()))
            written += 1
        now[file.name] = known
    if before.keys() != now.keys():
        _remove_others(Path(folder), {Path(folder, f"{name}.js") for name in now})
    index.store.keep("written", folder, now)
    return IndexReport(
        documents=sum(segment.documents for segment in index.segments),
        text_bytes=sum(segment.text_bytes for segment in index.segments),
        index_bytes=sum(size for _, size in now.values()),
        files=len(now),
        written=written,
        segments=len(index.segments),
        rebuilt=index.rebuilt,
        seconds=time.perf_counter() - begun,
    )


class Index:
    """The index of a library: its plan and its segments, whose content lies in the store.

    read: documents that have just been read, by the keys of their sources; they are not read again.
    """

    def __init__(
        self,
        documents: Iterable[Document | DocumentSource],
        cache: Path | None,
        tuning: Tuning,
        read: Mapping[str, KeptDocument] | None = None,
    ) -> None:
        self._read = read or {}
        self.store = Store(cache / "search" if cache else None)
        sources = {s.key: s for s in (d if isinstance(d, DocumentSource) else source_of(d) for d in documents)}
        self._tuning = tuning
        self._plan = self._planned(sources, tuning)
        groups = [[sources[key] for key in group] for group in segment_keys(sources, self._plan.segments)]
        self._groups = groups
        self._maker = Maker(self._plan, groups, self.store, self._read)
        found = [self._maker.recall(number) for number in range(len(groups))]
        stale = [number for number, segment in enumerate(found) if segment is None]
        self.rebuilt = len(stale)
        args = (self._plan, groups, self.store, self._read)
        with closing(spread(Maker, args, Maker.make, stale, _PARALLEL_FROM, chunk=1)) as segments:
            for number, made in zip(stale, segments, strict=True):
                found[number] = made
        self.segments = [segment for segment in found if segment]

    def _planned(self, sources: Mapping[str, DocumentSource], tuning: Tuning) -> Plan:
        """The plan, taken from the cache while the sample and the rough size are the same."""
        sample = [sources[key] for key in sample_of(sources, max(tuning.sample, tuning.pair_sample))]
        size = rough_size(len(sources), tuning)
        state = hashed(VERSION, tuning, size, *(f"{source.key} {source.digest}" for source in sample))
        plan: Plan | None = self.store.recall("plan", state)
        if plan is None:
            plan = make_plan(self._records(sample), size, tuning)
            self.store.keep("plan", state, plan)
        return plan

    def _records(self, sample: Sequence[DocumentSource]) -> list[str]:
        """The records of the sample. Those that have not changed come from the store: an edit changes one of 256."""
        state = str(VERSION)
        before: dict[str, tuple[str, str]] = self.store.recall("sample", state) or {}
        found: dict[str, tuple[str, str]] = {}
        for source in sample:
            read = self._read.get(source.key)
            known = read[:2] if read else before.get(source.key)
            found[source.key] = known if known and known[0] == source.digest else kept_of(source)[:2]
        self.store.keep("sample", state, found)
        return [text for _, text in found.values()]

    def files(self, aliases: Aliases, labels: Labels) -> Iterator[File]:
        """Every file of the index. The content of one whose key is still that of an earlier build need not be made."""
        facets = hashed(VERSION, labels, *(segment.facet_key for segment in self.segments))
        names = hashed(VERSION, labels, aliases, *(segment.name_key for segment in self.segments))
        yield _at_hand("meta", value_script("meta", self._meta()))
        yield _at_hand("docs", one_script(self._needed_by_all(aliases)))
        yield _at_hand("fold", value_script("fold", fold_table()))
        yield _at_hand("everyday", value_script("everyday", everyday_groups()))
        for name, later in (("facets", False), ("topics", True)):
            yield File(name, facets, partial(self._facets, name, labels, later=later))
        yield File("pinyin", names, partial(self._pinyin, aliases, labels))
        yield from self._asked(names)
        yield from self._postings()
        yield from self._texts()

    def _needed_by_all(self, aliases: Aliases) -> Iterator[bytes]:
        """What every query needs, in one file, for a browser takes two or three milliseconds to ask for another."""
        yield strings_script("docs", [segment.sizes for segment in self.segments])
        yield value_script("docs.pairs", self._plan.pairs.dictionary())
        yield value_script("docs.words", alias_groups(aliases))

    @cached_property
    def _outlines(self) -> list[Outline]:
        return [outline for segment in self.segments for outline in segment.outlines]

    def _facets(self, name: str, labels: Labels, *, later: bool) -> bytes:
        return value_script(name, facet_tables(self._outlines, labels, later=later))

    def _pinyin(self, aliases: Aliases, labels: Labels) -> bytes:
        """The table of how names sound. Sounds known from an earlier build are reused, because looking them up is slow."""
        known: dict[str, Sound] = self.store.recall("sounds") or {}
        sounds = sounds_of(spoken_names(self._outlines, aliases, labels), known)
        if sounds != known:
            self.store.keep("sounds", "", sounds)
        return value_script("pinyin", pinyin_table(sounds))

    def _asked(self, names: str) -> Iterator[File]:
        """How readers ask. Which files there are, and with which content, is known while `names` is the same."""
        state = hashed(names, self._tuning)
        known: dict[str, str] | None = self.store.recall("asks", state)
        if known is None:
            known = {name: hashlib.blake2b(data, digest_size=16).hexdigest() for name, data in self._asks.items()}
            self.store.keep("asks", state, known)
        for name, key in known.items():
            yield File(name, key, partial(self._ask_file, name))

    def _ask_file(self, name: str) -> bytes:
        return self._asks[name]

    @cached_property
    def _asks(self) -> dict[str, bytes]:
        """The files of what readers ask, by name."""
        book = book_of(self._outlines, self._tuning)
        parts = {f"a/{number:03x}": rows for number, rows in enumerate(book.divided())}
        return {name: value_script(name, value) for name, value in {"asks": book.table(), **parts}.items()}

    def _word_ranges(self) -> str:
        """The analyser's table, which depends on the version of Unicode alone."""
        ranges: str | None = self.store.recall("ranges", unidata_version)
        if ranges is None:
            ranges = packed_deltas(word_ranges())
            self.store.keep("ranges", unidata_version, ranges)
        return ranges

    def _meta(self) -> dict[str, object]:
        frequent = self._plan.frequent
        return {
            "version": VERSION,
            "segments": [[segment.documents, segment.span] for segment in self.segments],
            "average": self._plan.average,
            "pairs": _grams_text(frequent.pairs),
            "triples": _grams_text(frequent.triples),
            "bounds": _grams_text(self._plan.bounds),
            **tables(),
            "words": self._word_ranges(),
            "perText": self._plan.per_text,
        }

    def _postings(self) -> Iterator[File]:
        lines: list[list[bytes]] = []

        def data(name: str, number: int) -> bytes:
            if not lines:
                lines.extend(map(self._maker.lines, range(len(self.segments))))
            return strings_script(name, [mine[number] for mine in lines])

        for number in range(len(self._plan.bounds)):
            name = f"p/{number >> 8:x}/{number & 255:02x}"
            key = b"".join(segment.line_key(number) for segment in self.segments)
            yield File(name, hashlib.blake2b(key, digest_size=16).hexdigest(), partial(data, name, number))

    def _texts(self) -> Iterator[File]:
        size, coder = self._plan.per_text, self._plan.pairs.digest
        for number, group in enumerate(self._groups):
            texts: list[bytes] = []

            def data(name: str, at: int, number: int = number, texts: list[bytes] = texts) -> bytes:
                if not texts:
                    texts.extend(self._maker.texts(number))
                return strings_script(name, texts[at : at + size])

            for at in range(0, len(group), size):
                name = f"t/{number:02x}/{at // size:03x}"
                key = hashed(VERSION, coder, *(f"{s.key} {s.digest}" for s in group[at : at + size]))
                yield File(name, key, partial(data, name, at))


def _at_hand(name: str, data: bytes) -> File:
    """A file so small that every build makes it anew."""
    return File(name, hashlib.blake2b(data, digest_size=16).hexdigest(), lambda: data)


def _grams_text(grams: Codes) -> str:
    """Each gram as three characters, where a blank means “no character”: no gram holds a blank of its own."""
    codes = np.stack(gram_parts(grams), axis=1).reshape(-1).tolist()
    return "".join(chr(code or 0x20) for code in codes)


def _has_size(path: str, size: int) -> bool:
    try:
        return os.stat(path).st_size == size  # noqa: PTH116
    except OSError:
        return False


def _write(path: Path, data: bytes) -> int:
    try:
        return path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return path.write_bytes(data)


def _remove_others(folder: Path, kept: set[Path]) -> None:
    """Remove scripts of an earlier index, for example shards of a library that has shrunk."""
    for path in folder.rglob("*.js"):
        if path not in kept:
            path.unlink()
