"""A self-assessment as XLSX: drop-downs, formulas for the scores, ids protected. It is read back by `collect`."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from ..checklist import FORMAT, Checklist, Given, Item, Result, Scheme
from ..checklist.forms import NO, YES, cell_of, exact, formula, number_text
from ..checklist.sheet_layout import (
    ABSENT,
    CHOICE_SHEET,
    COLUMNS,
    FIRST_ROW,
    HIDDEN,
    INFO_KEYS,
    INFO_SHEET,
    LETTERS,
    MAIN_SHEET,
    PARTICULARS,
    SCORE_SHEET,
)  # fmt: skip
from ..checklist.wording import weight_text
from ..library.models import Assessor
from .cells import put
from .xml_text import MAX_PROPERTY, xml_text
from .zipped import stable_zip

FONT = "宋体"
_THIN = Side(style="thin", color="999999")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD = PatternFill("solid", fgColor="E8E8E8")
_OPEN = PatternFill("solid", fgColor="FFF8E1")
_GREY = PatternFill("solid", bgColor="DDDDDD")
_WRAP = Alignment(wrap_text=True, vertical="top")


def checklist_xlsx(checklist: Checklist, scheme: Scheme, stamp: dt.datetime, result: Result | None = None) -> bytes:
    """Return the file's bytes; with a result, the answers are filled in."""
    book = Workbook()
    main = book.active
    main.title = MAIN_SHEET
    scores, options, info = (book.create_sheet(name) for name in (SCORE_SHEET, CHOICE_SHEET, INFO_SHEET))
    _Main(main, checklist, scheme, result).write()
    _write_choices(options, checklist)
    _write_info(info, checklist)
    _write_scores(scores, checklist, scheme)
    options.sheet_state = info.sheet_state = "hidden"
    book.properties.creator = "anliku"
    book.properties.title = xml_text(checklist.title)[:MAX_PROPERTY]
    out = io.BytesIO()
    book.save(out)
    return stable_zip(out.getvalue(), stamp)


def header_row(checklist: Checklist) -> int:
    """Return the row of the table's headings, counted from 1."""
    return FIRST_ROW + len(PARTICULARS) + len(checklist.screening) + 1


