"""Units side by side: scores, the items most often missed, the trend over periods."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from ...colours import NEUTRAL
from ...library import Library, Vocabulary
from ...library.models import Assessor
from ..asked.answer_forms import points
from ..asked.items import Checklist, Item
from ..asked.scheme import Scheme, Settings
from ..asked.scoring import Gap, Given, Scorecard, card_of, gaps_of, rounded
from ..results.alike import Alike, Side, alike
from ..results.period import order_of, parse_period
from ..results.result import Complaint, Result, is_of, quoted, stale
from ..results.tally import merged
from .gather import Checklists, Gathered, gather


@dataclass(frozen=True)
class Unit:
    """One unit in one period, with the results of its assessors.

    scheme: by which it is graded. rechecks: how many answers are to be looked at again. kept_as: the kept versions of
    the checklist that it answered.
    """

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
    scheme: Scheme = field(default_factory=Scheme)
    kept_as: tuple[str, ...] = ()


@dataclass(frozen=True)
class Trend:
    """One unit over its periods, oldest first. Only scores of one assessor are compared with each other.

    scores: of each assessor in each period by the checklist of the time, None where there is none. alike: of each
    assessor with two periods, the last two over the items that are the same in both.
    """

    name: str
    type_name: str
    periods: tuple[str, ...]
    totals: tuple[float | None, ...]
    scores: Mapping[Assessor, tuple[float | None, ...]]
    alike: Mapping[Assessor, Alike] = field(default_factory=dict)
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
    colour: str = NEUTRAL

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
    def trends(self) -> tuple[Trend, ...]:
        """Units with more than one period."""
        lines: dict[tuple[str, str], list[Unit]] = defaultdict(list)
        for unit in self.units:
            if parse_period(unit.period):  # what is no period comes neither before nor after another
                lines[unit.organisation, unit.name].append(unit)
        in_order = (sorted(line, key=lambda u: order_of(u.period)) for line in lines.values() if len(line) > 1)
        return tuple(_trend(line, self.words) for line in in_order)

    @cached_property
    def averages(self) -> Mapping[str, float | None]:
        """Mean of each dimension over the latest units."""
        return {key: mean([unit.card.dimensions.get(key) for unit in self.latest]) for key in self.dimensions}


def collect(
    paths: Iterable[Path], library: Library, *, anonymous: bool = False, settings: Settings | None = None
) -> Collection:
    """Read result files and folders of them, and put the units side by side."""
    settings = settings or Settings()
    made = Checklists(library.shared, settings)
    gathered, problems = gather(paths, library.shared, settings)
    types = dict.fromkeys(one.result.organisation for one in gathered)
    checklists = {key: found for key in types if (found := made.get(key))}
    groups: dict[tuple[str, str, str], list[Gathered]] = defaultdict(list)
    for one in gathered:
        groups[one.key[:3]].append(one)
    order = {key: n for n, key in enumerate(library.shared.organisations)}
    keys = sorted(groups, key=lambda key: (order[key[0]], key[1], order_of(key[2])))
    units = [_unit(checklists[key[0]], groups[key]) for key in keys]
    problems += [told for key in keys for told in _mixed(checklists[key[0]], groups[key])]
    used = {key: name for c in checklists.values() for one in (*c.kept, c) for key, name in one.dimensions.items()}
    dimensions = {key: used[key] for key in (*library.shared.dimensions, *used) if key in used}
    cases = {key: entry.title for key, entry in library.published.items()}
    shown = tuple(_nameless(units) if anonymous else units)
    return Collection(
        shown, tuple(problems), dimensions, cases, settings, anonymous, library.shared.vocabulary, library.config.colour
    )


def _unit(present: Checklist, members: Sequence[Gathered]) -> Unit:
    """Put the results of a unit and period together, each scored by the version of the checklist that it answers."""
    given = {a: [_marked(one.result, present) for one in members if one.result.assessor is a] for a in Assessor}
    given = {a: found for a, found in given.items() if found}
    pools = {a: _pool(found, present) for a, found in given.items()}
    results = {a: merged(found, {i.id: i.hash for i in pools[a].values()}) for a, found in given.items()}
    answers = {assessor: result.answers for assessor, result in results.items()}
    screening = _screening(results)
    put = {a: tuple(i for i in pool.values() if a in i.assessors and i.stands(screening)) for a, pool in pools.items()}
    dimensions = dict.fromkeys((*present.dimensions, *(item.dimension for items in put.values() for item in items)))
    numbers = {key: n for n, key in enumerate(dict.fromkeys(key for pool in pools.values() for key in pool))}
    versions = _versions([one.result for one in members], present)
    first = members[0].result
    return Unit(
        name=first.unit,
        organisation=present.organisation,
        type_name=present.name,
        period=first.period,
        results=results,
        files=tuple(one.file for one in members),
        card=card_of(put, answers, dimensions, versions[0].scheme),
        gaps=gaps_of(put, answers, numbers, versions[0].scheme),
        asked=put,
        rechecks=sum(len(stale(result.answers, pools[a])) for a, result in results.items()),
        scheme=versions[0].scheme,
        kept_as=tuple(made.kept_as for made in versions if made.kept_as),
    )


def _versions(results: Iterable[Result], present: Checklist) -> list[Checklist]:
    """Return the versions of the checklist that these results answer, the present one first."""
    versions = {id(made): made for made in (present.as_of(one.version) for one in results)}
    return sorted(versions.values(), key=lambda made: made is not present)


def _mixed(present: Checklist, members: Sequence[Gathered]) -> Iterator[Complaint]:
    """Say where the results of one unit and period are of versions that were graded in different ways."""
    versions = _versions([one.result for one in members], present)
    if len({made.scheme_mark for made in versions}) > 1:
        names = "、".join(quoted(made.kept_as) if made.kept_as else "现在的" for made in versions)
        told = f"这个单位这一期的几份结果按不同的版本填（{names}），评分办法不一样；合计和等级按{names.partition('、')[0]}算"
        yield Complaint(members[0].file, "", told)


def _pool(found: Sequence[Result], present: Checklist) -> Mapping[str, Item]:
    """Return the items that results of one assessor answer, by id: those of their versions, of the present one first."""
    return {item.id: item for made in reversed(_versions(found, present)) for item in made.items}


def _marked(result: Result, present: Checklist) -> Result:
    """Add to each answer the hash of its item where the file has none, if the result's version is known."""
    made = present.as_of(result.version)
    if not is_of(result.version, made):
        return result
    answers = {
        key: given if given.hash or key not in made.by_id or (given.revision or 1) < made.by_id[key].indicator.revision
        else replace(given, hash=made.by_id[key].hash)
        for key, given in result.answers.items()
    }  # fmt: skip
    return replace(result, answers=answers)


