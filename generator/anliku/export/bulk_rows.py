"""Put many rows into a workbook of openpyxl as XML: cell by cell, openpyxl takes half a minute for a thousand units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from .cells import MAX_CELL
from .xlsx_file import members_of
from .xml_text import workbook_text
from .zipped import Members

SheetRow = Sequence[Any]  # texts, numbers, days, None
_END = b"</sheetData>"
_LINE, _TALLEST = 15, 405  # points; a row can have 409
_FIRST_DAY = dt.date(1899, 12, 30)  # day 0 of a workbook


class BulkRows:
    """The rows below the heads of a workbook's sheets, in the order of the sheets."""

    def __init__(self) -> None:
        self._sheets: list[bytes] = []

    def add(self, rows: Iterable[SheetRow], widths: Sequence[float], plain: int, day: int) -> None:
        """Add the rows of the next sheet, whose head is its first row.

        widths: of the columns, the last one for all further. plain, day: the styles' numbers.
        """
        made: list[str] = []
        letters: list[str] = []
        for number, row in enumerate(rows, 2):
            letters += [get_column_letter(n + 1) for n in range(len(letters), len(row))]
            cells = [_cell(f"{letters[n]}{number}", value, plain, day) for n, value in enumerate(row)]
            lines = [_lines(value, widths[min(n, len(widths) - 1)]) for n, value in enumerate(row)]
            height = min(_TALLEST, _LINE * max(lines, default=1))
            made.append(f'<row r="{number}" ht="{height}" customHeight="1">{"".join(cells)}</row>')
        self._sheets.append("".join(made).encode())

    def members(self, book: Workbook) -> Members:
        """Return the files of the workbook, the rows in its sheets."""
        members = members_of(book)
        for number, rows in enumerate(self._sheets, 1):
            name = f"xl/worksheets/sheet{number}.xml"
            members[name] = members[name].replace(_END, rows + _END)
        return members


def _lines(value: Any, width: float) -> int:
    """Return how many lines a wrapped text takes; office programs do not agree on when they measure it."""
    return _lines_of(value, int(width)) if isinstance(value, str) else 1


@lru_cache(4096)
def _lines_of(text: str, width: int) -> int:
    room = max(2, width - 1)
    return sum(-(-max(1, sum(1 if c.isascii() else 2 for c in line)) // room) for line in text.split("\n"))


def _cell(place: str, value: Any, plain: int, day: int) -> str:
    if value is None or value == "":
        return f'<c r="{place}" s="{plain}"/>'
    if isinstance(value, str):
        return f'<c r="{place}" s="{plain}" t="inlineStr">{_text(value)}</c>'
    if isinstance(value, dt.date):
        return f'<c r="{place}" s="{day}"><v>{(value - _FIRST_DAY).days}</v></c>'
    return f'<c r="{place}" s="{plain}"><v>{value!r}</v></c>'


@lru_cache(4096)
def _text(value: str) -> str:
    """Return a text as it stands in a cell; of a thousand units most say the same."""
    return f'<is><t xml:space="preserve">{escape(workbook_text(value)[:MAX_CELL])}</t></is>'
