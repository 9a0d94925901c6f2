"""A case at a glance: its stations, and what a reader weighs."""

from __future__ import annotations

import pytest

from anliku.library.models import Case
from anliku.library.story import opening, stations_of, weighed_of

CASE = {
    "id": "first-case", "title": "村里有了代办员", "summary": "一个村请干部替群众跑手续。", "status": "published",
    "organisations": ["village"], "dimensions": ["carrier"], "sources": [{"source": "survey"}],
    "problem": "办事要跑很远。",
    "practice": [{"heading": "设代办点", "text": "设了。"}, {"heading": "排班", "text": "要排。", "stage": "planned"}],
    "results": "群众少跑了路。村里也省了事。", "conditions": "要有固定的人。", "limits": "- 没有算误工。\n- 只有一个村。",
}  # fmt: skip
DECISION = {
    "title": "钱给谁", "who": "支部", "after_step": 1,
    "options": [{"text": "给户", "for": "快", "against": "散"}, {"text": "给村", "for": "集中", "against": "慢"}],
}  # fmt: skip


def case(**values: object) -> Case:
    return Case.model_validate({**CASE, **values})


def test_the_strip_leads_from_the_problem_through_the_steps_to_the_limits() -> None:
    assert [(s.anchor, s.mark + s.text, s.stage) for s in stations_of(case())] == [
        ("problem", "问题", ""),
        ("step-1", "①设代办点", ""),
        ("step-2", "②排班", "计划"),
        ("results", "成效", ""),
        ("limits", "局限", ""),
    ]


def test_what_a_case_does_not_tell_is_no_station_and_is_not_weighed() -> None:
    bare = case(problem="", results="", conditions="", limits="")
    assert [s.anchor for s in stations_of(bare)] == ["step-1", "step-2"]
    assert weighed_of(bare) == ()


def test_a_number_that_has_no_ring_stands_as_it_is() -> None:
    steps = [{"heading": f"第{n}件", "text": "做。"} for n in range(1, 22)]
    marks = [s.mark for s in stations_of(case(practice=steps, problem="", results="", limits=""))]
    assert marks[18:] == ["⑲", "⑳", "21 "]


def test_what_comes_after_a_decision_is_not_given_away_nor_how_it_ended() -> None:
    decided = case(decision=DECISION, outcome="给了村。")
    assert [(s.anchor, s.mark + s.text) for s in stations_of(decided)] == [
        ("problem", "问题"),
        ("step-1", "①设代办点"),
        ("decision", "要作的决定"),
        ("step-2", "定下以后"),
        ("results", "成效"),
        ("limits", "局限"),
    ]
    assert weighed_of(decided) == ()


def test_each_question_is_answered_by_the_first_sentence_of_its_part() -> None:
    assert [tuple(w) for w in weighed_of(case())] == [
        ("results", "得到什么", "群众少跑了路。"),
        ("conditions", "要什么条件", "要有固定的人。"),
        ("limits", "先要当心", "没有算误工。"),
    ]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("没有句号", "没有句号"),
        ("他说“去吧。别怕。”就走了。后来呢？", "他说“去吧。别怕。”就走了。"),
        ("缺了一半的“引号。还有。", "缺了一半的“引号。"),
        ("（见附件。）先问。再做。", "（见附件。）先问。"),
        ("要三样：\n\n- 人。一个。\n- 钱。", "要三样：人。"),
        ("要三样：", "要三样："),
        ("- **会费**一般是会员的钱。别动。\n- 二", "会费一般是会员的钱。"),
        ("1. 先这样。\n2. 再那样。", "先这样。"),
        ("行一\n行二。行三。", "行一行二。"),
        ("<!-- 说明\n\n更多 -->正文。", "正文。"),
        ("。", "。"),
    ],
)
def test_a_text_begins_with_its_first_sentence_whatever_it_is_written_in(text: str, first: str) -> None:
    assert opening(text) == first
