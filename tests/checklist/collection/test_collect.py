"""Collecting: one bad file stops no other, nothing is counted twice, and nobody is named who should not be."""

import json

import pytest
from openpyxl import load_workbook

from anliku.checklist import Given, Settings, assemble
from anliku.checklist.collection.collection import collect
from anliku.export.report_html import report_html
from anliku.export.stamp import stamp_of
from anliku.export.summary_xlsx import summary_xlsx
from anliku.library.models import Assessor

from ..build import summary_of

SELF, MASSES, SUPERIOR = Assessor


def run(library, *paths, **options):
    return collect(paths, library, settings=Settings(library="demo"), **options)


def test_assessors_of_one_unit_are_combined(library, put):
    files = [put("a.json", {"mean": 5}), put("b.json", {"mean": 2}, assessor=MASSES)]
    (unit,) = run(library, *files).units
    assert unit.card.total == pytest.approx((100 * 30 + 25 * 40) / 70)
    assert set(unit.results) == {SELF, MASSES}


def test_json_and_xlsx_are_read_alike(library, put, tmp_path):
    put("a.json", {"yes": True, "levels": 1})
    put("b.xlsx", {"yes": True, "levels": 1}, unit="乙村")
    collection = run(library, tmp_path)
    assert collection.problems == ()
    assert [(u.name, u.card.total) for u in collection.units] == [
        ("乙村", pytest.approx(250 / 3)),
        ("甲村", pytest.approx(250 / 3)),
    ]


def test_the_same_file_twice_counts_once(library, put):
    files = [put("a.json", {"yes": True}), put("b.json", {"yes": True})]
    collection = run(library, *files, files[0])
    assert len(collection.units) == 1
    assert [str(p) for p in collection.problems] == ["b.json：与 a.json 内容相同，只计一次"]


def test_of_two_that_differ_the_newer_counts(library, put):
    old = put("a.json", {"yes": Given(False, on="2026-03-01"), "levels": Given(2, on="2026-03-01")})
    new = put("b.json", {"yes": Given(True, on="2026-05-01"), "levels": Given(2, on="2026-03-01")}, unit=" 甲村 ")
    collection = run(library, new, old)
    assert collection.units[0].card.total == 100
    (problem,) = collection.problems
    assert str(problem).startswith(
        "a.json：与 b.json 是同一单位、同一时期、同一评价方，但有 1 条答案不同，后者较新（2026-05-01，这个文件 2026-03-01），只计后者"
    )


BAD = {
    "truncated.json": ('{"format": "anliku-result/1", "answers": {"yes"', "文件不完整，可能没有保存完"),
    "broken.json": ('{"format": oops}', "写法有误"),
    "list.json": ("[1, 2]", "不是自评结果文件"),
    "infinity.json": ('{"format": NaN}', "不是合格的 JSON"),
    "deep.json": ("[" * 100_000, "不是"),
    "nested.json": ('{"a": ' * 50 + "1" + "}" * 50, "一层套一层"),
    "binary.json": (b"\xff\x00\x81" * 50, "文字编码认不出来"),
    "huge.json": (b" " * 5_000_001, "文件超过 5 MB"),
    "nothing.json": (b"", "0 字节"),
    "image.xlsx": (b"\x89PNG\r\n", "不是 XLSX 文件"),
    "note.txt": (b"hello", "不认识的文件"),
    "table.csv": ("条目编号,回答\nyes,是\n".encode("gbk"), "是 CSV"),
    "scan.pdf": (b"%PDF-1.4", "扫描件"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧的 XLS 格式"),
    "wps.et": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "WPS 的旧格式"),
    "locked.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "加了密码"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_damaged_file_is_named_and_the_rest_collected(library, put, tmp_path, name):
    content, message = BAD[name]
    bad = tmp_path / name
    bad.write_bytes(content if isinstance(content, bytes) else content.encode())
    collection = run(library, put("good.json", {"yes": True}), bad, tmp_path / "missing.json")
    assert len(collection.units) == 1
    told = {p.file.rsplit("/", 1)[-1]: p for p in collection.problems}
    assert message in told[name].message
    assert told[name].fatal
    assert told["missing.json"].message == "找不到这个文件"


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"library": "other"}, "另一个案例库"),
        ({"organisation": "rural"}, "没有组织类型 “rural”"),
        ({"organisation": None}, "没有组织类型"),
        ({"assessor": "boss"}, "没有评价方 “boss”"),
        ({"answers": []}, "没有答案部分"),
        ({"format": "anliku-result/9"}, "应为 anliku-result/2，写的是 “anliku-result/9”"),
    ],
)
def test_a_foreign_file_is_left_out_by_name(library, put, fields, message):
    path = put("a.json", {"yes": True})
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | fields), encoding="utf-8")
    collection = run(library, path)
    assert collection.units == ()
    assert any(message in str(p) and p.fatal for p in collection.problems)


