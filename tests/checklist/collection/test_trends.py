"""Trends compare like with like; an oracle in exact arithmetic, straight from the words of the contract."""

import math
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anliku.checklist import Given, Result, Settings, assemble, scorecard
from anliku.checklist.collection.collection import Collection, Unit
from anliku.export.report_html import report_html
from anliku.export.stamp import stamp_of
from anliku.export.summary_xlsx import summary_xlsx
from anliku.library import Library
from anliku.library.models import Assessor

from ..asked.test_scoring import oracle
from ..build import RATING, YES_NO, indicator, shared, summary_of

EVERYONE = ["self", "masses", "superior"]
LIBRARY = Library(
    shared({"leadership": [indicator("mean", RATING, assessor=EVERYONE), indicator("yes", YES_NO, weight=2)]}), {}
)
MADE = assemble(LIBRARY.shared, "village")
PERIODS = ["2024", "2025-H1", "2025-09", "2025-10", "2026"]


def unit(period, answers):
    results = {a: Result("anliku", MADE.version, "village", "甲村", period, a, given) for a, given in answers.items()}
    put = {a: tuple(i for i in MADE.items if a in i.assessors) for a in results}
    return Unit("甲村", "village", "村", period, results, (), scorecard(MADE, answers, {}), (), put, 0)


def collection(*units):
    return Collection(units, (), {"leadership": "领导班子"}, {}, Settings())


VALUES = st.fixed_dictionaries(
    {}, optional={"mean": st.integers(10, 50).map(lambda n: Given(n / 10)), "yes": st.booleans().map(Given)}
)
LINES = st.dictionaries(st.sampled_from(PERIODS), st.dictionaries(st.sampled_from(list(Assessor)), VALUES), min_size=2)


def shown(value):
    """One decimal, halves up, in exact arithmetic."""
    return Fraction(math.floor(value * 10 + Fraction(1, 2)), 10)


def score(answers, assessor):
    only = oracle(MADE, {assessor: answers.get(assessor, {})}, {})
    return None if only is None else Fraction(only)


@given(LINES)
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_changes_are_those_of_exact_arithmetic(line):
    (trend,) = collection(*(unit(period, answers) for period, answers in reversed(line.items()))).trends
    ordered = [line[period] for period in PERIODS if period in line]
    for assessor in Assessor:
        known = [shown(found) for answers in ordered if (found := score(answers, assessor)) is not None]
        expected = float(known[-1] - known[-2]) if len(known) > 1 else None
        assert trend.changes.get(assessor) == pytest.approx(expected)
    before, now = ({a for a in Assessor if score(answers, a) is not None} for answers in ordered[-2:])
    totals = [oracle(MADE, answers, {}) for answers in ordered[-2:]]
    if before == now and None not in totals:
        assert trend.change == pytest.approx(float(shown(Fraction(totals[1])) - shown(Fraction(totals[0]))))
    else:
        assert trend.change is None
    assert bool(trend.note) == (before != now)


def test_a_better_self_assessment_is_no_step_back_because_the_masses_were_asked_too():
    first = unit("2024", {Assessor.SELF: {"mean": Given(3)}})
    second = unit("2025", {Assessor.SELF: {"mean": Given(4)}, Assessor.MASSES: {"mean": Given(1)}})
    made = collection(first, second)
    (trend,) = made.trends
    assert second.card.total < first.card.total
    assert (trend.changes, trend.change) == ({Assessor.SELF: 25.0}, None)
    page = report_html(summary_of(made))
    assert "退步" not in page
    assert "进步 25.0" in page
    assert "上期有自评，这期有自评、服务对象测评：评价方不同，总分不比" in page
    assert summary_xlsx(summary_of(made), stamp_of(LIBRARY))


def test_it_is_said_how_many_answers_stand_behind_a_number():
    made = collection(
        unit("2025", {Assessor.SELF: {"mean": Given(3), "yes": Given(True)}, Assessor.MASSES: {"mean": Given(1)}})
    )
    page = report_html(summary_of(made))
    assert "自评2条、服务对象测评1条" in page
    assert "2/2 条" in page
