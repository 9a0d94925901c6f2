"""Search without a browser: query → documents in order. The twin of `search-engine.js`; a test holds the two together."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from .asked import AskBook
from .everyday import everyday_groups
from .forgive import Terms, meant, other_forms, other_names, other_script, simplified, sounds_like, year_apart
from .layout import Mask
from .model import Document, Tuning
from .names import Aliases, Labels, alias_groups, book_of
from .near import Nearest, nearest_documents, ranked, rarity
from .pinyin import Sound, sounds_of, spoken_names
from .plan import Measures, measures, rough_size, sample_of, segment_keys
from .query import Query, parse_query
from .scan import Corpus, Scores, TermPlaces
from .store import Outline, outline_of
from .texts import record, searched_fields

_FEW = 10
_LONGEST_WORD = 4
# What is added to the sum of a document's scores, which are at most 16 for each term, weighted by rarity. A title that
# consists of the query alone outweighs everything. The whole query as one phrase outweighs scattered terms, a Latin word
# that stands whole a part of one; terms count as near one another within so many places.
_WHOLE_BONUS, _TITLE_BONUS, _WORD_BONUS = 30, 1000, 8
_NEAR_REACH = 40
_LETTERS = re.compile("[a-z]{2,}")
_MIXED = re.compile("(?=.*[\u4e00-\u9fff])(?=.*[a-z])[a-z\u4e00-\u9fff]+")
_WORD = re.compile("[0-9a-z]+")

Filters = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Match:
    """Documents that match in one way (exact, alias, variant, pinyin, near), best first; `scores` of all documents.

    `terms`: what was looked for. `reasons`: why a document is near, by its number. `nearest`: how near ones were found.
    """

    matched: str
    terms: Terms
    documents: list[int]
    scores: Scores
    reasons: Mapping[int, str] = field(default_factory=dict)
    nearest: Nearest | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """What the engine did of itself: `kind` alias, variant, pinyin, meant, dropped or cut; `text` what it looked for
    instead, what may be meant, what it left out, or the part of a long query that it looked for."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found, by its number in the engine, and how."""

    number: int
    document: Document
    match: Match

    @property
    def matched(self) -> str:
        """How it was found: exact, alias, variant, pinyin or near."""
        return self.match.matched

    @property
    def score(self) -> float:
        """The larger the better; comparable only among hits of one match."""
        return float(self.match.scores[self.number])

    @property
    def reason(self) -> str:
        """Why a near document is near, as readers are told; or nothing."""
        return self.match.reasons.get(self.number, "")


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """`total`: how many documents were found exactly, or at all where none was exact; `more`: how many others besides.

    `hits`: best first.
    """

    total: int
    more: int
    hits: list[Hit]
    notes: list[Note]
    query: Query


