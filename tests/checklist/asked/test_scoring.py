"""Scores against a naive oracle in Python, and the browser's script against both."""

import json
import shutil
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from anliku.checklist import Given, Scheme, assemble, form_of, gaps, points, rounded, scorecard
from anliku.checklist.form.sheet import sheet_data
from anliku.library.models import Answer, Assessor
from tests.page_scripts import in_node

from ..build import AT_MOST, DAYS, LEVELS, RATING, YES_NO, checklist, indicator, shared

SELF, MASSES, SUPERIOR = Assessor
SCREENING = [{"id": "q", "ask": "有吗？"}]


@pytest.mark.parametrize(
    ("form", "value", "expected"),
    [
        (YES_NO, True, 1), (YES_NO, False, 0), (LEVELS, 0, 0), (LEVELS, 1, 0.5), (LEVELS, 2, 1), (RATING, 1, 0),
        (RATING, 3, 0.5), (RATING, 5, 1), (DAYS, 0, 0), (DAYS, 30, 0.5), (DAYS, 60, 1), (DAYS, 90, 1),
        (AT_MOST, 0, 1), (AT_MOST, 30, 1), (AT_MOST, 60, 0.5),
        ({"type": "number", "target": 0}, 0, 1), ({"type": "number", "target": 0, "direction": "at-most"}, 2, 0),
    ],
)  # fmt: skip
def test_points(form, value, expected):
    assert points(form_of(Answer.model_validate(form)), value) == expected


def card(items, answers, screening=None, scheme=None):
    made = checklist(*items, screening=SCREENING)
    return scorecard(replace(made, scheme=scheme or Scheme()), {SELF: answers}, screening or {})


def test_unanswered_is_not_no():
    result = card([indicator("a"), indicator("b")], {"a": Given(True)})
    assert result.total == 100
    assert result.provisional
    assert (result.totals[SELF].answered, result.totals[SELF].applicable) == (1, 2)


def test_not_applicable_leaves_the_denominator():
    result = card([indicator("a"), indicator("b")], {"a": Given(True), "b": Given(na=True, reason="没有")})
    assert (result.total, result.provisional) == (100, False)


def test_nothing_answered_has_no_score_and_no_grade():
    result = card([indicator("a")], {})
    assert (result.total, result.grade, result.provisional) == (None, None, True)


def test_an_unmet_critical_item_caps_the_grade():
    items = [indicator("a", critical=True), indicator("b", weight=99)]
    result = card(items, {"a": Given(False), "b": Given(True)})
    assert (rounded(result.total), result.grade.name, result.unmet_critical) == (99, "合格", ("a",))


def test_a_graded_critical_item_is_met_from_the_pass_mark():
    items = [indicator("a", RATING, critical=True), indicator("b", weight=99)]
    assert card(items, {"a": Given(3.4), "b": Given(True)}).grade.name == "优秀"
    assert card(items, {"a": Given(3.3), "b": Given(True)}).grade.name == "合格"


@pytest.mark.parametrize(
    ("score", "name"), [(85, "优秀"), (84.9, "合格"), (60, "合格"), (59.9, "待改进"), (0, "待改进")]
)
def test_bounds_belong_to_the_better_grade(score, name):
    assert Scheme().grade(score, False).name == name


def test_who_did_not_answer_does_not_count_in_the_combined_score():
    items = [indicator("a", assessor=["self", "masses", "superior"])]
    made = checklist(*items)
    answers = {SELF: {"a": Given(True)}, MASSES: {"a": Given(False)}, SUPERIOR: {}}
    assert scorecard(made, answers, {}).total == pytest.approx(30 / 70 * 100)


def test_screened_items_count_only_when_switched_on():
    items = [indicator("a"), indicator("b", only_if="q")]
    answers = {"a": Given(True), "b": Given(False)}
    assert card(items, answers).total == 100
    assert card(items, answers, {"q": True}).total == 50


def test_gaps_put_critical_items_first_then_weight_lost_for_effort():
    items = [
        indicator("dear", weight=3, effort="high"), indicator("cheap", weight=2, effort="low"),
        indicator("vital", weight=1, effort="high", critical=True), indicator("half", LEVELS, weight=2, effort="low"),
        indicator("fine"),
    ]  # fmt: skip
    answers = {key: Given(False) for key in ("dear", "cheap", "vital")} | {"half": Given(1), "fine": Given(True)}
    made = checklist(*items)
    assert [g.item.id for g in gaps(made, {SELF: answers}, {})] == ["vital", "cheap", "dear", "half"]


FORMS = st.sampled_from([YES_NO, LEVELS, RATING, DAYS, AT_MOST, {"type": "number", "target": 80, "unit": "%"}])
VALUES = {
    "yes_no": st.booleans(), "levels": st.integers(0, 2), "rating": st.integers(10, 50).map(lambda n: n / 10),
    "number": st.integers(0, 1000).map(lambda n: n / 10),
}  # fmt: skip


