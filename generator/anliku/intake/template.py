"""Make the workbook for cases: a sheet to fill in for every grid, drop-downs, and a sheet that says how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..export.xlsx_file import Book, Sheet
from ..export.xlsx_style import FONT, HEAD, OPEN, TEXT, WRAP, Look
from ..library import Library
from ..library.models import Case, Record
from .cells import cell_text
from .columns import Column, Grid, grids
from .names import PARTS, Names

CASE_HEADING = "案例"
HOW_SHEET, CHOICE_SHEET = "说明", "选项"
ROWS = 2_000
_READY = 300  # rows whose cells are formatted one by one: not every program asks the column
_TEXT, _STRONG = Font(name=FONT), Font(name=FONT, bold=True)
_HEADING, _NEEDED = (Look(font=_STRONG, fill=fill, alignment=WRAP) for fill in (HEAD, OPEN))
_TITLE, _NAME, _TOLD, _TYPED = Look(font=_STRONG), Look(font=_TEXT), Look(alignment=WRAP), Look(alignment=WRAP)
_MOST_PROMPT = 250
_HOW = (
    "一行一个案例，填在“案例”表里；做法、关键数字、讨论题、教学安排和出处填在后面各表，一条一行。",
    "后面各表的第一列写案例的编号或标题；同一个案例接着写的几行，第一列可以空着。",
    "编号可以不填，导入时按标题的拼音取。浅黄的列一定要填。",
    "有下拉框的从里面选；要选几个，用顿号隔开写在一格里。启示、教学目标这类的，一行一条（Alt+回车换行）。",
    "时间写 2009、2009-05 或 2009-05-18。数值写 228、93.8 或 100–200。",
    "列可以移动，不用的列可以删，表头不要改。自己加的列不会丢，导入时写在草稿的开头。",
    "填好以后运行：anliku import 文件.xlsx。进来的都是草稿，不会盖掉已有的文件。",
)


def cases_xlsx(library: Library, stamp: dt.datetime, cases: Iterable[Case] = ()) -> bytes:
    """Return the bytes of the workbook; with cases, these are filled in."""
    names, filled = Names(library), tuple(cases)
    book = Book("案例填报表")
    _how(book.sheet(HOW_SHEET))
    options: list[list[str]] = []
    for grid in grids():
        _write(book.sheet(grid.title), _columns(grid), [*_rows(grid, filled, names)], options, names)
    _write_options(book.sheet(CHOICE_SHEET), options)
    return book.bytes(stamp)


def _columns(grid: Grid) -> tuple[Column | None, ...]:
    """The columns of a sheet; None stands for the one that names the case."""
    return (None, *grid.columns) if grid.path else grid.columns


def _how(sheet: Sheet) -> None:
    sheet.widen((20, 80))
    lines = [("怎样填", ""), *(("", line) for line in _HOW), ("", ""), ("每一列是什么", "")]
    for grid in grids():
        lines.append((f"{grid.title}表", ""))
        lines += [(column.heading, column.hint.replace("（Markdown）", "")) for column in grid.columns]
    for row, (left, right) in enumerate(lines, 1):
        sheet.put("A", row, left, _NAME if right else _TITLE)
        sheet.put("B", row, right, _TOLD)


def _write(
    sheet: Sheet, columns: Sequence[Column | None], rows: Sequence[list[str]], options: list[list[str]], names: Names
) -> None:
    """Write a sheet to fill in. options: the choices so far, of each column that has some; those of this sheet are added."""
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        needed = column is None or (column.needed and column.heading != "编号")
        sheet.put(letter, 1, column.heading if column else CASE_HEADING, _NEEDED if needed else _HEADING)
        dimension = sheet.around.column_dimensions[letter]
        dimension.width = column.width if column else 24
        dimension.alignment, dimension.number_format = WRAP, TEXT
        _drop_down(sheet, letter, column, options, names)
    # What is typed into these stays as it was typed: 3.10 is no number, 2009-05 no day.
    ready = [[""] * len(columns)] * (_READY - len(rows))
    for row, values in enumerate([*rows, *ready], 2):
        for index, value in enumerate(values, 1):
            sheet.put(get_column_letter(index), row, value, _TYPED, TEXT)
    sheet.around.freeze_panes = "B2"


def _write_options(sheet: Sheet, options: Sequence[Sequence[str]]) -> None:
    for row, choices in enumerate(zip_longest(*options), 1):
        sheet.line(row, choices)
    sheet.around.sheet_state = "hidden"


def _drop_down(sheet: Sheet, letter: str, column: Column | None, options: list[list[str]], names: Names) -> None:
    choices = _choices(column, names)
    if choices:
        options.append(choices)
        source = get_column_letter(len(options))
        rule = DataValidation(type="list", formula1=f"'{CHOICE_SHEET}'!${source}$1:${source}${len(choices)}")
        rule.showErrorMessage = bool(column and column.options)  # several names in one cell are fine
    elif column and column.hint:
        rule = DataValidation(type="custom", formula1="TRUE", showErrorMessage=False)
    else:
        return
    rule.allow_blank = True
    if column:
        rule.promptTitle, rule.prompt = column.heading[:30], column.hint[:_MOST_PROMPT]
        rule.showInputMessage = True
    sheet.around.add_data_validation(rule)
    rule.add(f"{letter}2:{letter}{ROWS}")


def _choices(column: Column | None, names: Names) -> list[str]:
    if column is None:
        return []
    if column.options:
        return [names.label_of(option) for option in column.options]
    return names.all(PARTS if column.path[-1] == "for" else column.ref)


def _rows(grid: Grid, cases: Iterable[Case], names: Names) -> Iterable[list[str]]:
    for case in cases:
        if not grid.path:
            yield [cell_text(column, _value(case, column.path), names) for column in grid.columns]
            continue
        for item in _value(case, grid.path) or ():
            yield [case.id, *(cell_text(column, _value(item, column.path), names) for column in grid.columns)]


def _value(record: Record | None, path: tuple[str, ...]) -> Any:
    value: Any = record
    for key in path:
        if value is None:
            return None
        value = getattr(value, _names_of(type(value))[key])
    return value


def _names_of(model: type[Record]) -> Mapping[str, str]:
    return {field.alias or name: name for name, field in model.model_fields.items()}