def _trend(line: list[Unit], words: Vocabulary) -> Trend:
    who = [a for a in Assessor if any(a in unit.card.totals for unit in line)]
    scores = {a: tuple(u.card.totals[a].value if a in u.card.totals else None for u in line) for a in who}
    periods, totals = tuple(u.period for u in line), tuple(u.card.total for u in line)
    pairs = {a: [u for u in line if a in u.card.totals and u.card.totals[a].value is not None][-2:] for a in who}
    alikes = {
        a: alike(*(Side(u.period, u.results[a], u.asked[a]) for u in pair))
        for a, pair in pairs.items()
        if len(pair) > 1
    }
    return Trend(line[0].name, line[0].type_name, periods, totals, scores, alikes, words)


def _screening(results: Mapping[Assessor, Result]) -> dict[str, bool]:
    """What the unit said of itself holds; where it said nothing, what the others said."""
    merged: dict[str, bool] = {}
    for assessor in reversed(Assessor):  # the unit itself is the first of them, and so the last to be written
        if assessor in results:
            merged.update(results[assessor].screening)
    return merged


def _nameless(units: Iterable[Unit]) -> Iterator[Unit]:
    """Replace names by numbers in an order that reveals nothing, and drop what units wrote about people and places."""
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


class Lowest(NamedTuple):
    """The lowest points (0–1) that any assessor gave to an item of a unit. counted: many people gave them."""

    item: Item
    points: float
    counted: bool


def lowest_points(unit: Unit) -> tuple[Lowest, ...]:
    """Return those of each answered item."""
    found: dict[str, Lowest] = {}
    for assessor, result in unit.results.items():
        for item in unit.asked[assessor]:
            given = result.answers.get(item.id)
            if given and not given.na and given.value is not None:
                earned = points(item.form, given.value)
                if item.id not in found or earned < found[item.id].points:
                    found[item.id] = Lowest(item, earned, bool(given.counts))
    return tuple(found.values())


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of what is known; None when nothing is."""
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


class AnswerNote(NamedTuple):
    """What somebody wrote beside an answer."""

    unit: Unit
    assessor: Assessor
    item: Item
    given: Given


def written_rows(collection: Collection) -> Iterator[AnswerNote]:
    """Yield every answer of the latest results that has evidence, a note or a reason."""
    for unit in collection.latest:
        for assessor, result in unit.results.items():
            for item in unit.asked[assessor]:
                given = result.answers.get(item.id)
                if given and (given.evidence or given.note or given.reason):
                    yield AnswerNote(unit, assessor, item, given)
