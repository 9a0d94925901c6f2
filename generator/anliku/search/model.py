"""What is searched: documents with their sections, and what building an index tells."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..library.kinds import LABELS

KINDS = {name: LABELS[name] for name in ("case", "policy", "indicator", "card", "lesson", "term", "framework")} | {
    "indicator": "自评条目", "page": "指南与页面",
}  # fmt: skip
"""Kinds of documents and what readers call them, in the order in which they are offered."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document that a hit can link to.

    `text` is plain text; paragraphs are separated by newlines, lines inside a paragraph are already joined.
    """

    anchor: str
    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """One page, or one point of a page, that search can find.

    `url` is relative to the root of the site and may carry a fragment. `facets` maps a facet (`org`, `dim`,
    `service`, `topic`, `province`, `level`, `year`) to the ids of its values; their labels are given apart.
    `asks`: how readers ask for it. They do not belong to its text: they help to find it as a near hit, never as an exact one.
    """

    id: str
    kind: str
    url: str
    title: str
    summary: str = ""
    topics: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)
    asks: tuple[str, ...] = ()

    def fields(self) -> tuple[str, str, str]:
        """The searchable text: title, lead (summary, topics, headings) and body, parts separated by newlines."""
        lead = "\n".join((self.summary, *self.topics, *(section.heading for section in self.sections)))
        return searched_as(self.kind, self.title, lead, "\n".join(section.text for section in self.sections))


def searched_as(kind: str, title: str, lead: str, body: str) -> tuple[str, str, str]:
    """The fields in which a document of this kind is searched.

    The title of an indicator or an excerpt is a sentence like many others and counts as lead: else a handful of
    them would stand before every case.
    """
    return ("", f"{title}\n{lead}", body) if kind in ("indicator", "policy") else (title, lead, body)


@dataclass(frozen=True, slots=True)
class Tuning:
    """Sizes that trade bytes read by a query against the number of files; the defaults are measured (search concept).

    `shard_bytes`: wanted size of a posting shard. `frequent`: a pair of characters with more occurrences than this is
    split by its neighbours. `text_bytes`: wanted size of a text shard. `segment_documents`, `segment_chars`: upper bounds
    of a segment. `sample`: documents from which the layout of the postings is derived. `pairs`, `pair_sample`: entries of
    the pair dictionary, and the documents, those of `sample` among them, from which it is. `asks_whole`: bytes of what readers
    ask up to which it is one file; `asks_part`: wanted size of each of more files.
    """

    shard_bytes: int = 18_000
    frequent: int = 14_500
    text_bytes: int = 5_000
    segment_documents: int = 620
    segment_chars: int = 2_300_000
    sample: int = 64
    pairs: int = 6_400
    pair_sample: int = 256
    asks_whole: int = 160_000
    asks_part: int = 5_000


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What `build_index` did. Bytes: `text_bytes` is the UTF-8 size of the searchable text, `index_bytes` of all files."""

    documents: int
    text_bytes: int
    index_bytes: int
    files: int
    written: int
    segments: int
    rebuilt: int
    seconds: float
