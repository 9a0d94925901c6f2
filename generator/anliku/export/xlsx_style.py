"""The look of the workbooks: one font, thin boxes, yellow cells to write in."""

from __future__ import annotations

from copy import copy
from typing import Any
from weakref import WeakKeyDictionary

from openpyxl import Workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

FONT = "宋体"
SIZE = 11
_THIN = Side(style="thin", color="999999")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
HEAD = PatternFill("solid", fgColor="E8E8E8")
OPEN = PatternFill("solid", fgColor="FFF8E1")
GREY = PatternFill("solid", bgColor="DDDDDD")
WRAP = Alignment(wrap_text=True, vertical="top")
PLAIN, BOLD, TITLE = (
    Font(name=FONT, size=SIZE),
    Font(name=FONT, size=SIZE, bold=True),
    Font(name=FONT, bold=True, size=16),
)
BAR = Font(name=FONT, size=SIZE, color="707070")
MARGIN, UPPER_MARGIN = 0.4, 0.7  # inches
GENERAL = "General"
# How a cell can look. They are named, since openpyxl takes long to tell whether two looks are the same.
_BOXED = {"font": PLAIN, "border": BOX, "alignment": WRAP}
_LOOKS: dict[str, dict[str, Any]] = {
    "head": {"font": BOLD, "fill": HEAD, "border": BOX, "alignment": WRAP},
    "box": _BOXED,
    "open": {**_BOXED, "fill": OPEN, "protection": Protection(locked=False)},
    "score": {"border": BOX, "font": PLAIN},
}
_known: WeakKeyDictionary[Workbook, dict[tuple[Any, ...], Any]] = WeakKeyDictionary()


def dress(cell: Any, look: str, number_format: str = GENERAL) -> None:
    """Give a new cell one of the looks. It is styled as the first of its kind in the workbook was: openpyxl looks every part
    of a style up again each time.
    """
    styles = _known.setdefault(cell.parent.parent, {})
    kind = look, number_format
    if kind not in styles:
        for part, value in _LOOKS[look].items():
            setattr(cell, part, value)
        cell.number_format = number_format
        styles[kind] = copy(cell._style)
    cell._style = copy(styles[kind])


def boxed(cell: Any, number_format: str = GENERAL, *, to_fill: bool = False) -> None:
    """Style a cell of a table. to_fill: one to write in."""
    dress(cell, "open" if to_fill else "box", number_format)


def join(sheet: Worksheet, place: str) -> None:
    """Join cells as `merge_cells` does, styled as the first of their kind in the workbook were: openpyxl puts the borders of
    each cell of every one together anew.
    """
    area = CellRange(place)
    places = [*area.cells]
    corners = (getattr(sheet._cells.get(corner), "_style", None) for corner in (places[0], places[-1]))
    kind = area.size["rows"], area.size["columns"], *(tuple(style or ()) for style in corners)
    styles = _known.setdefault(sheet.parent, {})
    if kind not in styles:
        sheet.merge_cells(place)
        styles[kind] = [copy(sheet._cells[one]._style) for one in places]
        return
    sheet.merged_cells.add(area)
    for one, style in zip(places, styles[kind], strict=True):
        cell = sheet._cells[one] = sheet.cell(*one) if one == places[0] else MergedCell(sheet, *one)
        cell._style = copy(style)


def set_up(sheet: Worksheet, identity: str, *, landscape: bool = True, repeat: int = 0) -> None:
    """Print a sheet on A4, as wide as the page, with version and page number; repeat: the row that begins every page."""
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_margins.left = sheet.page_margins.right = MARGIN
    sheet.page_margins.top = sheet.page_margins.bottom = UPPER_MARGIN
    sheet.page_margins.header = sheet.page_margins.footer = 0.3
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddHeader.right.text = identity.replace("&", "&&")
    if repeat:
        sheet.print_title_rows = f"{repeat}:{repeat}"


def say_publisher(sheet: Worksheet, imprint: str) -> None:
    """Say behind the number of every page who publishes the library; not every program would break a line there."""
    if imprint:
        sheet.oddFooter.center.text += "　　" + imprint.replace("&", "&&")


def period_rule(cell: str) -> DataValidation:
    """Return the rule of a cell for periods: a year, alone or with a half, a quarter or a month: what `Period` writes."""
    parts = "|".join(("", "H1", "H2", "Q1", "Q2", "Q3", "Q4", *(f"{n:02d}" for n in range(1, 13)), ""))
    part = f'AND(LEN({cell})=7,MID({cell},5,1)="-",ISNUMBER(SEARCH("|"&RIGHT({cell},2)&"|","{parts}")))'
    formula = f"AND(ISNUMBER(VALUE(LEFT({cell},4))),OR(LEN({cell})=4,{part}))"
    told = "写成 2026（全年）、2026-H1（上半年）、2026-Q2（二季度）或 2026-06（六月）的样子。"
    return DataValidation(type="custom", formula1=formula, allow_blank=True, error=told)
