from __future__ import annotations

from pathlib import Path

import pytest

from ...support import case, findings, told_of_case

CODE = "number-without-figure"


def figure(value: str, unit: str = "户") -> str:
    return f"figures:\n  - {{label: 数, value: {value}, unit: '{unit}', source: survey, locator: 来源里说的话}}"


def untraced(tmp_path: Path, *fields: str) -> list[str]:
    found = findings(tmp_path, {"cases/first-case.yml": case(*fields)})
    return [f.message.partition("“")[2].partition("”")[0] for f in found if f.code == CODE]


def test_a_number_in_no_figure_is_told_where_it_stands(tmp_path: Path) -> None:
    assert told_of_case(tmp_path, "results: |\n  群众少跑了路。\n\n  建成代办点 12 个。") == [
        "cases/first-case.yml:18:9 warning number-without-figure 正文里的“12”在 figures 里没有对应的数，读者无从查证。"
        " | 在 figures 里补上这个数和出处；如果它是名称的一部分，把名称写进 content/terms.yml；查不到出处就删去。"
    ]


@pytest.mark.parametrize("text", ["建成 12 个。", "建成１２个。", "建成12个，又建成12个。"])
def test_a_number_is_told_once(tmp_path: Path, text: str) -> None:
    assert len(untraced(tmp_path, f"results: {text}")) == 1


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        ("12", "户", "共 12 户"),
        ("12", "户", "共１２户"),
        ("93.8", "%", "占93.8%"),
        ("93.8", "%", "占９３．８％"),
        ("3.1", "万件", "办了3.1万件"),
        ("31000", "件", "办了3.1万多件"),
        ("3.1", "万件", "办了31000件"),
        ("2", "万户", "2万余户"),
        ("20000", "户", "2万余户"),
        ("1.5", "亿元", "15000万元"),
        ("3000", "人", "3千多人"),
        ("3000", "人", "3,000人"),
        ("3000", "人", "3，000人"),
        ("100–200", "户", "每100—200户一格"),
        ("3-5", "万元", "3—5万元"),
        ("30000", "元", "3万至5万元"),
    ],
)
def test_a_number_in_a_figure_is_traced(tmp_path: Path, value: str, unit: str, text: str) -> None:
    other = "\n  - {label: 数, value: 5, unit: 万元, source: survey, locator: 来源里说的话}"
    assert untraced(tmp_path, f"results: {text}", figure(value, unit) + other) == []


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [("12", "户", "共 13 户"), ("3.1", "万件", "办了3.2万件"), ("2", "户", "2万余户"), ("20", "千克", "2万克")],
)
def test_a_number_unlike_the_figure_is_told(tmp_path: Path, value: str, unit: str, text: str) -> None:
    assert len(untraced(tmp_path, f"results: {text}", figure(value, unit))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "2009年开始", "２００９年开始", "2008—2010年", "2009至2010年", "2009-10-18 截止", "2009.10 截止", "2009/10/18",
        "10月18日", "4月3—5日", "5月、7月、10月开会", "3日上午", "18点", "9时30分", "18:30 关门", "20世纪90年代", "08年",
        "第3次", "第 3 批", "第3—5组", "党办发〔2013〕29号", "党办发[2013]29号", "3号窗口", "12345热线", "A4纸", "4S店",
        "“1+3+X”结对", "1+3+X结对", "见《2013年工作要点（第2版）》", "《纲要3》", "见 https://example.org/2013/12 一文",
        "名为“365”的服务", "6·1前夕", "90后党员", "GB/T 1234",
    ],
)  # fmt: skip
def test_dates_ordinals_and_names_are_no_figures(tmp_path: Path, text: str) -> None:
    assert untraced(tmp_path, f'results: "{text}"') == []


def test_numbers_of_a_list_are_no_figures(tmp_path: Path) -> None:
    assert untraced(tmp_path, "results: |\n  1. 设点\n  2. 走访\n  - 3. 回访") == []


def test_numbers_in_brackets_that_count_parts_are_no_figures(tmp_path: Path) -> None:
    assert untraced(tmp_path, "problem: 每一笔写三样：（1）日期（2）做什么（3）多少钱。") == []
    assert untraced(tmp_path, "problem: 来了几个人（3）。") == ["3"]


@pytest.mark.parametrize(
    "text", ["5个月", "30日内答复", "用3年建成", "每天24小时", "15分钟办完", "占5成", "5km", "2年级"]
)
def test_lengths_of_time_and_measures_are_figures(tmp_path: Path, text: str) -> None:
    assert len(untraced(tmp_path, f"results: {text}")) == 1


def test_the_years_of_the_period_are_no_figures_but_their_digits_are(tmp_path: Path) -> None:
    assert untraced(tmp_path, "results: 从2009起") == []
    assert untraced(tmp_path, "results: 共2009余人") == ["2009"]
    assert untraced(tmp_path, "results: 从2011起") == ["2011"]


def test_a_name_of_the_glossary_is_no_figure(tmp_path: Path) -> None:
    text = case("results: 推行123455思路，共6项。")
    terms = "terms:\n  - {id: line, name: 123455思路, definition: 一种思路。}\n"
    found = findings(tmp_path, {"cases/first-case.yml": text, "content/terms.yml": terms})
    assert [f.message[4:7] for f in found] == ["“6”"]


def test_questions_and_headings_are_prose_and_teaching_notes_are_not(tmp_path: Path) -> None:
    assert untraced(tmp_path, "questions: [一年走访 7 次够吗？]") == ["7"]
    assert (
        untraced(tmp_path, "teaching:\n  minutes: 30\n  note: 分成 7 组。\n  plan:\n    - {minutes: 30, do: 分 7 组}")
        == []
    )


def test_a_number_is_pointed_at_and_not_its_like(tmp_path: Path) -> None:
    found = findings(
        tmp_path, {"cases/first-case.yml": case("results: 12.5万元，10月，10多次", figure("12.5", "万元"))}
    )
    assert [(f.line, f.column, f.message[4:8]) for f in found] == [(15, 21, "“10”")]
    found = findings(tmp_path, {"cases/first-case.yml": case("results: 12.5万元，5万元", figure("12.5", "万元"))})
    assert [(f.line, f.column) for f in found] == [(15, 17)]
