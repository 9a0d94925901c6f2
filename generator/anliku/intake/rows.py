"""The rows of a workbook: of ours by its headings, of any other by a map of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from ..checklist.untrusted.cells import Cell, CellPlace, Sheet, Workbook
from ..checklist.untrusted.complaints import NotReadableError
from ..checklist.untrusted.xlsx_cells import read_workbook
from ..troubles import UserError
from .columns import Column, Grid, grids
from .names import name_key
from .template import CASE_HEADING, CHOICE_SHEET, HOW_SHEET

_HEAD_WITHIN = 20


class CellSpot(NamedTuple):
    """A cell, as one names it: “案例”表 B3."""

    sheet: str
    place: CellPlace

    def __str__(self) -> str:
        return f"“{self.sheet}”表 {self.place}"


class Value(NamedTuple):
    """What stands in a cell, and where; heading: that of its column in the file."""

    text: str
    spot: CellSpot
    heading: str
    fault: str = ""


@dataclass
class Row:
    """A row: the cells of known columns, and those that no field takes. case: what names its case."""

    grid: Grid
    spot: CellSpot
    case: str = ""
    cells: dict[Column, Value] = field(default_factory=dict)
    others: list[Value] = field(default_factory=list)
    spots: dict[Column, CellSpot] = field(default_factory=dict)


def open_workbook(raw: bytes, name: str) -> Workbook:
    """Return the workbook; raise UserError when it cannot be read."""
    try:
        return read_workbook(raw, skip=(CHOICE_SHEET,))
    except NotReadableError as error:
        reason = str(error).replace("，不像是自评表", "")
        raise UserError(f"{name} 读不了：{reason}。", "用表格软件打开，另存为 XLSX 再来") from error


def is_ours(book: Workbook) -> bool:
    """Say whether a workbook has the sheet of cases with its heading for titles."""
    main = grids()[0]
    return main.title in book.sheets and "标题" in heading_row(book.sheets[main.title], {"标题"})[1]


def heading_row(sheet: Sheet, known: set[str]) -> tuple[int, dict[str, int]]:
    """Return the row of the headings and their columns: the first row with the most known headings, or where none is known with the most texts."""
    lines: dict[int, dict[str, int]] = {}
    for place, cell in sheet.cells.items():
        if place.row <= _HEAD_WITHIN and cell.text.strip():
            lines.setdefault(place.row, {}).setdefault(" ".join(cell.text.split()), place.column)
    if not lines:
        return 0, {}
    wanted = {name_key(one) for one in known}
    row = max(lines, key=lambda row: (sum(name_key(h) in wanted for h in lines[row]), len(lines[row]), -row))
    return row, lines[row]


def rows_of(book: Workbook) -> Iterator[Row]:
    """Yield the rows of a workbook that was made from the template; sheets that are not known give rows of others."""
    for grid in grids():
        if grid.title in book.sheets:
            columns = {column.heading: (grid, column) for column in grid.columns}
            yield from _rows(book.sheets[grid.title], grid, columns)


def strange_sheets(book: Workbook) -> list[str]:
    """Return the names of the sheets that hold something and are none of ours."""
    ours = {HOW_SHEET, CHOICE_SHEET, *(grid.title for grid in grids())}
    return [name for name, sheet in book.sheets.items() if name not in ours and sheet.cells]


def mapped_rows(sheet: Sheet, columns: Mapping[str, str]) -> Iterator[list[Row]]:
    """Yield the rows of each case of any table. columns: its heading → ours, as 标题 or 做法·怎么做; "" for none."""
    ours = {name_of(grid, column): (grid, column) for grid in grids() for column in grid.columns}
    known = {heading: ours[target] for heading, target in columns.items() if target in ours}
    main = grids()[0]
    for row in _rows(sheet, main, known):
        made: dict[tuple[str, ...], Row] = {(): Row(main, row.spot, others=row.others)}
        for column, value in row.cells.items():
            grid = next(g for g, c in known.values() if c is column)
            target = made.setdefault(grid.path, Row(grid, row.spot))
            target.cells[column], target.spots[column] = value, value.spot
        made[()].spots.update({c: s for c, s in row.spots.items() if c in main.columns})
        yield list(made.values())


def name_of(grid: Grid, column: Column) -> str:
    """Return the name of a column in a map: of the case's own its heading, of the others with that of their sheet."""
    return f"{grid.title}·{column.heading}" if grid.path else column.heading


def _rows(sheet: Sheet, grid: Grid, columns: Mapping[str, tuple[Grid, Column]]) -> Iterator[Row]:
    head, headings = heading_row(sheet, set(columns))
    by_key = {name_key(heading): column for heading, (_, column) in columns.items()}
    at = {number: (heading, by_key.get(name_key(heading))) for heading, number in headings.items()}
    lines: dict[int, dict[int, Cell]] = {}
    for place, cell in sheet.cells.items():
        if place.row > head and cell.text.strip():
            lines.setdefault(place.row, {})[place.column] = cell
    for number in sorted(lines):
        row = Row(grid, CellSpot(sheet.name, CellPlace(number, 1)))
        row.spots = {column: CellSpot(sheet.name, CellPlace(number, n)) for n, (_, column) in at.items() if column}
        for index, cell in sorted(lines[number].items()):
            heading, column = at.get(index, ("没有表头的一列", None))
            value = Value(cell.shown.strip(), CellSpot(sheet.name, CellPlace(number, index)), heading, cell.fault)
            if grid.path and name_key(heading) == CASE_HEADING:
                row.case = value.text
            elif column:
                row.cells[column] = value
            else:
                row.others.append(value)
        yield row
