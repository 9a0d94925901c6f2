"""A self-assessment as XLSX: drop-downs, formulas for the scores, ids protected. It is read back by `collect`.

What prints is what a person fills in, choices in words; to the right of it stands what the screen and the program need.
"""

from __future__ import annotations

import datetime as dt

from openpyxl.formatting.rule import FormulaRule

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
from .measure import line_count, packed
from .paper import EMPTY_BOX, choices_of, form_title, identity_of, imprint_of, question_of
from .report_xlsx import write_annex, write_report
from .tally_xlsx import write_tally
from .xlsx_file import Book, Sheet
from .xlsx_rules import AnswerRule, add_rule, cells_of, listed, period_rule, rule_of
from .xlsx_scores import write_scores
from .xlsx_style import (
    BOXED,
    DAY,
    GENERAL,
    GREY,
    HEADING,
    LINE,
    SIZE,
    STRONG,
    TEXT,
    TITLE_LINE,
    TO_FILL,
    WRAPPED,
    say_publisher,
    set_up,
)

_OTHERS = "以下各条由别的评价方回答，不印在这张表上："
_ROOM = 33.0  # points: the least height of a row, so that a hand can write in it
_MOST = 400.0  # points: no office program takes a row higher than 409


def checklist_xlsx(checklist: Checklist, stamp: dt.datetime, result: Result | None = None) -> bytes:
    """Return the bytes of the whole checklist; with a result, filled in, with report and annex before it."""
    plan = plan_form(checklist, result.assessor if result else None, whole=True)
    return form_xlsx(plan, stamp, result)


