"""The sheet on which the ballots of a unit are counted: where things stand in it, and how it is read back.

A row is one choice of one question, so that nobody has to know how answers are written. It is turned into the data of
a result file and read as one: the same rules, whatever the count was typed into.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ...library.models import Assessor
from ..asked.answer_forms import number_of
from ..asked.scoring import Given
from ..untrusted.cells import Cell, CellKind, CellPlace, Sheet
from ..untrusted.complaints import Complaints, quoted
from ..untrusted.texts import clean, without_blanks
from .json_result import LABELS, read_data
from .result import Lookup, Result
from .sheet_layout import PARTICULARS as SHEET_PARTICULARS
from .sheet_layout import SheetColumn

COLUMNS = (
    SheetColumn("number", "题号", 6),
    SheetColumn("ask", "问题", 40),
    SheetColumn("choice", "选项", 24, open=True),
    SheetColumn("strokes", "画“正”字", 30, open=True),
    SheetColumn("count", "份数", 9, open=True),
    SheetColumn("sum", "本题合计", 9),
    SheetColumn("id", "条目编号", 20),
    SheetColumn("value", "选项记号", 9),
    SheetColumn("hash", "条目记号", 9),
)
LETTERS = {column.key: chr(ord("A") + index) for index, column in enumerate(COLUMNS)}
PARTICULARS = {
    "unit": SHEET_PARTICULARS["unit"], "period": SHEET_PARTICULARS["period"], "handed_out": "发出多少份", "returned": "收回多少份",
}  # fmt: skip
FIRST_ROW = 3
HEAD_ROW = FIRST_ROW + len(PARTICULARS) + 1
_HEADINGS = {without_blanks(column.heading): column.key for column in COLUMNS}


def read_tally(
    sheet: Sheet, info: Mapping[str, str], complaints: Complaints, lookup: Lookup, library: str = ""
) -> Result:
    """Return what a sheet of counts says, as a result of those served.

    info: format, library, organisation and version of the workbook, and whatever else its other sheets say.
    Raises NotReadableError as the reader of result files does.
    """
    data = _Counted(sheet, complaints).data
    return read_data({**data, **info, "assessor": Assessor.MASSES.value, "answers": {}}, complaints, lookup, library)


def with_counts(result: Result, counted: Result) -> Result:
    """Return a result with the answers that another sheet of its workbook counts."""
    answers = dict(result.answers)
    for key, given in counted.answers.items():
        answers[key] = replace(
            answers.get(key, Given()), value=given.value, na=False, counts=given.counts, hash=given.hash
        )
    return replace(result, answers=answers, returned=counted.returned, handed_out=counted.handed_out)


class _Counted:
    """The data of a result file from the cells of a sheet of counts."""

    def __init__(self, sheet: Sheet, complaints: Complaints) -> None:
        self._cells = sheet.cells
        self._say = complaints.say
        heads: dict[int, dict[str, int]] = {}
        for place, cell in sheet.cells.items():
            key = _HEADINGS.get(without_blanks(cell.text)) if cell.kind is CellKind.TEXT else None
            if key:
                heads.setdefault(place.row, {}).setdefault(key, place.column)
        self._head = max(heads, key=lambda row: len(heads[row]), default=0)
        self._columns = heads.get(self._head, {})

    @property
    def data(self) -> dict[str, Any]:
        rows = sorted({place.row for place in self._cells})
        known: dict[str, Any] = {}
        tally: dict[str, dict[str, Any]] = {}
        hashes: dict[str, str] = {}
        for row in rows:
            if row < self._head:
                self._take(row, known)
            elif row > self._head:
                self._count(row, tally, hashes)
        return {**known, "tally": tally, "items": hashes}

    def _take(self, row: int, known: dict[str, Any]) -> None:
        """Read what a row above the table says of the unit."""
        key, cell = self._text(row, "id"), self._cell(row, "choice")
        if key not in PARTICULARS or cell is None:
            return
        if cell.fault:
            place = CellPlace(row, self._columns["choice"])
            self._say(f"单元格 {place}", f"{LABELS[key]}{cell.fault}；怎么改：直接写上字")
        else:
            known[key] = _particular(key, cell)

    def _count(self, row: int, tally: dict[str, dict[str, Any]], hashes: dict[str, str]) -> None:
        cell = self._cell(row, "count")
        if cell is None:
            return
        key, place = without_blanks(self._text(row, "id")), str(CellPlace(row, self._columns["count"]))
        choice = self._text(row, "value") or self._text(row, "choice")
        if not key or not choice:
            missing = "选项" if key else "条目编号"
            self._say(f"单元格 {place}", f"这一行没有{missing}，份数 {quoted(cell.text)} 没有计入")
            return
        counts = tally.setdefault(key, {})
        if choice in counts:
            self._say(f"单元格 {place}", f"选项 {quoted(self._text(row, 'choice'))} 在这一题里有两行，两行都计入")
            counts[choice] = _sum(counts[choice], _plain(cell))
        else:
            counts[choice] = _plain(cell)
        hashes[key] = self._text(row, "hash")

    def _cell(self, row: int, key: str) -> Cell | None:
        return self._cells.get(CellPlace(row, self._columns[key])) if key in self._columns else None

    def _text(self, row: int, key: str) -> str:
        cell = self._cell(row, key)
        return "" if cell is None else clean(cell.text)


def _particular(key: str, cell: Cell) -> Any:
    """Unit and period keep what was written, letter by letter: 2026.10 is no number. Of the others the number counts."""
    return cell.text if key in ("unit", "period") and cell.kind is not CellKind.NUMBER else _plain(cell)


def _plain(cell: Cell) -> Any:
    """Return the number in a cell, even where it is stored as text; of any other cell the text that people see."""
    if cell.kind is CellKind.NUMBER and isinstance(cell.value, float):
        return int(cell.value) if cell.value == int(cell.value) else cell.value
    number = number_of(cell.text, "份") if cell.kind is CellKind.TEXT else None
    return cell.text if number is None else number


def _sum(one: Any, other: Any) -> Any:
    return one + other if isinstance(one, int) and isinstance(other, int) else other