class Engine:
    """Searches documents, which stand in the order of an index of the same documents (`store.py`, `plan.py`)."""

    def __init__(  # noqa: PLR0913, PLR0917 - what is searched, and what is known of it
        self, documents: Sequence[Document], measures: Measures, aliases: Aliases, labels: Labels, tuning: Tuning,
        sounds: Callable[[Sequence[str]], Mapping[str, Sound]] | None = None,
    ) -> None:  # fmt: skip
        self.documents = documents
        self.corpus = Corpus([searched_fields(record(document)) for document in documents], measures)
        self._aliases, self._labels, self._tuning = aliases, labels, tuning
        self._groups = alias_groups(aliases)
        self._sounds_of = sounds or (lambda names: sounds_of(names, {}))

    @cached_property
    def _outlines(self) -> list[Outline]:
        return [outline_of(document) for document in self.documents]

    @cached_property
    def _sounds(self) -> dict[str, Sound]:
        sounds = self._sounds_of(spoken_names(self._outlines, self._aliases, self._labels))
        return {name: sound for name, sound in sounds.items() if sound}

    def search(self, text: str, filters: Filters | None = None, limit: int | None = None) -> SearchAnswer:
        """The answer to a query."""
        query = parse_query(text)
        passes = self._mask(filters or {})
        notes: list[Note] = []
        matches = _passing(self.matches(query, self._without(query), passes, notes), passes)
        if query.cut:
            notes.append(Note("cut", query.text))
        exact = bool(matches) and matches[0].matched == "exact"
        found = [Hit(number, self.documents[number], match) for match in matches for number in match.documents]
        total = len(matches[0].documents) if exact else len(found)
        return SearchAnswer(total, len(found) - total, found[:limit], notes, query)

    def matches(self, query: Query, mask: Mask | None, passes: Mask | None, notes: list[Note]) -> list[Match]:
        """All matches of a query: the exact ones first, then what may be meant."""
        if not query.terms:
            return self._everything(passes if mask is None else mask) if query.exclude or not query.text else []
        exact = self._exactly(query.terms, mask, "exact")
        found = [exact] if exact.documents else []
        if query.literal:
            return found
        for step in (self._by_aliases, self._variants, self._by_pinyin, self._forms, self._near):
            enough = sum(len(one.documents) for one in found) >= _FEW
            if enough and step not in (self._by_aliases, self._by_pinyin):
                break
            found += step(query, mask, found, notes)
        return found

    def _everything(self, mask: Mask | None) -> list[Match]:
        if mask is None:
            return []
        return [Match("exact", (), np.flatnonzero(mask).tolist(), np.zeros(self.corpus.total, np.float32))]

    def _exactly(self, terms: Terms, mask: Mask | None, matched: str) -> Match:
        """The documents that contain all terms, ranked: whole query before near before scattered."""
        corpus = self.corpus
        found = [corpus.find(term) for term in terms]
        scored = [corpus.scores(one) for one in found]
        total = np.zeros(corpus.total, np.float32)
        for number, scores in enumerate(scored):
            weight = rarity(int(np.count_nonzero(scores)), corpus.total) + 0.05
            keep = (scores > 0) & ((total > 0) | (number == 0))
            total = np.where(keep, total + weight * scores.astype(np.float64), 0).astype(np.float32)
        if mask is not None:
            total[~mask] = 0
        for document in corpus.called(terms, scored):
            if total[document]:
                total[document] += _TITLE_BONUS
        if len(terms) > 1:
            total = self._closeness(terms, found, total)
        for term in filter(_WORD.fullmatch, terms):
            whole = corpus.scores(corpus.whole_words(term))
            total[(total > 0) & (whole > 0)] += _WORD_BONUS
        return Match(matched, terms, ranked(total), total)

    def _closeness(self, terms: Terms, found: Sequence[TermPlaces], total: Scores) -> Scores:
        """Add to the scores of documents with the terms as one phrase, in a row, or near one another."""
        corpus = self.corpus
        joined = corpus.nothing() if any(" " in term for term in terms) else corpus.find("".join(terms))
        whole = corpus.scores(joined)
        more = total.astype(np.float64) + (_WHOLE_BONUS + whole.astype(np.float64))
        total = np.where((total > 0) & (whole > 0), more, total).astype(np.float32)
        for left, right in pairwise(found):
            for document, gap in corpus.distances(left, right).items():
                if total[document] and gap < _NEAR_REACH:
                    bonus = (_WHOLE_BONUS / 3) * (1 - gap / _NEAR_REACH)
                    total[document] = float(total[document]) + bonus
        return total

    def _fresh(self, match: Match, found: Iterable[Match]) -> list[Match]:
        """The match without the documents that were found already; nothing when none is left."""
        seen = {document for one in found for document in one.documents}
        rest = [document for document in match.documents if document not in seen]
        return [replace(match, documents=rest)] if rest else []

    def _tried(
        self, queries: Iterable[Terms], mask: Mask | None, matched: str, found: Sequence[Match]
    ) -> Iterator[Match]:
        """Match each query in turn, leaving out documents that were found before."""
        extra: list[Match] = []
        for terms in queries:
            fresh = self._fresh(self._exactly(terms, mask, matched), [*found, *extra])
            extra += fresh
            yield from fresh

    def _by_aliases(self, query: Query, mask: Mask | None, found: list[Match], notes: list[Note]) -> list[Match]:
        """Matches of other names of a term (terms.yml)."""
        others = {other.terms: other for other in other_names(query.terms, self._groups)}
        extra = list(self._tried(others, mask, "alias", found))
        notes += [Note("alias", others[match.terms].new) for match in extra]
        return extra

    def _variants(self, query: Query, mask: Mask | None, found: list[Match], notes: list[Note]) -> list[Match]:
        """Matches of the query in the other Chinese script."""
        if found:
            return []
        extra = list(self._tried(other_script(query.terms), mask, "variant", found))[:1]
        notes += [Note("variant", " ".join(match.terms)) for match in extra]
        return extra

    def _by_pinyin(self, query: Query, mask: Mask | None, found: list[Match], notes: list[Note]) -> list[Match]:
        """Matches of names that sound like the letters typed."""
        letters = "".join(query.terms)
        if not _LETTERS.fullmatch(letters) and (found or not _MIXED.fullmatch(letters)):
            return []
        names = ((name,) for name in sounds_like(letters, self._sounds))
        extra = list(self._tried(names, mask, "pinyin", found))
        notes += [Note("pinyin", match.terms[0]) for match in extra]
        return extra

    def _forms(self, query: Query, mask: Mask | None, found: list[Match], notes: list[Note]) -> list[Match]:  # noqa: ARG002
        """Matches of the query with its year apart (2014意见), or its numbers written otherwise: 200万元 and 200余万元, 3天 and 三日."""
        apart = [] if found else year_apart(query.terms)
        extra = self._tried([*apart, *other_forms(query.terms)], mask, "near", found)
        return [replace(m, reasons=dict.fromkeys(m.documents, f"按“{' '.join(m.terms)}”找")) for m in extra]

    def _near(self, query: Query, mask: Mask | None, found: list[Match], notes: list[Note]) -> list[Match]:
        """The nearest documents: a question's informative parts, or a slip of the keyboard."""
        if found and _LETTERS.fullmatch("".join(query.terms)):
            return []
        terms = simplified(query.terms)
        names = [] if found else meant(terms, self._groups)
        notes += [Note("meant", name) for name in names]
        groups, book = ((), AskBook()) if _is_passage(query, found) else (everyday_groups(), self._book)
        near = nearest_documents(self.corpus, terms, mask, groups, book, names)
        fresh = self._fresh(Match("near", terms, near.documents, near.scores, near.reasons, near), found)
        if fresh and not found:
            notes += [Note("dropped", term) for term in near.nowhere]
        return fresh

    @cached_property
    def _book(self) -> AskBook:
        return book_of(self._outlines, self._tuning)

    def _mask(self, filters: Filters) -> Mask | None:
        """Which documents pass the filters; None: all."""
        chosen = {name: values for name, values in filters.items() if values}
        if not chosen:
            return None
        return np.array([_passes(document, chosen) for document in self.documents], np.bool_)

    def _without(self, query: Query) -> Mask | None:
        """Which documents have none of the terms to leave out; None: all."""
        if not query.exclude:
            return None
        mask = np.ones(self.corpus.total, np.bool_)
        for term in query.exclude:
            mask &= self.corpus.scores(self.corpus.find(term)) == 0
        return mask


