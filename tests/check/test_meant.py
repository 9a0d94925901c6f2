"""What is written as in Word is refused with the very words to put in its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..support import CASE, INDICATOR, LESSON, changed, told, told_of_case


def remedies(found: list[str], code: str) -> list[str]:
    return [one.split(" | ")[1] for one in found if f" {code} " in one]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2021年3月1日", "2021-03-01"), ("2021年3月", "2021-03"), ("2021.3.1", "2021-03-01"), ("2021/03", "2021-03"),
        ("2021-3-1", "2021-03-01"), ("２０２１年３月", "2021-03"), ("2021年", "2021"),
    ],
)  # fmt: skip
def test_a_date_of_another_form(tmp_path: Path, written: str, meant: str) -> None:
    assert remedies(told_of_case(tmp_path, f"period: {{from: {written}}}"), "bad-date") == [f"写成 {meant}。"]


@pytest.mark.parametrize("written", ["2021年13月", "2021.2.30", "去年", "2021年3月起"])
def test_what_is_no_date_is_not_guessed(tmp_path: Path, written: str) -> None:
    (remedy,) = remedies(told_of_case(tmp_path, f"period: {{from: {written}}}"), "bad-date")
    assert not remedy.startswith("写成")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("118天", "value: 118, unit: 天"), ("约3.2", "value: 3.2, qualifier: about"), ("60%", 'value: 60, unit: "%"'),
        ('"6,000"', "value: 6000"), ("300多户", "value: 300, unit: 户, qualifier: more-than"),
    ],
)  # fmt: skip
def test_a_figure_with_its_unit(tmp_path: Path, written: str, meant: str) -> None:
    field = f"figures:\n  - {{label: 数, value: {written}, source: survey, locator: 村里设代办点}}"
    assert remedies(told_of_case(tmp_path, field), "bad-figure") == [f"写成 {meant}。"]


def test_a_thousands_comma_in_braces(tmp_path: Path) -> None:
    field = "figures:\n  - {label: 数, value: 6,000, source: survey, locator: 村里设代办点}"
    (remedy,) = remedies(told_of_case(tmp_path, field), "unknown-key")
    assert "千分位" in remedy


@pytest.mark.parametrize(
    ("field", "meant"),
    [
        ("topics: 代办、跑腿", "[代办, 跑腿]"),
        ("insights:\n  1. 先问。\n  2. 再办。", "不写编号，如“- 先问。”"),
        ("period: 2021年3月-2022年5月", "{from: 2021-03, to: 2022-05}"),
        ("sources:\n  - {source: survey, locator: 村里设代办点, for: 第一步}", "写成 [step-1]。"),
        ("teaching: {minutes: 30分钟, plan: []}", "写成 30。"),
    ],
)
def test_a_value_of_another_form(tmp_path: Path, field: str, meant: str) -> None:
    assert any(meant in remedy for remedy in remedies(told_of_case(tmp_path, field), "wrong-type"))


def test_the_forms_of_an_answer(tmp_path: Path) -> None:
    text = INDICATOR.replace("{type: yes_no}", "yes_no")
    assert remedies(told(tmp_path, {"content/indicators/a.yml": text}), "wrong-type") == ["写成 {type: yes_no}。"]
    text = INDICATOR.replace("{type: yes_no}", '{type: number, target: "≤10", unit: 天}')
    (remedy,) = remedies(told(tmp_path, {"content/indicators/a.yml": text}), "wrong-type")
    assert remedy.startswith("写成 10。") and "at-most" in remedy


def test_a_second_dimension_goes_into_a_file_of_its_own(tmp_path: Path) -> None:
    found = told(tmp_path, {"content/indicators/a.yml": INDICATOR + "dimension: team\n"})
    assert all("另一个文件" in remedy for remedy in remedies(found, "duplicate-key"))


def test_a_plan_whose_minutes_stand_for_a_key(tmp_path: Path) -> None:
    text = changed(LESSON, "plan:\n  - 30分钟: 讨论")
    found = remedies(told(tmp_path, {"content/lessons/a.yml": text}), "unknown-key")
    assert found == ["写成 {minutes: 30, do: 讨论}。"]


@pytest.mark.parametrize(("key", "right"), [("标题", "title"), ("摘要", "summary")])
def test_a_key_in_chinese(tmp_path: Path, key: str, right: str) -> None:
    found = told(tmp_path, {"content/lessons/a.yml": LESSON + f"{key}: 甲\n"})
    assert remedies(found, "unknown-key") == [f"字段名用英文，应写 {right}。"]


def test_a_name_where_an_id_belongs(tmp_path: Path) -> None:
    other = changed(CASE, "title: 另一个村的做法", "related: [村里有了代办员]")
    found = told(tmp_path, {"cases/other-case.yml": other})
    assert remedies(found, "bad-id") == ["这里写 id：改成 first-case。"]
    assert remedies(told_of_case(tmp_path / "b", "organisations: [没有这种]"), "bad-id") == [
        "这里写 id，不写名称：在 content/organisations.yml 里查它的 id。"
    ]


def test_a_quotation_mark_that_nothing_closes_is_found_far_above(tmp_path: Path) -> None:
    text = CASE.replace("title: 村里", 'title: "村里', 1)
    found = told(tmp_path, {"cases/first-case.yml": text})
    assert [one.split(" ")[0] for one in found if " unclosed-quote " in one] == ["cases/first-case.yml:1:8"]


def test_a_screening_question_is_not_called_unused_while_indicators_cannot_be_read(tmp_path: Path) -> None:
    files = {
        "content/screening.yml": "questions:\n  - {id: has-hall, ask: 有没有大厅？}\n",
        "content/indicators/a.yml": INDICATOR + "    only_if: has-hall\n    effort: 低\n",
    }
    assert not [one for one in told(tmp_path, files) if " unused-screening " in one]


def test_the_most_that_is_allowed_is_no_target_to_exceed(tmp_path: Path) -> None:
    text = INDICATOR.replace("村里有代办员。", "等候不超过 10 分钟。").replace(
        "{type: yes_no}", "{type: number, target: 10, unit: 分钟}"
    )
    assert any("at-most" in one for one in told(tmp_path, {"content/indicators/a.yml": text}))
    text = text.replace("unit: 分钟", "unit: 分钟, direction: at-most")
    assert not any("at-most" in one for one in told(tmp_path, {"content/indicators/a.yml": text}))
