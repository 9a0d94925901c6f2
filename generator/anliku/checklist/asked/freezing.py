"""Keep a version of a checklist, so that results of its time are scored as they were when the present one has changed."""

from __future__ import annotations

from collections.abc import Iterable

from ...library.frozen import FORMAT, Frozen, FrozenItem
from .items import Checklist, ChecklistSection, Item


def frozen_of(checklist: Checklist, name: str) -> Frozen:
    """Return the checklist as it is kept under a name."""
    return Frozen(
        format=FORMAT,
        name=name,
        organisation=checklist.organisation,
        title=checklist.title,
        versions=tuple(sorted(checklist.versions)),
        dimensions=dict(checklist.dimensions),
        screening=checklist.screening,
        items=tuple(FrozenItem(dimension=item.dimension, indicator=item.indicator) for item in checklist.items),
        scheme=checklist.scheme,
    )


def thawed(kept: Iterable[Frozen], present: Checklist) -> tuple[Checklist, ...]:
    """Return the kept versions of the present checklist's type."""
    return tuple(_thawed(one, present) for one in kept_of(kept, present))


def kept_of(kept: Iterable[Frozen], present: Checklist) -> list[Frozen]:
    """Return the files of the kept versions of the present checklist's type, those from before it was renamed included."""
    ids = {present.organisation, *present.former_ids}
    return [one for one in kept if one.organisation in ids]


def _thawed(kept: Frozen, present: Checklist) -> Checklist:
    """Return a kept version, under what its type is called today."""
    items = [Item(one.dimension, one.indicator) for one in kept.items]
    sections = (
        ChecklistSection(key, key, name, 0, tuple(item for item in items if item.dimension == key))
        for key, name in kept.dimensions.items()
    )
    return Checklist(
        library=present.library,
        organisation=present.organisation,
        name=present.name,
        title=kept.title,
        dimensions=kept.dimensions,
        sections=tuple(sections),
        screening=kept.screening,
        former_ids=present.former_ids,
        words=present.words,
        scheme=kept.scheme or present.scheme,
        scheme_from="" if kept.scheme else present.version,
        kept_as=kept.name,
        recorded=frozenset(kept.versions),
    )
