"""Reduce a library to what concerns a few organisation types, so that nothing left in it points to what is gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .entries import Entry
from .library import CaseShelf, Library, Shared
from .models import Case, Record, Ref, without_references
from .organisations import OrganisationTree


def for_types(library: Library, types: tuple[str, ...]) -> Library:
    """Return the library as these types need it: they, the types above and below them, and what applies to any of them."""
    scope = _Scope.around(library.shared.organisations, types)
    entries = {key: entry for key, entry in library.entries.items() if scope.concerns(entry.organisations)}
    policies = scope.records(library.shared.policies)
    excerpts = [f"{policy.id}/{excerpt.id}" for policy in policies.values() for excerpt in policy.excerpts]
    scope = scope.knowing("case", entries).knowing("excerpt", excerpts)
    indicators = scope.records(library.shared.indicators)
    scope = scope.knowing("indicator", indicators)
    shared = replace(_shared(library.shared, scope), policies=policies, indicators=indicators)
    trimmed = {key: scope.entry(entry) for key, entry in entries.items()}
    return _ReducedLibrary(shared, trimmed, library.problems, library.parsed, library.config, library.pages, scope)


@dataclass(frozen=True)
class _Scope:
    """What stays. types: organisation types. known: by kind, what records may still name; of other kinds all stays."""

    types: frozenset[str]
    known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def around(cls, tree: OrganisationTree, wanted: tuple[str, ...]) -> _Scope:
        types = frozenset(other for key in wanted for other in (*tree.lineage(key), *tree.branch(key)))
        return cls(types, {"organisation": types})

    def knowing(self, kind: str, ids: Iterable[str]) -> _Scope:
        """Return the scope in which only these of a kind are left."""
        return replace(self, known={**self.known, kind: frozenset(ids)})

    def concerns(self, organisations: tuple[str, ...]) -> bool:
        """Say whether something for these types stays; what names no type is for all of them."""
        return not organisations or not self.types.isdisjoint(organisations)

    def entry(self, entry: Entry) -> Entry:
        return entry._replace(
            organisations=self._those("organisation", entry.organisations),
            related=self._those("case", entry.related),
            policies=self._those("excerpt", entry.policies),
        )

    def _those(self, kind: str, keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(key for key in keys if key in self.known[kind])

    def records(self, records: Mapping[str, Any]) -> dict[str, Any]:
        """Return the records that stay, trimmed."""
        return {
            key: self.trim(record)
            for key, record in records.items()
            if self.concerns(getattr(record, "organisations", ()))
        }

    def trim(self, record: Record) -> Any:
        """Return the record without its references to things that are gone; the records in it are trimmed, too."""
        return without_references(record, self._stays, lambda one: self.concerns(getattr(one, "organisations", ())))

    def _stays(self, ref: Ref, key: str) -> bool:
        return ref.kind not in self.known or key in self.known[ref.kind]


def _shared(shared: Shared, scope: _Scope) -> Shared:
    """Trim what points to types and cases. Frameworks and screening questions stay whole: others rest on them."""
    profiles = {key: profile for key, profile in shared.profiles.items() if profile.organisation in scope.types}
    return replace(
        shared,
        organisations=OrganisationTree(node for key, node in shared.organisations.items() if key in scope.types),
        profiles={key: scope.trim(profile) for key, profile in profiles.items()},
        frozen=tuple(kept for kept in shared.frozen if kept.organisation in scope.types),
        cards=scope.records(shared.cards),
        lessons={key: lesson for key, lesson in scope.records(shared.lessons).items() if lesson.cases},
    )


@dataclass(frozen=True)
class _ReducedLibrary(Library):
    """A library whose cases are trimmed when they are read."""

    scope: _Scope = _Scope(frozenset())

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        paths = {key: entry.path for key, entry in self.entries.items()}
        return _TrimmedShelf(CaseShelf(self.root, paths, self.parsed), self.scope)


class _TrimmedShelf(Mapping[str, Case]):
    """The cases of a shelf, trimmed."""

    def __init__(self, shelf: CaseShelf, scope: _Scope) -> None:
        self._shelf = shelf
        self._scope = scope

    def __getitem__(self, key: str) -> Case:
        case = self._scope.trim(self._shelf[key])
        assert isinstance(case, Case)
        return case

    def __iter__(self) -> Iterator[str]:
        return iter(self._shelf)

    def __len__(self) -> int:
        return len(self._shelf)
