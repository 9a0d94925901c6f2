"""The report of a filled-in self-assessment and its annex, as two sheets to print; the sheet to fill in follows them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any

from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from ..checklist.results.report import ANNEX_COLUMNS, GAP_COLUMNS, ResultReport
from .cells import set_value
from .measure import line_count, pieces
from .report_layout import ANNEX_TITLE, GAP_WIDTHS, two_pages
from .xlsx_style import BAR, BOLD, BOX, FONT, HEAD, PLAIN, SIZE, TITLE, WRAP, set_up

_STALE = "报告按导出时的答案写成；在“自评表”里改了答案，请重新导出。"
_ANNEX_WIDTHS = (6, 38, 24, 46)
_CHARACTER = 1.95  # millimetres of a column's width for each half of a Chinese character of 11 points
_MOST_LINES = 10  # of a row: no office program takes one higher than 409 points
_FULL = "█"
_BAR = 20  # characters of a full bar


def write_report(sheet: Worksheet, report: ResultReport) -> None:
    """Write what stands alone: the particulars, the verdict, the scores, and the gaps as one table."""
    widths = [width / _CHARACTER for width in GAP_WIDTHS]
    writer = _SheetWriter(sheet, widths)
    writer.title(report.title)
    for label, value in report.particulars:
        writer.wide(f"{label}：{value}")
    for number, text in enumerate(report.paragraphs):
        writer.wide(text, Font(name=FONT, size=14, bold=True) if number == 0 else PLAIN)
    writer.row(("维度", "得分", "", "已答/应答"), head=True)
    for line in (*report.scores, report.total):
        writer.row((line.name, line.text, _FULL * round((line.value or 0) / 100 * _BAR), line.counted))
    writer.blank()
    head = 0
    if report.gaps:
        writer.wide(report.gaps_title, BOLD)
        head = writer.at
        writer.row(GAP_COLUMNS, head=True)
        for gap in report.gaps:
            writer.row(gap.cells)
    writer.blank()
    writer.wide("　　　".join(f"{name}：{'＿' * 8}" for name in report.signature))
    writer.wide(_STALE)
    set_up(sheet, report.identity, repeat=head)
    if two_pages(report):
        sheet.page_setup.fitToHeight = 2


def write_annex(sheet: Worksheet, report: ResultReport) -> None:
    """Write every answer with all that was written beside it; a text too long for one row goes on in the next."""
    writer = _SheetWriter(sheet, _ANNEX_WIDTHS)
    writer.title(ANNEX_TITLE)
    for label, value in (*report.particulars, *report.screening):
        writer.wide(f"{label}：{value}" if (label, value) in report.particulars else f"{label}　{value}")
    head = writer.at
    writer.row(ANNEX_COLUMNS, head=True)
    for title, rows in report.annex:
        writer.wide(title, BOLD)
        for row in rows:
            remarks = "\n".join(f"{label}：{text}" for label, text in row.remarks)
            writer.row((row.number, row.ask, row.answer, remarks))
    set_up(sheet, report.identity, landscape=False, repeat=head)


class _SheetWriter:
    """Writes a sheet from top to bottom; `at` is the row that comes next."""

    def __init__(self, sheet: Worksheet, widths: Sequence[float]) -> None:
        self._sheet, self._widths, self.at = sheet, widths, 1
        for column, width in zip("ABCDEFG", widths, strict=False):
            sheet.column_dimensions[column].width = width
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False

    def title(self, text: str) -> None:
        """Write a title over the whole width."""
        self.wide(text, TITLE)
        self._sheet.row_dimensions[self.at - 1].height = 26
        self._sheet.cell(self.at - 1, 1).alignment = Alignment(horizontal="center", vertical="center")

    def wide(self, text: str, font: Any = PLAIN) -> None:
        """Write a text over the whole width, in as many rows as it takes."""
        room = sum(self._widths) / 2 - 1
        scale = (font.size or SIZE) / SIZE
        for piece in pieces(text, room / scale, _MOST_LINES):
            cell = set_value(self._sheet.cell(self.at, 1), piece)
            cell.font, cell.alignment = font, WRAP
            self._sheet.merge_cells(start_row=self.at, end_row=self.at, start_column=1, end_column=len(self._widths))
            self._sheet.row_dimensions[self.at].height = _points(line_count(piece, room / scale), scale)
            self.at += 1

    def row(self, texts: Sequence[str], *, head: bool = False) -> None:
        """Write a row of the table; a cell with more lines than a row can show goes on in the next."""
        room = [width / 2 - 0.5 for width in self._widths]
        parts = [pieces(text, width, _MOST_LINES) for text, width in zip(texts, room, strict=False)]
        for cells in zip_longest(*parts, fillvalue=""):
            for column, text in enumerate(cells, 1):
                cell = set_value(self._sheet.cell(self.at, column), text)
                cell.font, cell.border, cell.alignment = (
                    (BOLD if head else BAR if text[:1] == _FULL else PLAIN),
                    BOX,
                    WRAP,
                )
                if head:
                    cell.fill = HEAD
            high = max(line_count(text, width) for text, width in zip(cells, room, strict=False))
            self._sheet.row_dimensions[self.at].height = _points(high, 1)
            self.at += 1

    def blank(self) -> None:
        """Leave a row empty."""
        self.at += 1


def _points(count: int, scale: float) -> float:
    return count * SIZE * 1.35 * scale + 4
