"""Workbooks that are being written: openpyxl writes what stands around the cells, the cells go in as XML.

Cell by cell openpyxl takes more than twice as long for the checklists of a library, and half a minute for the summary of a
thousand units.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache, lru_cache
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from .xlsx_style import DAY, GENERAL, Look
from .xml_text import MAX_PROPERTY, workbook_text, xml_text
from .zipped import Members, zipped

Value = str | float | dt.date | None
_MAX_CELL = 32_000  # characters
_FIRST_DAY = dt.date(1899, 12, 30)  # day 0 of a workbook
_number_of = cache(column_index_from_string)
_NO_CELLS = re.compile(rb"<sheetData(?: ?/>|></sheetData>)")
_NO_AREA = re.compile(rb'(?<=<dimension ref=")[^"]*')


class Book:
    """A workbook. Its sheets stand in the order in which they are begun."""

    def __init__(self, title: str) -> None:
        self._around = Workbook()
        self._around.remove(self._around.active)
        self._around.properties.creator = "anliku"
        self._around.properties.title = xml_text(title)[:MAX_PROPERTY]
        self._sheets: list[Sheet] = []
        self._styles: dict[tuple[Look, str], str] = {}

    def sheet(self, title: str) -> Sheet:
        """Begin a sheet."""
        sheet = Sheet(self, self._around.create_sheet(title))
        self._sheets.append(sheet)
        return sheet

    def style(self, look: Look, number_format: str) -> str:
        """Return the attribute by which the workbook's cells refer to a look."""
        kind = look, number_format
        if kind not in self._styles:
            cell = Cell(self._around.worksheets[0], row=1, column=1)  # of this book, but in none of its sheets
            for part, value in look.parts.items():
                setattr(cell, part, value)
            cell.number_format = number_format
            self._styles[kind] = f' s="{cell.style_id}"'
        return self._styles[kind]

    def bytes(self, stamp: dt.datetime) -> bytes:
        """Return the file's bytes; the time in it is `stamp`."""
        return zipped(self._members(), stamp)

    def _members(self) -> Members:
        members = Members()
        ExcelWriter(self._around, members).write_data()
        for number, sheet in enumerate(self._sheets, 1):
            name = f"xl/worksheets/sheet{number}.xml"
            members[name] = sheet.put_into(members[name])
        return members


class Sheet:
    """A sheet of a workbook. `around` is openpyxl's: widths, rules, protection, how it prints; no cell is put there."""

    def __init__(self, book: Book, around: Worksheet) -> None:
        self.around = around
        self.heights: dict[int, float] = {}
        """Points of the rows that are not as high as others."""
        self._book = book
        self._rows: dict[int, dict[int, str]] = {}
        self._lines: dict[int, str] = {}  # rows that were written whole
        self._columns: set[int] = set()

    def widen(self, widths: Sequence[float]) -> None:
        """Set how wide the columns are, from the first on, in halves of a Chinese character."""
        for column, width in enumerate(widths, 1):
            self.around.column_dimensions[get_column_letter(column)].width = width

    def put(self, column: str, row: int, value: Value, look: Look | None = None, number_format: str = GENERAL) -> None:
        """Write a cell. A text stays a text, whatever it begins like.

        look: None for that of an empty sheet, to which a number format adds nothing.
        """
        self._set(column, row, look, number_format, _content(value))

    def line(self, row: int, values: Sequence[Value], look: Look | None = None) -> None:
        """Write a whole row from its first column on, in which days are shown as days. It takes no other cells."""
        if not values:
            return
        plain = "" if look is None else self._book.style(look, GENERAL)
        cells = []
        for letter, value in zip(map(get_column_letter, range(1, len(values) + 1)), values, strict=True):
            style = self._book.style(look, DAY) if look and isinstance(value, dt.date) else plain
            cells.append(f'<c r="{letter}{row}"{style}{_content(value)}')
        self._lines[row] = "".join(cells)
        self._columns |= {1, len(values)}

    def formula(self, column: str, row: int, text: str, look: Look | None = None, number_format: str = GENERAL) -> None:
        """Write a formula, which begins with `=`. Its value is left to whoever opens the file."""
        self._set(column, row, look, number_format, f"><f>{escape(xml_text(text[1:]))}</f><v/></c>")

    def _set(self, column: str, row: int, look: Look | None, number_format: str, content: str) -> None:
        style = "" if look is None else self._book.style(look, number_format)
        number = _number_of(column)
        self._columns.add(number)
        self._rows.setdefault(row, {})[number] = f'<c r="{column}{row}"{style}{content}'

    def join(self, first: str, top: int, last: str, bottom: int, look: Look | None = None) -> None:
        """Join cells to the one in the upper left corner; the others are given the look, so that borders stand all around."""
        self.around.merged_cells.add(f"{first}{top}:{last}{bottom}")
        if look is None:
            return
        columns = range(_number_of(first), _number_of(last) + 1)
        for row in range(top, bottom + 1):
            for column in columns:
                if (row, column) != (top, columns[0]):
                    self.put(get_column_letter(column), row, None, look)

    def put_into(self, sheet: bytes) -> bytes:
        """Return the XML of this sheet as openpyxl wrote it, with the cells in it."""
        rows = sorted(self._rows.keys() | self._lines)
        if not rows:
            return sheet
        first, last = get_column_letter(min(self._columns)), get_column_letter(max(self._columns))
        sheet = _NO_AREA.sub(f"{first}{rows[0]}:{last}{rows[-1]}".encode(), sheet, count=1)
        before, after = _NO_CELLS.split(sheet)
        made = map(self._row, sorted({*rows, *self.heights}))
        return b"".join((before, b"<sheetData>", *made, b"</sheetData>", after))

    def _row(self, row: int) -> bytes:
        height = f' ht="{self.heights[row]:g}" customHeight="1"' if row in self.heights else ""
        cells = self._lines.get(row) or "".join(cell for _, cell in sorted(self._rows.get(row, {}).items()))
        return f'<row r="{row}"{height}>{cells}</row>'.encode()


def _content(value: Value) -> str:
    """Return the rest of a cell's XML."""
    if value is None:
        return "/>"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool):
        return f' t="b"><v>{value:d}</v></c>'
    if isinstance(value, dt.date):
        return f"><v>{(value - _FIRST_DAY).days}</v></c>"
    return f"><v>{value!r}</v></c>"


@lru_cache(4096)
def _text(value: str) -> str:
    """Return the rest of a cell with a text; of all cells of a library's workbooks, most say what another one says."""
    kept = escape(workbook_text(value)[:_MAX_CELL], {"\r": "&#13;"})
    return f' t="inlineStr"><is><t xml:space="preserve">{kept}</t></is></c>' if kept else "/>"
