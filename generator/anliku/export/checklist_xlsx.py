"""A self-assessment as XLSX: drop-downs, formulas for the scores, ids protected. It is read back by `collect`.

What prints is what a person fills in, choices in words; to the right of it stands what the screen and the program need.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..checklist import FORMAT, Checklist, Given, Item, Result
from ..checklist.asked.answer_forms import NO, YES, cell_of, exact, formula
from ..checklist.asked.wording import ABSENT, weight_text
from ..checklist.form.plan import FormPlan, plan_form
from ..checklist.results.report import report_of
from ..checklist.results.sheet_layout import (  # fmt: skip
    ANNEX_SHEET,
    CHOICE_SHEET,
    COLUMNS,
    FIRST_ROW,
    HIDDEN,
    INFO_KEYS,
    INFO_SHEET,
    LAST_PRINTED,
    LEFT_OUT,
    LETTERS,
    MAIN_SHEET,
    PARTICULARS,
    REPORT_SHEET,
    SCORE_SHEET,
    TALLY_SHEET,
    question_left_out,
)
from ..library.models import Assessor, Screening
from .cells import set_value
from .measure import line_count, packed
from .paper import EMPTY_BOX, choices_of, form_title, identity_of, imprint_of, question_of
from .report_xlsx import write_annex, write_report
from .tally_xlsx import write_tally
from .xlsx_file import workbook_bytes
from .xlsx_scores import write_scores
from .xlsx_style import (
    BOLD,
    GREY,
    PLAIN,
    SIZE,
    TITLE,
    WRAP,
    boxed,
    dress,
    join,
    period_rule,
    say_publisher,
    set_up,
)
from .xml_text import MAX_PROPERTY, xml_text

_OTHERS = "以下各条由别的评价方回答，不印在这张表上："
_ROOM = 33.0  # points: the least height of a row, so that a hand can write in it
_MOST = 400.0  # points: no office program takes a row higher than 409


def checklist_xlsx(checklist: Checklist, stamp: dt.datetime, result: Result | None = None) -> bytes:
    """Return the bytes of the whole checklist; with a result, filled in, with report and annex before it."""
    plan = plan_form(checklist, result.assessor if result else None, whole=True)
    return form_xlsx(plan, stamp, result)


def form_xlsx(plan: FormPlan, stamp: dt.datetime, result: Result | None = None) -> bytes:
    """Return the bytes of a form; a result needs a plan of the whole checklist."""
    book = Workbook()
    main = book.active
    main.title = MAIN_SHEET
    if result:
        report = report_of(plan.checklist, result)
        write_report(book.create_sheet(REPORT_SHEET, 0), report)
        write_annex(book.create_sheet(ANNEX_SHEET, 1), report)
        book.active = 0
        main.sheet_view.tabSelected = False
    scores, options, info = (book.create_sheet(name) for name in (SCORE_SHEET, CHOICE_SHEET, INFO_SHEET))
    if result and any(given.counts for given in result.answers.values()):
        write_tally(book.create_sheet(TALLY_SHEET, 3), plan.checklist, result)
    rows = item_rows(plan)
    _Main(main, plan, result).write()
    _write_choices(options, plan)
    _write_info(info, plan)
    write_scores(scores, plan, header_row(plan) + 1, max(rows.values(), default=header_row(plan) + 1))
    options.sheet_state = info.sheet_state = "hidden"
    book.properties.creator = "anliku"
    book.properties.title = xml_text(plan.checklist.title)[:MAX_PROPERTY]
    return workbook_bytes(book, stamp)


def header_row(plan: FormPlan) -> int:
    """Return the row of the table's headings, counted from 1."""
    return FIRST_ROW + len(PARTICULARS) + len(_questions(plan)) + 1


def item_rows(plan: FormPlan) -> dict[str, int]:
    """Return the row of each item by its id: those that print, then below the signature those of the others."""
    first = header_row(plan) + 1
    printed = {item.id: row for row, item in enumerate(plan.items, first)}
    below = first + len(printed) + 3  # an empty row, the signature, a line that says what follows
    return printed | {item.id: row for row, item in enumerate(plan.others, below)}


def _questions(plan: FormPlan) -> tuple[Screening, ...]:
    """The screening questions of the sheet: all that were answered, else those that an item depends on."""
    return plan.questions if plan.screening is None else plan.checklist.screening


