"""Reduce a library to what concerns a few organisation types, so that nothing left in it points to what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from .entries import Entry
from .library import CaseShelf, Library, Shared
from .models import Case, Record
from .organisations import OrganisationTree


def for_types(library: Library, types: tuple[str, ...]) -> Library:
    """Return the library as these types need it: they, the types above and below them, and what applies to any of them."""
    scope = _Scope.around(library.shared.organisations, types)
    entries = {key: entry for key, entry in library.entries.items() if scope.concerns(entry.organisations)}
    policies = scope.records(library.shared.policies)
    excerpts = frozenset(f"{policy.id}/{excerpt.id}" for policy in policies.values() for excerpt in policy.excerpts)
    scope = replace(scope, cases=frozenset(entries), excerpts=excerpts)
    shared = replace(_shared(library.shared, scope), policies=policies)
    trimmed = {key: scope.entry(entry) for key, entry in entries.items()}
    return _ReducedLibrary(shared, trimmed, library.problems, library.parsed, scope)


@dataclass(frozen=True)
class _Scope:
    """What stays. types: organisation types. cases, excerpts: what records may still name."""

    types: frozenset[str]
    cases: frozenset[str] = frozenset()
    excerpts: frozenset[str] = frozenset()

    @classmethod
    def around(cls, tree: OrganisationTree, types: tuple[str, ...]) -> _Scope:
        return cls(frozenset(other for key in types for other in (*tree.lineage(key), *tree.branch(key))))

    def concerns(self, organisations: tuple[str, ...]) -> bool:
        """Say whether something for these types stays; what names no type is for all of them."""
        return not organisations or not self.types.isdisjoint(organisations)

    def entry(self, entry: Entry) -> Entry:
        return entry._replace(
            organisations=_those(entry.organisations, self.types),
            related=_those(entry.related, self.cases),
            policies=_those(entry.policies, self.excerpts),
        )

    def records(self, records: Mapping[str, Any]) -> dict[str, Any]:
        """Return the records that stay, trimmed."""
        return {
            key: self.trim(record)
            for key, record in records.items()
            if self.concerns(getattr(record, "organisations", ()))
        }

    def trim(self, record: Record) -> Any:
        """Return the record without what it says of things that are gone, and the same for the records in it."""
        changes: dict[str, Any] = {}
        for name in type(record).model_fields:
            value = getattr(record, name)
            trimmed = self._trimmed(name, value)
            if trimmed != value:
                changes[name] = trimmed
        return record.model_copy(update=changes) if changes else record

    def _trimmed(self, name: str, value: Any) -> Any:
        if isinstance(value, tuple) and value and isinstance(value[0], Record):
            return tuple(self.trim(item) for item in value if self.concerns(getattr(item, "organisations", ())))
        if name == "organisations":
            return _those(value, self.types)
        if name in ("related", "learn_from", "cases"):
            return _those(value, self.cases)
        if name in ("policies", "basis", "excerpts"):
            return _those(value, self.excerpts)
        if name == "overrides":
            return {key: override for key, override in value.items() if key in self.types}
        return value


def _those(keys: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    return tuple(key for key in keys if key in known)


def _shared(shared: Shared, scope: _Scope) -> Shared:
    """Trim what points to types and cases. Frameworks and screening questions stay whole: others rest on them."""
    profiles = {key: profile for key, profile in shared.profiles.items() if profile.organisation in scope.types}
    return replace(
        shared,
        organisations=OrganisationTree(node for key, node in shared.organisations.items() if key in scope.types),
        indicators=scope.records(shared.indicators),
        profiles={key: scope.trim(profile) for key, profile in profiles.items()},
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
