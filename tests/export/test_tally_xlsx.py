"""The sheet to count ballots in: what is typed into it is what a result file's tally says, no matter how."""

import datetime as dt
import io
import shutil
import subprocess
from itertools import pairwise

import pytest
from openpyxl import load_workbook

from anliku.checklist import Given, Result, assemble, read_result
from anliku.checklist.results.tally import mean_of
from anliku.checklist.results.tally_sheet import HEAD_ROW, LETTERS
from anliku.export.checklist_xlsx import checklist_xlsx
from anliku.export.tally_xlsx import tally_xlsx
from anliku.library.models import Assessor

from ..checklist.build import DAYS, LEVELS, RATING, indicator, shared

STAMP = dt.datetime(2026, 1, 2, 3, 4, 6, tzinfo=dt.UTC)
BOTH = ["self", "masses"]
POOL = [
    indicator("yes", assessor=BOTH, ballot="有人管您的事吗？"),
    indicator("levels", LEVELS, assessor=BOTH, ballot="东西齐不齐？"),
    indicator("mean", RATING, assessor=["masses"], ballot="您打几分？"),
    indicator("days", DAYS, assessor=["masses"], ballot="等了几天？"),
    indicator("mine"),
    indicator("bare", LEVELS, assessor=["masses"]),
]
MADE = assemble(shared({"leadership": POOL}), "village")
COUNTS = {
    "yes": ((False, 8), (True, 30)), "levels": ((0, 1), (1, 12), (2, 25)), "mean": ((1, 2), (4, 6), (5, 30)), "days": ((3, 5), (60, 1)),
}  # fmt: skip
ROWS = {"yes": ["true", "false"], "levels": ["0", "1", "2"], "mean": ["1", "2", "3", "4", "5"], "days": [""] * 6}


def read(raw):
    result, complaints = read_result(raw, "票.xlsx", {"village": MADE}.get, "anliku")
    return result, [str(c).removeprefix("票.xlsx：") for c in complaints]


def typed(**changes):
    """The workbook after the counts of COUNTS were typed into it, and then these changes by the name of a cell."""
    book = load_workbook(io.BytesIO(tally_xlsx(MADE, STAMP)))
    sheet = book["计票表"]
    for row, value in zip(range(3, 7), ("甲村", "2026-06", 40, 38), strict=True):
        sheet[f"{LETTERS['choice']}{row}"] = value
    row = HEAD_ROW + 1
    for key, values in ROWS.items():
        free = list(COUNTS[key])
        for value in values:
            found = {str(choice).lower(): number for choice, number in COUNTS[key]}.get(value)
            if not value and free:
                choice, found = free.pop()
                sheet[f"{LETTERS['choice']}{row}"] = f"{choice} 天"
            sheet[f"{LETTERS['count']}{row}"] = found
            row += 1
    for place, value in changes.items():
        sheet[place] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_counts_come_back_as_they_were_typed():
    result, complaints = read(typed())
    assert complaints == []
    assert {key: given.counts for key, given in result.answers.items()} == COUNTS
    assert result.answers["yes"].value == pytest.approx(30 / 38)
    assert {given.hash for given in result.answers.values()} == {MADE.by_id[key].hash for key in COUNTS}
    assert (result.unit, result.period, result.assessor) == ("甲村", "2026-06", Assessor.MASSES)
    assert (result.handed_out, result.returned, result.people) == (40, 38, 38)


def test_the_sheet_asks_what_the_ballot_asks_and_nothing_else():
    sheet = load_workbook(io.BytesIO(tally_xlsx(MADE, STAMP)))["计票表"]
    asks = [cell.value for cell in sheet[LETTERS["ask"]][HEAD_ROW:] if cell.value]
    assert asks == ["有人管您的事吗？", "东西齐不齐？", "您打几分？", "等了几天？"]
    choices = [cell.value for cell in sheet[LETTERS["choice"]][HEAD_ROW : HEAD_ROW + 10]]
    assert choices == ["是", "否", "没有", "有一些", "齐全", "1 很差", "2", "3", "4", "5 很好"]
    assert tally_xlsx(MADE, STAMP) == tally_xlsx(MADE, STAMP)


def test_a_blank_sheet_is_blank():
    result, complaints = read(tally_xlsx(MADE, STAMP))
    assert result.blank
    assert complaints == ["没有写单位名称"]


