"""Page and command read the same out of the same workbook, however it was filled in, changed or broken."""

import base64
import io
import json
import random
import re
import zipfile
from dataclasses import fields
from datetime import UTC, date, datetime, time

import pytest
from openpyxl import load_workbook

from anliku.checklist import Given, Result, Settings, assemble, read_result
from anliku.checklist.form.sheet import sheet_data
from anliku.checklist.results.tally import mean_of
from anliku.checklist.untrusted.complaints import MAX_COMPLAINTS
from anliku.checklist.untrusted.texts import without_blanks
from anliku.export.checklist_xlsx import checklist_xlsx
from anliku.library.models import Assessor

from ..conftest import library
from ..form.test_form import grade, load, opened, saved

pytestmark = pytest.mark.browser
MADE = assemble(library(), "village", Settings(library="demo"))
STAMP = datetime(2026, 1, 2, tzinfo=UTC)
NAMES = [field.name for field in fields(Given)]
COUNT, SEED = 80, 7
READ = """([sheet, asks, files]) => files.map(file => {
  const bytes = Uint8Array.from(atob(file), letter => letter.charCodeAt(0));
  const found = anliku.book.readBook(sheet, bytes.buffer, new Map(asks));
  if (found.error) return { error: found.error };
  const r = found.result;
  return { head: [r.unit, r.period, r.assessor, r.version, r.saved, r.screening, r.returned, r.handed_out], answers: r.answers, unknown: r.unknown,
    told: found.complaints.map(one => one.place + "：" + one.message) };
})"""


def filled(assessor=Assessor.SELF):
    values = {"yes": True, "levels": 1, "rating": 4, "days": 45, "shares": 82.5, "money": True, "open": False}
    answers = {key: Given(value, note="备注", hash=MADE.by_id[key].hash, revision=1) for key, value in values.items()}
    answers["days"] = Given(na=True, reason="没有", hash=MADE.by_id["days"].hash)
    result = Result("demo", MADE.version, "village", "甲村", "2026-06", assessor, answers, {"q": True})
    return checklist_xlsx(MADE, STAMP, result)


VALUES = [
    "是", "√", "×", "无", "TRUE", "80%", "８５．５", "1,200", "4日", "-3.5%", "0.8", "3分", "2 有一些", "2", "１", "齐 全", "不适用", " 不 适用 ",
    "\u3000空\ufeff", "长" * 4001, "=1+1", "=NA()", "#N/A", 0, 1, 2, 3, 5, 3.5, 0.8, 80, 1e15, 1e17, 123456789012345678, 1e-7, -5, 46174, 0.1 + 0.2,
    True, False, date(2026, 6, 1), datetime(2026, 6, 1, 14, 30), time(8, 15), None, "",
]  # fmt: skip
FORMATS = ["General", "0%", "0.00%", '0"%"', "yyyy-mm-dd", "yyyy年m月", "h:mm", "[h]:mm", '[$-804]yyyy"年"m"月"d"日"', "@", '0.0"分"', "#,##0", "0_);[Red]\\(0\\)"]  # fmt: skip


def mutant(raw, dice):
    """A workbook as people hand it in: other values and formats, ids deleted, columns moved, cells merged."""
    book = load_workbook(io.BytesIO(raw))
    sheet = book["自评表"]
    cells = [cell for row in sheet.iter_rows() for cell in row]
    headed = next(row for row in sheet.iter_rows() if any(cell.value == "回答" for cell in row))
    columns = {cell.value: cell.column for cell in headed}
    for _ in range(dice.randint(1, 12)):
        row = dice.randint(1, sheet.max_row)
        name = dice.choice(["回答"] * 6 + ["备注", "责任人", "期限", "不适用的理由", "条目编号", "版次", "条目记号"])
        cell = sheet.cell(row, columns[name])
        if type(cell).__name__ == "MergedCell":
            continue
        cell.value = dice.choice(VALUES)
        if dice.random() < 0.5:
            cell.number_format = dice.choice(FORMATS)
    if dice.random() < 0.2:
        cell = dice.choice(cells)
        if type(cell).__name__ != "MergedCell":
            cell.value = dice.choice(["条目编号", "回答", "备注", "", "自评"])
    if dice.random() < 0.15:
        book.copy_worksheet(sheet)
    if dice.random() < 0.15:
        sheet.merge_cells(
            start_row=sheet.max_row - 1, end_row=sheet.max_row, start_column=columns["回答"], end_column=columns["回答"]
        )
    if dice.random() < 0.15:
        sheet.insert_cols(1)
    if dice.random() < 0.1:
        sheet.delete_rows(dice.randint(1, sheet.max_row))
    if dice.random() < 0.1:
        book.epoch = datetime(1904, 1, 1)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rewritten(raw, dice):
    """The same archive with one part written otherwise: without references, with inline strings, or broken."""
    changes = [
        lambda text: re.sub(r'<c r="[A-Z]+\d+"', "<c", text),
        lambda text: re.sub(r'<row r="\d+"', "<row", text),
        lambda text: text.replace("<v>1</v>", "<v>1.5e0</v>"),
        lambda text: text.replace("<v>", "<v> "),
        lambda text: text.replace('t="s"', 't="str"', 3),
        lambda text: text.replace("</c>", "", 1),
        lambda text: text.replace("<sheetData>", "<!-- <!x --><sheetData><!-- a -->"),
        lambda text: re.sub(r"<c ([^>]*?)t=\"s\"([^>]*)><v>\d+</v>", r'<c \1t="inlineStr"\2><is><t>是</t><rPh><t>x</t></rPh></is>', text, count=9),
        lambda text: '<!DOCTYPE a [<!ENTITY b "c">]>' + text,
        lambda text: text.replace("自评", "&#x81EA;&#35780;"),
        lambda text: text.replace(">", ">&b;", 1),
    ]  # fmt: skip
    part = dice.choice(
        ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "xl/styles.xml", "docProps/core.xml"]
    )
    change, out = dice.choice(changes), io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(raw)) as old,
        zipfile.ZipFile(out, "w", dice.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as new,
    ):
        for name in old.namelist():
            text = old.read(name)
            if name == part and dice.random() < 0.1:
                continue
            new.writestr(name, change(text.decode()).encode() if name == part else text)
    return out.getvalue()


