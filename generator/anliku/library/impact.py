"""What rests on a record: found through the references that the types of fields declare, so that no field is forgotten."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .library import Library, Shared
from .models import Record, references_of
from .yaml_file import read_bytes


class Target(NamedTuple):
    """Something that a reference leads to."""

    kind: str
    id: str


class Resting(NamedTuple):
    """A record that rests on a target. at: the keys of its file that lead to the reference."""

    kind: str
    id: str
    path: str
    at: tuple[str | int, ...]
    on: Target


# What checklists are made of: whatever rests on these rests on what they rest on. The way ends at cases and
# lessons: otherwise whatever is merely named beside something would follow.
_CARRIES = ("indicator", "screening")


def targets_of(library: Library, name: str) -> tuple[Target, ...]:
    """Return what a name means: `policy/excerpt`, or every record of that id; a policy means its excerpts too."""
    shared = library.shared
    if name in shared.excerpts:
        return (Target("excerpt", name),)
    found = [Target(kind, key) for kind, key, _ in shared.records() if key == name]
    found += [Target("dimension", name)] if name in shared.dimensions else []
    found += [Target("service", name)] if name in shared.services else []
    found += [Target("case", name)] if name in library.entries else []
    if name in shared.policies:
        found += [Target("excerpt", f"{name}/{excerpt.id}") for excerpt in shared.policies[name].excerpts]
    return tuple(found)


def resting_on(library: Library, targets: Iterable[Target]) -> tuple[Resting, ...]:
    """Return all that rests on these, first the shared records in the order of the library, then the cases."""
    known = set(targets)
    found: dict[tuple[str, str, tuple[str | int, ...], Target], Resting] = {}
    while True:
        before = len(known)
        for one in _named(library.shared, known):
            found.setdefault((one.kind, one.id, one.at, one.on), one)
            if one.kind in _CARRIES:
                known.add(Target(one.kind, one.id))
        if len(known) == before:
            break
    return (*found.values(), *_in_cases(library, known))


def leads_to(record: Record, known: set[Target]) -> Iterator[tuple[tuple[str | int, ...], Target]]:
    """Yield the place and target of each reference in a record that leads to one of these."""
    for at, ref, key in references_of(record):
        if (target := Target(ref.kind, key)) in known:
            yield at, target


def _named(shared: Shared, known: set[Target]) -> Iterator[Resting]:
    for kind, key, record in shared.records():
        origin = shared.origins[kind, key]
        for at, target in leads_to(record, set(known)):
            yield Resting(kind, key, origin.path, at, target)
    for key, dimension in shared.dimension_of.items():  # stands beside the indicators, once for all of them
        if (target := Target("dimension", dimension)) in known:
            yield Resting("indicator", key, shared.origins["indicator", key].path, ("dimension",), target)


def _in_cases(library: Library, known: set[Target]) -> Iterator[Resting]:
    """Read only the cases whose file holds one of the ids: of ten thousand, those few."""
    ids = {target.id.encode() for target in known}
    for key, entry in library.entries.items():
        raw, _ = read_bytes(library.root, entry.path)
        if raw and any(one in raw for one in ids):
            for at, target in leads_to(library.cases[key], known):
                yield Resting("case", key, entry.path, at, target)
