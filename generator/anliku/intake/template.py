"""Make the workbook for cases: a sheet to fill in for every grid, drop-downs, and a sheet that says how."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..export.cells import set_value
from ..export.xlsx_file import workbook_bytes
from ..library import Library
from ..library.models import Case, Record
from .cells import cell_text
from .columns import Column, Grid, grids
from .names import PARTS, Names

CASE_HEADING = "案例"
HOW_SHEET, CHOICE_SHEET = "说明", "选项"
ROWS = 2_000
_FONT = "宋体"
_HEAD, _NEEDED = PatternFill("solid", fgColor="E8E8E8"), PatternFill("solid", fgColor="FFF8E1")
_WRAP = Alignment(wrap_text=True, vertical="top")
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
    book = Workbook()
    _how(book.active)
    options = book.create_sheet(CHOICE_SHEET)
    for grid in grids():
        sheet = book.create_sheet(grid.title)
        columns = _columns(grid)
        _head(sheet, columns)
        for row, values in enumerate(_rows(grid, filled, names), 2):
            for index, value in enumerate(values, 1):
                set_value(sheet.cell(row, index), value or None)
        for index, column in enumerate(columns, 1):
            _drop_down(sheet, index, column, options, names)
    book.move_sheet(options, len(book.sheetnames))
    options.sheet_state = "hidden"
    book.properties.creator, book.properties.title = "anliku", "案例填报表"
    return workbook_bytes(book, stamp)


def _columns(grid: Grid) -> tuple[Column | None, ...]:
    """The columns of a sheet; None stands for the one that names the case."""
    return (None, *grid.columns) if grid.path else grid.columns


def _how(sheet: Worksheet) -> None:
    sheet.title = HOW_SHEET
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 20, 80
    lines = [("怎样填", ""), *(("", line) for line in _HOW), ("", ""), ("每一列是什么", "")]
    for grid in grids():
        lines.append((f"{grid.title}表", ""))
        lines += [(column.heading, column.hint.replace("（Markdown）", "")) for column in grid.columns]
    for row, (left, right) in enumerate(lines, 1):
        set_value(sheet.cell(row, 1), left or None).font = Font(name=_FONT, bold=not right)
        set_value(sheet.cell(row, 2), right or None).alignment = _WRAP


def _head(sheet: Worksheet, columns: Iterable[Column | None]) -> None:
    for index, column in enumerate(columns, 1):
        cell = set_value(sheet.cell(1, index), column.heading if column else CASE_HEADING)
        cell.font, cell.alignment = Font(name=_FONT, bold=True), _WRAP
        cell.fill = _NEEDED if column is None or (column.needed and column.heading != "编号") else _HEAD
        dimension = sheet.column_dimensions[get_column_letter(index)]
        dimension.width = column.width if column else 24
        dimension.alignment, dimension.number_format = _WRAP, "@"
    sheet.freeze_panes = "B2"
    for row in range(2, 302):  # what is typed into these stays as it was typed: 3.10 is no number, 2009-05 no day
        for index, _ in enumerate(columns, 1):
            cell = sheet.cell(row, index)
            cell.number_format, cell.alignment = "@", _WRAP


def _drop_down(sheet: Worksheet, index: int, column: Column | None, options: Worksheet, names: Names) -> None:
    choices = _choices(column, names)
    letter = get_column_letter(index)
    if choices:
        at = options.max_column + 1 if options.cell(1, 1).value else 1
        for row, choice in enumerate(choices, 1):
            set_value(options.cell(row, at), choice)
        source = get_column_letter(at)
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
    sheet.add_data_validation(rule)
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
