"""Units side by side: ranked among those whose scores rest on the same assessors in the same period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from ...library import Vocabulary
from ...library.models import Assessor
from ..asked.scoring import rounded
from ..collection.collection import Collection, Unit
from ..results.period import label_of, order_of
from ..results.tally import small_note
from .model import Change, DimensionScore, RankGroup, Standing


def rank_groups(
    units: Iterable[Unit], collection: Collection, changes: Mapping[str, Change | None]
) -> tuple[RankGroup, ...]:
    """Return the units of a type in groups, the largest first. changes: by the unit's name."""
    grouped: dict[tuple[str, str], list[Unit]] = {}
    for unit in units:
        grouped.setdefault((unit.period, basis_of(unit, collection.words)), []).append(unit)
    newest_first = sorted(grouped.items(), key=lambda pair: order_of(pair[0][0]), reverse=True)
    ordered = sorted(newest_first, key=lambda pair: -len(pair[1]))
    return tuple(
        RankGroup(label_of(period), basis, _ranked(members, basis, collection, changes))
        for (period, basis), members in ordered
    )


def basis_of(unit: Unit, words: Vocabulary) -> str:
    """Name the assessors whose answers the unit's score rests on."""
    return words.names(a for a, score in unit.card.totals.items() if score.value is not None) or "没有答案"


def _ranked(
    units: Sequence[Unit], basis: str, collection: Collection, changes: Mapping[str, Change | None]
) -> tuple[Standing, ...]:
    """Return the units from the best to the worst; who has no score comes last."""
    standings = [_standing(unit, basis, collection, changes.get(unit.name)) for unit in units]
    scores = sorted((one.total for one in standings if one.total is not None), reverse=True)
    ranks = {total: place for place, total in reversed([*enumerate(scores, 1)])} if len(scores) > 1 else {}
    placed = (
        replace(one, rank=None if one.total is None else ranks.get(one.total), of=len(scores)) for one in standings
    )
    return tuple(sorted(placed, key=lambda one: (one.total is None, -(one.total or 0.0), one.unit.name)))


def _standing(unit: Unit, basis: str, collection: Collection, change: Change | None) -> Standing:
    """Return it without a rank."""
    card, scheme = unit.card, unit.scheme
    asks = {item.id: item.indicator.ask for items in unit.asked.values() for item in items}
    total = None if card.total is None else rounded(card.total)
    parts = {key: None if value is None else rounded(value) for key, value in card.dimensions.items()}
    alone = scheme.grade(total, False).name if total is not None else ""
    masses = unit.results.get(Assessor.MASSES)
    return Standing(
        unit=unit,
        period=label_of(unit.period),
        basis=basis,
        rank=None,
        of=0,
        total=total,
        grade=grade_text(unit),
        by_score=alone if card.grade and alone != card.grade.name else "",
        unmet=tuple(asks[key] for key in card.unmet_critical),
        weakest=_weakest(parts, collection.dimensions),
        scores=card.totals,
        dimensions=parts,
        change=change,
        small=small_note(masses) if masses else "",
        open=sum(score.open for score in card.totals.values()),
    )


def grade_text(unit: Unit) -> str:
    """Return the grade, marked where answers are missing."""
    grade = unit.card.grade
    return f"{grade.name}{'（暂定）' if unit.card.provisional else ''}" if grade else ""


def _weakest(parts: Mapping[str, float | None], names: Mapping[str, str]) -> DimensionScore | None:
    known = [DimensionScore(names[key], value) for key in names if (value := parts.get(key)) is not None]
    if len({part.score for part in known}) < 2:
        return None
    return min(known, key=lambda part: part.score)