class _Main:
    """Writes the sheet that people fill in."""

    def __init__(self, sheet: Worksheet, plan: FormPlan, result: Result | None) -> None:
        self._sheet = sheet
        self._plan = plan
        self._checklist = plan.checklist
        self._scheme = plan.checklist.scheme
        self._result = result
        self._head = header_row(plan)
        self._rows = item_rows(plan)
        self._screening_row = {
            question.id: FIRST_ROW + len(PARTICULARS) + n for n, question in enumerate(_questions(plan))
        }

    def write(self) -> None:
        self._title()
        self._particulars()
        for index, column in enumerate(COLUMNS, 1):
            dress(self._sheet.cell(self._head, index, column.heading), "head")
            dimension = self._sheet.column_dimensions[LETTERS[column.key]]
            dimension.width, dimension.hidden = column.width, column.key in HIDDEN
        for item in (*self._plan.items, *self._plan.others):
            self._row(self._rows[item.id], self._checklist.numbers[item.id], item)
        self._finish()

    def _title(self) -> None:
        set_value(self._sheet["A1"], form_title(self._plan)).font = TITLE
        note = f"在浅黄的格子里填。{identity_of(self._plan)}。请不要删改“条目编号”这一列。"
        set_value(self._sheet["A2"], note).font = PLAIN

    def _particulars(self) -> None:
        result, plan = self._result, self._plan
        values = {"unit": result.unit, "period": result.period} if result else {}
        values["assessor"] = self._checklist.words.of(plan.assessor)
        for row, (key, label) in enumerate(PARTICULARS.items(), FIRST_ROW):
            self._line(row, key, label, values.get(key), _TEXT_STYLE)
        self._validate(f"{LETTERS['answer']}{FIRST_ROW + 1}", period_rule(f"{LETTERS['answer']}{FIRST_ROW + 1}"))
        known = (values["assessor"],) if plan.named or plan.short else tuple(map(self._checklist.words.of, Assessor))
        self._list(f"{LETTERS['answer']}{FIRST_ROW + 2}", known)
        given = result.screening if result else plan.screening or {}
        for question in _questions(plan):
            row = self._screening_row[question.id]
            value = {True: YES, False: NO}.get(given[question.id]) if question.id in given else None
            self._line(row, question.id, f"{question.ask}（{question.hint}）" if question.hint else question.ask, value)
            self._list(f"{LETTERS['answer']}{row}", (YES, NO))

    def _line(self, row: int, key: str, label: str, value: str | None, style: str = "open") -> None:
        """Write a line above the table; its cells are joined, so that a long name prints whole."""
        set_value(self._sheet[f"{LETTERS['id']}{row}"], key).font = PLAIN
        told = set_value(self._sheet[f"{LETTERS['ask']}{row}"], label)
        told.alignment, told.font = WRAP, PLAIN
        join(self._sheet, f"{LETTERS['ask']}{row}:{LETTERS['choices']}{row}")
        wide = {"ask": ("ask", "choices"), "answer": ("answer", "reason", "evidence")}
        room = {key: sum(c.width for c in COLUMNS if c.key in keys) for key, keys in wide.items()}
        self._sheet.row_dimensions[row].height = _height((label, room["ask"]), (value, room["answer"]))
        self._input(self._sheet[f"{LETTERS['answer']}{row}"], value, style)
        join(self._sheet, f"{LETTERS['answer']}{row}:{LETTERS['evidence']}{row}")

    @staticmethod
    def _input(cell: Any, value: str | float | None, style: str = "open") -> None:
        boxed(set_value(cell, value), _NUMBER_FORMATS[style], to_fill=True)

    def _list(self, place: str, options: Iterable[str]) -> None:
        self._validate(place, DataValidation(type="list", formula1=f'"{",".join(options)}"', allow_blank=True))

    def _validate(self, place: str, rule: DataValidation) -> None:
        rule.showErrorMessage = True
        rule.errorTitle = "填法不对"
        rule.error = rule.error or "请从下拉框里选，或按提示填数。"
        self._sheet.add_data_validation(rule)
        rule.add(place)

    def _row(self, row: int, number: int, item: Item) -> None:
        given = self._result.answers.get(item.id, Given()) if self._result else Given()
        indicator = item.indicator
        answer = ABSENT if given.na else None if given.counts else cell_of(item.form, given.value)
        texts: dict[str, str | float | None] = {
            "id": item.id, "number": number, "dimension": self._checklist.dimensions[item.dimension],
            "ask": question_of(item, self._plan), "choices": self._choices(item), "standard": _standard(item),
            "answer": answer, "reason": given.reason, "evidence": given.evidence, "note": given.note,
            "owner": given.owner, "due": given.due, "weight": indicator.weight,
            "revision": (given.revision or None) if answer is not None else indicator.revision,
            "who": self._checklist.words.names(item.assessors),
            "hash": given.hash if answer is not None else item.hash,  # an answer keeps the item that it was given to
        }  # fmt: skip
        formulas = self._formulas(row, item)
        for index, column in enumerate(COLUMNS, 1):
            cell = self._sheet.cell(row, index)
            if column.open:
                value = texts[column.key] or None if column.key != "answer" else answer
                self._input(cell, value, _open_style(column.key, item))
                continue
            if column.key in formulas:
                cell.value = formulas[column.key]
            else:
                set_value(cell, texts[column.key])
            boxed(cell)
        shown = (column for column in COLUMNS if column.key not in HIDDEN)
        height = _height(*((texts.get(column.key), column.width) for column in shown))
        self._sheet.row_dimensions[row].height = max(_ROOM, height)
        self._sheet[f"{LETTERS['points']}{row}"].number_format = "0.00"
        self._validate(f"{LETTERS['answer']}{row}", _validation(item, row))

    def _choices(self, item: Item) -> str:
        """The choices in words, so that they print; a drop-down prints nothing."""
        width = next(column.width for column in COLUMNS if column.key == "choices")
        asks = {question.id: question.ask for question in _questions(self._plan)}
        only = asks.get(item.indicator.only_if or "") if self._plan.screening is None else None
        choices = choices_of(item.form) or [f"填数{f'（{item.form.unit}）' if item.form.unit else ''}"]
        absent = [f"{EMPTY_BOX} {ABSENT}"] if item.indicator.na.allowed else []
        told = packed([*choices, *absent], width / 2 - 0.5)
        return "\n".join([*([f"（“{only}”答是才填）"] if only else []), *told])

    def _formulas(self, row: int, item: Item) -> dict[str, str]:
        at = {key: f"{letter}{row}" for key, letter in LETTERS.items()}
        assessor = f"${LETTERS['answer']}${FIRST_ROW + 2}"
        mine = f"ISNUMBER(SEARCH({assessor},{at['who']}))"
        asked = f'IF({at["answer"]}="{ABSENT}","{ABSENT}","要答")'
        if item.indicator.only_if in self._screening_row:
            switch = f"${LETTERS['answer']}${self._screening_row[item.indicator.only_if]}"
            asked = f'IF({switch}="{YES}",{asked},IF({switch}="{NO}","不用答","先答筛选题"))'
        mark = exact(self._scheme.pass_mark) if item.form.graded else "1"
        critical = f"IF(ISNUMBER({at['points']}),IF({at['points']}<{mark},1,0),0)" if item.indicator.critical else "0"
        return {
            "asked": f'=IF({mine},{asked},"不用答")',
            "points": f'=IF({at["asked"]}="要答",{formula(item.form, at["answer"], _choice_range(item, row))},"")',
            "counted": f"=IF(ISNUMBER({at['points']}),{at['weight']},0)",
            "earned": f"=IF(ISNUMBER({at['points']}),{at['weight']}*{at['points']},0)",
            "failed": f"={critical}",
        }

    def _finish(self) -> None:
        sheet, last = self._sheet, self._head + len(self._plan.items)
        sheet.freeze_panes = f"{LETTERS['answer']}{self._head + 1}"
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        if self._rows:
            self._grey_out(max(self._rows.values()))
        set_up(sheet, identity_of(self._plan), repeat=self._head)
        say_publisher(sheet, imprint_of(self._checklist))
        set_value(
            sheet[f"{LETTERS['ask']}{last + 2}"],
            "　　".join(f"{name}：{'＿' * 6}" for name in self._checklist.words.signature),
        ).font = PLAIN
        if self._plan.others:
            set_value(sheet[f"{LETTERS['ask']}{last + 3}"], _OTHERS).font = BOLD
        sheet.print_area = f"A1:{LETTERS[LAST_PRINTED]}{last + 2}"
        if self._plan.assessor is Assessor.MASSES:
            for key in ("owner", "due"):
                sheet.column_dimensions[LETTERS[key]].hidden = True

    def _grey_out(self, last: int) -> None:
        """Shade the rows that need no answer from this assessor."""
        grey = FormulaRule(formula=[f'${LETTERS["asked"]}{self._head + 1}="不用答"'], fill=GREY)
        self._sheet.conditional_formatting.add(f"A{self._head + 1}:{LETTERS['weight']}{last}", grey)


