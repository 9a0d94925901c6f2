"""Each rule of design speaks up for what is wrong and keeps silent for what is right."""

import pytest

from anliku.check.rules.checklists import CHECKLIST_RULES
from anliku.library import Library, Origin
from anliku.library.models import Card

from ..build import DAYS, LEVELS, RATING, YES_NO, indicator, shared

GOOD = {"verify": "看记录", "basis": ["p/e"]}
SOME = [indicator(f"i{n}", **GOOD) for n in range(22)]


def remarks(pool, cards=(), **fields):
    """What the rules say, as code and place."""
    library = shared({"leadership": pool}, **fields)
    keys = [("organisation", k) for k in library.organisations] + [("indicator", k) for k in library.indicators]
    keys += [("profile", k) for k in library.profiles] + [("screening", k) for k in library.screening]
    library.origins.update({key: Origin("x.yml") for key in keys} | {("card", c.id): Origin("x.yml") for c in cards})
    library.cards.update({c.id: c for c in cards})
    found = [remark for rule in CHECKLIST_RULES for remark in rule(Library(library, {}))]
    return [(r.code, ".".join(map(str, r.at))) for r in found if r.code != "broken-reference"]


def test_a_sound_pool_is_passed_over_in_silence():
    assert remarks(SOME) == []


@pytest.mark.parametrize("count", [0, 1, 19])
def test_a_library_that_has_only_begun_is_not_scolded_for_short_checklists(count):
    assert remarks([i.model_copy(update={"organisations": ("organ",)}) for i in SOME[:count]]) == []


def test_a_type_without_items_and_a_type_with_too_many():
    pool = [*SOME, *(indicator(f"v{n}", organisations=["village"], **GOOD) for n in range(60))]
    pool = [i.model_copy(update={"exclude": ("coop",)}) for i in pool]
    assert sorted(set(remarks(pool))) == [("checklist-too-long", ""), ("empty-checklist", "")]


def test_one_item_must_not_rule_the_score():
    assert ("heavy-indicator", "") in remarks([*SOME, indicator("heavy", weight=50, **GOOD)])


@pytest.mark.parametrize(
    ("form", "place"),
    [
        ({"type": "levels", "levels": ["只有一档"]}, "answer"),
        ({"type": "levels", "levels": ["好", "好"]}, "answer.levels"),
        ({"type": "number", "unit": "次"}, "answer"),
        ({"type": "number", "target": 3}, "answer"),
        ({"type": "number", "target": -1, "unit": "次"}, "answer.target"),
        ({"type": "yes_no", "levels": ["甲", "乙"]}, "answer.levels"),
        ({"type": "rating", "target": 3}, "answer.target"),
    ],
)
def test_answers_that_cannot_be_given_or_scored(form, place):
    assert remarks([*SOME, indicator("bad", form, **GOOD)]) == [("answer-form", place)]


@pytest.mark.parametrize("form", [YES_NO, LEVELS, RATING, DAYS])
def test_sound_forms(form):
    assert remarks([*SOME, indicator("good", form, **GOOD)]) == []


@pytest.mark.parametrize(
    "ask", ["有人吗？有钱吗？", "开会了吗，公开了吗", "有计划并且落实了吗？", "有制度以及台账吗？"]
)
def test_one_question_asks_one_thing(ask):
    assert remarks([*SOME, indicator("two", **GOOD).model_copy(update={"ask": ask})]) == [("two-questions", "ask")]


def test_what_an_indicator_lacks_is_named():
    assert remarks([*SOME, indicator("bare")]) == [("incomplete-indicator", "")]


def test_an_indicator_may_stand_on_where_it_was_drawn_from_alone():
    assert remarks([*SOME, indicator("drawn", verify="看记录", drawn_from=["p/e"])]) == []
    assert remarks([*SOME, indicator("neither", verify="看记录")]) == [("incomplete-indicator", "")]


def test_a_question_nobody_uses_and_an_item_nobody_can_reach():
    questions = [{"id": "idle", "ask": "有吗？"}, {"id": "q", "ask": "有吗？", "organisations": ["organ"]}]
    pool = [*SOME, indicator("far", only_if="q", organisations=["rural"], **GOOD)]
    assert remarks(pool, screening=questions) == [("unused-screening", ""), ("unreachable-indicator", "only_if")]


def test_profiles_that_change_nothing():
    pool = [*SOME, indicator("far", organisations=["organ"], **GOOD)]
    profile = {"organisation": "village", "exclude": ["far"], "alter": [{"id": "far", "ask": "？"}]}
    assert remarks(pool, profiles=[profile]) == [("idle-profile-entry", "exclude.0"), ("idle-profile-entry", "alter.0")]


def test_a_card_fits_nine_lines_and_says_where_it_comes_from():
    text = {"title": "卡", "when": "出门前", "by": "干部"}
    cards = [
        Card.model_validate({"id": "long", **text, "items": ["做"] * 10, "learn_from": ["a"]}),
        Card.model_validate({"id": "none", **text, "items": [], "learn_from": ["a"]}),
        Card.model_validate({"id": "whence", **text, "items": ["做"]}),
    ]
    assert remarks(SOME, cards) == [("card-too-long", "items"), ("empty-list", "items"), ("card-without-source", "")]
