"""What many units have not done: by type, with their names, and over all types."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from ..asked.items import Item
from ..asked.scheme import Scheme
from ..asked.scoring import is_met
from ..collection.collection import Collection, Lowest, Unit, lowest_points
from .model import CommonGap, TypeSummary

Same = tuple[str, str]


class _One(NamedTuple):
    unit: Unit
    lowest: Lowest
    met: bool


def gaps_of_type(units: Iterable[Unit], collection: Collection) -> tuple[CommonGap, ...]:
    """Return the items in which units of one type lost points, the one missed by most units first."""
    grouped: dict[Same, list[_One]] = defaultdict(list)
    for unit in units:
        for one in lowest_points(unit):
            grouped[one.item.id, one.item.hash].append(_One(unit, one, _is_met(one, unit.scheme)))
    found = [_gap(members, collection) for members in grouped.values()]
    return worst_first(gap for gap in found if gap.average < 1)


def shared_gaps(types: Iterable[TypeSummary]) -> tuple[CommonGap, ...]:
    """Return the items that units of more than one type missed, over all these types."""
    grouped: dict[Same, list[CommonGap]] = defaultdict(list)
    for one in types:
        for gap in one.gaps:
            grouped[gap.item.id, gap.item.hash].append(gap)
    return worst_first(_joined(members) for members in grouped.values() if sum(gap.unmet > 0 for gap in members) > 1)


def worst_first(gaps: Iterable[CommonGap]) -> tuple[CommonGap, ...]:
    """Sort by the units that missed the item, then by the mean of its points."""
    return tuple(sorted(gaps, key=lambda gap: (-gap.unmet, gap.average, gap.item.id)))


def _is_met(one: Lowest, scheme: Scheme) -> bool:
    return is_met(one.item.form, one.points, scheme, counted=one.counted)


def _gap(members: list[_One], collection: Collection) -> CommonGap:
    item: Item = members[0].lowest.item
    missed = sorted((one for one in members if not one.met), key=lambda one: (one.lowest.points, one.unit.name))
    return CommonGap(
        item=item,
        types=(members[0].unit.type_name,),
        units=len(members),
        unmet=len(missed),
        average=sum(one.lowest.points for one in members) / len(members),
        names=tuple(one.unit.name for one in missed),
        cases=tuple(collection.cases[key] for key in item.indicator.learn_from if key in collection.cases),
    )


def _joined(members: list[CommonGap]) -> CommonGap:
    units = sum(gap.units for gap in members)
    return CommonGap(
        item=members[0].item,
        types=tuple(name for gap in members for name in gap.types),
        units=units,
        unmet=sum(gap.unmet for gap in members),
        average=sum(gap.average * gap.units for gap in members) / units,
        names=tuple(name for gap in members for name in gap.names),
        cases=tuple(dict.fromkeys(case for gap in members for case in gap.cases)),
    )
