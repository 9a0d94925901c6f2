from __future__ import annotations

from pathlib import Path

import pytest

from ...support import CASE, FRAMEWORKS, LESSON, POLICY, case, changed, codes, codes_of_case, findings, told, without


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("organisations: []", "没有写适用的组织类型。"),
        ("dimensions: []", "没有写对应的维度。"),
        ("practice: []", "没有写做法。"),
        ("sources: []", "没有写出处。"),
    ],
)
def test_a_list_that_must_not_be_empty(tmp_path: Path, field: str, message: str) -> None:
    found = [f for f in findings(tmp_path, {"cases/first-case.yml": case(field)}) if f.code == "empty-list"]
    assert [f.message for f in found] == [message]


def test_fields_that_are_asked_for_are_told_together(tmp_path: Path) -> None:
    assert told(tmp_path, {"cases/first-case.yml": without(CASE, "results", "limits", "region", "period")}) == [
        "cases/first-case.yml:1:1 warning incomplete-case 案例还缺：results（成效）、limits（局限与提醒）、region（地区）、"
        "period（时间；不详就写 note）。 | 补上这些字段；写法见“格式参考”。"
    ]


def test_a_plan_has_no_results_yet(tmp_path: Path) -> None:
    assert codes(tmp_path, {"cases/first-case.yml": without(case("kind: plan"), "results")}) == []
    assert codes(tmp_path, {"cases/first-case.yml": without(case("kind: plan"), "results", "limits")}) == [
        "incomplete-case"
    ]


def test_a_withdrawn_case_is_not_asked_for_more(tmp_path: Path) -> None:
    assert codes(tmp_path, {"cases/first-case.yml": without(case("status: withdrawn"), "results", "reviewed")}) == []


def test_a_period_may_be_open_when_a_note_says_why(tmp_path: Path) -> None:
    assert codes_of_case(tmp_path, "period: {precision: unknown, note: 年份存疑}") == []


def test_a_published_case_needs_a_review_and_a_draft_does_not(tmp_path: Path) -> None:
    assert codes(tmp_path, {"cases/first-case.yml": without(CASE, "reviewed")}) == ["not-reviewed"]
    assert codes(tmp_path, {"cases/first-case.yml": without(case("status: draft"), "reviewed")}) == []


def test_a_library_without_cases(tmp_path: Path) -> None:
    assert codes(tmp_path, {"cases/first-case.yml": None}) == ["no-cases"]
    assert codes(tmp_path, {"cases/first-case.yml": "titel: 甲"})[:1] != ["no-cases"]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("content/policies/other.yml", changed(POLICY, "excerpts: []")),
        ("content/frameworks.yml", FRAMEWORKS + "  - {id: none, name: 空, summary: 空的。, items: []}\n"),
        ("content/lessons/agents.yml", changed(LESSON, "cases: []")),
    ],
)
def test_a_record_that_holds_nothing(tmp_path: Path, path: str, content: str) -> None:
    assert [(f.path, f.code) for f in findings(tmp_path, {path: content})] == [(path, "empty-list")]


def test_a_few_lines_are_not_asked_to_become_a_lesson(tmp_path: Path) -> None:
    thin = without(case("kind: brief"), "results", "insights", "conditions", "questions", "teaching")
    assert codes(tmp_path, {"cases/first-case.yml": thin}) == []
    assert codes(tmp_path, {"cases/first-case.yml": without(thin, "limits")}) == ["incomplete-case"]
