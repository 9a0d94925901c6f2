"""Everything a page may show, computed once: the input of all views."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from ...checklist import Checklist, Settings, assemble_all
from ...checklist.asked.links import Mention, mentions_of_cases, mentions_of_excerpts
from ...library import Entry, Library, Shared
from .facets import CaseGroup, Facet, expand, facets_of, group
from .pinyin_order import pinyin_of
from .related import Related, related_or_kept
from .spread import CaseSpread, spread_of


@dataclass(frozen=True)
class Site:
    """The published library with its derived facts. Plain data, so that it can be handed to worker processes.

    name: the site's name. key: hash of all input but the cases. shown_key: hash of everything that pages show of cases
    other than their own. cache: folder for what is kept between builds. lecturer: whether hints and notes are shown.
    settings: what mkdocs.yml says of the self-assessment. formats: of the files to print or fill in. missing: in
    Chinese, why one of them cannot be made here.
    """

    name: str
    key: str
    shown_key: str
    library: Library
    cache: Path | None = None
    lecturer: bool = False
    settings: Settings = field(default_factory=Settings)
    formats: tuple[str, ...] = ()
    missing: str = ""

    def __getstate__(self) -> dict[str, Any]:
        """Hand only the input to another process, which derives the rest itself when it needs it."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    @property
    def shared(self) -> Shared:
        """The records that cases point to."""
        return self.library.shared

    @property
    def entries(self) -> Mapping[str, Entry]:
        """Entries of the published cases by id."""
        return self.library.published

    @cached_property
    def ordered(self) -> tuple[Entry, ...]:
        """Entries in the order of the case list: the fullest first, of those that are alike the one reviewed last."""
        by_id = sorted(self.entries.values(), key=lambda e: e.id)
        return tuple(sorted(by_id, key=lambda e: (e.full, e.reviewed_on), reverse=True))

    @cached_property
    def neighbours(self) -> Mapping[str, tuple[Entry | None, Entry | None]]:
        """The previous and the next entry of each case in the list."""
        line = (None, *self.ordered, None)
        return {e.id: (line[i], line[i + 2]) for i, e in enumerate(self.ordered)}

    @cached_property
    def related(self) -> Mapping[str, Related]:
        """The related cases of each case."""
        return related_or_kept(self.entries, self.shared, self.key, self.cache)

    @cached_property
    def sounds(self) -> Mapping[str, str]:
        """The pinyin of the terms' names."""
        return pinyin_of((term.name for term in self.shared.terms.values()), self.cache)

    @cached_property
    def facets(self) -> tuple[Facet, ...]:
        """The facets of the case list."""
        return facets_of(self.shared)

    @cached_property
    def groups(self) -> Mapping[str, tuple[CaseGroup, ...]]:
        """The groups of every facet that divides anything, by the facet's key."""
        found = {facet.key: group(facet, self.ordered) for facet in self.facets}
        return {key: groups for key, groups in found.items() if groups}

    @cached_property
    def spread(self) -> CaseSpread:
        """How the cases are spread over provinces and years."""
        return spread_of(self.groups.get("province", ()), self.groups.get("year", ()), len(self.ordered))

    @cached_property
    def by_type(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries found under each organisation type, its own and those of types above and below it."""
        return {g.value: g.entries for g in self.groups.get("org", ())}

    @cached_property
    def by_dimension(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries of each dimension."""
        return {g.value: g.entries for g in self.groups.get("dim", ())}

    @cached_property
    def matrix(self) -> Mapping[tuple[str, str], int]:
        """Number of cases for each (assessed type, dimension)."""
        counts = {(t, d): 0 for t in self.shared.organisations.assessed for d in self.shared.dimensions}
        expanded: dict[tuple[str, ...], tuple[str, ...]] = {}
        for entry in self.ordered:
            types = expanded.get(entry.organisations)
            if types is None:
                types = expanded[entry.organisations] = expand(self.shared.organisations, entry.organisations)
            for kind in types:
                for dimension in entry.dimensions:
                    if (kind, dimension) in counts:
                        counts[kind, dimension] += 1
        return counts

    @cached_property
    def citing(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries that cite each policy excerpt, by its reference."""
        return self._backward("policies")

    @cached_property
    def using(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries that use each glossary term."""
        return self._backward("terms")

    @cached_property
    def drawing_on(self) -> Mapping[str, tuple[Entry, ...]]:
        """Entries that draw on each source."""
        return self._backward("sources")

    @cached_property
    def checklists(self) -> Mapping[str, Checklist]:
        """The checklist of every assessed type, if there are indicators at all."""
        return assemble_all(self.shared, self.settings) if self.shared.indicators else {}

    @cached_property
    def items_on(self) -> Mapping[str, tuple[Mention, ...]]:
        """Items that rest on each policy excerpt, by its reference."""
        return mentions_of_excerpts(self.checklists)

    @cached_property
    def items_helped(self) -> Mapping[str, tuple[Mention, ...]]:
        """Items that each case helps with, by its id."""
        return mentions_of_cases(self.checklists)

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Titles of the published cases by id."""
        return {entry.id: entry.title for entry in self.ordered}

    def _backward(self, attribute: str) -> dict[str, tuple[Entry, ...]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.ordered:
            for key in getattr(entry, attribute):
                found.setdefault(key, []).append(entry)
        return {key: tuple(entries) for key, entries in found.items()}