# Cells for texts are texts, so that no office program makes a date of 2026-06; a percentage is typed as 80, not 80%.
_TEXT_STYLE = "open-text"
_NUMBER_FORMATS = {"open": "General", _TEXT_STYLE: "@", "open-percent": 'General"%"', "open-day": "yyyy-mm-dd"}


def _open_style(column: str, item: Item) -> str:
    if column == "due":
        return "open-day"
    if column != "answer":
        return _TEXT_STYLE
    return "open-percent" if item.form.free and item.form.unit == "%" else "open"


def _height(*cells: tuple[str | float | None, float]) -> float:
    """Return the height in points that wrapped texts need; not every program finds it out by itself.

    cells: the text and the width of its column in halves of a Chinese character.
    """
    most = max(line_count(str(text or ""), width / 2 - 0.5) for text, width in cells)
    return min(SIZE * 1.35 * most + 4, _MOST)


def _standard(item: Item) -> str:
    form = item.form
    hint = f"达标：{form.standard}。" if form.standard else f"{form.hint}。" if form.hint else ""
    return f"{item.indicator.statement}{hint}（权重 {weight_text(item.indicator)}）"


def _choice_range(item: Item, row: int) -> str:
    last = chr(ord("A") + max(len(item.form.choices), 1) - 1)
    return f"{CHOICE_SHEET}!$A${row}:${last}${row}"


