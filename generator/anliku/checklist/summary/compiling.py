"""Compile what was collected into the one value that page, workbook and report show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from ...library.models import Assessor
from ..asked.scoring import rounded
from ..collection.collection import Collection, Unit, mean, written_rows
from ..results.period import label_of, order_of
from ..results.reading import SUMMARY_TITLE
from ..results.tally import small_note
from .changes import change_of, trend_lines
from .gaps import gaps_of_type, shared_gaps
from .helping import units_to_help
from .model import Beside, Count, Standing, Summary, TrendLine, TypeSummary
from .spreads import spreads_of
from .standings import rank_groups
from .tasks import tasks_of


def summarise(collection: Collection, day: dt.date, library: str = "") -> Summary:
    """Return the summary. day: by which tasks are late; library: the name of the library, for the heads of pages."""
    lines = tuple(chain.from_iterable(trend_lines(trend, collection.settings.scheme) for trend in collection.trends))
    types = _types(collection, lines)
    standings = tuple(standing for one in types for standing in one.standings)
    tasks = () if collection.anonymous else tasks_of(collection.latest, day)
    beside = tuple(sorted(_beside(collection), key=lambda one: -abs(one.difference)))
    return Summary(
        title=SUMMARY_TITLE,
        library=library,
        day=day,
        anonymous=collection.anonymous,
        words=collection.words,
        colour=collection.colour,
        periods=tuple(label_of(p) for p in sorted({u.period for u in collection.latest}, key=order_of) if p),
        dimensions=collection.dimensions,
        averages={key: _shown(value) for key, value in collection.averages.items()},
        grades=_grades(standings, collection),
        units=collection.units,
        types=types,
        shared_gaps=shared_gaps(types),
        help=units_to_help(standings, collection, tasks, beside),
        tasks=tasks,
        beside=beside,
        trends=lines,
        written=() if collection.anonymous else tuple(written_rows(collection)),
        problems=() if collection.anonymous else collection.problems,
        uncounted=sum(problem.fatal for problem in collection.problems),
    )


def _types(collection: Collection, lines: Iterable[TrendLine]) -> tuple[TypeSummary, ...]:
    by_unit: dict[tuple[str, str], list[TrendLine]] = {}
    for line in lines:
        by_unit.setdefault((line.trend.type_name, line.trend.name), []).append(line)
    members: dict[str, list[Unit]] = {}
    for unit in collection.latest:
        members.setdefault(unit.organisation, []).append(unit)
    return tuple(_type(units, collection, by_unit) for units in members.values())


def _type(units: list[Unit], collection: Collection, lines: Mapping[tuple[str, str], list[TrendLine]]) -> TypeSummary:
    changes = {u.name: change_of(u, lines.get((u.type_name, u.name), ())) for u in units}
    groups = rank_groups(units, collection, changes)
    standings = tuple(standing for group in groups for standing in group.standings)
    totals = [standing.total for standing in standings]
    parts = {key: [s.dimensions.get(key) for s in standings] for key in collection.dimensions}
    return TypeSummary(
        id=units[0].organisation,
        name=units[0].type_name,
        groups=groups,
        grades=_grades(standings, collection),
        average=_shown(mean(totals)),
        averages={key: _shown(mean(values)) for key, values in parts.items()},
        gaps=gaps_of_type(units, collection),
        spreads=spreads_of(units) if len(units) > 1 else (),
    )


def _grades(standings: Iterable[Standing], collection: Collection) -> tuple[Count, ...]:
    names = [s.unit.card.grade.name for s in standings if s.unit.card.grade]
    known = (grade.name for grade in collection.settings.scheme.grades)
    return tuple(Count(name, names.count(name)) for name in dict.fromkeys((*known, *names)))


def _beside(collection: Collection) -> Iterator[Beside]:
    for unit in collection.latest:
        slips = unit.results.get(Assessor.MASSES)
        for key, name in collection.dimensions.items() if slips else ():
            mine, theirs = (_of(unit, assessor, key) for assessor in (Assessor.SELF, Assessor.MASSES))
            if slips and mine is not None and theirs is not None:
                yield Beside(unit, name, mine, theirs, slips.people, small_note(slips))


def _of(unit: Unit, assessor: Assessor, dimension: str) -> float | None:
    part = unit.card.by_dimension.get(assessor, {}).get(dimension)
    return part.shown if part else None


def _shown(value: float | None) -> float | None:
    return None if value is None else rounded(value)