def test_odd_answers_are_told_and_the_rest_counts(library, put):
    answers = {
        "yes": {"value": True}, "levels": {"value": 7}, "mean": {"value": "六"}, "gone": {"value": 1},
        "levles": {"value": 1}, "money": {"na": True},
    }  # fmt: skip
    collection = run(library, put("a.json", {}, answers=answers, version="0ld"))
    assert collection.units[0].card.total == 100
    assert [str(p).removeprefix("a.json：") for p in collection.problems] == [
        "第 2 条“levels做到了吗？”：答案 “7” 认不出或超出范围（0 到 2，代表第 1 到第 3 档）；按未答处理",
        "第 3 条“mean做到了吗？”：答案 “六” 认不出或超出范围（1 到 5）；按未答处理",
        "这张自评表没有编号为 “gone” 的条目；原样保留，不计分",
        "这张自评表没有编号为 “levles” 的条目，最接近的是第 2 条“levels做到了吗？”；原样保留，不计分",
        "第 4 条“money做到了吗？”：这一条不能答“不适用”；按未答处理",
        f"按另一版自评表（0ld，现为 {assemble(library.shared, 'village').version}）填写，"
        "文件里没有记下当时的条目，看不出改没改，答案照常计入，请自己核对",
    ]


def test_missed_items_and_trend(library, put):
    collection = run(
        library, put("1.json", {"yes": True, "levels": 0}, period="2025"), put("2.json", {"yes": True, "levels": 2}),
        put("3.json", {"yes": False, "levels": 1}, unit="乙村"), put("4.json", {"yes": False, "levels": 0}, unit="丙村"),
    )  # fmt: skip
    (village,) = summary_of(collection).types
    assert [(gap.item.id, gap.units, gap.unmet, gap.average) for gap in village.gaps] == [
        ("yes", 3, 2, pytest.approx(1 / 3)), ("levels", 3, 2, 0.5),
    ]  # fmt: skip
    (trend,) = collection.trends
    assert (trend.name, trend.change) == ("甲村", 33.3)


def test_nobody_is_named_in_an_anonymous_report(library, put, tmp_path):
    secret = {"note": "张三说的", "owner": "李四", "evidence": "王五的账本", "reason": "赵六"}
    put("甲村的文件.json", {"yes": Given(False, **secret)})
    put("b.json", {"yes": Given(True, **secret)}, unit="乙村")
    collection = run(library, tmp_path, anonymous=True)
    page = report_html(summary_of(collection))
    (tmp_path / "s.xlsx").write_bytes(summary_xlsx(summary_of(collection), stamp_of(library)))
    book = load_workbook(tmp_path / "s.xlsx")
    cells = "\n".join(str(cell.value) for sheet in book for row in sheet for cell in row)
    for word in ("甲村", "乙村", "张三", "李四", "王五", "赵六"):
        assert word not in page
        assert word not in cells
    assert "单位 01" in page
    assert "单位 02" in cells


def test_scripts_in_notes_and_names_stay_text(library, put, tmp_path):
    evil = "<script>alert(1)</script>"
    collection = run(library, put("a.json", {"yes": Given(False, owner="=cmd|' /C calc'!A0")}, unit=evil))
    page = report_html(summary_of(collection))
    assert evil not in page
    assert "&lt;script&gt;" in page
    assert "script-src" not in page
    assert "default-src &#39;none&#39;; style-src &#39;sha256-" in page
    (tmp_path / "s.xlsx").write_bytes(summary_xlsx(summary_of(collection), stamp_of(library)))
    cells = [c for row in load_workbook(tmp_path / "s.xlsx")["整改清单"] for c in row if str(c.value).startswith("=")]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", "=cmd|' /C calc'!A0")]


def test_same_input_same_bytes(library, put, tmp_path):
    put("a.json", {"yes": True, "levels": 1})
    put("b.xlsx", {"yes": False}, unit="乙村")
    one, two = run(library, tmp_path), run(library, tmp_path)
    assert summary_xlsx(summary_of(one), stamp_of(library)) == summary_xlsx(summary_of(two), stamp_of(library))
    assert report_html(summary_of(one)) == report_html(summary_of(two))
