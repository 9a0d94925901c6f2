"""The sheet on which the ballots of a unit are counted: to draw strokes on paper, or to type numbers. `collect` reads it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from itertools import pairwise

from openpyxl.worksheet.pagebreak import Break

from ..checklist import FORMAT, Checklist, Given, Item, Result
from ..checklist.asked.answer_forms import number_text, with_unit
from ..checklist.asked.scoring import Counts
from ..checklist.results.sheet_layout import INFO_KEYS, INFO_SHEET, TALLY_SHEET
from ..checklist.results.tally import MAX_PEOPLE
from ..checklist.results.tally_sheet import COLUMNS, FIRST_ROW, HEAD_ROW, LETTERS, PARTICULARS
from ..library.models import Assessor
from .ballot import asked_of_masses
from .measure import line_count
from .paper import imprint_of
from .xlsx_file import Book, Sheet
from .xlsx_rules import add_rule, period_rule, whole_numbers
from .xlsx_style import (
    BOXED,
    GENERAL,
    HEADING,
    LINE,
    SIZE,
    TEXT,
    TITLE_LINE,
    TO_FILL,
    UPPER_MARGIN,
    say_publisher,
    set_up,
)

_HOW = "唱一张票，在选中的那一行画一笔“正”字；唱完把笔画数填进“份数”。空着的题不用管。"
_FREE_ROWS = 6  # for a question that asks for a number: as many different answers
_HIDDEN = ("value", "hash")
# Points of rows on a page of the program that draws the columns narrowest, so that the sheet is shrunk least: to 87 per cent.
_PAGE = (11.69 - 2 * UPPER_MARGIN) * 72 / 0.87 * 0.97


def tally_xlsx(checklist: Checklist, stamp: dt.datetime) -> bytes:
    """Return the bytes of a workbook to count the ballots of one unit in."""
    book = Book(checklist.title)
    write_tally(book.sheet(TALLY_SHEET), checklist)
    info = book.sheet(INFO_SHEET)
    values = (FORMAT, checklist.library, checklist.organisation, checklist.version)
    for row, pair in enumerate(zip(INFO_KEYS, values, strict=True), 1):
        info.line(row, pair)
    info.around.sheet_state = "hidden"
    return book.bytes(stamp)


def write_tally(sheet: Sheet, checklist: Checklist, result: Result | None = None) -> None:
    """Write the sheet; with a result, its counts are filled in."""
    around = sheet.around
    sheet.put("A", 1, f"{checklist.name}·{checklist.words.of(Assessor.MASSES)}计票表", TITLE_LINE)
    sheet.put("A", 2, _HOW, LINE)
    _particulars(sheet, result)
    for row in (1, 2, HEAD_ROW - 1, HEAD_ROW):
        sheet.heights[row] = _room(1) if row > 1 else _room(2)
    for column in COLUMNS:
        sheet.put(LETTERS[column.key], HEAD_ROW, column.heading, HEADING)
        dimension = around.column_dimensions[LETTERS[column.key]]
        dimension.width, dimension.hidden = column.width, column.key in _HIDDEN
    starts = [HEAD_ROW + 1]
    for number, item in enumerate(_items(checklist, result), 1):
        given = result.answers.get(item.id, Given()) if result else Given()
        known = given if given.counts else Given(hash=item.hash)
        starts.append(_question(sheet, starts[-1], number, item, known))
    if starts[1:]:
        counts = f"{LETTERS['count']}{starts[0]}:{LETTERS['count']}{starts[-1] - 1}"
        add_rule(around, counts, whole_numbers(MAX_PEOPLE))
    identity = f"版本 {checklist.version}　编号 {checklist.organisation}"
    set_up(around, identity, landscape=False, repeat=HEAD_ROW)
    say_publisher(around, imprint_of(checklist))
    _end_pages(sheet, starts)
    around.print_area = f"A1:{LETTERS['sum']}{starts[-1] - 1}"
    around.freeze_panes = f"A{HEAD_ROW + 1}"
    around.protection.sheet = True
    around.protection.formatColumns = around.protection.formatRows = False


def _end_pages(sheet: Sheet, starts: Sequence[int]) -> None:
    """End each page before the question that would break over its foot; starts: of each question, and the row after all."""
    heads = [sheet.heights[row] for row in range(1, HEAD_ROW + 1)]
    taken = sum(heads)
    for first, after in pairwise(starts):
        height = sum(sheet.heights[row] for row in range(first, after))
        if first > starts[0] and taken + height > _PAGE:
            sheet.around.row_breaks.append(Break(id=first - 1))
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


def _particulars(sheet: Sheet, result: Result | None) -> None:
    known = {key: getattr(result, key) or None for key in PARTICULARS} if result else {}
    for row, (key, label) in enumerate(PARTICULARS.items(), FIRST_ROW):
        sheet.put(LETTERS["ask"], row, label, LINE)
        sheet.put(LETTERS["id"], row, key, LINE)
        text = key in ("unit", "period")
        sheet.put(LETTERS["choice"], row, known.get(key), TO_FILL, TEXT if text else GENERAL)
        sheet.join(LETTERS["choice"], row, LETTERS["strokes"], row, TO_FILL)
        sheet.heights[row] = SIZE * 2
        place = f"{LETTERS['choice']}{row}"
        if key in ("handed_out", "returned"):
            add_rule(sheet.around, place, whole_numbers(MAX_PEOPLE))
        elif key == "period":
            add_rule(sheet.around, place, period_rule(place))


def _question(sheet: Sheet, first: int, number: int, item: Item, given: Given) -> int:
    """Write the rows of a question and return the row after them."""
    counted = dict(given.counts)
    ask = item.indicator.ballot or item.indicator.ask
    rows = [*_choices(item, given.counts)]
    for row, (label, value) in enumerate(rows, first):
        texts: dict[str, str | int] = {"choice": label, "id": item.id, "value": value, "hash": given.hash}
        if row == first:
            texts |= {"number": number, "ask": ask}
        for column in COLUMNS:
            sheet.put(LETTERS[column.key], row, texts.get(column.key), BOXED)
        key = next((choice for choice in counted if _key(choice) == value), None)
        sheet.put(LETTERS["count"], row, None if key is None else counted[key], TO_FILL)
        if not value:
            sheet.put(LETTERS["choice"], row, None, TO_FILL)
    last = first + len(rows) - 1
    least = _room(_lines("ask", ask)) / len(rows)
    for row, (label, _) in enumerate(rows, first):
        sheet.heights[row] = max(_room(_lines("choice", label)), least)
    if last > first:
        sheet.join(LETTERS["ask"], first, LETTERS["ask"], last, BOXED)
    counts_of = f"{LETTERS['count']}{first}:{LETTERS['count']}{last}"
    sheet.formula(LETTERS["sum"], first, f'=IF(COUNT({counts_of})=0,"",SUM({counts_of}))', BOXED)
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
