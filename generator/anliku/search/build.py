"""The search index of a site: the files below `search/`.

    meta      what the engine needs before its first query: segments, frequent pairs, shard bounds, analyser table
    docs      sizes of all documents, for places → document and for scores
    p/*       postings, one line a segment
    t/*/*     texts of hits; pairs: the dictionary they are written with
    facets, topics, words (aliases), pinyin, fold: loaded when a page or a query needs them
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from .bits import Codes
from .facets import facet_tables
from .fold import fold_table
from .grams import gram_parts
from .model import Document, IndexReport, Tuning
from .normalise import DROPPED, runs, word_ranges
from .pinyin import pinyin_table
from .plan import Plan, make_plan, segment_of
from .scripts import strings_script, value_script
from .segments import Segment, cached_segment

VERSION = 1
Labels = Mapping[str, Mapping[str, str]]


def build_index(
    documents: Sequence[Document],
    aliases: Mapping[str, tuple[str, ...]],
    facet_labels: Labels,
    out: Path,
    *,
    cache: Path | None = None,
    tuning: Tuning | None = None,
) -> IndexReport:
    """Write `out/search/*.js` and remove what an earlier index left there.

    `aliases`: a name → what else it is called. `facet_labels`: facet → value → label, in the order wanted. `cache`: a
    directory that makes the next build cheap. The files depend on the arguments alone; those that would not change are
    not written again.
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
        documents=len(documents),
        text_bytes=sum(len(f.encode("utf-8", "replace")) for d in documents for f in d.fields()),
        index_bytes=total,
        files=len(kept),
        written=written,
        segments=len(index.segments),
        rebuilt=sum(segment.rebuilt for segment in index.segments),
        seconds=time.perf_counter() - begun,
    )


class Index:
    """An index in memory: the plan, the documents by segment, and the segments built."""

    def __init__(self, documents: Sequence[Document], cache: Path | None, tuning: Tuning) -> None:
        self.tuning = tuning
        chars = sum(len(field) for document in documents for field in document.fields())
        self.plan: Plan = make_plan(documents, chars, tuning)
        groups: list[list[Document]] = [[] for _ in range(self.plan.segments)]
        for document in sorted(documents, key=_key):
            groups[segment_of(_key(document), self.plan.segments)].append(document)
        self.groups = groups
        self.segments: list[Segment] = [
            cached_segment(group, self.plan, cache / f"segment-{number}.bin" if cache else None)
            for number, group in enumerate(groups)
        ]

    def files(self, aliases: Mapping[str, tuple[str, ...]], labels: Labels) -> Iterator[tuple[str, bytes]]:
        """Every file's name (without `search/` and `.js`) and content."""
        ordered = [document for group in self.groups for document in group]
        first, later = facet_tables(ordered, labels)
        yield "meta", value_script("meta", self._meta())
        yield "docs", strings_script("docs", [segment.sizes for segment in self.segments])
        yield "pairs", value_script("pairs", self.plan.pairs.dictionary())
        yield "facets", value_script("facets", first)
        yield "topics", value_script("topics", later)
        yield "words", value_script("words", _alias_groups(aliases))
        yield "pinyin", value_script("pinyin", pinyin_table(ordered, aliases, labels))
        yield "fold", value_script("fold", fold_table())
        yield from self._postings()
        yield from self._texts()

    def _meta(self) -> dict[str, object]:
        frequent = self.plan.frequent
        return {
            "version": VERSION,
            "segments": [[len(g), s.span] for g, s in zip(self.groups, self.segments, strict=True)],
            "average": round(self.plan.average, 3),
            "pairs": _grams_text(frequent.pairs),
            "triples": _grams_text(frequent.triples),
            "bounds": _grams_text(self.plan.bounds),
            "dropped": DROPPED,
            "words": list(word_ranges()),
            "perText": self.tuning.text_documents,
        }

    def _postings(self) -> Iterator[tuple[str, bytes]]:
        for number in range(len(self.plan.bounds)):
            name = f"p/{number:03x}"
            yield name, strings_script(name, [segment.lines[number] for segment in self.segments])

    def _texts(self) -> Iterator[tuple[str, bytes]]:
        size = self.tuning.text_documents
        for number, segment in enumerate(self.segments):
            for part in range(0, len(segment.texts), size):
                name = f"t/{number:02x}/{part // size:03x}"
                yield name, strings_script(name, segment.texts[part : part + size])


def _key(document: Document) -> str:
    return f"{document.kind}:{document.id}"


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