class _Main:
    """Writes the sheet that people fill in."""

    def __init__(self, sheet: Worksheet, checklist: Checklist, scheme: Scheme, result: Result | None) -> None:
        self._sheet = sheet
        self._checklist = checklist
        self._scheme = scheme
        self._result = result
        self._styles: dict[str, Any] = {}
        self._head = header_row(checklist)
        self._screening_row = {
            question.id: FIRST_ROW + len(PARTICULARS) + n for n, question in enumerate(checklist.screening)
        }

    def write(self) -> None:
        self._title()
        self._particulars()
        for index, column in enumerate(COLUMNS, 1):
            cell = self._sheet.cell(self._head, index, column.heading)
            cell.font, cell.fill, cell.border, cell.alignment = Font(name=FONT, bold=True), _HEAD, _BOX, _WRAP
            dimension = self._sheet.column_dimensions[LETTERS[column.key]]
            dimension.width, dimension.hidden = column.width, column.key in HIDDEN
        for number, item in enumerate(self._checklist.items, 1):
            self._row(self._head + number, number, item)
        self._finish()

    def _title(self) -> None:
        put(self._sheet["A1"], self._checklist.title).font = Font(name=FONT, bold=True, size=16)
        identity = f"版本 {self._checklist.version}，编号 {self._checklist.organisation}"
        note = f"在浅黄的格子里填。{identity}。请不要删改“条目编号”这一列。"
        put(self._sheet["A2"], note).font = Font(name=FONT)

    def _particulars(self) -> None:
        result = self._result
        labels = [self._checklist.words.of(a) for a in Assessor]
        values = {"unit": result.unit, "period": result.period} if result else {}
        values["assessor"] = self._checklist.words.of(result.assessor) if result else labels[0]
        for row, (key, label) in enumerate(PARTICULARS.items(), FIRST_ROW):
            self._line(row, key, label, values.get(key), _TEXT_STYLE)
        self._validate(f"{LETTERS['answer']}{FIRST_ROW + 1}", _period_rule(f"{LETTERS['answer']}{FIRST_ROW + 1}"))
        self._list(f"{LETTERS['answer']}{FIRST_ROW + 2}", labels)
        given = result.screening if result else {}
        for question in self._checklist.screening:
            row = self._screening_row[question.id]
            value = {True: YES, False: NO}.get(given[question.id]) if question.id in given else None
            self._line(row, question.id, f"{question.ask}（{question.hint}）" if question.hint else question.ask, value)
            self._list(f"{LETTERS['answer']}{row}", (YES, NO))

    def _line(self, row: int, key: str, label: str, value: str | None, style: str = "open") -> None:
        put(self._sheet[f"{LETTERS['id']}{row}"], key).font = Font(name=FONT, color="777777")
        put(self._sheet[f"{LETTERS['ask']}{row}"], label).alignment = _WRAP
        self._sheet.row_dimensions[row].height = _height({"ask": label})
        self._input(f"{LETTERS['answer']}{row}", value, style)

    def _input(self, place: str, value: str | float | None, style: str = "open") -> None:
        self._style(put(self._sheet[place], value), style)

    def _style(self, cell: Cell, name: str) -> None:
        """Style a cell as the first of its kind was: openpyxl looks every part of a style up again each time."""
        if name not in self._styles:
            cell.border, cell.alignment, cell.font = _BOX, _WRAP, Font(name=FONT)
            if name in _NUMBER_FORMATS:
                cell.fill, cell.protection = _OPEN, Protection(locked=False)
                cell.number_format = _NUMBER_FORMATS[name]
            self._styles[name] = cell._style
        else:
            cell._style = copy(self._styles[name])

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
        answer: str | float | None = ABSENT if given.na else cell_of(item.form, given.value)
        texts: dict[str, str | float | None] = {
            "id": item.id, "number": number, "dimension": self._checklist.dimensions[item.dimension],
            "ask": ("★关键项 " if indicator.critical else "") + indicator.ask, "standard": _standard(item),
            "answer": answer, "reason": given.reason, "evidence": given.evidence, "note": given.note,
            "owner": given.owner, "due": given.due, "weight": indicator.weight,
            "revision": (given.revision or None) if answer is not None else indicator.revision,
            "who": self._checklist.words.names(item.assessors),
            "hash": given.hash if answer is not None else item.hash,  # an answer keeps the item that it was given to
        }  # fmt: skip
        formulas = self._formulas(row, item)
        for column in COLUMNS:
            place = f"{LETTERS[column.key]}{row}"
            if column.open:
                value = texts[column.key] or None if column.key != "answer" else answer
                self._input(place, value, _open_style(column.key, item))
                continue
            cell = self._sheet[place]
            if column.key in formulas:
                cell.value = formulas[column.key]
            else:
                put(cell, texts[column.key])
            self._style(cell, "plain")
        self._sheet.row_dimensions[row].height = _height(texts)
        self._sheet[f"{LETTERS['points']}{row}"].number_format = "0.00"
        self._validate(f"{LETTERS['answer']}{row}", _validation(item, row))

    def _formulas(self, row: int, item: Item) -> dict[str, str]:
        at = {key: f"{letter}{row}" for key, letter in LETTERS.items()}
        assessor = f"${LETTERS['answer']}${FIRST_ROW + 2}"
        asked = f"ISNUMBER(SEARCH({assessor},{at['who']}))"
        if item.indicator.only_if in self._screening_row:
            switch = f"${LETTERS['answer']}${self._screening_row[item.indicator.only_if]}"
            asked = f'AND({asked},{switch}="{YES}")'
        mark = number_text(self._scheme.pass_mark) if item.form.graded else "1"
        critical = f"IF(ISNUMBER({at['points']}),IF({at['points']}<{mark},1,0),0)" if item.indicator.critical else "0"
        return {
            "asked": f'=IF({asked},IF({at["answer"]}="{ABSENT}","{ABSENT}","要答"),"不用答")',
            "points": f'=IF({at["asked"]}="要答",{formula(item.form, at["answer"], _choice_range(item, row))},"")',
            "counted": f"=IF(ISNUMBER({at['points']}),{at['weight']},0)",
            "earned": f"=IF(ISNUMBER({at['points']}),{at['weight']}*{at['points']},0)",
            "failed": f"={critical}",
        }

    def _finish(self) -> None:
        sheet, last = self._sheet, self._head + len(self._checklist.items)
        sheet.freeze_panes = f"{LETTERS['answer']}{self._head + 1}"
        sheet.protection.sheet = True
        sheet.protection.formatColumns = sheet.protection.formatRows = False
        if last > self._head:
            self._grey_out(last)
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_title_rows = f"{self._head}:{self._head}"
        sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
        sheet.oddHeader.right.text = f"版本 {self._checklist.version} 编号 {self._checklist.organisation}"

    def _grey_out(self, last: int) -> None:
        """Shade the rows that need no answer from this assessor."""
        grey = FormulaRule(formula=[f'${LETTERS["asked"]}{self._head + 1}="不用答"'], fill=_GREY)
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


def _period_rule(cell: str) -> DataValidation:
    """A year, alone or with a half, a quarter or a month: what `Period` writes."""
    parts = "|".join(("", "H1", "H2", "Q1", "Q2", "Q3", "Q4", *(f"{n:02d}" for n in range(1, 13)), ""))
    part = f'AND(LEN({cell})=7,MID({cell},5,1)="-",ISNUMBER(SEARCH("|"&RIGHT({cell},2)&"|","{parts}")))'
    formula = f"AND(ISNUMBER(VALUE(LEFT({cell},4))),OR(LEN({cell})=4,{part}))"
    told = "写成 2026（全年）、2026-H1（上半年）、2026-Q2（二季度）或 2026-06（六月）的样子。"
    return DataValidation(type="custom", formula1=formula, allow_blank=True, error=told)


