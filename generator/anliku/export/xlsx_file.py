"""Workbooks that are being written: openpyxl writes what stands around the cells, the cells go in as XML.

Cell by cell openpyxl takes half of the time that all checklists of a library take as files, and half a minute for the
summary of a thousand units.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from .xlsx_style import GENERAL, Look
from .xml_text import MAX_PROPERTY, workbook_text, xml_text
from .zipped import Members, zipped

Value = str | float | dt.date | None
_MAX_CELL = 32_000  # characters
_FIRST_DAY = dt.date(1899, 12, 30)  # day 0 of a workbook
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
        self._styles: dict[tuple[Look, str], int] = {}

    def sheet(self, title: str) -> Sheet:
        """Begin a sheet."""
        sheet = Sheet(self, self._around.create_sheet(title))
        self._sheets.append(sheet)
        return sheet

    def style(self, look: Look, number_format: str) -> int:
        """Return the number by which the workbook's cells refer to a look."""
        kind = look, number_format
        if kind not in self._styles:
            cell = Cell(self._around.worksheets[0], row=1, column=1)  # of this book, but in none of its sheets
            for part, value in look.parts.items():
                setattr(cell, part, value)
            cell.number_format = number_format
            self._styles[kind] = cell.style_id
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

    def widen(self, widths: Sequence[float]) -> None:
        """Set how wide the columns are, from the first on, in halves of a Chinese character."""
        for column, width in enumerate(widths, 1):
            self.around.column_dimensions[get_column_letter(column)].width = width

    def put(self, column: str, row: int, value: Value, look: Look | None = None, number_format: str = GENERAL) -> None:
        """Write a cell. A text stays a text, whatever it begins like.

        look: None for that of an empty sheet, to which a number format adds nothing.
        """
        self._set(column, row, look, number_format, _content(value))

    def line(self, row: int, values: Iterable[Value], look: Look | None = None) -> None:
        """Write a row from its first column on."""
        for column, value in enumerate(values, 1):
            self.put(get_column_letter(column), row, value, look)

    def formula(self, column: str, row: int, text: str, look: Look | None = None, number_format: str = GENERAL) -> None:
        """Write a formula, which begins with `=`. Its value is left to whoever opens the file."""
        self._set(column, row, look, number_format, f"><f>{escape(xml_text(text[1:]))}</f><v/></c>")

    def _set(self, column: str, row: int, look: Look | None, number_format: str, content: str) -> None:
        style = "" if look is None else f' s="{self._book.style(look, number_format)}"'
        cell = f'<c r="{column}{row}"{style}{content}'
        self._rows.setdefault(row, {})[column_index_from_string(column)] = cell

    def join(self, first: str, top: int, last: str, bottom: int, look: Look | None = None) -> None:
        """Join cells to the one in the upper left corner; the others are given the look, so that borders stand all around."""
        self.around.merged_cells.add(f"{first}{top}:{last}{bottom}")
        if look is None:
            return
        columns = range(column_index_from_string(first), column_index_from_string(last) + 1)
        for row in range(top, bottom + 1):
            for column in columns:
                if (row, column) != (top, columns[0]):
                    self.put(get_column_letter(column), row, None, look)

    def put_into(self, sheet: bytes) -> bytes:
        """Return the XML of this sheet as openpyxl wrote it, with the cells in it."""
        if not self._rows:
            return sheet
        sheet = _NO_AREA.sub(self._area().encode(), sheet, count=1)
        before, after = _NO_CELLS.split(sheet)
        rows = map(self._row, sorted(self._rows.keys() | self.heights))
        return b"".join((before, b"<sheetData>", *rows, b"</sheetData>", after))

    def _row(self, row: int) -> bytes:
        height = f' ht="{self.heights[row]:g}" customHeight="1"' if row in self.heights else ""
        cells = "".join(cell for _, cell in sorted(self._rows.get(row, {}).items()))
        return f'<row r="{row}"{height}>{cells}</row>'.encode()

    def _area(self) -> str:
        columns = {column for cells in self._rows.values() for column in cells}
        first, last = get_column_letter(min(columns)), get_column_letter(max(columns))
        return f"{first}{min(self._rows)}:{last}{max(self._rows)}"


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
