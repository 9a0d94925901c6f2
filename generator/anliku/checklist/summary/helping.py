"""Which units to help first, and why: every reason is a number that stands elsewhere in the summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...library.models import Assessor
from ..asked.wording import asks_text, decimal_text
from ..collection.collection import Collection
from .model import Beside, Help, Standing, State, Task

FELL = 5.0  # points since the period before from which on a fall is a reason
APART = 15.0  # points by which a unit puts itself above what those served say of it
ORDER = "先看等级，再看不达标的关键项有几条，再看总分"
_SHOWN = 3


def units_to_help(
    standings: Iterable[Standing], collection: Collection, tasks: Iterable[Task], beside: Iterable[Beside]
) -> tuple[Help, ...]:
    """Return the units for which there is a reason: the worst grade first, then most unmet critical items, lowest score."""
    late = Counter(_key(task.unit.organisation, task.unit.name) for task in tasks if task.state is State.OVERDUE)
    apart: dict[tuple[str, str], list[Beside]] = {}
    for one in beside:
        if one.difference >= APART:
            apart.setdefault(_key(one.unit.organisation, one.unit.name), []).append(one)
    found = []
    for standing in standings:
        key = _key(standing.unit.organisation, standing.unit.name)
        reasons = tuple(_reasons(standing, collection, late[key], apart.get(key, [])))
        if reasons:
            found.append(Help(standing, tuple(r.whole for r in reasons), tuple(r.brief for r in reasons)))
    return tuple(sorted(found, key=lambda one: _order(one.standing)))


def _key(organisation: str, name: str) -> tuple[str, str]:
    return organisation, name


def _order(standing: Standing) -> tuple[int, int, float, str]:
    grade = standing.unit.card.grade
    place = -standing.unit.scheme.grades.index(grade) if grade else 1
    return place, -len(standing.unmet), 0.0 if standing.total is None else standing.total, standing.unit.name


class _Reason(NamedTuple):
    whole: str
    brief: str


def _reasons(standing: Standing, collection: Collection, late: int, apart: list[Beside]) -> Iterator[_Reason]:
    grade, grades = standing.unit.card.grade, standing.unit.scheme.grades
    if grade and len(grades) > 1 and grade == grades[-1]:
        yield _Reason(
            f"{standing.grade}（{decimal_text(standing.total)} 分）",
            f"{grade.name}（{decimal_text(standing.total)} 分）",
        )
    if standing.unmet:
        told = f"关键项 {len(standing.unmet)} 条不达标"
        shown = asks_text(standing.unmet, _SHOWN)
        yield _Reason(f"{told}：{shown}", told)
    change = standing.change
    if change and change.points is not None and change.points <= -FELL:
        yield _Reason(f"{change.label}比{change.before}低 {-change.points:.1f} 分", f"退步 {-change.points:.1f} 分")
    if apart:
        widest = apart[0]
        note = f"，{widest.small}" if widest.small else ""
        own, served = (collection.words.of(a) for a in (Assessor.SELF, Assessor.MASSES))
        told = f"“{widest.dimension}”{own}比{served}高 {widest.difference:.1f} 分"
        yield _Reason(
            f"{told}（{widest.people} 份{note}）", f"{told}{'（' + widest.small + '）' if widest.small else ''}"
        )
    if late:
        yield _Reason(f"{late} 件整改逾期", f"{late} 件整改逾期")
