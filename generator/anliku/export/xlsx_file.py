"""Workbooks as files. Rows are written here: openpyxl makes several XML elements of every cell and finds its style anew."""

from __future__ import annotations

import datetime as dt
import io
import math
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from .zipped import Members, zipped

_NO_ROWS = b"<sheetData></sheetData>"


def workbook_bytes(book: Workbook, stamp: dt.datetime) -> bytes:
    """Return the bytes of a workbook; the time in it is `stamp`."""
    return zipped(members_of(book), stamp)


def members_of(book: Workbook) -> Members:
    """Return the files that a workbook consists of, as `book.save` would write them."""
    members = Members()
    _BookWriter(book, members).save()
    return members


class _BookWriter(ExcelWriter):  # type: ignore[misc]
    """Leaves to openpyxl the sheets that hold anything but texts, numbers and formulas."""

    def write_worksheet(self, ws: Worksheet) -> None:
        if not all(map(_is_plain, ws._cells.values())):
            super().write_worksheet(ws)
            return
        ws._drawing = SpreadsheetDrawing()
        ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
        writer = _FrameWriter(ws, io.BytesIO())
        writer.write()
        ws._rels = writer._rels
        rows = "".join(_rows(writer)).encode("ascii", "xmlcharrefreplace")
        self._archive.writestr(ws.path[1:], writer.read().replace(_NO_ROWS, b"<sheetData>%b</sheetData>" % rows, 1))
        self.manifest.append(ws)


class _FrameWriter(WorksheetWriter):  # type: ignore[misc]
    """Writes all of a sheet but its rows."""

    def write_rows(self) -> None:
        with self.xf.send(True).element("sheetData"):
            pass
        self.xf.send(None)


def _is_plain(cell: Any) -> bool:
    value, kind = cell._value, cell.data_type
    if cell.hyperlink or cell._comment:
        return False
    if type(value) is str:
        return kind in ("s", "f")
    return kind == "n" and (value is None or (type(value) in (int, float) and math.isfinite(value)))


def _rows(writer: WorksheetWriter) -> Iterator[str]:
    styles: dict[bytes, int] = {}
    for number, cells in writer.rows():
        looks = dict(writer.ws.row_dimensions.get(number, {}))
        attributes = "".join(f' {name}="{value}"' for name, value in {"r": number, **looks}.items())
        yield f"<row{attributes}>{''.join(_cell(cell, styles) for cell in cells)}</row>"


def _cell(cell: Any, styles: dict[bytes, int]) -> str:
    """Return a cell as XML. styles: the numbers of those met so far."""
    value, style, look = cell._value, cell._style, ""
    if style is not None and any(style):
        known = style.tobytes()
        if known not in styles:
            styles[known] = cell.style_id
        look = f' s="{styles[known]}"'
    elif value is None:
        return ""
    begun = f'<c r="{get_column_letter(cell.column)}{cell.row}"{look}'
    if value is None or value == "":
        return f'{begun} t="{"inlineStr" if cell.data_type == "s" else "n"}"></c>'
    if type(value) is not str:
        return f'{begun} t="n"><v>{value:.16g}</v></c>'
    text = escape(value, {"\r": "&#13;"})
    if cell.data_type == "f":
        return f"{begun}><f>{text[1:]}</f><v></v></c>"
    kept = "" if value == value.strip() else ' xml:space="preserve"'
    return f'{begun} t="inlineStr"><is><t{kept}>{text}</t></is></c>'