def _validation(item: Item, row: int) -> DataValidation:
    """A list for choices; a range for numbers. “Not applicable” is offered only where it is allowed."""
    form, absent = item.form, item.indicator.na.allowed
    cell = f"{LETTERS['answer']}{row}"
    if not form.free:
        last = chr(ord("A") + len(form.choices) - (0 if absent else 1))
        return DataValidation(type="list", formula1=f"{CHOICE_SHEET}!$A${row}:${last}${row}", allow_blank=True)
    low, high = exact(form.low), exact(form.high)
    either = f'{cell}="{ABSENT}",' if absent else ""
    inside = f"ISNUMBER({cell}),{cell}>={low},{cell}<={high}"
    if form.unit == "%":  # 80% typed is 0.8 to an office program; it asks, for 0.8 % may be meant
        asked = f"OR({either}AND({inside},OR({cell}<=0,{cell}>1)))"
        told = f"可填 {form.range}。要填 80，不要填 80% 或 0.8；确实不到 1%的，点“是”。"
        return DataValidation(type="custom", formula1=asked, allow_blank=True, error=told, errorStyle="warning")
    told = f"可填 {form.range}。"
    if absent:
        return DataValidation(type="custom", formula1=f"OR({either}AND({inside}))", allow_blank=True, error=told)
    return DataValidation(type="decimal", operator="between", formula1=low, formula2=high, allow_blank=True, error=told)


def _write_choices(sheet: Worksheet, plan: FormPlan) -> None:
    """The labels of each item, in the row of the item itself."""
    rows = item_rows(plan)
    for item in (*plan.items, *plan.others):
        labels = [] if item.form.free else [choice.cell for choice in item.form.by_number]
        if labels and item.indicator.na.allowed:
            labels = [*labels, ABSENT]
        for column, label in enumerate(labels, 1):
            set_value(sheet.cell(rows[item.id], column), label)
    sheet.protection.sheet = True


def _write_info(sheet: Worksheet, plan: FormPlan) -> None:
    checklist = plan.checklist
    pairs = [*zip(INFO_KEYS, (FORMAT, checklist.library, checklist.organisation, checklist.version), strict=True)]
    there = {question.id for question in _questions(plan)}
    questions = [question_left_out(q.id) for q in checklist.screening if q.id not in there]
    left_out = " ".join((*plan.left_out, *questions))
    for row, (key, value) in enumerate([*pairs, *([(LEFT_OUT, left_out)] if left_out else [])], 1):
        set_value(sheet.cell(row, 1), key)
        set_value(sheet.cell(row, 2), value)
    sheet.protection.sheet = True