@st.composite
def sheets(draw):
    """A checklist with answers of some assessors, screening answers and a scheme."""
    pool = {"leadership": [], "team": []}
    answers = {a: {} for a in draw(st.sets(st.sampled_from(list(Assessor))))}
    for n in range(draw(st.integers(1, 12))):
        form = draw(FORMS)
        item = indicator(
            f"i{n}", form, weight=draw(st.sampled_from([0.1, 0.7, 1, 2, 3.3])), critical=draw(st.booleans()),
            assessor=draw(st.lists(st.sampled_from(["self", "masses", "superior"]), min_size=1, unique=True)),
            only_if=draw(st.sampled_from([None, "q"])), effort=draw(st.sampled_from(["low", "medium", "high"])),
            na={"allowed": True},
        )  # fmt: skip
        pool[draw(st.sampled_from(["leadership", "team"]))].append(item)
        for given_answers in answers.values():
            kind = draw(st.sampled_from(["value", "value", "value", "na", "none", "missing"]))
            value = VALUES[form["type"]].filter(lambda v, f=form: f.get("unit") != "%" or v <= 100)
            if kind != "missing":
                given_answers[item.id] = Given(draw(value) if kind != "none" else None, na=kind == "na")
    made = assemble(shared(pool, screening=SCREENING), "village")
    shares = draw(st.tuples(*[st.sampled_from([0, 0.3, 1, 30])] * 3).filter(any))
    scheme = Scheme.model_validate({"shares": dict(zip(["self", "masses", "superior"], shares, strict=True))})
    return replace(made, scheme=scheme), answers, draw(st.sampled_from([{}, {"q": True}, {"q": False}]))


def oracle_points(item, value):
    """Points in exact arithmetic, straight from the words of the contract."""
    kind, value = item.indicator.answer.type.value, Fraction(value)
    if kind == "yes_no":
        return value
    if kind == "levels":
        return value / (len(item.indicator.answer.levels) - 1)
    if kind == "rating":
        return (value - 1) / 4
    target = Fraction(item.indicator.answer.target)
    if item.indicator.answer.direction == "at-least":
        return min(Fraction(1), value / target)
    return Fraction(1) if value <= target else target / value


def oracle(made, answers, screening, dimension=None):
    """Combined score in exact arithmetic."""
    total = shares = Fraction(0)
    for assessor, given_answers in answers.items():
        earned = weight = Fraction(0)
        for item in made.items:
            entry = given_answers.get(item.id, Given())
            off = item.indicator.only_if and not screening.get(item.indicator.only_if)
            elsewhere = dimension and item.dimension != dimension
            if off or elsewhere or assessor not in item.indicator.assessor or entry.na or entry.value is None:
                continue
            weight += Fraction(item.indicator.weight)
            earned += Fraction(item.indicator.weight) * oracle_points(item, entry.value)
        if weight:
            total += Fraction(made.scheme.shares[assessor]) * earned / weight * 100
            shares += Fraction(made.scheme.shares[assessor])
    return float(total / shares) if shares else None


@given(sheets())
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
def test_scores_equal_those_of_exact_arithmetic(sheet):
    made, answers, screening = sheet
    result = scorecard(made, answers, screening)
    assert result.total == pytest.approx(oracle(*sheet), abs=1e-9)
    for dimension in made.dimensions:
        assert result.dimensions[dimension] == pytest.approx(oracle(*sheet, dimension), abs=1e-9)


RUNNER = """
const core = anliku.checklist;
console.log(JSON.stringify(input.map(c => ({
  card: core.scorecard(c.sheet, c.answers, c.screening),
  gaps: core.gaps(c.sheet, c.answers, c.screening).map(g => [g.item.id, g.assessor, g.points, g.urgent, g.priority]),
}))));
"""


def as_script_sees(card, found):
    """The Python scores in the shape that the script returns."""

    def score(s):
        return {
            "value": s.value,
            "answered": s.answered,
            "not_applicable": s.not_applicable,
            "applicable": s.applicable,
        }

    return {
        "card": {
            "totals": {a.value: score(s) for a, s in card.totals.items()},
            "by_dimension": {a.value: {d: score(s) for d, s in p.items()} for a, p in card.by_dimension.items()},
            "total": card.total, "dimensions": dict(card.dimensions), "grade": card.grade and card.grade.name,
            "provisional": card.provisional, "unmet_critical": list(card.unmet_critical),
        },
        "gaps": [[g.item.id, g.assessor.value, g.points, g.urgent, g.priority] for g in found],
    }  # fmt: skip


@pytest.mark.property
@pytest.mark.skipif(not shutil.which("node"), reason="needs node")
def test_the_script_computes_the_same_numbers():
    made, cases = [], []

    @given(sheets())
    @settings(max_examples=300, phases=[Phase.generate], deadline=None, suppress_health_check=list(HealthCheck))
    def collect(sheet):
        made.append(sheet)

    collect()
    for checklist_, answers, screening in made:
        plain = {a.value: {k: {"value": g.value, "na": g.na} for k, g in m.items()} for a, m in answers.items()}
        cases.append({"sheet": sheet_data(checklist_), "answers": plain, "screening": screening})
    for sheet, theirs in zip(made, json.loads(in_node(RUNNER, cases)), strict=True):
        ours = as_script_sees(scorecard(*sheet), gaps(*sheet))
        assert theirs == ours
