"""The XLSX: LibreOffice computes what we compute, what was filled in comes back, and damage is named by cell."""

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from openpyxl import load_workbook
from openpyxl.formula.translate import Translator

from anliku.checklist import Given, Result, assemble, points, rounded, scorecard
from anliku.checklist.form.plan import plan_form
from anliku.checklist.results.sheet_layout import CHOICE_SHEET, LETTERS, MAIN_SHEET, SCORE_SHEET
from anliku.checklist.results.workbook import read_xlsx
from anliku.export.checklist_xlsx import checklist_xlsx, item_rows
from anliku.export.checklist_xlsx import header_row as head_of
from anliku.library.models import Assessor

from ..checklist.build import AT_MOST, DAYS, LEVELS, RATING, indicator, shared

ID, ANSWER, NEXT = LETTERS["id"], LETTERS["answer"], LETTERS["reason"]
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STAMP = dt.datetime(2026, 1, 2, 3, 4, 6, tzinfo=dt.UTC)
SCREENING = [{"id": "q", "ask": "有集体经济吗？"}, {"id": "off", "ask": "有窗口吗？"}]
POOL = {
    "leadership": [
        indicator("yes", critical=True, weight=2), indicator("no"), indicator("levels", LEVELS, weight=1.5),
        indicator("mean", RATING, critical=True),
    ],
    "team": [
        indicator("days", DAYS), indicator("late", AT_MOST, na={"allowed": True}),
        indicator("other", assessor=["masses"]),
        indicator("share", {"type": "number", "target": 80, "unit": "%"}, weight=3), indicator("open"),
        indicator("none", {"type": "number", "target": 0, "unit": "件", "direction": "at-most"}),
    ],
    "venue": [
        indicator("absent", LEVELS, na={"allowed": True}), indicator("money", only_if="q"),
        indicator("hall", only_if="off"),
    ],
}  # fmt: skip
ANSWERS = {
    "yes": Given(True), "no": Given(False, owner="王主任", due="2026-12-31"), "levels": Given(1, note="=1+1"),
    "mean": Given(3.4), "days": Given(45), "late": Given(45), "share": Given(73.5), "none": Given(2),
    "absent": Given(na=True, reason="没有这项"), "money": Given(True), "hall": Given(False),
}  # fmt: skip


@pytest.fixture(scope="module")
def made():
    return assemble(shared(POOL, screening=SCREENING), "village")


@pytest.fixture(scope="module")
def result(made):
    return Result(
        "anliku", made.version, "village", "甲村", "2026", Assessor.SELF, ANSWERS, {"q": True, "off": False}
    )  # fmt: skip


@pytest.fixture(scope="module")
def raw(made, result):
    return checklist_xlsx(made, STAMP, result)


def read(made, raw):
    return read_xlsx(raw, "甲村.xlsx", {"village": made}.get, "anliku")


def changed(raw, change):
    """The workbook after someone's work on it."""
    book = load_workbook(io.BytesIO(raw))
    change(book[MAIN_SHEET])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def header_row(made):
    return head_of(plan_form(made))


def row_of(made, key):
    return item_rows(plan_form(made))[key]


def test_same_input_same_bytes(made, result, raw):
    assert checklist_xlsx(made, STAMP, result) == raw
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 1, 2, 3, 4, 6)}
        assert b"2026-01-02T03:04:06Z" in archive.read("docProps/core.xml")


def test_what_was_filled_in_comes_back(made, result, raw):
    back, complaints = read(made, raw)
    assert complaints == []
    assert {key: replace(g, hash="") for key, g in back.answers.items()} == ANSWERS
    assert {g.hash for g in back.answers.values()} == {""}  # nobody knows which items these answers were given to
    assert (back.unit, back.period, back.assessor, back.screening) == ("甲村", "2026", Assessor.SELF, result.screening)