@pytest.mark.parametrize(
    ("place", "value", "told"),
    [
        (f"{LETTERS['count']}{HEAD_ROW + 1}", "很多", "第 1 条“yes做到了吗？”：选“true”的人数 “很多” 不是"),
        (f"{LETTERS['count']}{HEAD_ROW + 1}", -1, "第 1 条“yes做到了吗？”：选“true”的人数 “-1” 不是"),
        (f"{LETTERS['id']}{HEAD_ROW + 1}", None, f"单元格 {LETTERS['count']}{HEAD_ROW + 1}：这一行没有条目编号，份数 “30” 没有计入"),
        (f"{LETTERS['choice']}6", 20, "有一条计了 38 人，多于收回的 20 份，请核对"),
        (f"{LETTERS['choice']}5", 30, "收回 38 份，多于发出的 30 份，请核对"),
        (f"{LETTERS['choice']}4", "上学期", "时期 “上学期” 认不出，不同别的时期比较"),
        (f"{LETTERS['id']}{HEAD_ROW + 1}", "gone", "计票里的 “gone” 不是这张自评表的条目；没有读"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(place, value, told):
    result, complaints = read(typed(**{place: value}))
    assert [line for line in complaints if line.startswith(told)], complaints
    assert result.answers["levels"].counts == COUNTS["levels"]


def test_no_page_ends_inside_a_question():
    """Each question's rows stand on one page, and the pages that the sheet asks for are no higher than paper."""
    kinds = [{}, {"answer": LEVELS}, {"answer": RATING}, {"answer": DAYS}, {"ballot": "问得很长的一问，" * 12}]
    pool = [indicator(f"i{n}", **{"assessor": BOTH, "ballot": f"第{n}问？"} | kinds[n % 5]) for n in range(40)]
    made = assemble(shared({"leadership": pool}), "village")
    sheet = load_workbook(io.BytesIO(tally_xlsx(made, STAMP)))["计票表"]
    ids = [cell.value for cell in sheet[LETTERS["id"]]]
    ends = [one.id for one in sheet.row_breaks.brk]
    assert len(ends) > 2
    assert [end for end in ends if ids[end - 1] == ids[end]] == []
    heights = [sheet.row_dimensions[row].height for row in range(1, sheet.max_row + 1)]
    pages = [sum(heights[start:end]) for start, end in pairwise([0, *ends, sheet.max_row])]
    paper = (
        (11.69 - sheet.page_margins.top - sheet.page_margins.bottom) * 72 / 0.87
    )  # as wide as the page at 87 per cent
    assert paper * 0.7 < min(pages[:-1])
    assert max(pages) < paper
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)


def test_a_formula_without_value_names_no_unit():
    result, complaints = read(typed(**{f"{LETTERS['choice']}3": "=A1", f"{LETTERS['choice']}5": "=1/0"}))
    assert result.unit == ""
    assert f"单元格 {LETTERS['choice']}3：单位名称是公式，没有算出值；怎么改：直接写上字" in complaints
    assert f"单元格 {LETTERS['choice']}5：发出的份数是公式，没有算出值；怎么改：直接写上字" in complaints


def test_numbers_that_are_texts_count():
    result, complaints = read(typed(**{f"{LETTERS['count']}{HEAD_ROW + 1}": "３０份"}))
    assert (result.answers["yes"].counts, complaints) == (COUNTS["yes"], [])


def test_a_counted_result_printed_as_a_workbook_reads_back_equal():
    answers = {key: Given(mean_of(counts), counts=counts, hash=MADE.by_id[key].hash) for key, counts in COUNTS.items()}
    answers["mean"] = Given(3.875, counts=((3.5, 2), (4, 6)), hash=MADE.by_id["mean"].hash)
    answers["bare"] = Given(1, note="问到的", hash=MADE.by_id["bare"].hash)
    given = Result(
        "anliku", MADE.version, "village", "甲村", "2026", Assessor.MASSES, answers, returned=38, handed_out=40
    )
    back, complaints = read(checklist_xlsx(MADE, STAMP, given))
    assert complaints == []
    assert {key: (g.value, g.counts, g.note) for key, g in back.answers.items()} == {
        key: (g.value, g.counts, g.note) for key, g in answers.items()
    }
    assert (back.returned, back.handed_out, back.assessor) == (38, 40, Assessor.MASSES)


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_keeps_the_counts(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.xlsx").write_bytes(typed())
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "in/a.xlsx")], check=True, capture_output=True)
    result, complaints = read((tmp_path / "a.xlsx").read_bytes())
    assert complaints == []
    assert {key: given.counts for key, given in result.answers.items()} == COUNTS
