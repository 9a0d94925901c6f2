"""Which items stand on a form: whose, all or the weightiest, after which answers to the screening questions."""

import pytest

from anliku.checklist import assemble
from anliku.checklist.form.plan import SHORT, plan_form
from anliku.library.models import Assessor

from ..build import LEVELS, indicator, shared


def library(heavy=0):
    pool = {
        "leadership": [
            indicator("both", assessor=["self", "masses"]),
            indicator("theirs", assessor=["masses"]),
            indicator("if-q", only_if="q", critical=True),
            indicator("if-r", only_if="r", weight=9),
        ],
        "team": [indicator(f"heavy-{n}", LEVELS, weight=3) for n in range(heavy)],
        "venue": [indicator("light"), indicator("boss", assessor=["superior"])],
    }
    return shared(pool, screening=[{"id": "q", "ask": "有窗口吗？"}, {"id": "r", "ask": "有网格吗？"}])


def ids(items):
    return [item.id for item in items]


def test_the_default_form_is_the_units_own_and_keeps_the_others_apart():
    plan = plan_form(assemble(library(), "village"))
    assert (plan.assessor, ids(plan.items), ids(plan.others)) == (
        Assessor.SELF,
        ["both", "if-q", "if-r", "light"],
        ["theirs", "boss"],
    )
    assert (plan.left_out, [q.id for q in plan.questions]) == ((), ["q", "r"])


@pytest.mark.parametrize(
    ("assessor", "there"),
    [("self", ["both", "if-q", "if-r", "light"]), ("masses", ["both", "theirs"]), ("superior", ["boss"])],
)
def test_a_named_assessor_gets_nothing_of_the_others(assessor, there):
    made = assemble(library(), "village")
    plan = plan_form(made, Assessor(assessor))
    assert (ids(plan.items), plan.others) == (there, ())
    assert set(plan.left_out) == set(ids(made.items)) - set(there)


def test_answers_to_screening_questions_leave_out_what_is_not_asked():
    made = assemble(library(), "village")
    assert ids(plan_form(made, Assessor.SELF, {"q": True}).items) == ["both", "if-q", "light"]
    assert ids(plan_form(made, Assessor.SELF, {}).items) == ["both", "light"]
    assert plan_form(made, screening={"q": True}).screening == {"q": True, "r": False}


def test_a_short_form_has_the_critical_items_and_the_heaviest_of_every_dimension():
    made = assemble(library(heavy=30), "village")
    chosen = ids(plan_form(made, short=True).items)
    assert len(chosen) == SHORT
    assert chosen == ["if-q", *(f"heavy-{n}" for n in range(SHORT - 1))]
    assert "if-r" in ids(plan_form(made, screening={"r": True}, short=True).items)
    assert [q.id for q in plan_form(made, short=True).questions] == ["q"]


def test_of_equal_weight_no_dimension_is_passed_over():
    pool = {name: [indicator(f"{name}-{n}") for n in range(15)] for name in ("leadership", "team", "venue")}
    plan = plan_form(assemble(shared(pool), "village"), short=True)
    assert [len(items) for _, items in plan.sections] == [7, 7, 6]
    assert [title for title, _ in plan.sections] == ["领导班子", "骨干队伍", "服务场所"]


def test_all_critical_items_are_on_it_however_many():
    pool = {"leadership": [indicator(f"c-{n}", critical=True) for n in range(SHORT + 5)]}
    assert len(plan_form(assemble(shared(pool), "village"), short=True).items) == SHORT + 5


def test_a_library_without_items_for_the_unit_itself_makes_the_form_of_those_there_are():
    made = assemble(shared({"leadership": [indicator("a", assessor=["masses"])]}), "village")
    assert plan_form(made).assessor is Assessor.MASSES