def _height(texts: Mapping[str, str | float | None]) -> float:
    """Return the height in points that wrapped texts need; not every program finds it out by itself."""
    lines = 1
    for column in COLUMNS:
        if column.key not in HIDDEN:
            text = str(texts.get(column.key) or "")
            width = sum(2 if ord(character) > 0x2E7F else 1 for character in text)
            lines = max(lines, -(-width * 11 // int(column.width * 10)), text.count("\n") + 1)
    return min(15.0 * lines + 3, 400.0)


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


def _write_choices(sheet: Worksheet, checklist: Checklist) -> None:
    """The labels of each item, in the row of the item itself."""
    for row, item in enumerate(checklist.items, header_row(checklist) + 1):
        labels = [] if item.form.free else [choice.cell for choice in item.form.by_number]
        if labels and item.indicator.na.allowed:
            labels = [*labels, ABSENT]
        for column, label in enumerate(labels, 1):
            put(sheet.cell(row, column), label)
    sheet.protection.sheet = True


def _write_info(sheet: Worksheet, checklist: Checklist) -> None:
    values = (FORMAT, checklist.library, checklist.organisation, checklist.version)
    for row, (key, value) in enumerate(zip(INFO_KEYS, values, strict=True), 1):
        put(sheet.cell(row, 1), key)
        put(sheet.cell(row, 2), value)
    sheet.protection.sheet = True


def _write_scores(sheet: Worksheet, checklist: Checklist, scheme: Scheme) -> None:
    """Scores by dimension and in all, as formulas over the main sheet."""
    for column, (heading, width) in enumerate((("维度", 18), ("得分", 10), ("已答", 8), ("应答", 8)), 1):
        cell = sheet.cell(1, column, heading)
        cell.font, cell.fill, cell.border = Font(name=FONT, bold=True), _HEAD, _BOX
        sheet.column_dimensions["ABCD"[column - 1]].width = width
    rows = [*_score_rows(checklist)]
    for row, values in enumerate(rows, 2):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(row, column)
            if column == 1:  # a dimension's name; the others are formulas of ours
                put(cell, value)
            else:
                cell.value = value
            cell.border, cell.font = _BOX, Font(name=FONT)
        sheet.cell(row, 2).number_format = "0.0"
    total, failed = len(rows) + 1, _span(checklist, "failed")
    sheet.cell(total + 1, 1, "等级").font = sheet.cell(total + 2, 1, "说明").font = Font(name=FONT, bold=True)
    sheet.cell(total + 1, 2, f'=IF(ISNUMBER(B{total}),{_grade_formula(scheme, f"B{total}", f"SUM({failed})>0")},"")')
    unmet = f'IF(SUM({failed})>0,"关键项不达标 "&SUM({failed})&" 条。","")'
    sheet.cell(total + 2, 2, f'=IF(C{total}<D{total},"还有 "&(D{total}-C{total})&" 条未答，等级为暂定。","")&{unmet}')
    sheet.protection.sheet = True


def _span(checklist: Checklist, key: str) -> str:
    first = header_row(checklist) + 1
    last = max(first, first + len(checklist.items) - 1)
    return f"{MAIN_SHEET}!${LETTERS[key]}${first}:${LETTERS[key]}${last}"


def _score_rows(checklist: Checklist) -> Iterator[tuple[str, str, str, str]]:
    span = {key: _span(checklist, key) for key in ("dimension", "counted", "earned", "asked")}
    for row, name in enumerate(checklist.dimensions.values(), 2):
        of = f"{span['dimension']},A{row}"
        score = f'=IFERROR(ROUND(SUMIF({of},{span["earned"]})/SUMIF({of},{span["counted"]})*100,1),"")'
        done = f'=COUNTIFS({of},{span["counted"]},">0")'
        yield name, score, done, f'=COUNTIFS({of},{span["asked"]},"要答")'
    total = f'=IFERROR(ROUND(SUM({span["earned"]})/SUM({span["counted"]})*100,1),"")'
    yield "总分", total, f'=COUNTIF({span["counted"]},">0")', f'=COUNTIF({span["asked"]},"要答")'


def _grade_formula(scheme: Scheme, score: str, capped: str) -> str:
    """Nested IFs from the best grade down; an unmet critical item keeps the best out of reach."""
    names = [grade.name.replace('"', '""') for grade in scheme.grades]
    formula = f'"{names[-1]}"'
    for index in range(len(names) - 2, -1, -1):
        best = f'IF({capped},"{names[1]}","{names[0]}")' if index == 0 else f'"{names[index]}"'
        formula = f"IF({score}>={number_text(scheme.grades[index].from_)},{best},{formula})"
    return formula
