"""The documents of a library in memory, searched by a plain scan: what the terminal searches.

The twin of `search-index.js`, `search-phrase.js` and `search-rank.js`: what is found, and its score, is what the browser
reads from the shards. Documents are numbered, and their places counted, as in the index of a site with the same documents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from .bits import Ints
from .grams import gram_codes
from .layout import SEPARATOR, Fields, lay_out
from .plan import Measures
from .score import FLOORS, LENGTH_SHARE, SATURATION, STEPS, WEIGHTS, quantise, quantise_coarse

Scores = npt.NDArray[np.float32]
_COARSE = np.array([2, 6, 9, 13])
_KEPT = 400


@dataclass(frozen=True, slots=True)
class TermPlaces:
    """What a term matches. `places` (n,): where it begins, ascending; None when the index lists it by document only:
    then `listed` (d,) holds the scores."""

    places: Ints | None
    listed: Scores | None = None


class Corpus:
    """The texts of d documents, one after the other.

    `bases` (d+1,), `titles` (d,), `leads` (d,): the places where a document, its title and its lead begin and end.
    """

    def __init__(self, fields: Sequence[Fields], measures: Measures) -> None:
        layout = lay_out(fields)
        self.total = len(fields)
        self.average = measures.average
        self.bases = layout.bases
        self.titles = layout.bases[:-1] + layout.ends[:, 0]
        self.leads = self.titles + layout.ends[:, 1]
        self._layout = layout
        self._text = layout.chars.tobytes().decode("utf-32-le", "surrogatepass")
        self._pairs = set(measures.frequent.pairs.tolist())
        self._triples = set(measures.frequent.triples.tolist())
        self._lengths = np.diff(layout.bases)
        self.find = lru_cache(_KEPT)(self._find)

    def nothing(self) -> TermPlaces:
        """What is found of a term that is nowhere."""
        return TermPlaces(np.zeros(0, np.int64))

    def _find(self, term: str) -> TermPlaces:
        """What matches a term: a run, or several that must follow one another, a blank between each two."""
        runs = term.split(" ")
        if len(runs) > 1:
            return self._phrase(runs)
        at = self._indexes(term)
        if len(term) == 1 or self._is_listed(term):
            return TermPlaces(None, self._listed(at, coarse=len(term) == 1))
        return TermPlaces(self._layout.places[at].astype(np.int64))

    def whole_words(self, term: str) -> TermPlaces:
        """Where words of Latin letters and digits that are this term begin."""
        edges = re.compile(f"(?<![0-9a-z])(?={re.escape(term)}(?![0-9a-z]))")
        at = np.array([found.start() for found in edges.finditer(self._text)], np.int64)
        return TermPlaces(self._layout.places[at].astype(np.int64))

    def _indexes(self, term: str) -> Ints:
        return np.fromiter(_occurrences(self._text, term), np.int64)

    def _code(self, text: str) -> int:
        codes = [*map(ord, text), 0][:3]
        return int(gram_codes(*codes))

    def _is_listed(self, term: str) -> bool:
        if len(term) > 3:
            return False
        return self._code(term) in (self._pairs if len(term) == 2 else self._triples)

    def _listed(self, at: Ints, *, coarse: bool) -> Scores:
        best, weight = self._weights(self._layout.cells[at])
        scores = quantise(best, weight, self._lengths / self.average)
        shown = _COARSE[quantise_coarse(scores)] if coarse else scores
        # The index holds the score cut to a whole number, of which the browser takes the middle: so does this.
        return np.where(weight > 0, shown + 0.5, 0).astype(np.float32)

    def _weights(self, cells: npt.NDArray[np.int32]) -> tuple[Ints, npt.NDArray[np.float64]]:
        """For each document the best field of some occurrences, and the sum of their weights."""
        documents, fields = cells >> 2, cells & 3
        best = np.zeros(self.total, np.int64)
        np.maximum.at(best, documents, fields)
        return best, np.bincount(documents, WEIGHTS[fields], self.total).astype(np.float64)

    def scores(self, found: TermPlaces) -> Scores:
        """The score of every document, 0 where nothing matches."""
        if found.listed is not None:
            return found.listed
        assert found.places is not None
        owners = self.owners(found.places)
        fields = self.fields(found.places, owners)
        best, weight = self._weights((owners * 4 + fields).astype(np.int32))
        norm = 1 - LENGTH_SHARE + (LENGTH_SHARE * self._lengths) / self.average
        adjusted = weight / norm
        level = FLOORS[best] + (adjusted / (adjusted + SATURATION)) * STEPS[best]
        return np.where(weight > 0, level, 0).astype(np.float32)

    def owners(self, places: Ints) -> Ints:
        """The document of each place."""
        return np.searchsorted(self.bases, places, side="right") - 1

    def fields(self, places: Ints, owners: Ints) -> Ints:
        """The field of each place: 2 title, 1 lead, 0 body."""
        return np.where(places < self.titles[owners], 2, np.where(places < self.leads[owners], 1, 0))

    def distances(self, left: TermPlaces, right: TermPlaces) -> dict[int, int]:
        """The smallest distance in each document between a place of one term and one of another."""
        nearest: dict[int, int] = {}
        if left.places is None or right.places is None or not len(right.places):
            return nearest
        owners = self.owners(left.places)
        after = np.searchsorted(right.places, left.places)
        for at in (after - 1, after):
            usable = (at >= 0) & (at < len(right.places))
            other = right.places[np.clip(at, 0, len(right.places) - 1)]
            usable &= (other >= self.bases[owners]) & (other < self.bases[owners + 1])
            gaps = np.abs(other - left.places)
            for document, gap in zip(owners[usable].tolist(), gaps[usable].tolist(), strict=True):
                nearest[document] = min(gap, nearest.get(document, gap))
        return nearest

    def called(self, terms: Sequence[str], scored: Sequence[Scores]) -> list[int]:
        """The documents whose title consists of the terms, and nothing else but separators."""
        # A title ends with a separator, and one may stand between each two terms; more places belong to other characters.
        more = self.titles - self.bases[:-1] - 1 - sum(map(len, terms))
        wanted = (more >= 0) & (more < len(terms))
        for scores in scored:
            wanted &= scores >= FLOORS[2]
        found: list[int] = np.flatnonzero(wanted).tolist()
        return found

    def _phrase(self, runs: Sequence[str]) -> TermPlaces:
        """Where runs follow one another in one field.

        The browser cannot tell from its index whether a separator or a character stands between two runs. So once a
        document has the phrase, all places count there that the browser would take for it.
        """
        right = self._having(runs)
        row = self._row(runs)
        if row is None:
            lowest = np.min([self.scores(self.find(run)) for run in runs], axis=0)
            kept = np.where(right, lowest, 0)
            return TermPlaces(None, np.where(kept > 0, np.floor(kept) + 0.5, 0).astype(np.float32))
        owners = self.owners(row)
        ends = np.stack((self.titles[owners], self.leads[owners], self.bases[owners + 1]))
        end = np.where(row < ends[0], ends[0], np.where(row < ends[1], ends[1], ends[2]))
        return TermPlaces(row[right[owners] & (row + sum(map(len, runs)) + len(runs) - 1 <= end)])

    def _row(self, runs: Sequence[str]) -> Ints | None:
        found: Ints | None = None
        offset = 0
        for number, run in enumerate(runs):
            if len(run) > 1:
                closed = number < len(runs) - 1 and self._code(run[-2:]) in self._pairs
                at = self._indexes(run)
                if closed:
                    at = at[self._layout.chars[at + len(run)] == SEPARATOR]
                mine = self._layout.places[at].astype(np.int64) - offset
                found = mine if found is None else np.intersect1d(found, mine)
            offset += len(run) + 1
        return found

    def _having(self, runs: Sequence[str]) -> npt.NDArray[np.bool_]:
        """Whether each document has the runs in a row in one field, separators between them."""
        gap = f"{chr(SEPARATOR)}+"
        pattern = re.compile(f"(?={gap.join(map(re.escape, runs))})")
        starts = np.array([found.start() for found in pattern.finditer(self._text)], np.int64)
        right = np.zeros(self.total, np.bool_)
        cells = self._layout.cells
        for start in starts.tolist():
            right[cells[start] >> 2] |= self._in_one_field(start, runs)
        return right

    def _in_one_field(self, start: int, runs: Sequence[str]) -> bool:
        left = sum(map(len, runs))
        at = start
        while left:
            left -= self._text[at] != chr(SEPARATOR)
            at += 1
        return bool(self._layout.cells[start] == self._layout.cells[at - 1])

    def occurrences(self, term: str, document: int) -> tuple[int, int, int]:
        """How often a run occurs in the body, the lead and the title of a document."""
        cells = self._layout.cells[self._indexes(term.split(" ", maxsplit=1)[0])]
        fields = cells[cells >> 2 == document] & 3
        counted = np.bincount(fields, minlength=3).tolist()
        return counted[0], counted[1], counted[2]


def _occurrences(text: str, term: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + 1)
