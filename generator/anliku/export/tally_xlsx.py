"""The sheet on which the ballots of a unit are counted: to draw strokes on paper, or to type numbers. `collect` reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from openpyxl import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from ..checklist import FORMAT, Checklist, Given, Item, Result
from ..checklist.asked.answer_forms import number_text, with_unit
from ..checklist.asked.scoring import Counts
from ..checklist.results.sheet_layout import INFO_KEYS, INFO_SHEET, TALLY_SHEET
from ..checklist.results.tally import MAX_PEOPLE
from ..checklist.results.tally_sheet import COLUMNS, FIRST_ROW, HEAD_ROW, LETTERS, PARTICULARS
from ..library.models import Assessor
from .ballot import asked_of_masses
from .cells import set_value
from .measure import line_count
from .paper import imprint_of
from .xlsx_file import workbook_bytes
from .xlsx_style import (
    GENERAL,
    PLAIN,
    SIZE,
    TITLE,
    UPPER_MARGIN,
    boxed,
    dress,
    join,
    period_rule,
    say_publisher,
    set_up,
)
from .xml_text import MAX_PROPERTY, xml_text

_HOW = "唱一张票，在选中的那一行画一笔“正”字；唱完把笔画数填进“份数”。空着的题不用管。"
_FREE_ROWS = 6  # for a question that asks for a number: as many different answers
_HIDDEN = ("value", "hash")
# Points of rows on a page of the program that draws the columns narrowest, so that the sheet is shrunk least: to 87 per cent.
_PAGE = (11.69 - 2 * UPPER_MARGIN) * 72 / 0.87 * 0.97


def tally_xlsx(checklist: Checklist, stamp: dt.datetime) -> bytes:
    """Return the bytes of a workbook to count the ballots of one unit in."""
    book = Workbook()
    write_tally(book.active, checklist)
    book.active.title = TALLY_SHEET
    info = book.create_sheet(INFO_SHEET)
    values = (FORMAT, checklist.library, checklist.organisation, checklist.version)
    for row, pair in enumerate(zip(INFO_KEYS, values, strict=True), 1):
        for column, text in enumerate(pair, 1):
            set_value(info.cell(row, column), text)
    info.sheet_state = "hidden"
    book.properties.creator = "anliku"
    book.properties.title = xml_text(checklist.title)[:MAX_PROPERTY]
    return workbook_bytes(book, stamp)


def write_tally(sheet: Worksheet, checklist: Checklist, result: Result | None = None) -> None:
    """Write the sheet; with a result, its counts are filled in."""
    set_value(sheet["A1"], f"{checklist.name}·{checklist.words.of(Assessor.MASSES)}计票表").font = TITLE
    set_value(sheet["A2"], _HOW).font = PLAIN
    _particulars(sheet, result)
    for row in (1, 2, HEAD_ROW - 1, HEAD_ROW):
        sheet.row_dimensions[row].height = _room(1) if row > 1 else _room(2)
    for column in COLUMNS:
        dress(set_value(sheet[f"{LETTERS[column.key]}{HEAD_ROW}"], column.heading), "head")
        dimension = sheet.column_dimensions[LETTERS[column.key]]
        dimension.width, dimension.hidden = column.width, column.key in _HIDDEN
    starts = [HEAD_ROW + 1]
    for number, item in enumerate(_items(checklist, result), 1):
        given = result.answers.get(item.id, Given()) if result else Given()
        known = given if given.counts else Given(hash=item.hash)
        starts.append(_question(sheet, starts[-1], number, item, known))
    identity = f"版本 {checklist.version}　编号 {checklist.organisation}"
    set_up(sheet, identity, landscape=False, repeat=HEAD_ROW)
    say_publisher(sheet, imprint_of(checklist))
    _end_pages(sheet, starts)
    sheet.print_area = f"A1:{LETTERS['sum']}{starts[-1] - 1}"
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def _end_pages(sheet: Worksheet, starts: Sequence[int]) -> None:
    """End each page before the question that would break over its foot; starts: of each question, and the row after all."""
    heads = [sheet.row_dimensions[row].height for row in range(1, HEAD_ROW + 1)]
    taken = sum(heads)
    for first, after in pairwise(starts):
        height = sum(sheet.row_dimensions[row].height for row in range(first, after))
        if first > starts[0] and taken + height > _PAGE:
            sheet.row_breaks.append(Break(id=first - 1))
            taken = heads[-1]
        taken += height


def _lines(key: str, text: str) -> int:
    """Return how many lines a text takes in its column."""
    return line_count(text, next(column.width for column in COLUMNS if column.key == key) / 2 - 0.5)


def _room(number: int) -> float:
    """Return the height in points of a row with so many lines."""
    return SIZE * 1.35 * number + 8


def _items(checklist: Checklist, result: Result | None) -> Sequence[Item]:
    """The questions of the ballot in its order, so that their numbers agree; then what else was counted."""
    asked, _ = asked_of_masses(checklist)
    counted = {key for key, given in result.answers.items() if given.counts} if result else set()
    there = {item.id for item in asked}
    return [*asked, *(item for item in checklist.items if item.id in counted - there)]


def _particulars(sheet: Worksheet, result: Result | None) -> None:
    known = {key: getattr(result, key) or None for key in PARTICULARS} if result else {}
    for row, (key, label) in enumerate(PARTICULARS.items(), FIRST_ROW):
        set_value(sheet[f"{LETTERS['ask']}{row}"], label).font = PLAIN
        set_value(sheet[f"{LETTERS['id']}{row}"], key).font = PLAIN
        _input(sheet, f"{LETTERS['choice']}{row}", known.get(key), text=key in ("unit", "period"))
        join(sheet, f"{LETTERS['choice']}{row}:{LETTERS['strokes']}{row}")
        sheet.row_dimensions[row].height = SIZE * 2
        if key in ("handed_out", "returned"):
            _whole(sheet, f"{LETTERS['choice']}{row}")
        elif key == "period":
            rule = period_rule(f"{LETTERS['choice']}{row}")
            rule.showErrorMessage = True
            sheet.add_data_validation(rule)
            rule.add(f"{LETTERS['choice']}{row}")


def _question(sheet: Worksheet, first: int, number: int, item: Item, given: Given) -> int:
    """Write the rows of a question and return the row after them."""
    counted = dict(given.counts)
    rows = [*_choices(item, given.counts)]
    for row, (label, value) in enumerate(rows, first):
        texts: dict[str, str | int] = {"choice": label, "id": item.id, "value": value, "hash": given.hash}
        if row == first:
            texts |= {"number": number, "ask": item.indicator.ballot or item.indicator.ask}
        for index, column in enumerate(COLUMNS, 1):
            boxed(set_value(sheet.cell(row, index), texts.get(column.key)))
        key = next((choice for choice in counted if _key(choice) == value), None)
        _input(sheet, f"{LETTERS['count']}{row}", None if key is None else counted[key])
        _whole(sheet, f"{LETTERS['count']}{row}")
        if not value:
            _input(sheet, f"{LETTERS['choice']}{row}", None)
    last = first + len(rows) - 1
    least = _room(_lines("ask", str(sheet[f"{LETTERS['ask']}{first}"].value))) / len(rows)
    for row, (label, _) in enumerate(rows, first):
        sheet.row_dimensions[row].height = max(_room(_lines("choice", label)), least)
    if last > first:
        join(sheet, f"{LETTERS['ask']}{first}:{LETTERS['ask']}{last}")
    counts_of = f"{LETTERS['count']}{first}:{LETTERS['count']}{last}"
    sheet[f"{LETTERS['sum']}{first}"] = f'=IF(COUNT({counts_of})=0,"",SUM({counts_of}))'
    return last + 1


def _choices(item: Item, counts: Counts) -> Iterator[tuple[str, str]]:
    """Yield label and key of each choice as the ballot lists them, then of what else was counted, then room for more."""
    form = item.form
    ends = {form.low: " 很差", form.high: " 很好"} if form.free else {}
    listed = form.by_number if form.free else form.choices
    for choice in listed:
        yield choice.brief + ends.get(float(choice.value), ""), _key(choice.value)
    there = {_key(choice.value) for choice in listed}
    others = [value for value, _ in counts if _key(value) not in there]
    yield from ((with_unit(float(value), form.unit), _key(value)) for value in others)
    if not listed:
        yield from (("", "") for _ in range(_FREE_ROWS))


def _key(value: bool | float) -> str:
    """Return a choice as a result file's tally names it."""
    return str(value).lower() if isinstance(value, bool) else number_text(value)


def _input(sheet: Worksheet, place: str, value: str | float | None, *, text: bool = False) -> None:
    boxed(set_value(sheet[place], value), "@" if text else GENERAL, to_fill=True)


def _whole(sheet: Worksheet, place: str) -> None:
    told = f"填 0 到 {MAX_PEOPLE} 的整数。"
    rule = DataValidation(
        type="whole", operator="between", formula1="0", formula2=str(MAX_PEOPLE), allow_blank=True, error=told
    )
    rule.showErrorMessage = True
    sheet.add_data_validation(rule)
    rule.add(place)
