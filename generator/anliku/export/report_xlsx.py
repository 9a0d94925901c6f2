"""The report of a filled-in self-assessment and its annex, as two sheets to print; the sheet to fill in follows them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ..checklist.results.report import ANNEX_COLUMNS, GAP_COLUMNS, ResultReport
from .measure import line_count, pieces
from .report_layout import ANNEX_TITLE, GAP_WIDTHS, two_pages
from .xlsx_file import Sheet
from .xlsx_style import BAR, BOX, BOXED, FONT, HEADING, SIZE, STRONG_WRAPPED, TITLE, WRAP, WRAPPED, Look, set_up

_STALE = "报告按导出时的答案写成；在“自评表”里改了答案，请重新导出。"
_ANNEX_WIDTHS = (6, 38, 24, 46)
_CHARACTER = 1.95  # millimetres of a column's width for each half of a Chinese character of 11 points
_MOST_LINES = 10  # of a row: no office program takes one higher than 409 points
_FULL = "█"
_BAR = 20  # characters of a full bar
_TITLE = Look(font=TITLE, alignment=Alignment(horizontal="center", vertical="center"))
_VERDICT = Look(font=Font(name=FONT, size=14, bold=True), alignment=WRAP)
_BARS = Look(font=BAR, border=BOX, alignment=WRAP)


def write_report(sheet: Sheet, report: ResultReport) -> None:
    """Write what stands alone: the particulars, the verdict, the scores, and the gaps as one table."""
    widths = [width / _CHARACTER for width in GAP_WIDTHS]
    writer = _SheetWriter(sheet, widths)
    writer.title(report.title)
    for label, value in report.particulars:
        writer.wide(f"{label}：{value}")
    for number, text in enumerate(report.paragraphs):
        writer.wide(text, _VERDICT if number == 0 else WRAPPED)
    writer.row(("维度", "得分", "", "已答/应答"), head=True)
    for line in (*report.scores, report.total):
        writer.row((line.name, line.text, _FULL * round((line.value or 0) / 100 * _BAR), line.counted))
    writer.blank()
    head = 0
    if report.gaps:
        writer.wide(report.gaps_title, STRONG_WRAPPED)
        head = writer.at
        writer.row(GAP_COLUMNS, head=True)
        for gap in report.gaps:
            writer.row(gap.cells)
    writer.blank()
    writer.wide("　　　".join(f"{name}：{'＿' * 8}" for name in report.signature))
    writer.wide(_STALE)
    set_up(sheet.around, report.identity, repeat=head)
    if two_pages(report):
        sheet.around.page_setup.fitToHeight = 2


def write_annex(sheet: Sheet, report: ResultReport) -> None:
    """Write every answer with all that was written beside it; a text too long for one row goes on in the next."""
    writer = _SheetWriter(sheet, _ANNEX_WIDTHS)
    writer.title(ANNEX_TITLE)
    for label, value in (*report.particulars, *report.screening):
        writer.wide(f"{label}：{value}" if (label, value) in report.particulars else f"{label}　{value}")
    head = writer.at
    writer.row(ANNEX_COLUMNS, head=True)
    for title, rows in report.annex:
        writer.wide(title, STRONG_WRAPPED)
        for row in rows:
            remarks = "\n".join(f"{label}：{text}" for label, text in row.remarks)
            writer.row((row.number, row.ask, row.answer, remarks))
    set_up(sheet.around, report.identity, landscape=False, repeat=head)


class _SheetWriter:
    """Writes a sheet from top to bottom; `at` is the row that comes next."""

    def __init__(self, sheet: Sheet, widths: Sequence[float]) -> None:
        self._sheet, self._widths, self.at = sheet, widths, 1
        sheet.widen(widths)
        protection = sheet.around.protection
        protection.sheet = True
        protection.formatColumns = protection.formatRows = False

    def title(self, text: str) -> None:
        """Write a title over the whole width."""
        self.wide(text, _TITLE)
        self._sheet.heights[self.at - 1] = 26

    def wide(self, text: str, look: Look = WRAPPED) -> None:
        """Write a text over the whole width, in as many rows as it takes."""
        room = sum(self._widths) / 2 - 1
        scale = look.parts["font"].size / SIZE
        for piece in pieces(text, room / scale, _MOST_LINES):
            self._sheet.put("A", self.at, piece, look)
            self._sheet.join("A", self.at, get_column_letter(len(self._widths)), self.at)
            self._sheet.heights[self.at] = _points(line_count(piece, room / scale), scale)
            self.at += 1

    def row(self, texts: Sequence[str], *, head: bool = False) -> None:
        """Write a row of the table; a cell with more lines than a row can show goes on in the next."""
        room = [width / 2 - 0.5 for width in self._widths]
        parts = [pieces(text, width, _MOST_LINES) for text, width in zip(texts, room, strict=False)]
        for cells in zip_longest(*parts, fillvalue=""):
            for column, text in enumerate(cells, 1):
                look = HEADING if head else _BARS if text[:1] == _FULL else BOXED
                self._sheet.put(get_column_letter(column), self.at, text, look)
            high = max(line_count(text, width) for text, width in zip(cells, room, strict=False))
            self._sheet.heights[self.at] = _points(high, 1)
            self.at += 1

    def blank(self) -> None:
        """Leave a row empty."""
        self.at += 1


def _points(count: int, scale: float) -> float:
    return count * SIZE * 1.35 * scale + 4