def test_text_that_looks_like_a_formula_stays_text(raw, made):
    cell = load_workbook(io.BytesIO(raw))[MAIN_SHEET][f"{LETTERS['note']}{row_of(made, 'levels')}"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_a_dimension_that_looks_like_a_formula_stays_text(made):
    evil = replace(made, dimensions={key: f"=cmd|'/c calc'!A{n}" for n, key in enumerate(made.dimensions)})
    book = load_workbook(io.BytesIO(checklist_xlsx(evil, STAMP)))
    assert [(book[SCORE_SHEET][f"A{row}"].value[:5], book[SCORE_SHEET][f"A{row}"].data_type) for row in (2, 3)] == [
        ("=cmd|", "s")
    ] * 2


def test_any_title_is_fit_for_a_workbook(made):
    book = load_workbook(io.BytesIO(checklist_xlsx(replace(made, title="长\0" * 300), STAMP)))
    assert book.properties.title == "长" * 255


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_computes_what_we_compute(made, result, raw, tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.xlsx").write_bytes(raw)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "in/a.xlsx")], check=True, capture_output=True)
    book = load_workbook(tmp_path / "a.xlsx", data_only=True)
    main, scores = book[MAIN_SHEET], book[SCORE_SHEET]
    card = scorecard(made, {Assessor.SELF: ANSWERS}, result.screening)
    for item in made.items:
        value = main[f"{LETTERS['points']}{row_of(made, item.id)}"].value
        given = ANSWERS.get(item.id, Given())
        counts = given.value is not None and not given.na and item.id not in ("hall", "other")
        assert value == pytest.approx(points(item.form, given.value)) if counts else value in (None, "")
    for row, dimension in enumerate(made.dimensions, 2):
        expected = card.by_dimension[Assessor.SELF][dimension]
        assert scores.cell(row, 2).value == pytest.approx(rounded(expected.value))
        assert (scores.cell(row, 3).value, scores.cell(row, 4).value) == (expected.answered, expected.applicable)
    total = len(made.dimensions) + 2
    assert scores.cell(total, 2).value == pytest.approx(rounded(card.total))
    assert scores.cell(total + 1, 2).value == card.grade.name
    assert scores.cell(total + 2, 2).value == "还有 1 条未答，等级为暂定。"
    back, complaints = read(made, (tmp_path / "a.xlsx").read_bytes())
    assert complaints == []
    assert back.answers["late"].value == 45


def rules_of(raw):
    """What each cell for an answer takes, by its row: the rule's kind, formulas and sentence, as they read in that row."""
    sheet = load_workbook(io.BytesIO(raw))[MAIN_SHEET]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        (first, *_) = sorted(one.min_row for one in rule.sqref.ranges)
        for cells in rule.sqref.ranges:
            for row in range(cells.min_row, cells.max_row + 1):
                there = [
                    Translator(f"={formula}", f"{ANSWER}{first}").translate_formula(f"{ANSWER}{row}")
                    for formula in (rule.formula1, rule.formula2 if rule.type == "decimal" else None)
                    if formula
                ]
                assert found.setdefault(row, (rule.type, *there, rule.error)) == (rule.type, *there, rule.error)
    return found


def test_each_answer_takes_what_its_own_item_offers(made, raw):
    rules = rules_of(raw)
    at = {item.id: f"{ANSWER}{row_of(made, item.id)}" for item in made.items}
    row = {item.id: row_of(made, item.id) for item in made.items}

    def choices(key, last):
        return ("list", f"={CHOICE_SHEET}!$A{row[key]}:${last}{row[key]}", "请从下拉框里选，或按提示填数。")

    assert rules.keys() >= set(row.values())
    assert [rules[row[key]] for key in ("yes", "no", "money")] == [choices(key, "B") for key in ("yes", "no", "money")]
    assert rules[row["levels"]] == choices("levels", "C")
    assert rules[row["absent"]] == choices("absent", "D")  # with “not applicable”
    assert rules[row["days"]][:3] == ("decimal", "=0", "=1000000000")
    assert rules[row["late"]][:2] == (
        "custom",
        f'=OR({at["late"]}="不适用",AND(ISNUMBER({at["late"]}),{at["late"]}>=0,{at["late"]}<=1000000000))',
    )
    share = at["share"]
    assert rules[row["share"]][:2] == (
        "custom",
        f"=OR(AND(ISNUMBER({share}),{share}>=0,{share}<=100,OR({share}<=0,{share}>1)))",
    )
    assert "不要填 80% 或 0.8" in rules[row["share"]][2]


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_reads_the_same_rule_in_every_row(raw, tmp_path):
    """Items share a rule whose formula is written for the first of them."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.xlsx").write_bytes(raw)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "in/a.xlsx")], check=True, capture_output=True)

    def plain(rules):
        return {row: tuple(part.replace("$", "") if part else part for part in rule) for row, rule in rules.items()}

    assert plain(rules_of((tmp_path / "a.xlsx").read_bytes())) == plain(rules_of(raw))


def test_moved_columns_are_found_by_their_headings(made, raw):
    moved = changed(raw, lambda sheet: sheet.insert_cols(1, 2))
    back, complaints = read(made, moved)
    assert complaints == []
    assert back.answers["share"].value == 73.5


def test_a_missing_column_is_named(made, raw):
    def change(sheet):
        sheet[f"{LETTERS['answer']}{header_row(made)}"] = "我们的回答"

    back, complaints = read(made, changed(raw, change))
    assert back is None
    assert [str(c) for c in complaints] == [
        f"甲村.xlsx：第 {header_row(made)} 行：找不到“回答”这一列。怎么改：把表头改回原样"
    ]


def test_damage_is_named_by_cell_and_the_rest_is_kept(made, raw):
    def change(sheet):
        sheet[f"{ID}{row_of(made, 'yes')}"] = None
        sheet[f"{ID}{row_of(made, 'no')}"] = "unheard-of"
        sheet[f"{ANSWER}{row_of(made, 'levels')}"] = "马马虎虎"
        sheet[f"{ANSWER}{row_of(made, 'mean')}"] = 9
        sheet[f"{ANSWER}{row_of(made, 'share')}"] = "不适用"
        sheet[f"{ANSWER}{header_row(made) + 20}"] = "多写的"
        sheet.merge_cells(f"{ANSWER}{row_of(made, 'days')}:{NEXT}{row_of(made, 'days')}")

    back, complaints = read(made, changed(raw, change))
    yes, days = row_of(made, "yes"), row_of(made, "days")
    assert [str(c).removeprefix("甲村.xlsx：") for c in complaints] == [
        f"单元格 {ANSWER}{days}:{NEXT}{days}：这几格被合并了，只认得左上角那一格；请取消合并后核对",
        f"单元格 {ID}{yes}：条目编号被删了，按问题认出是第 1 条“yes做到了吗？”，照常计入",
        f"单元格 {ID}{yes + 1}：这张自评表没有编号为 “unheard-of” 的条目；原样保留，不计分",
        f"单元格 {ANSWER}{yes + 2}：答案 “马马虎虎” 认不出或超出范围（请从下拉框里选）；按未答处理",
        f"单元格 {ANSWER}{yes + 3}：答案 “9” 认不出或超出范围（1 到 5）；按未答处理",
        f"单元格 {ANSWER}{row_of(made, 'share')}：这一条不能答“不适用”；按未答处理",
        f"单元格 {ANSWER}{header_row(made) + 20}：这一行没有条目编号，答案 “多写的” 没有计入",
        "表里没有第 2 条“no做到了吗？”，按未答处理",
    ]
    assert back.answers["yes"].value is True
    assert back.answers["days"].value == 45
    assert back.unknown == {"unheard-of": {"answer": "否", "owner": "王主任", "due": "2026-12-31"}}


def test_an_altered_assessor_stops_the_file(made, raw):
    back, complaints = read(made, changed(raw, lambda sheet: sheet.__setitem__(f"{ANSWER}5", "随便")))
    assert back is None
    assert complaints[0].place == f"单元格 {ANSWER}5"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "不是 XLSX 文件，或者文件不完整"),
        (b"PK\x03\x04 broken", "不是 XLSX 文件，或者文件不完整"),
        (b"x" * 10_000_001, "文件超过 10 MB，不像是自评表，没有读"),
    ],
)
def test_what_is_no_workbook(made, content, message):
    back, complaints = read(made, content)
    assert back is None
    assert [c.message for c in complaints] == [message]


def repacked(raw, name, content):
    """The archive with one part replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for member in source.namelist():
            target.writestr(member, content if member == name else source.read(member))
    return out.getvalue()


def test_entities_are_refused(made, raw):
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'
    back, complaints = read(made, repacked(raw, "xl/workbook.xml", bomb))
    assert back is None
    assert complaints[0].message == "表格里有不该有的内容，没有读"


def test_a_part_that_unpacks_without_end_is_refused(made, raw):
    back, complaints = read(made, repacked(raw, "xl/workbook.xml", b" " * 31_000_000))
    assert back is None
    assert complaints[0].message == "表格内容太大，不像是自评表，没有读"


def test_a_sheet_that_is_named_again_and_again_is_refused(made, raw):
    """Each reading takes a second: a thousand of them would be an hour for a small file."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        book = archive.read("xl/workbook.xml").decode()
        main = archive.read("xl/worksheets/sheet1.xml")
    again = "".join(f'<sheet name="x{n}" sheetId="{n + 9}" r:id="rId1" xmlns:r="{RELATIONS}"/>' for n in range(1000))
    many = repacked(raw, "xl/workbook.xml", book.replace("</sheets>", again + "</sheets>").encode())
    big = repacked(many, "xl/worksheets/sheet1.xml", main.replace(b"</worksheet>", b" " * 40_000 + b"</worksheet>"))
    back, complaints = read(made, big)
    assert back is None
    assert complaints[0].message == "表格内容太大，不像是自评表，没有读"


def test_a_truncated_workbook(made, raw):
    back, complaints = read(made, raw[: len(raw) // 2])
    assert back is None
    assert len(complaints) == 1


def test_a_checklist_without_items_is_a_file_all_the_same():
    empty = assemble(shared({}), "village")
    assert load_workbook(io.BytesIO(checklist_xlsx(empty, STAMP)))[MAIN_SHEET]["A1"].value == empty.title
