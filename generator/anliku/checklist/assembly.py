"""Make a type's checklist from the pool: inherit, include, exclude, alter, add; then cut into sections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ..library import Shared
from ..library.models import Addition, Indicator, Override, Profile
from .items import MAX_PER_SECTION, Checklist, Item, Section
from .scheme import Settings

_NUMERALS = "一二三四五六七八九十"


class UnknownOrganisationError(LookupError):
    """Raised for a type that the library does not know or that only groups others; the argument is its id."""


def assemble(shared: Shared, organisation: str, settings: Settings | None = None) -> Checklist:
    """Return the checklist of `organisation`.

    Types inherit: an indicator or a profile of an ancestor holds for its descendants, and the nearer one wins.
    """
    if organisation not in shared.organisations.assessed:
        raise UnknownOrganisationError(organisation)
    lineage = shared.organisations.lineage(organisation)[::-1]
    items = {i.id: _overridden(i, lineage, shared) for i in shared.indicators.values() if applies(i, lineage)}
    title = ""
    for profile in profiles_of(shared, lineage):
        items = _profiled(items, profile, shared)
        title = profile.title or title
    name = shared.organisations[organisation].name
    asked = [item for item in items.values() if _is_asked(item.indicator.only_if, lineage, shared)]
    return _checklist(shared, organisation, title or f"{name}自评表", asked, settings or Settings())


def assemble_all(shared: Shared, settings: Settings | None = None) -> dict[str, Checklist]:
    """Return the checklist of every assessed type, in the order of the library."""
    return {key: assemble(shared, key, settings) for key in shared.organisations.assessed}


def applies(indicator: Indicator, lineage: Sequence[str]) -> bool:
    """Say whether an indicator of the pool applies to a type with this lineage."""
    wanted = not indicator.organisations or any(key in indicator.organisations for key in lineage)
    return wanted and not any(key in indicator.exclude for key in lineage)


def profiles_of(shared: Shared, lineage: Sequence[str]) -> Iterator[Profile]:
    """Yield the profiles that shape a type's checklist, from the root of its lineage down."""
    for key in lineage:
        yield from (profile for profile in shared.profiles.values() if profile.organisation == key)


def _is_asked(question: str | None, lineage: Sequence[str], shared: Shared) -> bool:
    """Say whether this type is put the question that an item depends on; without it the item could never stand."""
    if question is None or question not in shared.screening:
        return True
    wanted = shared.screening[question].organisations
    return not wanted or any(key in wanted for key in lineage)


def _overridden(indicator: Indicator, lineage: Sequence[str], shared: Shared) -> Item:
    for key in lineage:
        if key in indicator.overrides:
            indicator = altered(indicator, indicator.overrides[key])
    return Item(shared.dimension_of[indicator.id], indicator)


def altered(indicator: Indicator, change: Override) -> Indicator:
    """Return the indicator with the fields that `change` sets."""
    fields = {name: getattr(change, name) for name in change.model_fields_set if name != "id"}
    return indicator.model_copy(update={name: value for name, value in fields.items() if value is not None})


def _profiled(items: dict[str, Item], profile: Profile, shared: Shared) -> dict[str, Item]:
    """Apply one profile: what it names by id comes from the whole pool, whole dimensions from what applies."""
    kept = dict(items)
    if profile.include:
        named, whole = profile.include.indicators, profile.include.dimensions
        kept = {
            key: items.get(key) or Item(shared.dimension_of[key], indicator)
            for key, indicator in shared.indicators.items()
            if key in named or (key in items and shared.dimension_of[key] in whole)
        }
    for key in profile.exclude:
        kept.pop(key, None)
    for change in profile.alter:
        if change.id in kept:
            item = kept[change.id]
            kept[change.id] = Item(item.dimension, altered(item.indicator, change))
    for addition in profile.add:
        kept[addition.id] = Item(addition.dimension, _plain(addition))
    return kept


def _plain(addition: Addition) -> Indicator:
    return Indicator.model_construct(**{name: getattr(addition, name) for name in Indicator.model_fields})


def _checklist(shared: Shared, organisation: str, title: str, items: Iterable[Item], settings: Settings) -> Checklist:
    grouped: dict[str, list[Item]] = {key: [] for key in shared.dimensions}
    for item in items:
        grouped.setdefault(item.dimension, []).append(item)
    names = {key: shared.dimensions.get(key, key) for key, members in grouped.items() if members}
    asked = {item.indicator.only_if for members in grouped.values() for item in members}
    return Checklist(
        library=settings.library,
        organisation=organisation,
        name=shared.organisations[organisation].name,
        title=title,
        dimensions=names,
        sections=tuple(s for key, name in names.items() for s in _sections(key, name, grouped[key])),
        screening=tuple(question for question in shared.screening.values() if question.id in asked),
    )


def _sections(dimension: str, name: str, items: Sequence[Item]) -> Iterator[Section]:
    """Cut the items of a dimension into as few sections as nine a section allow, of nearly equal length."""
    count = -(-len(items) // MAX_PER_SECTION)
    for part in range(count):
        start, end = (len(items) * n // count for n in (part, part + 1))
        label = f"{name}（{_NUMERALS[part] if part < 10 else part + 1}）" if count > 1 else name
        key = f"{dimension}-{part + 1}" if count > 1 else dimension
        yield Section(key, dimension, label, part + 1 if count > 1 else 0, tuple(items[start:end]))
