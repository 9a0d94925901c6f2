"""What a cell of an XLSX holds as people see it: a value is read together with its number format."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from .complaints import quoted

MAX_COLUMN, MAX_ROW = 16_384, 1_048_576
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_NOT_SHOWN = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?)?Z?", re.ASCII)
_DIGITS = re.compile(r"0(\.0+)?(?![0#.?])")


class CellKind(StrEnum):
    """What a cell holds as people see it. `FORMULA` is a formula without value, `ERROR` one that went wrong."""

    TEXT = "text"
    NUMBER = "number"
    PERCENT = "percent"
    DATE = "date"
    MONTH = "month"
    TIME = "time"
    BOOL = "bool"
    ERROR = "error"
    FORMULA = "formula"


BUILT_IN = (
    {9: CellKind.PERCENT, 10: CellKind.PERCENT, 17: CellKind.MONTH, 55: CellKind.MONTH, 22: CellKind.DATE}
    | dict.fromkeys((*range(14, 17), *range(27, 32), 36, *range(50, 55), 57, 58), CellKind.DATE)
    | dict.fromkeys((*range(18, 22), *range(32, 36), 45, 46, 47, 56), CellKind.TIME)
)
BUILT_IN_DECIMALS = {1: 0, 2: 2, 3: 0, 4: 2, 9: 0, 10: 2}


class Cell(NamedTuple):
    """A cell that holds something. value: number, text or truth; of a date the text that people see.

    decimals: how many its number format asks for, -1 where it does not say.
    """

    value: str | float | bool
    kind: CellKind
    decimals: int = -1

    @property
    def text(self) -> str:
        """What people see: 2026, not 2026.0; 80%, not 0.8."""
        if isinstance(self.value, bool):
            return "是" if self.value else "否"
        if isinstance(self.value, str):
            return self.value.strip()
        number = round(self.value * 100, 10) if self.kind is CellKind.PERCENT else self.value
        whole = abs(number) < 1e15 and number == int(number)
        return f"{int(number) if whole else number}{'%' if self.kind is CellKind.PERCENT else ''}"

    @property
    def fault(self) -> str:
        """What is wrong with a formula, in words, and the mark that the sheet shows for it; "" for any other cell."""
        if self.kind is CellKind.ERROR:
            return f"是公式，没有算出值（{quoted(self.text)}）"
        return "是公式，没有算出值" if self.kind is CellKind.FORMULA else ""

    @property
    def shown(self) -> str:
        """What people see, with the decimals that the sheet shows: 98.60."""
        if self.decimals < 0 or isinstance(self.value, (bool, str)):
            return self.text
        percent = self.kind is CellKind.PERCENT
        return f"{self.value * 100 if percent else self.value:.{self.decimals}f}{'%' if percent else ''}"


class CellPlace(NamedTuple):
    """Row and column of a cell, counted from 1."""

    row: int
    column: int

    def __str__(self) -> str:
        letters, column = "", self.column
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row}"


@dataclass(frozen=True)
class Sheet:
    """Cells that hold something, and the ranges that were merged."""

    name: str
    cells: Mapping[CellPlace, Cell] = field(default_factory=dict)
    merged: tuple[str, ...] = ()


@dataclass(frozen=True)
class Workbook:
    """The sheets in their order. modified, created: when it was saved last and first, as it says itself.

    beside: what lies over the cells and is not read, such as 批注.
    """

    sheets: Mapping[str, Sheet]
    modified: str = ""
    created: str = ""
    beside: tuple[str, ...] = ()


def parse_place(text: str) -> CellPlace | None:
    """Return the place that a reference such as B12 names."""
    found = _PLACE.fullmatch(text)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return CellPlace(int(found[2]), column) if column <= MAX_COLUMN and int(found[2]) <= MAX_ROW else None


def kind_of_format(code: str) -> CellKind:
    """Return what a number format shows; words in quotes are only words."""
    shown = _NOT_SHOWN.sub("", code).partition(";")[0].lower()
    if "%" in shown:
        return CellKind.PERCENT
    if "general" in shown or "@" in shown:
        return CellKind.NUMBER
    if "d" in shown or "日" in shown:
        return CellKind.DATE
    if "y" in shown or "e年" in shown:
        return CellKind.MONTH if "m" in shown else CellKind.DATE
    return CellKind.TIME if "h" in shown or "s" in shown or "m" in shown else CellKind.NUMBER


def decimals_of(code: str) -> int:
    """Return how many decimals a number format shows, -1 where it leaves that to the number."""
    found = _DIGITS.search(_NOT_SHOWN.sub("", code).partition(";")[0])
    return (len(found[1] or "") or 1) - 1 if found else -1


def day_of(text: str) -> Cell:
    """Return a day that is written as one, as strict workbooks do."""
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        return Cell(text, CellKind.TEXT)
    clock = f" {found[2]}" if found[2] and found[2] != "00:00" else ""
    return Cell(found[1] + clock, CellKind.DATE)


def moment_of(serial: float, kind: CellKind, from_1904: bool) -> Cell:
    """Return the day or time that a spreadsheet's number stands for, as people write it."""
    start = dt.datetime(1904, 1, 1) if from_1904 else dt.datetime(1899, 12, 30)
    try:
        moment = start + dt.timedelta(seconds=round(serial * 86_400))
    except (OverflowError, ValueError):
        return Cell(serial, CellKind.NUMBER)
    if kind is CellKind.TIME or 0 < serial < 1:
        return Cell(f"{moment:%H:%M}", CellKind.TIME)
    text = moment.date().isoformat()
    clock = "" if moment.time() == dt.time() else f" {moment:%H:%M}"
    return Cell(text[:7] if kind is CellKind.MONTH else text + clock, kind)
