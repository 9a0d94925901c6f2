"""Facets: the ways in which cases are divided for browsing, each with its values, labels and counts."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...library import Entry, OrganisationTree, Shared
from ...library.models import CaseKind, Level


@dataclass(frozen=True, slots=True)
class Facet:
    """One way of dividing.

    key: name in addresses. label: Chinese name. values: which values a case has. names: labels by value, in order;
    empty when a value is its own label.
    """

    key: str
    label: str
    values: Callable[[Entry], Sequence[str]]
    names: Mapping[str, str]

    def name(self, value: str) -> str:
        """Return the label of a value."""
        return self.names.get(value, value)


def expand(organisations: OrganisationTree, own: Sequence[str]) -> tuple[str, ...]:
    """Return the types a case is found under: its own, those above them and those below them."""
    found: dict[str, None] = {}
    for key in own:
        found.update(dict.fromkeys(organisations.lineage(key)))
        found.update(dict.fromkeys(organisations.branch(key)))
    return tuple(found)


class _Expander:
    """`expand` with memory: ten thousand cases share few combinations of types."""

    def __init__(self, organisations: OrganisationTree) -> None:
        self._organisations = organisations
        self._known: dict[tuple[str, ...], tuple[str, ...]] = {}

    def __call__(self, entry: Entry) -> Sequence[str]:
        own = entry.organisations
        if own not in self._known:
            self._known[own] = expand(self._organisations, own)
        return self._known[own]


def facets_of(shared: Shared) -> tuple[Facet, ...]:
    """Return the facets of a library in the order in which readers see them."""
    types = {key: node.name for key, node in shared.organisations.items()}
    return (
        Facet("org", "组织类型", _Expander(shared.organisations), types),
        Facet("dim", shared.vocabulary.dimensions, lambda e: e.dimensions, shared.dimensions),
        Facet("service", "服务类别", lambda e: e.services, shared.services),
        Facet("topic", "主题", lambda e: e.topics, {}),
        Facet("province", "地区", lambda e: (e.province,) if e.province else (), {}),
        Facet(
            "level", "层级", lambda e: (e.level,) if e.level else (), {x.value: shared.vocabulary.of(x) for x in Level}
        ),
        Facet("year", "年份", lambda e: (e.year,) if e.year else (), {}),
        Facet("kind", "类别", lambda e: (e.kind,), {x.value: x.label for x in CaseKind}),
    )


_PLAIN = re.compile(r"[a-z0-9-]{1,60}")


def list_slug(value: str, facet: str) -> str:
    """Return the name of the list page of a facet's value: the value if it is like an id, else a hash that stays."""
    if not _PLAIN.fullmatch(value):
        value = hashlib.blake2b(value.encode(), digest_size=4).hexdigest()
    return f"{facet}-{value}"


@dataclass(frozen=True)
class CaseGroup:
    """The cases that have one value of a facet."""

    facet: Facet
    value: str
    entries: tuple[Entry, ...]

    @property
    def label(self) -> str:
        """Label of the value."""
        return self.facet.name(self.value)

    @cached_property
    def slug(self) -> str:
        """Name of the group's list page."""
        return list_slug(self.value, self.facet.key)

    @cached_property
    def key(self) -> str:
        """Hash of everything a list of the group shows."""
        return hashlib.blake2b("".join(e.shown_hash for e in self.entries).encode(), digest_size=16).hexdigest()


def group(facet: Facet, entries: Sequence[Entry]) -> tuple[CaseGroup, ...]:
    """Return the groups of a facet: in the order of its names, else by size and then by value."""
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for value in facet.values(entry):
            found[value].append(entry)
    if facet.names:
        order = [value for value in facet.names if value in found]
    elif facet.key == "year":
        order = sorted(found, reverse=True)
    else:
        order = sorted(found, key=lambda value: (-len(found[value]), value))
    if facet.key == "org":  # those about the very type before those about types above and below it
        found = {value: sorted(mine, key=lambda e: value not in e.organisations) for value, mine in found.items()}
    return tuple(CaseGroup(facet, value, tuple(found[value])) for value in order)
