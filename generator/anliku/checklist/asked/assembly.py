"""Make a type's checklist from its pool: group by dimension, cut into sections of at most nine items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...library import Shared
from ...library.han import in_han
from ...library.in_force import ended_basis
from ...library.pool import checklist_title, pool_of
from .freezing import thawed
from .items import MAX_PER_SECTION, Checklist, ChecklistSection, Item
from .scheme import Settings


class UnknownOrganisationError(LookupError):
    """Raised for a type that the library does not know or that only groups others; the argument is its id."""


def assemble(shared: Shared, organisation: str, settings: Settings | None = None) -> Checklist:
    """Return the checklist of `organisation`."""
    if organisation not in shared.organisations.assessed:
        raise UnknownOrganisationError(organisation)
    grouped: dict[str, list[Item]] = {key: [] for key in shared.dimensions}
    for dimension, indicator in pool_of(shared, organisation):
        grouped.setdefault(dimension, []).append(Item(dimension, indicator, ended_basis(shared, indicator.basis)))
    names = {key: shared.dimensions.get(key, key) for key, members in grouped.items() if members}
    asked = {item.indicator.only_if for members in grouped.values() for item in members}
    made = Checklist(
        library=(settings or Settings()).library,
        organisation=organisation,
        name=shared.organisations[organisation].name,
        title=checklist_title(shared, organisation),
        dimensions=names,
        sections=tuple(s for key, name in names.items() for s in _sections(key, name, grouped[key])),
        former_ids=shared.organisations[organisation].former_ids,
        words=shared.vocabulary,
        scheme=(settings or Settings()).scheme,
        screening=tuple(question for question in shared.screening.values() if question.id in asked),
    )
    return replace(made, kept=thawed(shared.frozen, made))


def assemble_all(shared: Shared, settings: Settings | None = None) -> dict[str, Checklist]:
    """Return the checklist of every assessed type, in the order of the library."""
    return {key: assemble(shared, key, settings) for key in shared.organisations.assessed}


def _sections(dimension: str, name: str, items: Sequence[Item]) -> Iterator[ChecklistSection]:
    """Cut the items of a dimension into as few sections as nine a section allow, of nearly equal length."""
    count = -(-len(items) // MAX_PER_SECTION)
    for part in range(count):
        start, end = (len(items) * n // count for n in (part, part + 1))
        label = f"{name}（{in_han(part + 1)}）" if count > 1 else name
        key = f"{dimension}-{part + 1}" if count > 1 else dimension
        yield ChecklistSection(key, dimension, label, part + 1 if count > 1 else 0, tuple(items[start:end]))
