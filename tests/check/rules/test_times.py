from __future__ import annotations

from pathlib import Path

import pytest

from ...support import LESSON, POLICY, case, changed, codes, codes_of_case, told, told_of_case

FIGURE = "figures:\n  - {label: 数, value: 1, at: %s, source: survey, locator: 来源里说的话}"


def test_minutes_that_do_not_add_up(tmp_path: Path) -> None:
    teaching = "teaching:\n  minutes: 40\n  plan:\n    - {minutes: 10, do: 讲}\n    - {minutes: 20, do: 议}"
    assert told_of_case(tmp_path, teaching) == [
        "cases/first-case.yml:21:3 warning minutes-do-not-add-up 各段加起来是 30 分钟，总时长写的是 40 分钟。"
        " | 改总时长，或调整 plan 里各段的时间。"
    ]


def test_a_lesson_that_does_not_add_up(tmp_path: Path) -> None:
    assert codes(tmp_path, {"content/lessons/a.yml": changed(LESSON, "minutes: 45")}) == ["minutes-do-not-add-up"]
    assert codes(tmp_path, {"content/lessons/a.yml": LESSON}) == []


def test_minutes_without_a_plan_are_fine(tmp_path: Path) -> None:
    assert codes_of_case(tmp_path, "teaching: {minutes: 40}") == []
    assert codes_of_case(tmp_path, "teaching: {plan: [{minutes: 40, do: 讲}]}") == []


@pytest.mark.parametrize(("start", "end"), [("2010", "2009"), ("2009-05", "2009-04"), ("2009-05-02", "2009-05-01")])
def test_a_period_that_runs_backwards(tmp_path: Path, start: str, end: str) -> None:
    assert told_of_case(tmp_path, f'period: {{from: "{start}", to: "{end}"}}') == [
        f"cases/first-case.yml:6:{20 + len(start)} error dates-reversed 结束时间 {end} 早于开始时间 {start}。"
        " | 核对来源，改正其中一个。"
    ]


@pytest.mark.parametrize(
    ("start", "end"), [("2009", "2009"), ("2009-05", "2009"), ("2009", "2009-01"), ("2009-05", "2010-01")]
)
def test_a_period_that_runs_forwards(tmp_path: Path, start: str, end: str) -> None:
    assert codes_of_case(tmp_path, f'period: {{from: "{start}", to: "{end}"}}') == []


def test_a_policy_that_ends_before_it_begins(tmp_path: Path) -> None:
    policy = changed(POLICY, 'in_force: {from: "2010", to: "2009"}')
    assert "dates-reversed" in codes(tmp_path, {"content/policies/other.yml": policy})


@pytest.mark.parametrize("at", ["2009-13", "2009-10-32", "2009-00"])
def test_a_figure_with_a_date_that_is_none(tmp_path: Path, at: str) -> None:
    assert told(tmp_path, {"cases/first-case.yml": case(FIGURE % f'"{at}"')}) == [
        f"cases/first-case.yml:30:26 error bad-date “{at}”不是日期。 | 写成 2009-10-18，或 2009 年底 这样的文字。"
    ]


@pytest.mark.parametrize("at", ["2009-10-18", "2009 年底", "当年六月", "2009-10"])
def test_a_figure_with_a_date(tmp_path: Path, at: str) -> None:
    assert codes_of_case(tmp_path, FIGURE % f'"{at}"') == []