def broken(raw, dice):
    """Bytes cut off, changed, or put before."""
    made = bytearray(raw)
    kind = dice.randrange(4)
    if kind == 0:
        return bytes(made[: dice.randrange(len(made))])
    if kind == 1:
        return b"x" * dice.randint(1, 300) + bytes(made)
    for _ in range(1 if kind == 2 else 20):
        made[dice.randrange(len(made))] = dice.randrange(256)
    return bytes(made)


def ours_of(raw, monkeypatch):
    monkeypatch.setattr("anliku.checklist.untrusted.complaints.MAX_COMPLAINTS", 1000)
    result, told = read_result(raw, "r.xlsx", {"village": MADE}.get, "demo")
    if result is None:
        return None, told
    head = [result.unit, result.period, result.assessor.value, result.version, result.saved, dict(result.screening)]
    head += [result.returned, result.handed_out]
    answers = {key: {name: getattr(given, name) for name in NAMES} for key, given in result.answers.items()}
    return [head, answers, dict(result.unknown)], told


def bare(answers):
    full = {name: getattr(Given(), name) for name in NAMES}
    return {key: full | given for key, given in answers.items()}


def place_of(told):
    found = re.match(r"(?:单元格 [A-Z]+\d+|第 \d+ 行)", str(told).removeprefix("r.xlsx："))
    return found[0] if found else ""


