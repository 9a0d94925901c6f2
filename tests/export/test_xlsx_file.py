"""A workbook whose cells are written as XML is the one that openpyxl would have written cell by cell."""

import datetime as dt
import io
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from anliku.export.xlsx_file import Book
from anliku.export.xlsx_style import BOLD, BOX, BOXED, DAY, GENERAL, HEAD, HEADING, PLAIN, TEXT, TO_FILL, WRAP, Look

STAMP = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.UTC)
LOOKS = (None, BOXED, HEADING, TO_FILL, Look(font=Font(name="宋体", size=14)))
texts = st.text(st.sampled_from("条目 ab<&>\"'=+@\n\r\t　\x0b\ufffe😀_x000D_"), max_size=12)
whole = st.integers(-(10**9), 10**9)
numbers = whole | whole.map(lambda n: n / 1000)  # openpyxl would cut longer ones to 16 digits
values = st.one_of(st.none(), st.booleans(), texts, numbers)
cells = st.dictionaries(
    st.tuples(st.sampled_from(["A", "B", "Z", "AA", "AB"]), st.integers(1, 12)),
    st.tuples(values, st.sampled_from(LOOKS), st.sampled_from([GENERAL, TEXT, "0.00"])),
    max_size=12,
)


def opened(book):
    return load_workbook(io.BytesIO(book.bytes(STAMP)))


def by_openpyxl(rows):
    """A sheet with the same cells, each made and styled by openpyxl, written and read again."""
    book = Workbook()
    for (column, row), (value, look, number_format) in rows.items():
        cell = book.active[f"{column}{row}"]
        if isinstance(value, str):
            cell.value = value.replace("\x0b", "").replace("\ufffe", "") or None
            cell.data_type = "s" if cell.value else "n"
        else:
            cell.value = value
        if look:
            for part, wanted in look.parts.items():
                setattr(cell, part, wanted)
            cell.number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return load_workbook(out).active


def seen(cell):
    style = (cell.font, cell.fill, cell.border, cell.alignment, cell.protection)
    return cell.value, cell.data_type, cell.number_format, *map(repr, style)


@given(cells)
@example({("A", 1): ("=1+1", BOXED, GENERAL), ("A", 2): ("", TO_FILL, TEXT), ("B", 1): ("\x0b", None, GENERAL)})
@example({("AA", 2): ("甲\r\n乙 ", None, GENERAL), ("Z", 2): (True, BOXED, GENERAL), ("B", 2): (1e-7, None, GENERAL)})
def test_cells_are_those_that_openpyxl_would_write(rows):
    book = Book("")
    sheet = book.sheet("表")
    for (column, row), (value, look, number_format) in rows.items():
        sheet.put(column, row, value, look, number_format)

    ours, theirs = opened(book)["表"], by_openpyxl(rows)

    for column, row in rows:
        assert seen(ours[f"{column}{row}"]) == seen(theirs[f"{column}{row}"])


def test_what_looks_like_an_escape_of_the_format_stays_text():
    book = Book("")
    book.sheet("表").put("A", 1, "_x000D_")

    with zipfile.ZipFile(io.BytesIO(book.bytes(STAMP))) as archive:
        assert b">_x005F_x000D_</t>" in archive.read("xl/worksheets/sheet1.xml")


def test_a_text_longer_than_a_cell_is_cut_to_what_office_programs_open():
    book = Book("")
    book.sheet("表").put("A", 1, "长" * 40_000)

    assert opened(book)["表"]["A1"].value == "长" * 32_000


def test_a_day_is_a_day():
    book = Book("")
    book.sheet("表").put("A", 1, dt.date(2026, 2, 28), BOXED, DAY)

    assert opened(book)["表"]["A1"].value == dt.datetime(2026, 2, 28)


def test_a_row_written_whole_is_that_of_its_cells():
    whole, cells = Book(""), Book("")
    values = ("=甲", None, 3, 0.5, "", True, dt.date(2026, 2, 28))
    whole.sheet("表").line(4, values, BOXED)
    sheet = cells.sheet("表")
    for column, value in zip("ABCDEFG", values, strict=True):
        sheet.put(column, 4, value, BOXED, DAY if column == "G" else GENERAL)

    assert [seen(cell) for cell in opened(whole)["表"][4]] == [seen(cell) for cell in opened(cells)["表"][4]]
    assert opened(whole)["表"].dimensions == "A4:G4"


