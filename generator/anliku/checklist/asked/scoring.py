"""Score answers. The browser's checklist-core.js computes the same numbers in the same order of operations."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ...library.models import Assessor
from .answer_forms import AnswerForm, Value, points
from .items import Checklist, Item
from .scheme import Grade, Scheme

Counts = tuple[tuple[Value, int], ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What one assessor answered to one item. `value` None is unanswered, which is never “no”.

    value: bool for yes/no, index from 0 for levels, the number itself, or 1–5.
    on: day of the answer, YYYY-MM-DD. revision and hash: those of the item when it was answered; 0 and "" when not
    recorded. done: what was to be mended has been.
    counts: how many chose what, from the worst choice to the best, where many were asked; `value` is then their mean.
    """

    value: Value | None = None
    na: bool = False
    reason: str = ""
    evidence: str = ""
    note: str = ""
    owner: str = ""
    due: str = ""
    on: str = ""
    revision: int = 0
    hash: str = ""
    done: bool = False
    counts: Counts = ()

    def __reduce__(self) -> tuple[type[Given], tuple[object, ...]]:
        """Pickle the fields by position: for a hundred thousand answers that takes a third of the time."""
        return Given, tuple(getattr(self, name) for name in self.__slots__)

    @property
    def people(self) -> int:
        """How many gave this answer."""
        return sum(number for _, number in self.counts) or int(self.value is not None)


Answers = Mapping[str, Given]
Put = Mapping[Assessor, tuple[Item, ...]]


@dataclass(frozen=True, slots=True)
class Score:
    """Points of a set of items. `value` is 0–100, None when nothing was answered; the rest are counts of items."""

    value: float | None
    answered: int
    not_applicable: int
    applicable: int

    @property
    def shown(self) -> float | None:
        """The score as it is shown: rounded to one decimal, halves up, in both languages alike."""
        return None if self.value is None else rounded(self.value)

    @property
    def open(self) -> int:
        """How many items wait for an answer."""
        return self.applicable - self.answered


@dataclass(frozen=True)
class Scorecard:
    """Every score of one unit at one time. `dimensions` maps dimension to score."""

    totals: Mapping[Assessor, Score]
    by_dimension: Mapping[Assessor, Mapping[str, Score]]
    total: float | None
    dimensions: Mapping[str, float | None]
    grade: Grade | None
    provisional: bool
    unmet_critical: tuple[str, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Gap:
    """An item that lost points: the most worth mending comes first."""

    item: Item
    assessor: Assessor
    points: float
    urgent: bool
    priority: float


def rounded(value: float) -> float:
    """Round to one decimal, halves up (JavaScript and Python differ in their own rounding)."""
    return math.floor(value * 10 + 0.5) / 10


def is_met(form: AnswerForm, earned: float, scheme: Scheme, *, counted: bool = False) -> bool:
    """Say whether these points meet the item's standard: the pass mark, or full points where the form is not graded.

    counted: the points are the mean of many people's. That is graded whatever the form: one No among forty is no failure.
    """
    return earned >= (scheme.pass_mark if form.graded or counted else 1.0)


def score(items: Iterable[Item], answers: Answers) -> Score:
    """Score = Σ weight·points / Σ weight of the answered items × 100; not-applicable items leave the denominator."""
    earned = weight = 0.0
    answered = absent = applicable = 0
    for item in items:
        given = answers.get(item.id)
        if given and given.na:
            absent += 1
            continue
        applicable += 1
        if given and given.value is not None:
            answered += 1
            weight += item.indicator.weight
            earned += item.indicator.weight * points(item.form, given.value)
    return Score(earned / weight * 100 if answered else None, answered, absent, applicable)


def combine(scores: Mapping[Assessor, float | None], scheme: Scheme) -> float | None:
    """Return the mean of the assessors' scores by their shares; who has no score does not count."""
    total = shares = 0.0
    for assessor in Assessor:
        value, share = scores.get(assessor), scheme.shares.get(assessor, 0.0)
        if value is not None and share > 0:
            total += value * share
            shares += share
    return total / shares if shares else None


def scorecard(checklist: Checklist, answers: Mapping[Assessor, Answers], screening: Mapping[str, bool]) -> Scorecard:
    """Score a unit: by assessor, by dimension, and combined; grade it by the score that is shown."""
    return card_of(asked(checklist, answers, screening), answers, tuple(checklist.dimensions), checklist.scheme)


def card_of(put: Put, answers: Mapping[Assessor, Answers], dimensions: Iterable[str], scheme: Scheme) -> Scorecard:
    """Score answers to the items that were put to each assessor; they need not be of one checklist."""
    totals = {a: score(items, answers[a]) for a, items in put.items()}
    parts = {
        a: {d: score((i for i in items if i.dimension == d), answers[a]) for d in dimensions}
        for a, items in put.items()
    }
    total = combine({a: s.value for a, s in totals.items()}, scheme)
    unmet = tuple(gap.item.id for gap in _unmet(put, answers, scheme) if gap.urgent)
    return Scorecard(
        totals=totals,
        by_dimension=parts,
        total=total,
        dimensions={d: combine({a: part[d].value for a, part in parts.items()}, scheme) for d in dimensions},
        grade=None if total is None else scheme.grade(rounded(total), bool(unmet)),
        provisional=any(s.open for s in totals.values()) or not totals,
        unmet_critical=tuple(dict.fromkeys(unmet)),
    )


def gaps(checklist: Checklist, answers: Mapping[Assessor, Answers], screening: Mapping[str, bool]) -> tuple[Gap, ...]:
    """Return what lost points: unmet critical items first, then by weight lost for the effort of mending it."""
    return gaps_of(asked(checklist, answers, screening), answers, checklist.numbers, checklist.scheme)


def gaps_of(
    put: Put, answers: Mapping[Assessor, Answers], numbers: Mapping[str, int], scheme: Scheme
) -> tuple[Gap, ...]:
    """Return the gaps among the items that were put to each assessor. numbers: the place of each item."""
    worst: dict[str, Gap] = {}
    for gap in _unmet(put, answers, scheme):
        if gap.item.id not in worst or gap.points < worst[gap.item.id].points:
            worst[gap.item.id] = gap
    return tuple(sorted(worst.values(), key=lambda g: (not g.urgent, -g.priority, numbers[g.item.id])))


def asked(
    checklist: Checklist, answers: Mapping[Assessor, Answers], screening: Mapping[str, bool]
) -> dict[Assessor, tuple[Item, ...]]:
    """Return the items put to each assessor who took part."""
    active = checklist.active(screening)
    return {a: tuple(i for i in active if a in i.assessors) for a in Assessor if a in answers}


def _unmet(put: Put, answers: Mapping[Assessor, Answers], scheme: Scheme) -> Iterable[Gap]:
    for assessor, items in put.items():
        for item in items:
            given = answers[assessor].get(item.id)
            if given is None or given.na or given.value is None:
                continue
            earned = points(item.form, given.value)
            if earned < 1:
                urgent = item.indicator.critical and not is_met(item.form, earned, scheme, counted=bool(given.counts))
                yield Gap(item, assessor, earned, urgent, item.indicator.weight * (1 - earned) / item.effort_cost)
