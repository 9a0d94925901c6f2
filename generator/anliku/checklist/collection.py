"""Units side by side: scores, the items most often missed, the trend over periods."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ..library import Library, Vocabulary
from ..library.models import Assessor
from .assembly import assemble
from .forms import points
from .gather import Gathered, gather
from .items import Checklist, Item
from .period import order_of, parse_period
from .results import Complaint, Result
from .scheme import Settings
from .scoring import Gap, Given, Scorecard, asked, gaps, is_met, rounded, scorecard
from .tally import merged


@dataclass(frozen=True)
class Unit:
    """One unit in one period, with the results of its assessors. `rechecks` counts answers to be looked at again."""

    name: str
    organisation: str
    type_name: str
    period: str
    results: Mapping[Assessor, Result]
    files: tuple[str, ...]
    card: Scorecard
    gaps: tuple[Gap, ...]
    asked: Mapping[Assessor, tuple[Item, ...]]
    rechecks: int


@dataclass(frozen=True)
class Missed:
    """An item of one type's checklists, over the units of the latest period that answered it.

    average: mean of the lowest points that each unit got, 0–1. unmet: units below the standard.
    """

    item: Item
    type_name: str
    units: int
    unmet: int
    average: float


@dataclass(frozen=True)
class Trend:
    """One unit over its periods, oldest first. Only scores of one assessor are compared with each other.

    scores: of each assessor in each period, None where there is none.
    """

    name: str
    type_name: str
    periods: tuple[str, ...]
    totals: tuple[float | None, ...]
    scores: Mapping[Assessor, tuple[float | None, ...]]
    words: Vocabulary = field(default_factory=Vocabulary)

    @property
    def changes(self) -> Mapping[Assessor, float]:
        """By assessor: from the period before in which they took part to their last, in points as shown."""
        known = {a: [rounded(v) for v in values if v is not None] for a, values in self.scores.items()}
        return {a: round(values[-1] - values[-2], 1) for a, values in known.items() if len(values) > 1}

    def sources(self, index: int) -> tuple[Assessor, ...]:
        """Who gave answers in a period."""
        return tuple(a for a, values in self.scores.items() if values[index] is not None)

    @property
    def change(self) -> float | None:
        """The change of the total since the period before; None where the two rest on different assessors."""
        if self.note or self.totals[-1] is None or self.totals[-2] is None:
            return None
        return round(rounded(self.totals[-1]) - rounded(self.totals[-2]), 1)

    @property
    def note(self) -> str:
        """Why the totals of the last two periods are not compared; "" when they are."""
        before, now = self.sources(-2), self.sources(-1)
        if before == now:
            return ""
        named = [self.words.names(sources) or "没有答案" for sources in (before, now)]
        return f"上期有{named[0]}，这期有{named[1]}：评价方不同，总分不比"


@dataclass(frozen=True)
class Collection:
    """Everything that was collected. With `anonymous`, names of units and files are left out of what is written."""

    units: tuple[Unit, ...]
    problems: tuple[Complaint, ...]
    dimensions: Mapping[str, str]
    cases: Mapping[str, str]
    settings: Settings
    anonymous: bool = False
    words: Vocabulary = field(default_factory=Vocabulary)

    @cached_property
    def latest(self) -> tuple[Unit, ...]:
        """The latest period of each unit."""
        last: dict[tuple[str, str], Unit] = {}
        for unit in self.units:
            key = (unit.organisation, unit.name)
            if key not in last or order_of(unit.period) >= order_of(last[key].period):
                last[key] = unit
        return tuple(last.values())

    @cached_property
    def missed(self) -> tuple[Missed, ...]:
        """Items that lost points anywhere, the one missed by most units first, then the one with the lowest mean."""
        grouped: dict[tuple[str, str], list[tuple[Item, float, bool]]] = defaultdict(list)
        for unit in self.latest:
            for entry in _lowest(unit):
                grouped[unit.type_name, entry[0].id].append(entry)
        found = [_missed(name, entries, self.settings) for (name, _), entries in grouped.items()]
        found = [one for one in found if one.average < 1]
        return tuple(sorted(found, key=lambda m: (-m.unmet, m.average, m.type_name, m.item.id)))

    @cached_property
    def trends(self) -> tuple[Trend, ...]:
        """Units with more than one period."""
        lines: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in self.units:
            if parse_period(unit.period):  # what is no period comes neither before nor after another
                lines[unit.organisation, unit.name].append(unit)
        return tuple(
            _trend(sorted(line, key=lambda u: order_of(u.period)), self.words)
            for line in lines.values()
            if len(line) > 1
        )

    @cached_property
    def averages(self) -> Mapping[str, float | None]:
        """Mean of each dimension over the latest units."""
        return {key: _mean([unit.card.dimensions.get(key) for unit in self.latest]) for key in self.dimensions}


def collect(
    paths: Iterable[Path], library: Library, *, anonymous: bool = False, settings: Settings | None = None
) -> Collection:
    """Read result files and folders of them, and put the units side by side."""
    settings = settings or Settings()
    gathered, problems = gather(paths, library.shared, settings)
    types = dict.fromkeys(one.result.organisation for one in gathered)
    checklists = {key: assemble(library.shared, key, settings) for key in types}
    groups: dict[tuple[str, str, str], list[Gathered]] = defaultdict(list)
    for one in gathered:
        groups[one.key[:3]].append(one)
    order = {key: n for n, key in enumerate(library.shared.organisations)}
    keys = sorted(groups, key=lambda key: (order[key[0]], key[1], order_of(key[2])))
    units = [_unit(checklists[key[0]], groups[key], settings) for key in keys]
    used = {key: name for c in checklists.values() for key, name in c.dimensions.items()}
    dimensions = {key: used[key] for key in (*library.shared.dimensions, *used) if key in used}
    cases = {key: entry.title for key, entry in library.published.items()}
    shown = tuple(_nameless(units) if anonymous else units)
    return Collection(shown, tuple(problems), dimensions, cases, settings, anonymous, library.shared.vocabulary)


def _unit(checklist: Checklist, members: Iterable[Gathered], settings: Settings) -> Unit:
    members = list(members)
    hashes = {item.id: item.hash for item in checklist.items}
    given = {a: [one.result for one in members if one.result.assessor is a] for a in Assessor}
    results = {a: merged(found, hashes) for a, found in given.items() if found}
    answers = {assessor: result.answers for assessor, result in results.items()}
    screening = _screening(results)
    first = members[0].result
    return Unit(
        name=first.unit,
        organisation=checklist.organisation,
        type_name=checklist.name,
        period=first.period,
        results=results,
        files=tuple(one.file for one in members),
        card=scorecard(checklist, answers, screening, settings.scheme),
        gaps=gaps(checklist, answers, screening, settings.scheme),
        asked=asked(checklist, answers, screening),
        rechecks=sum(len(result.to_recheck(checklist)) for result in results.values()),
    )


def _trend(line: list[Unit], words: Vocabulary) -> Trend:
    who = [a for a in Assessor if any(a in unit.card.totals for unit in line)]
    scores = {a: tuple(u.card.totals[a].value if a in u.card.totals else None for u in line) for a in who}
    periods, totals = tuple(u.period for u in line), tuple(u.card.total for u in line)
    return Trend(line[0].name, line[0].type_name, periods, totals, scores, words)


def _screening(results: Mapping[Assessor, Result]) -> dict[str, bool]:
    """What the unit said of itself holds; where it said nothing, what the others said."""
    merged: dict[str, bool] = {}
    for assessor in reversed(Assessor):
        if assessor in results:
            merged.update(results[assessor].screening)
    return merged


def _nameless(units: Iterable[Unit]) -> Iterator[Unit]:
    """Number the units in an order that tells nothing; what they wrote about people and places stays behind."""
    numbers: dict[tuple[str, str], str] = {}
    for unit in sorted(units, key=lambda u: (hashlib.sha256(f"{u.organisation}/{u.name}".encode()).digest(), u.period)):
        name = numbers.setdefault((unit.organisation, unit.name), f"单位 {len(numbers) + 1:02d}")
        results = {a: replace(r, unit=name, answers=_bare(r), unknown={}) for a, r in unit.results.items()}
        yield replace(unit, name=name, results=results, files=())


def _bare(result: Result) -> dict[str, Given]:
    """The answers without notes, evidence, owners and reasons."""
    return {
        key: Given(value=given.value, na=given.na, on=given.on, revision=given.revision, counts=given.counts)
        for key, given in result.answers.items()
    }


def _lowest(unit: Unit) -> list[tuple[Item, float, bool]]:
    """The lowest points that any assessor gave to each answered item of the unit, and whether many people gave them."""
    found: dict[str, tuple[Item, float, bool]] = {}
    for assessor, result in unit.results.items():
        for item in unit.asked[assessor]:
            given = result.answers.get(item.id)
            if given and not given.na and given.value is not None:
                earned = points(item.form, given.value)
                if item.id not in found or earned < found[item.id][1]:
                    found[item.id] = (item, earned, bool(given.counts))
    return list(found.values())


def _missed(type_name: str, entries: list[tuple[Item, float, bool]], settings: Settings) -> Missed:
    item = entries[0][0]
    unmet = sum(not is_met(item.form, earned, settings.scheme, counted=counted) for _, earned, counted in entries)
    return Missed(item, type_name, len(entries), unmet, sum(earned for _, earned, _ in entries) / len(entries))


def _mean(values: Iterable[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


class Written(NamedTuple):
    """What somebody wrote beside an answer."""

    unit: Unit
    assessor: Assessor
    item: Item
    given: Given


def written_rows(collection: Collection) -> Iterator[Written]:
    """Yield every answer of the latest results that has evidence, a note or a reason."""
    for unit in collection.latest:
        for assessor, result in unit.results.items():
            for item in unit.asked[assessor]:
                given = result.answers.get(item.id)
                if given and (given.evidence or given.note or given.reason):
                    yield Written(unit, assessor, item, given)
