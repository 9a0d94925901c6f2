"""A folder as it comes back: every file is counted or named, junk aside, and the newer of two counts."""

import os
import zipfile
from datetime import datetime

import pytest

from anliku.checklist import Given, Settings
from anliku.checklist.collection.gather import gather, unit_key
from anliku.checklist.collection.near_names import near_names
from anliku.export.report_html import report_html
from anliku.export.stamp import stamp_of
from anliku.export.summary_xlsx import summary_xlsx

from ..build import summary_of
from .test_collect import MASSES, run

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def told(collection):
    return {problem.file: problem.message for problem in collection.problems}


def test_every_file_is_counted_or_named(library, put, tmp_path):
    good = put("a.xlsx", {"yes": True}).read_bytes()
    (tmp_path / "a.xlsx").unlink()
    sheet = put("b.json", {"yes": False}, unit="乙村").read_bytes()
    (tmp_path / "b.json").unlink()
    with zipfile.ZipFile(tmp_path / "一起交.zip", "w") as archive:
        archive.writestr("a.json", "{}")
    with zipfile.ZipFile(tmp_path / "表.ods", "w") as archive:
        archive.writestr("content.xml", "<x/>")
    files = {
        "东镇/自评表.xlsx": good, "西镇/没有后缀": sheet, "丙.xlsm": good, "丁.XLSX": good, "戊.json.txt": sheet, "己.xls": OLD,
        "庚.et": OLD, "辛.csv": "条目编号,回答".encode("gbk"), "壬.docx": b"text", "癸.pdf": b"%PDF-1.7", "空.json": b"", "空.xlsx": b"",
        "没下完.xlsx.crdownload": good[:4000], "子.txt": b"hello",
    }  # fmt: skip
    junk = ["Thumbs.db", "desktop.ini", ".DS_Store", "~$a.xlsx", "东镇/.~lock.a.xlsx#", "__MACOSX/x.json"]
    for name, content in {**files, **dict.fromkeys(junk, b"x")}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    collection = run(library, tmp_path)
    counted = {file for unit in collection.units for file in unit.files}
    assert counted | set(told(collection)) == {*files, "一起交.zip", "表.ods"}
    assert len(counted) == 2  # the others of these say the same once more, and are named
    assert "怎么改" in told(collection)["己.xls"]
    assert "XLSX" in told(collection)["表.ods"]


@pytest.mark.parametrize("name", ["a.json", "a.xlsx"])
def test_a_blank_sheet_is_no_unit(library, put, name):
    collection = run(library, put(name, {}), put("b.json", {"yes": True}, unit="乙村"))
    assert [unit.name for unit in collection.units] == ["乙村"]
    assert told(collection) == {name: "是空白的，一条也没有填"}


@pytest.mark.parametrize(
    "names", [("示例村党支部", "示例村 党支部"), ("示例村党支部", " 示例\u3000村党支部"), ("ＡＢ支部", "ab支部")]
)
def test_blanks_and_widths_make_no_other_unit(library, put, names):
    files = [put(f"{n}.json", {"mean": 3}, unit=name, period=str(2025 + n)) for n, name in enumerate(names)]
    collection = run(library, *files)
    assert len(collection.latest) == 1
    assert len(collection.trends) == 1


def test_names_that_are_nearly_the_same_are_asked_about():
    names = [
        "大沟村党支部",
        "大沟村党总支",
        "大沟村",
        "柳林社区党支部",
        "柳林区党支部",
        "第1支部",
        "第11支部",
        "东沟村",
        "沟村",
        "甲村",
        "乙村",
    ]
    assert {frozenset(pair) for pair in near_names(names)} == {
        frozenset(("大沟村党支部", "大沟村")), frozenset(("大沟村党总支", "大沟村")), frozenset(("柳林社区党支部", "柳林区党支部")),
    }  # fmt: skip


def test_a_thousand_names_are_compared_and_the_questions_are_few(library, tmp_path, put):
    names = [f"第{n}村民小组" for n in range(1000)]
    assert list(near_names(names)) == []
    assert unit_key("ＡＢ 村") == "ab村"


def test_one_month_written_in_three_ways_is_one(library, put):
    files = [
        put("a.json", {"mean": 5}, period="2025-06"), put("b.json", {"mean": 3}, period="2025年6月", assessor=MASSES),
        put("c.xlsx", {"yes": True}, period="2025.6", unit="乙村"),
    ]  # fmt: skip
    collection = run(library, *files)
    assert [(unit.name, unit.period, len(unit.results)) for unit in collection.units] == [
        ("乙村", "2025-06", 1),
        ("甲村", "2025-06", 2),
    ]


def test_the_latest_is_the_last_in_the_calendar(library, put):
    files = [put("a.json", {"yes": False}, period="2025-9"), put("b.json", {"yes": True}, period="2025-10"),
             put("c.json", {"yes": False}, period="上学期")]  # fmt: skip
    collection = run(library, *files)
    assert [unit.period for unit in collection.latest] == ["2025-10"]
    assert [trend.change for trend in collection.trends] == [100.0]
    assert "时期 “上学期” 认不出" in told(collection)["c.json"]


def dated(path, modified, created):
    """The workbook as an office program saves it: with its dates."""
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(path.read_bytes()))
    book.properties.created = datetime.fromisoformat(created)
    book.save(path)
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    core = parts["docProps/core.xml"].decode()
    before, _, rest = core.rpartition('W3CDTF">')
    parts["docProps/core.xml"] = f'{before}W3CDTF">{modified}Z{rest[rest.index("<") :]}'.encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    os.utime(path, (0, 0))
    return path


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (("2025-05-01T08:00:00", "2025-01-01T00:00:00"), ("2025-05-02T08:00:00", "2025-01-01T00:00:00")),
        (("2025-05-01T08:00:00", "2025-01-01T00:00:00"), ("2025-05-01T08:00:00", "2025-04-30T00:00:00")),
    ],
)
@pytest.mark.parametrize("order", [("a.xlsx", "b.xlsx"), ("b.xlsx", "a.xlsx")])
def test_of_two_workbooks_the_newer_by_its_own_date_counts(library, put, old, new, order):
    dated(put(order[0], {"yes": False}), *old)
    newer = dated(put(order[1], {"yes": True}), *new)
    collection = run(library, newer.parent)
    assert collection.units[0].card.total == 100
    assert "后者较新（2025-0" in told(collection)[order[0]]


def test_a_folder_that_may_not_be_read_is_named(library, put, tmp_path):
    good = put("a.json", {"yes": True})
    (tmp_path / "x" / "y").mkdir(parents=True)
    long = tmp_path / ("长" * 200)
    collection = run(library, good, long, tmp_path / "x")
    assert len(collection.units) == 1
    assert told(collection)[str(long)].startswith(("找不到这个文件", "打不开："))


def test_nothing_to_read_is_nothing(library):
    assert gather([], library.shared, Settings()) == ([], [])
    assert Given().hash == ""


def test_the_summaries_of_last_time_are_no_failures(library, put, tmp_path):
    put("a.json", {"yes": True})
    first = run(library, tmp_path)
    (tmp_path / "summary.xlsx").write_bytes(summary_xlsx(summary_of(first), stamp_of(library)))
    (tmp_path / "summary.html").write_text(report_html(summary_of(first)), encoding="utf-8")
    again = run(library, tmp_path)
    assert again.units == first.units
    assert {p.file: p.fatal for p in again.problems} == {"summary.html": False, "summary.xlsx": False}
