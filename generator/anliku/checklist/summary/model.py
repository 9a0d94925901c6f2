"""The summary as data. Whoever shows it adds nothing but layout, so no number is computed twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from ...library import Vocabulary
from ...library.models import Assessor
from ..asked import wording
from ..asked.items import Item
from ..asked.scoring import Given, Score
from ..collection.collection import AnswerNote, Trend, Unit
from ..results.alike import Alike
from ..results.result import Complaint


class Count(NamedTuple):
    """How many of a kind there are."""

    name: str
    number: int


class DimensionScore(NamedTuple):
    """A dimension by name, with its score as shown."""

    name: str
    score: float


@dataclass(frozen=True, slots=True)
class Change:
    """How a unit's score has changed since the period before, over the items that are the same in both.

    label: whose scores, an assessor's or 总分. points: as shown, None where nothing may be compared, and `note` says why.
    common, answered: items that are the same, and items that were answered in either period.
    """

    label: str
    before: str
    points: float | None
    note: str = ""
    common: int = 0
    answered: int = 0


@dataclass(frozen=True)
class Standing:
    """A unit in its latest period, among the units of its type that it may be compared with.

    rank: 1 is the best; equal scores share a rank; None where there is nobody to compare with, or no score.
    of: how many are ranked with it. grade: with （暂定） where answers are missing. by_score: the grade that the score
    alone would earn, where unmet critical items keep the unit from it, else "". unmet: questions of these items.
    basis: whose answers its score rests on. scores: of every assessor that took part. small: that few were asked.
    """

    unit: Unit
    period: str
    basis: str
    rank: int | None
    of: int
    total: float | None
    grade: str
    by_score: str
    unmet: tuple[str, ...]
    weakest: DimensionScore | None
    scores: Mapping[Assessor, Score]
    dimensions: Mapping[str, float | None]
    change: Change | None
    small: str
    open: int


@dataclass(frozen=True)
class RankGroup:
    """Units of one type and period whose scores rest on the same assessors, best first."""

    period: str
    basis: str
    standings: tuple[Standing, ...]


@dataclass(frozen=True)
class CommonGap:
    """An item that units missed. types: of the units; names: of those below the standard, the worst first."""

    item: Item
    types: tuple[str, ...]
    units: int
    unmet: int
    average: float
    names: tuple[str, ...]
    cases: tuple[str, ...]


@dataclass(frozen=True)
class Spread:
    """How one assessor's answers to one item are spread over the units of a type, or over those served.

    counts: of each choice, the worst first. low, middle, high: of answers that are free numbers. people: whether people
    were counted, else units.
    """

    type_name: str
    item: Item
    assessor: Assessor
    counts: tuple[Count, ...]
    low: float | None
    middle: float | None
    high: float | None
    answered: int
    not_applicable: int
    open: int
    people: bool
    small: str


@dataclass(frozen=True)
class TypeSummary:
    """The units of one type. averages: of each dimension over their latest periods; gaps: the most missed first;
    spreads: of the answers, none where there is one unit only.
    """

    id: str
    name: str
    groups: tuple[RankGroup, ...]
    grades: tuple[Count, ...]
    average: float | None
    averages: Mapping[str, float | None]
    gaps: tuple[CommonGap, ...]
    spreads: tuple[Spread, ...]

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Its units, group by group."""
        return tuple(standing for group in self.groups for standing in group.standings)


@dataclass(frozen=True)
class Help:
    """A unit to help first, and the reasons, the weightiest first; brief: the same in few words."""

    standing: Standing
    reasons: tuple[str, ...]
    brief: tuple[str, ...]


class State(StrEnum):
    """How it stands with a task."""

    OVERDUE = "已逾期"
    SOON = "30 天内到期"
    LATER = "未到期"
    UNDATED = "没有写明日期"
    DONE = wording.DONE


@dataclass(frozen=True)
class Task:
    """Something that a unit set itself to mend. due: as it was written; day: what it means, None where it names no day."""

    unit: Unit
    item: Item
    given: Given
    assessor: Assessor
    day: dt.date | None
    state: State
    late: int


@dataclass(frozen=True)
class Beside:
    """What a unit says of itself in a dimension beside what those served say of it, in points as shown."""

    unit: Unit
    dimension: str
    mine: float
    theirs: float
    people: int
    small: str

    @property
    def difference(self) -> float:
        """How much higher the unit puts itself."""
        return round(self.mine - self.theirs, 1)


@dataclass(frozen=True)
class TrendLine:
    """One line of a unit's trend: of an assessor or of the total, by period, with the change that may be told."""

    trend: Trend
    label: str
    scores: tuple[float | None, ...]
    as_scored: float | None
    alike: Alike | None
    change: float | None
    note: str


@dataclass(frozen=True)
class Summary:
    """Everything that is told of the collected results.

    day: the one by which tasks are late. words, colour: of the library. units: every unit in every period. standings: the latest of each. shared_gaps:
    items missed in several types.
    """

    title: str
    library: str
    day: dt.date
    anonymous: bool
    words: Vocabulary
    colour: str
    periods: tuple[str, ...]
    dimensions: Mapping[str, str]
    averages: Mapping[str, float | None]
    grades: tuple[Count, ...]
    units: tuple[Unit, ...]
    types: tuple[TypeSummary, ...]
    shared_gaps: tuple[CommonGap, ...]
    help: tuple[Help, ...]
    tasks: tuple[Task, ...]
    beside: tuple[Beside, ...]
    trends: tuple[TrendLine, ...]
    written: tuple[AnswerNote, ...]
    problems: tuple[Complaint, ...]
    uncounted: int

    @property
    def standings(self) -> tuple[Standing, ...]:
        """Every unit in its latest period, type by type, best first."""
        return tuple(standing for one in self.types for standing in one.standings)

    def tasks_in(self, state: State) -> tuple[Task, ...]:
        """Return the tasks that stand so."""
        return tuple(task for task in self.tasks if task.state is state)
