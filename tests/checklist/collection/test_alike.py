"""Like for like against an oracle that knows nothing of the program: plain dictionaries, exact arithmetic, the contract's words."""

from __future__ import annotations

import math
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anliku.checklist import Given, Result, Settings, assemble
from anliku.checklist.collection.collection import Collection, Unit
from anliku.checklist.results.alike import Side, alike
from anliku.checklist.summary.changes import TOTAL, trend_lines
from anliku.library.models import Assessor

from ..build import indicator, shared

EVERYONE = ["self", "masses", "superior"]
WEIGHTS = {"a": 1, "b": 2, "c": 3, "d": 1, "e": 5, "f": 1, "g": 1, "h": 2, "i": 1, "j": 1}
SHARES = {"self": 30, "masses": 40, "superior": 30}
MADE = assemble(
    shared({"leadership": [indicator(key, weight=weight, assessor=EVERYONE) for key, weight in WEIGHTS.items()]}),
    "village",
    Settings(library="demo"),
)


def alike_of(before, after):
    """(common, answered, before, after) of two lists of answers {item: (yes or no, mark)}, and their versions."""
    (old, old_version), (new, new_version) = before, after
    common = []
    for key in sorted(new):
        if key in old:
            marks = old[key][1], new[key][1]
            if (marks[0] == marks[1]) if all(marks) else (old_version == new_version != ""):
                common.append(key)
    weight = sum(WEIGHTS[key] for key in common)
    scores = [
        Fraction(100 * sum(WEIGHTS[key] for key in common if side[key][0]), weight) if weight else None
        for side in (old, new)
    ]
    return len(common), len(set(old) | set(new)), *scores


def shown(value):
    """One decimal, halves up."""
    return None if value is None else Fraction(math.floor(value * 10 + Fraction(1, 2)), 10)


def change_of(pair):
    """The change in points as shown; none where less than seven tenths of what was answered is common."""
    common, answered, before, after = pair
    if not common or Fraction(common, answered) < Fraction(7, 10):
        return None
    return shown(after) - shown(before)


SIDES = st.tuples(
    st.dictionaries(st.sampled_from(sorted(WEIGHTS)), st.tuples(st.booleans(), st.sampled_from(["", "1" * 8, "1" * 8, "2" * 8]))),
    st.sampled_from(["", "v1", "v2"]),
)  # fmt: skip


def result_of(side, assessor, period):
    answers = {key: Given(value, hash=mark) for key, (value, mark) in side[0].items()}
    return Result("demo", side[1], "village", "甲村", period, assessor, answers)


@settings(max_examples=400, deadline=None)
@given(SIDES, SIDES)
def test_two_periods_have_in_common_what_the_oracle_says(before, after):
    sides = [Side(p, result_of(one, Assessor.SELF, p), MADE.items) for p, one in (("2025", before), ("2026", after))]
    pair = alike(*sides)
    common, answered, old, new = expected = alike_of(before, after)
    assert (pair.common, pair.answered) == (common, answered)
    assert [pair.before, pair.after] == [None if one is None else float(one) for one in (old, new)] or (
        abs(pair.before - old) < 1e-9 and abs(pair.after - new) < 1e-9
    )
    change = change_of(expected)
    assert pair.change == (None if change is None else float(change))


def test_seven_tenths_are_enough_and_less_is_not():
    mark = "1" * 8
    all_ten = dict.fromkeys(WEIGHTS, (True, mark))
    for common, told in ((7, True), (6, False)):
        changed = {key: (False, mark if n < common else "2" * 8) for n, key in enumerate(WEIGHTS)}
        sides = (all_ten, "v1"), (changed, "v1")
        pair = alike(*(Side("2025", result_of(side, Assessor.SELF, "2025"), MADE.items) for side in sides))
        assert pair.comparable is told
        assert (pair.change, change_of(alike_of(*sides))) == ((-100.0, -100) if told else (None, None))


def unit_of(period, given_):
    """A unit with results of some assessors."""
    from anliku.checklist.asked.scoring import card_of

    results = {who: result_of(side, who, period) for who, side in given_.items()}
    put = dict.fromkeys(results, MADE.items)
    card = card_of(put, {who: one.answers for who, one in results.items()}, MADE.dimensions, MADE.scheme)
    return Unit("甲村", "village", "村", period, results, (), card, (), put, 0)


LINES = st.lists(st.dictionaries(st.sampled_from(list(Assessor)), SIDES), min_size=2, max_size=4)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(LINES)
def test_changes_by_source_and_in_all_are_those_of_the_oracle(line):
    """By assessor: the last two periods in which they have a score. In all: only where the same took part in the last two."""
    units = tuple(unit_of(str(2020 + n), one) for n, one in enumerate(line))
    made = Collection(units, (), dict(MADE.dimensions), {}, Settings())
    (trend,) = made.trends
    lines = {one.label: one for one in trend_lines(trend, MADE.scheme)}
    answered = [{who: side for who, side in one.items() if side[0]} for one in line]
    present = [who for who in Assessor if any(who in one for one in answered)]
    assert set(lines) - {TOTAL} == {trend.words.of(who) for who in present}
    for who in present:
        sides = [one[who] for one in answered if who in one][-2:]
        change = change_of(alike_of(*sides)) if len(sides) > 1 else None
        assert lines[trend.words.of(who)].change == (None if change is None else float(change))
    if TOTAL in lines:
        before, now = answered[-2:]
        pairs = {who: alike_of(before[who], now[who]) for who in now if who in before}
        fine = bool(now) and set(before) == set(now) and all(change_of(pair) is not None for pair in pairs.values())
        change = None
        if fine:
            shares = sum(SHARES[who.value] for who in now)
            totals = [sum(SHARES[who.value] * pairs[who][n] for who in now) / shares for n in (2, 3)]
            change = shown(totals[1]) - shown(totals[0])
        assert lines[TOTAL].change == (None if change is None else float(change))
