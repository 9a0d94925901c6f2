"""Every fault of a field is told in Chinese, at the key at fault, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.check.schema import finding_of
from anliku.check.survey import survey
from anliku.library import Problem

from ..support import CASE, INDICATOR, ORGANISATIONS, SOURCES, case, told, told_of_case, without

FIGURE = "figures:\n  - {label: 户数, value: 12, unit: 户, source: survey, locator: 全村共十二户}"


@pytest.mark.parametrize(
    ("fields", "finding"),
    [
        (
            "sumary: 甲",
            "29:1 error unknown-key 案例文件里没有“sumary”这个字段。 | 是不是“summary”？",
        ),
        ("标题: 甲", "29:1 error unknown-key 案例文件里没有“标题”这个字段。 | 字段名用英文，应写 title。"),
        (
            "region: {provence: 贵州省}",
            "5:10 error unknown-key “region”里没有“provence”这个字段。 | 是不是“province”？",
        ),
        (
            "practice:\n  - heading: 设点\n    how: 设了点。\n    text: 设了点。",
            "14:5 error unknown-key “practice 第 1 项”里没有“how”这个字段。 | 可以写：heading、text、stage。",
        ),
        (
            "sources:\n  - {source: survey, locator: 甲, 乙}",
            "27:34 error unknown-key “sources 第 1 项”里没有“乙”这个字段。"
            " | 它像是一段文字被英文逗号截断了：花括号里的文字含“,”时，要用英文引号把整段文字括起来。",
        ),
        (
            "level: 乡镇级",
            "4:1 error bad-choice “level”不能写“乡镇级”。 | 是不是 township？只能写：national（全国）、province（省级）、"
            "city（市级）、county（县级）、township（乡镇级）、village（村级）、unit（单位）。",
        ),
        (
            "status: publish",
            "3:1 error bad-choice “status”不能写“publish”。"
            " | 是不是 published？只能写：draft（草稿）、published（已发布）、withdrawn（已撤回）。",
        ),
        ("problem:", "11:1 error empty-value “problem”后面没有内容（背景与问题（Markdown））。 | 填上内容；暂时没有，就把这一行删去。"),
        (
            "organisations: village",
            "7:1 error wrong-type “organisations”应是一个列表，这里写成了一段文字（适用的组织类型 id）。"
            " | 即使只有一条，也写成列表：另起一行，以“- ”开头，后面写“village”。",
        ),
        (
            "title: [甲]",
            "1:1 error wrong-type “title”应是一段文字，这里写成了一个列表（标题，一眼看出谁做了什么）。"
            " | 这里只写文字，不写列表；要分行，用“|”再换行缩进。",
        ),
        (
            "insights:\n  - 做法: 甲",
            "17:5 error wrong-type “insights 第 1 项”应是一段文字，这里写成了一组“字段: 值”。"
            " | 文字里有英文冒号加空格时，用英文引号把整段文字括起来，或改用中文冒号。",
        ),
        (
            "region:\n  province：贵州省",
            "5:1 error wrong-type “region”应是一组“字段: 值”，这里写成了一段文字（地区）。"
            " | 冒号写成了中文冒号“：”，改成英文冒号加一个空格“: ”。",
        ),
        (
            "teaching: {minutes: 一小时}",
            "20:12 error wrong-type “teaching.minutes”应是一个数，这里写成了一段文字（总时长（分钟），等于 plan 各段之和）。"
            " | 只写整数，不加引号、单位和千分位逗号。",
        ),
        (
            "teaching: {minutes: 0}",
            "20:12 error out-of-range “teaching.minutes”写的是“0”，应大于 0（总时长（分钟），等于 plan 各段之和）。 | 改成合理的数。",
        ),
        (
            'period: {from: "2009-13"}',
            "6:10 error bad-date “period.from”的“2009-13”不是日期。"
            " | 日期写成 2009、2009-05 或 2009-05-18（年四位、月日两位），年份要加引号如 \"2009\"。",
        ),
        (
            FIGURE.replace("12,", "十二,"),
            "30:17 error bad-figure “figures 第 1 项的 value”的“十二”不是数值。"
            " | 只写数字，如 228、93.8；区间写 100–200；单位写在 unit，“多、余、近”写在 qualifier。",
        ),
        (
            FIGURE.replace(", locator: 全村共十二户", ""),
            "30:5 error missing-key “figures 第 1 项”缺少必填的“locator”（来源中这个数附近的 6–15 个字）。 | 补上一行“locator: …”。",
        ),
        (
            "organisations: [Village Party]",
            "7:17 error bad-id “organisations 第 1 项”里的 id“Village Party”写法不对。"
            " | 只用小写英文字母、数字和连字符“-”，1–60 个字符，如 weekly-open-day。",
        ),
        ('title: ""', "1:1 error empty-value “title”后面没有内容（标题，一眼看出谁做了什么）。 | 填上内容；暂时没有，就把这一行删去。"),
    ],
)  # fmt: skip
def test_a_fault_in_a_case(tmp_path: Path, fields: str, finding: str) -> None:
    assert told_of_case(tmp_path, fields) == [f"cases/first-case.yml:{finding}"]


def test_a_missing_field_is_told_at_the_top_of_the_file(tmp_path: Path) -> None:
    assert told(tmp_path, {"cases/first-case.yml": without(CASE, "summary")}) == [
        "cases/first-case.yml:1:1 error missing-key 案例缺少必填的“summary”（摘要，不超过 150 字）。 | 补上一行“summary: …”。"
    ]


def test_a_fault_in_a_list_of_records_names_its_number(tmp_path: Path) -> None:
    organisations = ORGANISATIONS + "  - {id: social, nam: 社会组织}\n"
    assert told(tmp_path, {"content/organisations.yml": organisations}) == [
        "content/organisations.yml:5:5 error missing-key “organisations 第 4 项”缺少必填的“name”（名称，如 小学）。"
        " | 补上一行“name: …”。",
        "content/organisations.yml:5:18 error unknown-key “organisations 第 4 项”里没有“nam”这个字段。 | 是不是“name”？",
    ]


def test_a_list_file_without_its_list(tmp_path: Path) -> None:
    assert told(tmp_path, {"content/sources.yml": "source:\n  - {id: survey, title: 甲}\n"}) == [
        "content/sources.yml:1:1 error unknown-key 来源文件里没有“source”这个字段。 | 是不是“sources”？"
    ]
    assert told(tmp_path, {"content/sources.yml": "sources:\n"}) == [
        "content/sources.yml:1:1 error empty-value “sources”后面没有内容。 | 填上内容；暂时没有，就把这一行删去。"
    ]


def test_an_id_used_twice_names_the_first_file(tmp_path: Path) -> None:
    files = {"content/indicators/a.yml": INDICATOR, "content/indicators/b.yml": "# 另一份\n" + INDICATOR}
    assert [line for line in told(tmp_path, files) if "duplicate-id" in line] == [
        "content/indicators/b.yml:4:5 error duplicate-id id“has-agent”已经用过，第一次在 content/indicators/a.yml。"
        " | 给其中一条换一个 id，并改正引用它的地方；若是同一条，删去一处。"
    ]


def test_an_invalid_record_makes_no_broken_references(tmp_path: Path) -> None:
    found = told(tmp_path, {"content/sources.yml": SOURCES.replace("title", "titel")})
    assert [line.split()[2] for line in found] == ["missing-key", "unknown-key"]


def test_an_unknown_kind_of_fault_is_told_in_chinese_too(tmp_path: Path) -> None:
    problem = Problem("never_heard_of", "cases/first-case.yml", ("title",), detail={"input": "甲"})
    finding = finding_of(problem, tmp_path)
    assert finding.message == "“title”的内容“甲”不合要求（标题，一眼看出谁做了什么）。"
    assert finding.remedy == "对照“格式参考”里这个字段的写法改正。"


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("value: '228'", "228"),
        ("value: 93.8", "93.8"),
        ("value: 98.60", "98.60"),
        ("value: -3", "-3"),
        ("value: 100-200", "100-200"),
    ],
)
def test_a_figure_may_be_written_in_several_ways(tmp_path: Path, written: str, wanted: str) -> None:
    figure = f"figures:\n  - {{label: 户数, {written}, source: survey, locator: 全村各家各户}}"
    assert told_of_case(tmp_path, figure) == []
    assert survey(tmp_path).library.cases["first-case"].figures[0].value == wanted


def test_a_bare_number_or_date_is_text_where_text_is_wanted(tmp_path: Path) -> None:
    assert told_of_case(tmp_path, "title: 2009", "period: {from: 2009, to: 2009-11-16}") == []


def test_the_fields_of_a_case_are_not_checked_twice(tmp_path: Path) -> None:
    assert len(told(tmp_path, {"cases/first-case.yml": case("figures:\n  - {label: 甲, value: [1], source: survey, locator: 甲乙}")})) == 1  # fmt: skip


@pytest.mark.parametrize(
    "written", ["3.10", "2020.10", "0120", "98.60", "2009-05-18", "yes", "true", "1_000", "1e3", "0x1F", "12:30", "~"]
)
def test_a_text_is_kept_letter_by_letter(tmp_path: Path, written: str) -> None:
    texts = [
        f"title: {written}",
        f"topics: [{written}]",
        f"insights:\n  - {written}",
        f"questions: [{written}]",
        f"limits: {written}",
    ]
    told = told_of_case(tmp_path, *texts)
    case = survey(tmp_path).library.cases["first-case"]
    assert [finding for finding in told if " error " in finding] == []
    assert (case.title, case.topics, case.insights, case.questions[0].ask, case.limits) == (
        written,
        (written,),
        (written,),
        written,
        written,
    )


@pytest.mark.parametrize("nothing", ["~", "null", ""])
def test_a_field_that_may_be_empty_is_empty_where_null_stands(tmp_path: Path, nothing: str) -> None:
    assert (
        told_of_case(
            tmp_path,
            f"period: {{from: 2009, to: {nothing}}}",
            f"reviewed: {{by: 编辑, on: 2026-11-22, checked: {nothing}}}",
        )
        == []
    )
    case = survey(tmp_path).library.cases["first-case"]
    assert case.period.to is None
    assert case.reviewed
    assert case.reviewed.checked is None