def _is_passage(query: Query, found: Sequence[Match]) -> bool:
    """Whether a query is a passage that stands in the library word for word: then no other words are meant."""
    return len(query.terms) == 1 and len(query.terms[0]) > _LONGEST_WORD and bool(found) and found[0].matched == "exact"


def _passing(matches: Iterable[Match], mask: Mask | None) -> list[Match]:
    """The matches with only the documents that pass a filter.

    Filters are applied last, so that adding one never brings in a document that was not found without it.
    """
    kept = (replace(m, documents=[d for d in m.documents if mask is None or mask[d]]) for m in matches)
    return [match for match in kept if match.documents]


def _passes(document: Document, filters: Filters) -> bool:
    """One of the values of every facet named."""
    for name, values in filters.items():
        mine = (document.kind,) if name == "kind" else document.facets.get(name, ())
        if not set(values).intersection(mine):
            return False
    return True


def engine_over(
    documents: Iterable[Document], aliases: Aliases, labels: Labels, *,
    tuning: Tuning | None = None, sounds: Callable[[Sequence[str]], Mapping[str, Sound]] | None = None,
) -> Engine:  # fmt: skip
    """Return an engine that answers as the index of a site with the same documents does.

    sounds: gives the sounds of names, where some are known already.
    """
    tuning = tuning or Tuning()
    keyed = {f"{document.kind}:{document.id}": document for document in documents}
    sample = [keyed[key] for key in sample_of(keyed, max(tuning.sample, tuning.pair_sample))]
    found = measures(sample, rough_size(len(keyed), tuning), tuning)
    order = [keyed[key] for group in segment_keys(keyed, found.segments) for key in group]
    return Engine(order, found, aliases, labels, tuning, sounds)
