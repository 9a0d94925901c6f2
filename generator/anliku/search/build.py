"""The search index of a site: the files below `search/`.

meta      what the engine needs before its first query: segments, frequent pairs, shard bounds, analyser table
docs      sizes of all documents, for places → document and for scores
p/*       postings, one line a segment
t/*/*     texts of hits; pairs: the dictionary they are written with
facets, topics, words (aliases), pinyin, fold: loaded when a page or a query needs them
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from unicodedata import unidata_version

import numpy as np

from ..shards.scripts import strings_script, value_script
from .bits import Codes
from .facets import facet_tables, packed_deltas
from .fold import fold_table
from .grams import gram_parts
from .model import Document, IndexReport, Tuning
from .normalise import DROPPED, runs, word_ranges
from .parallel import each
from .pinyin import pinyin_table, spoken_names
from .plan import Plan, documents_per_text, make_plan, sample_of, scale_of, segment_count, segment_of
from .segments import Segment, build_segment
from .store import Face, Source, Store, source_of

VERSION = 3
"""Of the index and of what is cached for it: to be raised whenever either would change for the same library."""
Labels = Mapping[str, Mapping[str, str]]


def build_index(  # noqa: PLR0913 - what is indexed, and by keyword how
    documents: Iterable[Document | Source],
    aliases: Mapping[str, tuple[str, ...]],
    facet_labels: Labels,
    out: Path,
    *,
    cache: Path | None = None,
    tuning: Tuning | None = None,
) -> IndexReport:
    """Write `out/search/*.js` and remove what an earlier index left there.

    `documents`: in any order; a Source is read only when it has changed since the last build with this cache.
    `aliases`: a name → what else it is called. `facet_labels`: facet → value → label, in the order wanted. `cache`: a
    directory that makes the next build cheap. The files depend on the first three alone; those that would not change
    are not written again.
    """
    begun = time.perf_counter()
    index = Index(documents, cache, tuning or Tuning())
    total = written = 0
    kept: set[Path] = set()
    for name, data in index.files(aliases, facet_labels):
        path = out / "search" / f"{name}.js"
        kept.add(path)
        total += len(data)
        written += _write(path, data)
    _remove_others(out / "search", kept)
    return IndexReport(
        documents=len(index.faces),
        text_bytes=sum(face.bytes for face in index.faces),
        index_bytes=total,
        files=len(kept),
        written=written,
        segments=len(index.segments),
        rebuilt=index.rebuilt,
        seconds=time.perf_counter() - begun,
    )


class Index:
    """An index in memory: the plan, the faces of all documents by segment, and the segments."""

    def __init__(self, documents: Iterable[Document | Source], cache: Path | None, tuning: Tuning) -> None:
        self.tuning = tuning
        self._store = Store(cache / "search" if cache else None)
        sources = {s.key: s for s in (d if isinstance(d, Source) else source_of(d) for d in documents)}
        faces = self._store.faces(sources.values())
        chars = sum(face.chars for face in faces.values())
        count = segment_count(len(faces), chars, tuning)
        self.plan: Plan = self._plan(sources, faces, chars, count)
        groups: list[list[Source]] = [[] for _ in range(count)]
        for key in sorted(sources):
            groups[segment_of(key, count)].append(sources[key])
        self._per_text = documents_per_text(len(faces), chars, tuning)
        self.faces = [faces[source.key] for group in groups for source in group]
        self.sizes = [len(group) for group in groups]
        self._groups = groups
        self.segments = self._all_segments()

    def _plan(self, sources: Mapping[str, Source], faces: Mapping[str, Face], chars: int, count: int) -> Plan:
        """The plan, taken from the cache while the sample and the rough size are the same."""
        keys = sample_of(sources, self.tuning.sample)
        scale = scale_of(chars, sum(faces[key].chars for key in keys))
        state = repr((VERSION, self.tuning, scale, count, [(key, faces[key].digest) for key in keys]))

        plan: Plan | None = self._store.recall("plan", state)
        if plan is None:
            sample = self._store.documents("sample", [sources[key] for key in keys])
            plan = make_plan(sample, scale, count, self.tuning)
            self._store.keep("plan", state, plan)
        return plan

    def _all_segments(self) -> list[Segment]:
        """The segments; those whose documents and plan are the same as in the cache come from there."""
        found = [self._store.recall(_segment_file(n), self._state(n)) for n in range(len(self._groups))]
        stale = [number for number, segment in enumerate(found) if segment is None]
        self.rebuilt = len(stale)
        for number, segment in zip(stale, each(self._build, stale), strict=True):
            found[number] = segment
        return found

    def _state(self, number: int) -> str:
        """Everything that a segment depends on."""
        return repr((VERSION, self.plan.digest(), [(source.key, source.digest) for source in self._groups[number]]))

    def _build(self, number: int) -> Segment:
        group = self._groups[number]
        before: Segment | None = self._store.recall(_segment_file(number))
        known = dict(zip(before.marks, before.texts, strict=True)) if before else {}
        marks = [f"{VERSION} {source.key} {source.digest}" for source in group]
        segment = build_segment(self._store.documents(f"documents-{number:02x}", group), marks, self.plan, known)
        self._store.keep(_segment_file(number), self._state(number), segment)
        return segment

    def files(self, aliases: Mapping[str, tuple[str, ...]], labels: Labels) -> Iterator[tuple[str, bytes]]:
        """Every file's name (without `search/` and `.js`) and content."""
        first, later = facet_tables(self.faces, labels)
        yield "meta", value_script("meta", self._meta())
        yield "docs", strings_script("docs", [segment.sizes for segment in self.segments])
        yield "pairs", value_script("pairs", self.plan.pairs.dictionary())
        yield "facets", value_script("facets", first)
        yield "topics", value_script("topics", later)
        yield "words", value_script("words", _alias_groups(aliases))
        yield "pinyin", value_script("pinyin", self._pinyin(aliases, labels))
        yield "fold", value_script("fold", fold_table())
        yield from self._postings()
        yield from self._texts()

    def _pinyin(self, aliases: Mapping[str, tuple[str, ...]], labels: Labels) -> dict[str, object]:
        """The table of sounds, which seldom changes and takes longer than the rest of an edit."""
        names = [(face.title, face.topics) for face in self.faces]
        state = repr((VERSION, names, sorted(aliases.items()), sorted(labels.items())))
        key = hashlib.blake2b(state.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
        table: dict[str, object] | None = self._store.recall("pinyin", key)
        if table is None:
            table = pinyin_table(spoken_names(self.faces, aliases, labels))
            self._store.keep("pinyin", key, table)
        return table

    def _word_ranges(self) -> str:
        """The analyser's table, which depends on the version of Unicode alone."""
        ranges: str | None = self._store.recall("ranges", unidata_version)
        if ranges is None:
            ranges = packed_deltas(word_ranges())
            self._store.keep("ranges", unidata_version, ranges)
        return ranges

    def _meta(self) -> dict[str, object]:
        frequent = self.plan.frequent
        return {
            "version": VERSION,
            "segments": [[size, segment.span] for size, segment in zip(self.sizes, self.segments, strict=True)],
            "average": round(self.plan.average, 3),
            "pairs": _grams_text(frequent.pairs),
            "triples": _grams_text(frequent.triples),
            "bounds": _grams_text(self.plan.bounds),
            "dropped": DROPPED,
            "words": self._word_ranges(),
            "perText": self._per_text,
        }

    def _postings(self) -> Iterator[tuple[str, bytes]]:
        for number in range(len(self.plan.bounds)):
            name = f"p/{number >> 8:x}/{number & 255:02x}"
            yield name, strings_script(name, [segment.lines[number] for segment in self.segments])

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        size = self._per_text
        for number, segment in enumerate(self.segments):
            for part in range(0, len(segment.texts), size):
                name = f"t/{number:02x}/{part // size:03x}"
                yield name, strings_script(name, segment.texts[part : part + size])


def _segment_file(number: int) -> str:
    return f"segment-{number:02x}"


def _grams_text(grams: Codes) -> str:
    """Three characters a gram; a blank means “none”, for it stands in no gram."""
    codes = np.stack(gram_parts(grams), axis=1).reshape(-1).tolist()
    return "".join(chr(code or 0x20) for code in codes)


def _alias_groups(aliases: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Each name with its other names, as terms; names that normalise to the same term are one."""
    groups = []
    for name, others in sorted(aliases.items()):
        terms = list(dict.fromkeys("".join(runs(term)) for term in (name, *others)))
        if len(terms := [t for t in terms if t]) > 1:
            groups.append([*terms])
    return groups


def _write(path: Path, data: bytes) -> bool:
    """Write unless the file has this content already."""
    try:
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return False
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return True


def _remove_others(folder: Path, kept: set[Path]) -> None:
    """Remove scripts of an earlier index, for example shards of a library that has shrunk."""
    for path in folder.rglob("*.js"):
        if path not in kept:
            path.unlink()