def form_xlsx(plan: FormPlan, stamp: dt.datetime, result: Result | None = None) -> bytes:
    """Return the bytes of a form; a result needs a plan of the whole checklist."""
    book = Book(plan.checklist.title)
    if result:
        report = report_of(plan.checklist, result)
        write_report(book.sheet(REPORT_SHEET), report)
        write_annex(book.sheet(ANNEX_SHEET), report)
    _Main(book.sheet(MAIN_SHEET), plan, result).write()
    if result and any(given.counts for given in result.answers.values()):
        write_tally(book.sheet(TALLY_SHEET), plan.checklist, result)
    rows = item_rows(plan)
    last = max(rows.values(), default=header_row(plan) + 1)
    write_scores(book.sheet(SCORE_SHEET), plan, header_row(plan) + 1, last)
    _write_choices(book.sheet(CHOICE_SHEET), plan)
    _write_info(book.sheet(INFO_SHEET), plan)
    return book.bytes(stamp)


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

    def __init__(self, sheet: Sheet, plan: FormPlan, result: Result | None) -> None:
        self._sheet = sheet
        self._plan = plan
        self._checklist = plan.checklist
        self._scheme = plan.checklist.scheme
        self._result = result
        self._head = header_row(plan)
        self._rows = item_rows(plan)
        self._rules: dict[AnswerRule, list[int]] = {}
        self._screening_row = {
            question.id: FIRST_ROW + len(PARTICULARS) + n for n, question in enumerate(_questions(plan))
        }

    def write(self) -> None:
        self._title()
        self._particulars()
        for column in COLUMNS:
            self._sheet.put(LETTERS[column.key], self._head, column.heading, HEADING)
            dimension = self._sheet.around.column_dimensions[LETTERS[column.key]]
            dimension.width, dimension.hidden = column.width, column.key in HIDDEN
        for item in (*self._plan.items, *self._plan.others):
            self._row(self._rows[item.id], self._checklist.numbers[item.id], item)
        self._finish()

    def _title(self) -> None:
        self._sheet.put("A", 1, form_title(self._plan), TITLE_LINE)
        note = f"在浅黄的格子里填。{identity_of(self._plan)}。请不要删改“条目编号”这一列。"
        self._sheet.put("A", 2, note, LINE)

    def _particulars(self) -> None:
        result, plan = self._result, self._plan
        values = {"unit": result.unit, "period": result.period} if result else {}
        values["assessor"] = self._checklist.words.of(plan.assessor)
        for row, (key, label) in enumerate(PARTICULARS.items(), FIRST_ROW):
            self._line(row, key, label, values.get(key), _TEXT_STYLE)
        period, assessor = (f"{LETTERS['answer']}{FIRST_ROW + n}" for n in (1, 2))
        add_rule(self._sheet.around, period, period_rule(period))
        known = (values["assessor"],) if plan.named or plan.short else tuple(map(self._checklist.words.of, Assessor))
        add_rule(self._sheet.around, assessor, listed(known))
        given = result.screening if result else plan.screening or {}
        for question in _questions(plan):
            row = self._screening_row[question.id]
            value = {True: YES, False: NO}.get(given[question.id]) if question.id in given else None
            self._line(row, question.id, f"{question.ask}（{question.hint}）" if question.hint else question.ask, value)
            add_rule(self._sheet.around, f"{LETTERS['answer']}{row}", listed((YES, NO)))

    def _line(self, row: int, key: str, label: str, value: str | None, style: str = "open") -> None:
        """Write a line above the table; its cells are joined, so that a long name prints whole."""
        self._sheet.put(LETTERS["id"], row, key, LINE)
        self._sheet.put(LETTERS["ask"], row, label, WRAPPED)
        self._sheet.join(LETTERS["ask"], row, LETTERS["choices"], row)
        wide = {"ask": ("ask", "choices"), "answer": ("answer", "reason", "evidence")}
        room = {key: sum(c.width for c in COLUMNS if c.key in keys) for key, keys in wide.items()}
        self._sheet.heights[row] = _height((label, room["ask"]), (value, room["answer"]))
        self._input("answer", row, value, style)
        self._sheet.join(LETTERS["answer"], row, LETTERS["evidence"], row, TO_FILL)

    def _input(self, key: str, row: int, value: str | float | None, style: str) -> None:
        self._sheet.put(LETTERS[key], row, value, TO_FILL, _NUMBER_FORMATS[style])

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
        for column in COLUMNS:
            letter = LETTERS[column.key]
            if column.key == "answer":
                self._input("answer", row, answer, _open_style("answer", item))
            elif column.open:
                self._input(column.key, row, texts[column.key] or None, _open_style(column.key, item))
            elif column.key in formulas:
                number_format = "0.00" if column.key == "points" else GENERAL
                self._sheet.formula(letter, row, formulas[column.key], BOXED, number_format)
            else:
                self._sheet.put(letter, row, texts[column.key], BOXED)
        shown = (column for column in COLUMNS if column.key not in HIDDEN)
        height = _height(*((texts.get(column.key), column.width) for column in shown))
        self._sheet.heights[row] = max(_ROOM, height)
        self._rules.setdefault(rule_of(item), []).append(row)

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
        around, last = self._sheet.around, self._head + len(self._plan.items)
        around.freeze_panes = f"{LETTERS['answer']}{self._head + 1}"
        around.protection.sheet = True
        around.protection.formatColumns = around.protection.formatRows = False
        for rule, rows in self._rules.items():
            add_rule(around, cells_of(rows), rule.for_cells_from(rows[0]))
        if self._rows:
            self._grey_out(max(self._rows.values()))
        set_up(around, identity_of(self._plan), repeat=self._head)
        say_publisher(around, imprint_of(self._checklist))
        signature = "　　".join(f"{name}：{'＿' * 6}" for name in self._checklist.words.signature)
        self._sheet.put(LETTERS["ask"], last + 2, signature, LINE)
        if self._plan.others:
            self._sheet.put(LETTERS["ask"], last + 3, _OTHERS, STRONG)
        around.print_area = f"A1:{LETTERS[LAST_PRINTED]}{last + 2}"
        if self._plan.assessor is Assessor.MASSES:
            for key in ("owner", "due"):
                around.column_dimensions[LETTERS[key]].hidden = True

    def _grey_out(self, last: int) -> None:
        """Shade the rows that need no answer from this assessor."""
        grey = FormulaRule(formula=[f'${LETTERS["asked"]}{self._head + 1}="不用答"'], fill=GREY)
        self._sheet.around.conditional_formatting.add(f"A{self._head + 1}:{LETTERS['weight']}{last}", grey)


# Cells for texts are texts, so that no office program makes a date of 2026-06; a percentage is typed as 80, not 80%.
_TEXT_STYLE = "open-text"
_NUMBER_FORMATS = {"open": GENERAL, _TEXT_STYLE: TEXT, "open-percent": 'General"%"', "open-day": DAY}


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


def _write_choices(sheet: Sheet, plan: FormPlan) -> None:
    """Write the labels of each item, in the row of the item itself."""
    rows = item_rows(plan)
    for item in (*plan.items, *plan.others):
        labels = [] if item.form.free else [choice.cell for choice in item.form.by_number]
        if labels and item.indicator.na.allowed:
            labels = [*labels, ABSENT]
        sheet.line(rows[item.id], labels)
    sheet.around.protection.sheet = True
    sheet.around.sheet_state = "hidden"


def _write_info(sheet: Sheet, plan: FormPlan) -> None:
    checklist = plan.checklist
    pairs = [*zip(INFO_KEYS, (FORMAT, checklist.library, checklist.organisation, checklist.version), strict=True)]
    there = {question.id for question in _questions(plan)}
    questions = [question_left_out(q.id) for q in checklist.screening if q.id not in there]
    left_out = " ".join((*plan.left_out, *questions))
    for row, pair in enumerate([*pairs, *([(LEFT_OUT, left_out)] if left_out else [])], 1):
        sheet.line(row, pair)
    sheet.around.protection.sheet = True
    sheet.around.sheet_state = "hidden"
