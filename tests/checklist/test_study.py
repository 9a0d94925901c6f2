"""`anliku collect` of learners' records: who read what, and every file counted or named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from anliku.checklist.collection.study import gather_study
from tests.commands.test_commands import anliku
from tests.support import CASE, write_library


def record(**changes: Any) -> str:
    """A record as the page saves it."""
    data = {
        "format": "anliku-study/1", "library": "小库", "unit": "甲村", "name": "张三", "saved": "2026-11-26", "tests": [{"on": "2026-11-26", "right": 7, "asked": 10}],
        "cases": {
            "first-case": {"title": "旧名", "read": "2026-11-20", "by": "", "note": "=代办要有人\n第二行", "changed": 1},
            "lost-case": {"title": "撤下的", "read": "", "by": "2026-12-01", "note": "", "changed": 1},
            "dropped-case": {"title": "去掉的", "read": "2026-11-20", "note": "", "changed": 1, "gone": True},
        },
    }  # fmt: skip
    return json.dumps({**data, **changes}, ensure_ascii=False)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", {"cases/first-case.yml": CASE})


def files(folder: Path, **texts: str | bytes) -> Path:
    folder.mkdir()
    for name, text in texts.items():
        data = text.encode() if isinstance(text, str) else text
        (folder / f"{name}.json").write_bytes(data)
    return folder


def sheets(file: Path) -> dict[str, list[tuple[Any, ...]]]:
    return {sheet.title: [tuple(cell.value for cell in row) for row in sheet] for sheet in load_workbook(file)}


def test_it_says_who_read_what(root: Path, tmp_path: Path) -> None:
    folder = files(tmp_path / "in", one=record(), two=record(name="李四", unit="乙村", cases={}, tests=[]))
    out = tmp_path / "out.xlsx"
    code, said, errors = anliku("-C", str(root), "collect", str(folder), "-o", str(out))
    assert (code, errors) == (0, "")
    assert "汇总了 2 份学习记录" in said
    found = sheets(out)
    title = found["谁读了什么"][1][2]
    assert found["谁读了什么"][1:] == [
        ("甲村", "张三", title, "2026-11-20", None, "=代办要有人\n第二行"),
        ("甲村", "张三", "撤下的（案例库里没有了）", None, "2026-12-01", None),
    ]
    assert found["按人"][1:] == [("甲村", "张三", 1, 1, "7/10"), ("乙村", "李四", 0, 0, None)]
    assert found["按案例"][1] == (title, 1, 1)
    assert load_workbook(out)["谁读了什么"]["F2"].data_type == "s"


def test_anonymous_leaves_out_names_units_notes_and_files(root: Path, tmp_path: Path) -> None:
    folder = files(tmp_path / "in", zhangsan=record(), bad="{")
    out = tmp_path / "out.xlsx"
    assert anliku("-C", str(root), "collect", str(folder), "-o", str(out), "--anonymous")[0] == 1
    text = str(sheets(out))
    assert not [word for word in ("张三", "甲村", "代办要有人", "zhangsan") if word in text]
    assert "第 1 人" in text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "不是完整的 JSON"),
        (b"\xff\xfe", "不是 UTF-8"),
        ("[1]", "不是学习记录"),
        (record(library="别的库"), "别的库"),
        ('{"format": "anliku-study/2"}', "不是学习记录"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path: Path, content: str | bytes, told: str) -> None:
    folder = files(tmp_path / "in", bad=content, good=record())
    found, complaints = gather_study([folder], "小库")
    assert [one.name for one in found] == ["张三"]
    assert [(one.file, one.fatal, told in one.message) for one in complaints] == [("bad.json", True, True)]


def test_strange_values_are_left_out_and_nothing_breaks(tmp_path: Path) -> None:
    odd = {
        "first-case": {"title": 5, "read": "yesterday", "note": ["x"]},
        "../x": {"read": "2026-01-01"},
        "third-case": 7,
    }
    text = record(cases=odd, tests=[{"right": 9, "asked": 3}, {"right": True, "asked": 1}, "x"], name=None)
    [found], complaints = gather_study([files(tmp_path / "in", one=text)], "小库")
    assert [(case.id, case.title, case.read, case.note) for case in found.cases] == [("first-case", "", "", "")]
    assert (found.tests, found.name, complaints) == ((), "", [])


def test_results_and_records_are_collected_apart_and_same_names_are_named(root: Path, tmp_path: Path) -> None:
    folder = files(tmp_path / "in", one=record(), two=record())
    code, _, errors = anliku("-C", str(root), "collect", str(folder), "-o", str(tmp_path / "x.xlsx"))
    assert (code, "同一个姓名" in errors) == (0, True)
    (folder / "result.json").write_text('{"format": "anliku-result/1"}')
    code, _, errors = anliku("-C", str(root), "collect", str(folder), "-o", str(tmp_path / "y.xlsx"))
    assert (code, "分开放" in errors) == (2, True)
    (folder / "result.json").unlink()
    code, _, errors = anliku("-C", str(root), "collect", str(folder), "-o", str(tmp_path / "y.html"))
    assert (code, ".xlsx" in errors) == (2, True)
