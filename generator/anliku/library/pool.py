"""What a type's self-assessment is made of: the pool of indicators, inheritance and profiles, resolved.

Types inherit: an indicator or a profile of an ancestor holds for its descendants, and the nearer one wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .library import Shared
from .models import Addition, Assessor, Indicator, Override, Profile


class Pooled(NamedTuple):
    """An indicator as one type sees it, with its dimension."""

    dimension: str
    indicator: Indicator


def pool_of(shared: Shared, organisation: str) -> tuple[Pooled, ...]:
    """Return the indicators of a type, in the order of the pool, what profiles add last."""
    lineage = shared.organisations.lineage(organisation)[::-1]
    items = {i.id: _overridden(i, lineage, shared) for i in shared.indicators.values() if applies(i, lineage)}
    for profile in profiles_of(shared, organisation):
        items = _profiled(items, profile, shared)
    return tuple(item for item in items.values() if _is_asked(item.indicator.only_if, lineage, shared))


def papers_of(shared: Shared, organisation: str) -> tuple[str, ...]:
    """Return what lies beside a type's form under its id: the short form, and where those served are asked, what that needs."""
    pool = [pooled.indicator for pooled in pool_of(shared, organisation)]
    asked = any(Assessor.MASSES in indicator.assessor and indicator.ballot for indicator in pool)
    return (*(("short.docx",) if pool else ()), *(("ballot.docx", "tally.xlsx") if asked else ()))


def applies(indicator: Indicator, lineage: Sequence[str]) -> bool:
    """Say whether an indicator of the pool applies to a type with this lineage."""
    wanted = not indicator.organisations or any(key in indicator.organisations for key in lineage)
    return wanted and not any(key in indicator.exclude for key in lineage)


def profiles_of(shared: Shared, organisation: str) -> Iterator[Profile]:
    """Yield the profiles that shape a type's checklist, from the root of its lineage down."""
    for key in reversed(shared.organisations.lineage(organisation)):
        yield from (profile for profile in shared.profiles.values() if profile.organisation == key)


def checklist_title(shared: Shared, organisation: str) -> str:
    """Return the title of a type's checklist: what a profile of its own says, else one made from the type's name."""
    own = [p.title for p in profiles_of(shared, organisation) if p.title and p.organisation == organisation]
    return own[-1] if own else f"{shared.organisations[organisation].name}自评表"


def _is_asked(question: str | None, lineage: Sequence[str], shared: Shared) -> bool:
    """Say whether this type is put the question that an item depends on; without it the item could never stand."""
    if question is None or question not in shared.screening:
        return True
    wanted = shared.screening[question].organisations
    return not wanted or any(key in wanted for key in lineage)


def _overridden(indicator: Indicator, lineage: Sequence[str], shared: Shared) -> Pooled:
    for key in lineage:
        if key in indicator.overrides:
            indicator = _altered(indicator, indicator.overrides[key])
    return Pooled(shared.dimension_of[indicator.id], indicator)


def _altered(indicator: Indicator, change: Override) -> Indicator:
    """Return the indicator with the fields that `change` sets."""
    fields = {name: getattr(change, name) for name in change.model_fields_set if name != "id"}
    return indicator.model_copy(update={name: value for name, value in fields.items() if value is not None})


def _profiled(items: dict[str, Pooled], profile: Profile, shared: Shared) -> dict[str, Pooled]:
    """Apply one profile: what it names by id comes from the whole pool, whole dimensions from what applies."""
    kept = dict(items)
    if profile.include:
        named, whole = profile.include.indicators, profile.include.dimensions
        kept = {
            key: items.get(key) or Pooled(shared.dimension_of[key], indicator)
            for key, indicator in shared.indicators.items()
            if key in named or (key in items and shared.dimension_of[key] in whole)
        }
    for key in profile.exclude:
        kept.pop(key, None)
    for change in profile.alter:
        if change.id in kept:
            item = kept[change.id]
            kept[change.id] = Pooled(item.dimension, _altered(item.indicator, change))
    for addition in profile.add:
        kept[addition.id] = Pooled(addition.dimension, _plain(addition))
    return kept


def _plain(addition: Addition) -> Indicator:
    return Indicator.model_construct(**{name: getattr(addition, name) for name in Indicator.model_fields})
