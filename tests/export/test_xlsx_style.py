"""Cells look as openpyxl would make them look, although it is asked only once for each look."""

import datetime as dt

import pytest
from openpyxl import Workbook

from anliku.export.xlsx_file import workbook_bytes
from anliku.export.xlsx_style import BOLD, BOX, HEAD, PLAIN, WRAP, boxed, dress, join

STAMP = dt.datetime(2026, 1, 2, tzinfo=dt.UTC)
AREAS = ("A1:C1", "A2:C2", "A3:B5", "A6:B8", "D1:D3", "D4:D6", "E1:E2", "E3:E4")


def merged(merge):
    """A sheet with areas of several forms and looks, each twice."""
    sheet = Workbook().active
    for place in ("A1", "A2", "A3", "A6", "D1", "D3", "D4", "D6"):
        boxed(sheet[place], to_fill=place in ("A1", "A2"))
        sheet[place] = place
    sheet["E1"] = sheet["E3"] = "无"
    for place in AREAS:
        merge(sheet, place)
    return sheet


def test_joined_cells_are_those_that_openpyxl_merges():
    ours, theirs = merged(join), merged(lambda sheet, place: sheet.merge_cells(place))

    assert workbook_bytes(ours.parent, STAMP) == workbook_bytes(theirs.parent, STAMP)
    assert ours["C2"].border.right.style == ours["B8"].border.bottom.style == "thin"


def test_cells_are_joined_without_styling_each_anew():
    sheet = merged(join)

    with pytest.MonkeyPatch.context() as patch:
        patch.delattr("openpyxl.worksheet.merge.MergedCellRange.format")
        for column in "FG":
            boxed(sheet[f"{column}1"])
            boxed(sheet[f"{column}3"])
            join(sheet, f"{column}1:{column}3")

    assert sheet["G3"].border.bottom.style == "thin"


@pytest.mark.parametrize(
    ("look", "parts"),
    [
        ("head", {"font": BOLD, "fill": HEAD, "border": BOX, "alignment": WRAP}),
        ("score", {"border": BOX, "font": PLAIN, "number_format": "0.0"}),
    ],
)
def test_the_second_cell_of_a_look_has_all_of_it_and_is_changed_alone(look, parts):
    sheet = Workbook().active
    for place in ("A1", "A2"):
        dress(sheet[place], look, parts.get("number_format", "General"))
    sheet["A1"].font = PLAIN if look == "head" else BOLD

    assert {part: getattr(sheet["A2"], part) for part in parts} == parts
