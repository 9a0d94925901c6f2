"""Cases from a sheet: what is taken, what is refused and why, cell by cell; nothing is lost, nothing is overwritten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from anliku.intake.cells import read_figure
from anliku.intake.drafts import pinyin_id
from anliku.intake.yaml_text import yaml_text
from anliku.library.yaml_file import parse_yaml
from tests.commands.test_commands import anliku
from tests.support import MKDOCS, codes, write_library

ROW = {
    "标题": "镇上有了夜间窗口", "摘要": "一个镇把窗口开到晚上。", "类别": "做法", "实施层级": "乡镇级", "省": "贵州省", "开始时间": "2009年5月",
    "组织类型": "村党组织、机关党支部", "维度": "服务载体", "对应的服务": "服务群众", "主题词": "夜间窗口、便民", "背景与问题": "白天没空。\n\n晚上没人。",
    "成效": "来办事的人多了。", "启示": "先问时间\n再定窗口", "适用条件": "有人轮班。", "局限与提醒": "冬天人少。", "政策依据": "《意见》代办",
    "读者会怎么问": "晚上能办事吗", "教学总分钟": 20,
}  # fmt: skip
STEP = {"案例": ROW["标题"], "小标题": "开窗口", "怎么做": "每晚开两小时。"}
SOURCE = {
    "案例": ROW["标题"],
    "来源": "调研报告",
    "来源里的字": "村里设代办点",
    "撑起哪几部分": "背景与问题、第1步、成效",
}


def filled(folder: Path, *, cases: list[dict[str, Any]] | None = None, **sheets: list[dict[str, Any]]) -> Path:
    """Make the template of the library in a folder and fill it in; keys are headings, new ones become columns."""
    file = folder / "案例.xlsx"
    code, _, error = anliku("-C", folder, "template", "cases", "-o", file, "--force")
    assert code == 0, error
    book = openpyxl.load_workbook(file)
    for name, rows in {"案例": cases or [ROW], "做法": [STEP], "出处": [SOURCE], **sheets}.items():
        fill(book[name], rows)
    book.save(file)
    return file


def fill(sheet: Any, rows: list[dict[str, Any]]) -> None:
    headings = [cell.value for cell in sheet[1]]
    for number, row in enumerate(rows, 2):
        for heading, value in row.items():
            if heading not in headings:
                headings.append(heading)
                sheet.cell(1, len(headings), heading)
            shown, form = value if isinstance(value, tuple) else (value, None)
            cell = sheet.cell(number, headings.index(heading) + 1, shown)
            if form:
                cell.number_format = form


def imported(folder: Path, file: Path, *words: str) -> tuple[int, str]:
    code, said, error = anliku("-C", folder, "import", file, *words)
    return code, said + error


def drafts(folder: Path) -> dict[str, Any]:
    """The cases that came, by id."""
    return {
        file.stem: parse_yaml(file.read_bytes(), file.name)[0]
        for file in (folder / "cases").glob("*.yml")
        if file.stem != "first-case"
    }


def test_a_row_becomes_a_draft_without_a_finding(tmp_path: Path) -> None:
    write_library(tmp_path)
    code, said = imported(tmp_path, filled(tmp_path))
    assert code == 0, said
    assert "收下 1 个案例" in said
    data = drafts(tmp_path)["zhen-shang-you-le-ye-jian-chuang-kou"]
    assert data["status"] == "draft"
    assert data["organisations"] == ["village", "organ"]
    assert data["period"] == {"from": "2009-05"}
    assert data["insights"] == ["先问时间", "再定窗口"]
    assert data["policies"] == ["opinion/agents"]
    assert data["sources"] == [{"source": "survey", "locator": "村里设代办点", "for": ["problem", "step-1", "results"]}]
    assert data["practice"] == [{"heading": "开窗口", "text": "每晚开两小时。"}]
    assert data["problem"] == "白天没空。\n\n晚上没人。\n"
    assert [code for code in codes(tmp_path) if code != "incomplete-case"] == []


def test_what_is_written_is_what_an_editor_would_write(tmp_path: Path) -> None:
    write_library(tmp_path)
    imported(tmp_path, filled(tmp_path))
    text = (tmp_path / "cases/zhen-shang-you-le-ye-jian-chuang-kou.yml").read_text("utf-8")
    assert "problem: |\n  白天没空。\n\n  晚上没人。\n" in text
    assert "organisations:\n  - village\n  - organ\n" in text
    assert "&" not in text
    assert "{" not in text


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    write_library(tmp_path)
    file = filled(tmp_path)
    imported(tmp_path, file)
    before = {path: path.read_bytes() for path in (tmp_path / "cases").iterdir()}
    code, said = imported(tmp_path, file)
    assert code == 1
    assert "和案例 zhen-shang-you-le-ye-jian-chuang-kou同一个标题，没有动它" in said
    assert {path: path.read_bytes() for path in (tmp_path / "cases").iterdir()} == before


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"标题": None}, "没有标题"),
        ({"编号": "first-case"}, "编号“first-case”已经有了"),
        ({"编号": "夜间"}, "编号“夜间”不行"),
        ({"标题": "村里有了代办员"}, "和案例 first-case同一个标题"),
    ],
)
def test_a_row_that_cannot_be_taken_is_named(tmp_path: Path, change: dict[str, Any], why: str) -> None:
    write_library(tmp_path)
    code, said = imported(tmp_path, filled(tmp_path, cases=[ROW | change], 做法=[], 出处=[]))
    assert code == 1
    assert "“案例”表 A2" in said
    assert why in said
    assert drafts(tmp_path) == {}


@pytest.mark.parametrize(
    ("change", "cell", "told"),
    [
        ({"组织类型": "村党组织、妇联"}, "N2", "没有名称或 id 为“妇联”的组织类型"),
        ({"开始时间": "去年"}, "“案例”表", "去年"),
        ({"实施层级": "镇"}, "“案例”表", "“镇”不在可选的里面"),
        ({"教学总分钟": "半天"}, "“案例”表", "半天"),
        ({"摘要": "=1/0"}, "“案例”表", "是公式，没有算出值"),
        ({"领导批示": "很好"}, "“案例”表", "领导批示：很好"),
    ],
)
def test_what_finds_no_place_is_kept_and_named(tmp_path: Path, change: dict[str, Any], cell: str, told: str) -> None:
    write_library(tmp_path)
    _, said = imported(tmp_path, filled(tmp_path, cases=[ROW | change]))
    (file,) = [file for file in (tmp_path / "cases").glob("*.yml") if file.stem != "first-case"]
    head = file.read_text("utf-8").partition("\ntitle:")[0]
    assert told in said
    assert cell in said
    value = "公式没有算出值" if str(next(iter(change.values()))).startswith("=") else str(next(iter(change.values())))
    assert f"# - {next(iter(change))}：{value}" in head
    parsed = parse_yaml(file.read_bytes(), "x.yml")
    assert not parsed[1]


def test_rows_of_no_case_stand_in_the_receipt(tmp_path: Path) -> None:
    write_library(tmp_path)
    file = filled(tmp_path, 做法=[STEP, STEP | {"案例": "没有这个", "小标题": "丢了吗"}])
    code, said = imported(tmp_path, file, "--receipt", str(tmp_path / "回执.txt"))
    assert code == 1
    assert "没有叫“没有这个”的案例" in said
    assert "丢了吗" in (tmp_path / "回执.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("约3.1万件", {"value": 3.1, "unit": "万件", "qualifier": "about"}),
        ("80%", {"value": 80, "unit": "%"}),
        ("1,200 户", {"value": 1200, "unit": "户"}),
        ("3000人以上", {"value": 3000, "unit": "人", "qualifier": "more-than"}),
        ("3～5", {"value": "3～5"}),
        ("８５．５", {"value": 85.5}),
        ("98.60%", {"value": "98.60", "unit": "%"}),
        ("很多", {"value": "很多"}),
        ("2009.10.18", {"value": "2009.10.18"}),
    ],
)
def test_a_number_is_read_as_it_was_meant(cell: str, value: dict[str, Any]) -> None:
    assert read_figure(cell) == value


def test_numbers_and_days_keep_what_the_sheet_showed(tmp_path: Path) -> None:
    write_library(tmp_path)
    row = ROW | {"开始时间": (dt.date(2009, 5, 18), "yyyy-mm-dd"), "时间说明": (3.1, "0.00")}
    figures = [
        {
            "案例": row["标题"],
            "数的是什么": "办件",
            "数值": (0.805, "0.0%"),
            "来源": "调研报告",
            "来源里的字": "村里设代办点",
        },
        {"数的是什么": "户数", "数值": (1200, "#,##0"), "单位": "户", "来源": "survey", "来源里的字": "村里设代办点"},
    ]
    imported(tmp_path, filled(tmp_path, cases=[row], 关键数字=figures))
    (data,) = drafts(tmp_path).values()
    assert data["period"] == {"from": "2009-05-18", "note": "3.10"}
    assert [(f["value"], f["unit"]) for f in data["figures"]] == [("80.5", "%"), ("1200", "户")]


@pytest.mark.parametrize(
    ("number", "unit", "kept"),
    [
        ("3.1万", "件", ("3.1", "万件")),
        ("3.1万件", "件", None),
        ("3.1万件", "万件", ("3.1", "万件")),
        ("80%", None, ("80", "%")),
    ],
)
def test_a_number_and_its_unit_never_make_another_number(
    tmp_path: Path, number: str, unit: str | None, kept: tuple[str, str] | None
) -> None:
    write_library(tmp_path)
    figure = {
        "案例": ROW["标题"],
        "数的是什么": "办件",
        "数值": number,
        "单位": unit,
        "来源": "调研报告",
        "来源里的字": "代办点",
    }
    _, said = imported(tmp_path, filled(tmp_path, 关键数字=[figure]))
    (data,) = drafts(tmp_path).values()
    (made,) = data["figures"]
    assert (made.get("value"), made["unit"]) == (kept or (None, unit))
    assert ("另一格写的是" in said) == (kept is None)


def test_a_table_of_others_is_read_by_a_map(tmp_path: Path) -> None:
    write_library(tmp_path)
    book = openpyxl.Workbook()
    fill(book.active, [{"案例名称": "夜校", "简介": "办夜校。", "主要做法": "每周两晚。", "联系人": "张三"}])
    file, columns = tmp_path / "上报表.xlsx", tmp_path / "对照.yml"
    book.save(file)
    code, said = imported(tmp_path, file)
    assert code == 1
    assert "--map" in said
    code, _ = imported(tmp_path, file, "--map", str(columns))
    assert code == 0
    assert drafts(tmp_path) == {}
    text = columns.read_text("utf-8")
    assert "案例名称: 标题" in text
    assert "联系人: ''" in text
    code, said = imported(tmp_path, file, "--map", str(columns))
    assert code == 0, said
    (data,) = drafts(tmp_path).values()
    assert data["title"] == "夜校"
    assert data["practice"] == [{"text": "每周两晚。"}]
    assert "# - 联系人：张三" in (tmp_path / "cases/ye-xiao.yml").read_text("utf-8")


def test_cases_that_are_nearly_the_same_are_listed_beside_each_other(tmp_path: Path) -> None:
    write_library(tmp_path)
    text = "".join(f"第{n}户人家到窗口办了第{n * 7}件事情。" for n in range(60))
    rows = [ROW | {"标题": title, "背景与问题": text} for title in ("夜间窗口甲", "夜间窗口乙")]
    _, said = imported(tmp_path, filled(tmp_path, cases=rows, 做法=[], 出处=[]))
    assert "几乎一样，看看是不是同一个" in said


def test_three_hundred_rows_become_three_hundred_drafts(tmp_path: Path) -> None:
    write_library(tmp_path)
    rows = [ROW | {"标题": f"第{n}个窗口"} for n in range(300)]
    file = filled(tmp_path, cases=rows, 做法=[STEP | {"案例": row["标题"]} for row in rows], 出处=[])
    code, said = imported(tmp_path, file)
    assert "收下 300 个案例" in said
    assert code == 0
    assert len(drafts(tmp_path)) == 300


def test_what_lies_over_the_cells_is_named(tmp_path: Path) -> None:
    write_library(tmp_path)
    file = filled(tmp_path)
    book = openpyxl.load_workbook(file)
    book["案例"]["B2"].comment = Comment("还要核实", "甲")
    book.save(file)
    code, said = imported(tmp_path, file)
    assert code == 0
    assert "没有读　表里的批注：要紧的话写进格子里。" in said and "图" not in said.split("没有读")[1]


def test_an_id_in_full_width_letters_is_that_id(tmp_path: Path) -> None:
    write_library(tmp_path)
    code, said = imported(tmp_path, filled(tmp_path, cases=[{**ROW, "编号": "ｙｅ－１０"}]))
    assert code == 0, said
    assert list(drafts(tmp_path)) == ["ye-10"]


def test_the_rows_that_are_refused_with_their_case_are_named(tmp_path: Path) -> None:
    write_library(tmp_path)
    code, said = imported(tmp_path, filled(tmp_path, cases=[{**ROW, "编号": "甲"}]))
    assert code == 1
    assert "连同“做法”表第 2 行、“出处”表第 2 行。" in said


def test_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    write_library(tmp_path)
    _, said = imported(tmp_path, filled(tmp_path), "--dry-run")
    assert "收下 1 个案例" in said
    assert drafts(tmp_path) == {}


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04 nothing", "案例".encode()])
def test_a_file_that_is_no_workbook_is_named(tmp_path: Path, raw: bytes) -> None:
    write_library(tmp_path, {"mkdocs.yml": MKDOCS})
    file = tmp_path / "坏.xlsx"
    file.write_bytes(raw)
    code, said = imported(tmp_path, file)
    assert code == 1
    assert "坏.xlsx 读不了" in said


@pytest.mark.parametrize(
    "text",
    [
        "是: 的 # 不是",
        "on",
        "0120",
        "3.10",
        "1.5e3",
        "2009-05-18",
        "- 一",
        "“引”",
        "a\n  b\n\nc",
        "'",
        "#话题#",
        "null",
        "【1】",
        "x: |",
        "\\_共享",
    ],
)
def test_every_text_reads_back_as_it_was(text: str) -> None:
    data = {"title": text, "topics": [text], "practice": [{"heading": text, "text": text}]}
    back, problems = parse_yaml(yaml_text(data).encode(), "x.yml")
    assert not problems
    assert [back["title"].strip(), back["topics"][0].strip(), back["practice"][0]["text"].strip()] == [text] * 3


@pytest.mark.parametrize(
    ("title", "made"),
    [
        ("横峰街道：78个网格", "heng-feng-jie-dao-78-ge-wang-ge"),
        ("夜", "case-ye"),
        ("！", "case"),
        ("长" * 60, "chang-chang-chang-chang-chang-chang"),
    ],
)
def test_an_id_is_made_of_pinyin(title: str, made: str) -> None:
    assert pinyin_id(title) == made