def test_a_row_of_nothing_is_no_row():
    book = Book("")
    book.sheet("表").line(3, ())
    book.sheet("二").put("B", 2, "甲")

    assert (opened(book)["表"].max_row, opened(book)["二"].dimensions) == (1, "B2:B2")


def test_a_formula_is_left_to_compute():
    book = Book("")
    book.sheet("表").formula("B", 3, '=IF(A1<>"<&>",1,2)', BOXED, "0.0")
    cell = opened(book)["表"]["B3"]

    assert (cell.value, cell.data_type, cell.number_format) == ('=IF(A1<>"<&>",1,2)', "f", "0.0")
    assert load_workbook(io.BytesIO(book.bytes(STAMP)), data_only=True)["表"]["B3"].value is None


def test_rows_stand_in_order_and_the_sheet_says_how_far_it_reaches():
    book = Book("")
    sheet = book.sheet("表")
    for column, row in (("AB", 9), ("C", 3), ("B", 9), ("AA", 3)):
        sheet.put(column, row, f"{column}{row}")
    sheet.heights[5] = 20.5
    made = opened(book)["表"]

    assert made.dimensions == "B3:AB9"
    assert [[cell.value for cell in row if cell.value] for row in made if any(cell.value for cell in row)] == [
        ["C3", "AA3"],
        ["B9", "AB9"],
    ]
    assert (made.row_dimensions[5].height, made.row_dimensions[9].height) == (20.5, None)
    assert load_workbook(io.BytesIO(book.bytes(STAMP)), read_only=True)["表"].max_column == 28


def test_a_sheet_without_cells_is_a_sheet_all_the_same():
    book = Book("")
    book.sheet("空").around.column_dimensions["A"].width = 12
    book.sheet("满").line(2, ("甲", None, 3))

    assert opened(book).sheetnames == ["空", "满"]
    assert [cell.value for cell in opened(book)["满"][2]] == ["甲", None, 3]


def test_a_cell_written_again_is_the_last_one():
    book = Book("")
    sheet = book.sheet("表")
    sheet.put("A", 1, "旧", BOXED)
    sheet.put("A", 1, "新")

    assert (opened(book)["表"]["A1"].value, opened(book)["表"]["A1"].has_style) == ("新", False)


def test_joined_cells_have_the_look_all_around_and_one_value():
    book = Book("")
    sheet = book.sheet("表")
    sheet.put("B", 2, "甲", TO_FILL, TEXT)
    sheet.join("B", 2, "D", 3, TO_FILL)
    sheet.put("A", 5, "乙")
    sheet.join("A", 5, "C", 5)
    made = opened(book)["表"]

    assert sorted(map(str, made.merged_cells.ranges)) == ["A5:C5", "B2:D3"]
    assert made["B2"].value == "甲"
    assert made["D3"].border.right.style == made["D3"].border.bottom.style == made["B3"].border.left.style == "thin"
    assert not made["D3"].protection.locked
    assert made["C5"].border.right.style is None


def test_a_look_is_numbered_once_however_many_cells_have_it():
    book = Book("")
    sheet = book.sheet("表")
    for row in range(1, 50):
        sheet.line(row, ("甲", 1), BOXED)

    assert {book.style(BOXED, GENERAL) for _ in range(3)} == {book.style(BOXED, GENERAL)}
    assert len(opened(book)._cell_styles) == 2


@pytest.mark.parametrize(
    ("look", "parts"),
    [
        (HEADING, {"font": BOLD, "fill": HEAD, "border": BOX, "alignment": WRAP}),
        (BOXED, {"font": PLAIN, "border": BOX, "alignment": WRAP}),
    ],
)
def test_a_look_is_all_of_its_parts(look, parts):
    book = Book("")
    book.sheet("表").put("A", 1, "甲", look)
    cell = opened(book)["表"]["A1"]

    assert {part: repr(getattr(cell, part)) for part in parts} == {part: repr(value) for part, value in parts.items()}


def test_every_time_in_a_workbook_is_the_one_given():
    book = Book("题" * 300)
    book.sheet("表").put("A", 1, "甲")
    with zipfile.ZipFile(io.BytesIO(book.bytes(STAMP))) as archive:
        assert {info.date_time for info in archive.infolist()} == {(2026, 3, 1, 12, 30, 0)}
        assert archive.read("docProps/core.xml").count(b"2026-03-01T12:30:00Z") == 2

    assert opened(book).properties.title == "题" * 255