def test_page_and_command_read_the_same_out_of_many_workbooks(context, form_url, monkeypatch):
    dice, raw = random.Random(SEED), filled()
    files = [raw, filled(Assessor.MASSES)] + [mutant(raw, dice) for _ in range(COUNT)]
    files += [rewritten(dice.choice(files[:20]), dice) for _ in range(COUNT)] + [
        broken(raw, dice) for _ in range(COUNT // 4)
    ]
    page = opened(context, form_url)
    asks = [[without_blanks(item.indicator.ask), item.id] for item in MADE.items]
    sheet = json.loads(json.dumps(sheet_data(MADE)))
    theirs = []
    for start in range(0, len(files), 40):
        theirs += page.evaluate(
            READ, [sheet, asks, [base64.b64encode(one).decode() for one in files[start : start + 40]]]
        )
    readable = 0
    for number, (one, found) in enumerate(zip(files, theirs, strict=True)):
        ours, told = ours_of(one, monkeypatch)
        assert (ours is None) == ("error" in found), (number, found, [str(t) for t in told])
        if ours is None:
            continue
        readable += 1
        assert [found["head"], bare(found["answers"]), found["unknown"]] == ours, (number, found["told"])
        assert sorted(map(place_of, told)) == sorted(map(place_of, found["told"])), (
            number,
            found["told"],
            [str(t) for t in told],
        )
    assert readable > COUNT
    assert len(files) - readable > 20


def counted():
    """A result of ballots, as a workbook with its counts, and the bare sheet to count in, filled in."""
    counts = {"rating": ((1, 2), (3.5, 1), (5, 30))}
    answers = {"rating": Given(mean_of(counts["rating"]), counts=counts["rating"], hash=MADE.by_id["rating"].hash)}
    result = Result(
        "demo", MADE.version, "village", "甲村", "2026-06", Assessor.MASSES, answers, {"q": True}, returned=33
    )
    book, raw = load_workbook(io.BytesIO(checklist_xlsx(MADE, STAMP, result))), io.BytesIO()
    for name in book.sheetnames:
        if name not in ("计票表", "信息"):
            del book[name]
    book.save(raw)
    return checklist_xlsx(MADE, STAMP, result), raw.getvalue()


def miscounted(raw, dice):
    """A sheet of counts as people hand it in."""
    book = load_workbook(io.BytesIO(raw))
    sheet = book["计票表"]
    columns = {cell.value: cell.column for line in sheet.iter_rows() for cell in line}
    for _ in range(dice.randint(1, 6)):
        name = dice.choice(["份数"] * 5 + ["选项", "条目编号", "选项记号", "条目记号"])
        cell = sheet.cell(dice.randint(3, sheet.max_row + 2), columns[name])
        if type(cell).__name__ != "MergedCell":
            cell.value = dice.choice([*VALUES, "12", "１２份", 12, "rating", "5", 3])
            if dice.random() < 0.3:
                cell.number_format = dice.choice(FORMATS)
    if dice.random() < 0.2:
        sheet.insert_cols(1)
    if dice.random() < 0.2:
        sheet.delete_rows(dice.randint(1, sheet.max_row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_page_and_command_count_the_same_ballots(context, form_url, monkeypatch):
    dice, files = random.Random(SEED), [*counted()]
    files += [miscounted(dice.choice(files[:2]), dice) for _ in range(COUNT)]
    page = opened(context, form_url)
    asks = [[without_blanks(item.indicator.ask), item.id] for item in MADE.items]
    sheet = json.loads(json.dumps(sheet_data(MADE)))
    theirs = page.evaluate(READ, [sheet, asks, [base64.b64encode(one).decode() for one in files]])
    with_counts = 0
    for number, (one, found) in enumerate(zip(files, theirs, strict=True)):
        ours, told = ours_of(one, monkeypatch)
        assert (ours is None) == ("error" in found), (number, found, [str(t) for t in told])
        if ours is None:
            continue
        listed = json.loads(json.dumps(ours))
        given = json.loads(json.dumps([found["head"], bare(found["answers"]), found["unknown"]]))
        assert given == listed, (number, found["told"], [str(t) for t in told])
        assert len(found["told"]) == len(told), (number, found["told"], [str(t) for t in told])
        with_counts += any(answer["counts"] for answer in listed[1].values())
    assert with_counts > COUNT // 2


def test_a_sheet_of_counts_is_loaded_by_the_page(context, form_url):
    for raw in counted():
        page = opened(context, form_url)
        assert load(page, raw).startswith("已载入“甲村”的")
        _, data = saved(page)
        assert (data["tally"]["rating"], data["returned"]) == ({"1": 2, "3.5": 1, "5": 30}, 33)
        assert page.problems == []


def test_a_filled_sheet_is_loaded_by_the_page(context, form_url):
    page = opened(context, form_url)
    assert load(page, filled()).startswith("已载入“甲村”的自评结果")
    assert "总分" in grade(page)
    _, data = saved(page)
    assert (data["unit"], data["period"], data["answers"]["shares"]["value"]) == ("甲村", "2026-06", 82.5)
    assert data["answers"]["days"] | {"on": ""} == {"value": None, "na": True, "reason": "没有", "on": ""}
    assert page.problems == []


def test_what_is_wrong_in_a_sheet_is_named_with_its_cell(context, form_url):
    book = load_workbook(io.BytesIO(filled()))
    sheet = book["自评表"]
    places = {cell.value: cell for line in sheet.iter_rows() for cell in line}
    row, column = places["shares"].row, places["回答"].column
    sheet.cell(row, column).value = "很多"
    sheet.cell(places["yes"].row, column).value = "=1+1"
    out = io.BytesIO()
    book.save(out)
    page = opened(context, form_url)
    load(page, out.getvalue())
    told = page.inner_text("#ck-complaints")
    assert f"单元格 {sheet.cell(row, column).coordinate}：答案 “很多” 认不出或超出范围（0 到 100）；按未答处理" in told
    assert "：答案是公式，没有算出值；按未答处理。怎么改：直接填上答案" in told
    assert told.count("没有算出值") == 1


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"PK\x03\x04", "不是 XLSX 文件，或者文件不完整"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧的 XLS 格式"),
        (b"%PDF-1.7", "是 PDF"),
        (b"", "文件是空的"),
    ],
)
def test_other_files_are_named_and_what_to_do(context, form_url, raw, told):
    page = opened(context, form_url)
    assert told in load(page, raw)
    assert "没有动" in page.inner_text("#ck-status")


def test_complaints_about_a_sheet_are_few(context, form_url):
    page = opened(context, form_url)
    book = load_workbook(io.BytesIO(filled()))
    sheet = book["自评表"]
    columns = {cell.value: cell.column for line in sheet.iter_rows() for cell in line}
    last = sheet.max_row
    for number in range(1, 41):
        sheet.cell(last + number, columns["条目编号"]).value = f"gone-{number}"
        sheet.cell(last + number, columns["回答"]).value = "是"
    out = io.BytesIO()
    book.save(out)
    load(page, out.getvalue())
    assert page.locator("#ck-complaints li").count() == MAX_COMPLAINTS + 1
