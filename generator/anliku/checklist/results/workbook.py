"""Read a filled-in XLSX back into a Result. Columns may have been moved; every trouble is named with its cell."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ...library.models import Assessor
from ...library.problems import Plain
from ..asked.answer_forms import (
    NO_WORDS,
    YES_WORDS,
    Value,
    answer_of,
    as_compared,
    doubtful_percent,
    is_valid,
    level_at,
)
from ..asked.items import Checklist, Item
from ..asked.scoring import Given
from ..asked.wording import ABSENT
from ..untrusted.cells import Cell, CellKind, CellPlace, Sheet, Workbook, parse_place
from ..untrusted.complaints import Complaints, NotReadableError, quoted
from ..untrusted.texts import MAX_TEXT, clean, without_blanks
from ..untrusted.xlsx_cells import read_workbook
from .json_result import LABELS, MAX_REVISION, na_problem, percent_note
from .period import HOW_TO_WRITE, normalised
from .result import FORMATS, NO_UNIT, Lookup, Reading, Result, moved_note, renamed_note, version_note
from .sheet_layout import (  # fmt: skip
    COLUMNS,
    INFO_KEYS,
    INFO_SHEET,
    LEFT_OUT,
    MADE_OF_OTHERS,
    MAIN_SHEET,
    TALLY_SHEET,
    question_left_out,
)
from .tally_sheet import read_tally, with_counts

_HEADINGS = {without_blanks(column.heading): column.key for column in COLUMNS}
_NEEDED = ("id", "answer")
_WRITTEN = tuple(column.key for column in COLUMNS if column.open)
_MOMENTS = (CellKind.DATE, CellKind.MONTH, CellKind.TIME)
_SHORT_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{8}", re.ASCII)


def read_xlsx(raw: bytes, file: str, lookup: Lookup, library: str = "") -> Reading:
    """Read a filled-in self-assessment; parameters as for `read_json`."""
    complaints = Complaints(file)
    try:
        book = read_workbook(raw, skip=MADE_OF_OTHERS)
        result = _read(complaints, book, lookup, library)
    except NotReadableError as error:
        complaints.say(error.place, str(error), fatal=True)
        return None, list(complaints)
    return result, list(complaints)


def _read(complaints: Complaints, book: Workbook, lookup: Lookup, library: str) -> Result:
    """Read the answers, the counts of ballots, or both."""
    counts = book.sheets.get(TALLY_SHEET)
    if counts is None:
        return _BookReader(complaints, book, library).read(lookup)
    info = {key: value for key, value in _info(book).items() if key in INFO_KEYS}
    if MAIN_SHEET not in book.sheets:
        saved = {"saved": book.modified} if book.modified else {}
        return replace(read_tally(counts, {**info, **saved}, complaints, lookup, library), created=book.created)
    result = _BookReader(complaints, book, library).read(lookup)
    told = Complaints("")  # what is wrong with the workbook as a whole has been said
    counted = read_tally(counts, {**info, "unit": result.unit}, told, lookup, library)
    for complaint in told:
        if complaint.place:
            complaints.say(complaint.place, complaint.message)
    return with_counts(result, counted)


def _info(book: Workbook) -> dict[str, str]:
    """What the workbook says of itself."""
    cells = book.sheets[INFO_SHEET].cells if INFO_SHEET in book.sheets else {}
    keys = {place.row: clean(cell.text) for place, cell in cells.items() if place.column == 1}
    found = {key: clean(cells[CellPlace(row, 2)].text) for row, key in keys.items() if CellPlace(row, 2) in cells}
    return {key: found[key] for key in (*INFO_KEYS, LEFT_OUT) if key in found}


class _Table:
    """One sheet with the table of a self-assessment: where its columns are, wherever they were moved to."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.head = 0
        self.columns: dict[str, int] = {}
        headings: dict[int, dict[str, int]] = {}
        for place, cell in sheet.cells.items():
            key = _HEADINGS.get(without_blanks(cell.text)) if cell.kind is CellKind.TEXT else None
            if key:
                headings.setdefault(place.row, {}).setdefault(key, place.column)
        if headings:
            self.head = max(headings, key=lambda row: (len(headings[row]), -row))
            self.columns = headings[self.head]
        self.rows = sorted({place.row for place in sheet.cells if place.row > self.head})

    @property
    def found(self) -> bool:
        return all(key in self.columns for key in _NEEDED)

    def cell(self, row: int, key: str) -> Cell | None:
        return self.sheet.cells.get(CellPlace(row, self.columns[key])) if key in self.columns else None

    def text(self, row: int, key: str) -> str:
        cell = self.cell(row, key)
        return "" if cell is None else clean(cell.text)

    def place(self, row: int, key: str) -> str:
        return f"单元格 {CellPlace(row, self.columns[key])}" if key in self.columns else f"第 {row} 行"

    @property
    def filled(self) -> int:
        """How many rows somebody wrote in."""
        return sum(any(self.cell(row, key) is not None for key in _WRITTEN) for row in self.rows)


class _BookReader:
    """Tells its complaints while the cells of one workbook are turned into a Result."""

    def __init__(self, complaints: Complaints, book: Workbook, library: str) -> None:
        self._say = complaints.say
        self._book = book
        self._library = library
        self._table = _Table(Sheet(""))

    def read(self, lookup: Lookup) -> Result:
        info = _info(self._book)
        checklist = self._checklist(info, lookup)
        self._find_table()
        particulars = self._particulars(checklist)
        assessor = self._assessor(checklist, particulars)
        self._merged()
        left_out = info.get(LEFT_OUT, "").split()
        answers, unknown = self._answers(checklist, left_out)
        result = Result(
            library=info.get("library", ""),
            version=info.get("version", ""),
            organisation=checklist.organisation,
            unit=self._particular(particulars, "unit"),
            period=self._period(particulars),
            assessor=assessor,
            answers=answers,
            screening=self._screening(checklist, particulars, left_out),
            unknown=unknown,
            saved=self._book.modified,
            created=self._book.created,
        )
        if not result.unit:
            self._say("", NO_UNIT)
        note = version_note(result, checklist)
        if note:
            self._say("", note)
        return result

    def _checklist(self, info: Mapping[str, str], lookup: Lookup) -> Checklist:
        if info.get("format") not in FORMATS:
            raise NotReadableError(f"不是本程序导出的自评表：缺少“{INFO_SHEET}”表，或者里面的内容被改过")
        if self._library and info.get("library") != self._library:
            raise NotReadableError(f"是另一个案例库 {quoted(info.get('library', ''))} 的结果，没有计入")
        checklist = lookup(info.get("organisation", ""))
        if checklist is None:
            raise NotReadableError(f"没有组织类型 {quoted(info.get('organisation', ''))}")
        note = moved_note(info.get("organisation", ""), checklist)
        if note:
            self._say("", note)
        return checklist.as_of(info.get("version", ""))

    def _find_table(self) -> None:
        """Find the sheet that was filled in; a second one is named, for nobody can know which of them is meant."""
        others = (sheet for name, sheet in self._book.sheets.items() if name not in (INFO_SHEET, TALLY_SHEET))
        tables = [table for table in map(_Table, others) if table.columns]
        whole = [table for table in tables if table.found]
        if not whole:
            self._no_table(tables)
        self._table = next((table for table in whole if table.filled), whole[0])
        for other in whole:
            if other is not self._table and other.filled:
                name = quoted(other.sheet.name)
                self._say("", f"还有一张填过的表 {name}，没有计入；怎么改：把它另存成单独的文件，再一起汇总")

    def _no_table(self, tables: list[_Table]) -> None:
        best = max(tables, key=lambda table: len(table.columns), default=_Table(Sheet("")))
        headings = {column.key: column.heading for column in COLUMNS}
        missing = "、".join(f"“{headings[key]}”" for key in _NEEDED if key not in best.columns)
        place = f"第 {best.head} 行" if best.head else ""
        raise NotReadableError(f"找不到{missing}这一列。怎么改：把表头改回原样", place)

    def _particulars(self, checklist: Checklist) -> dict[str, int]:
        """Rows of the particulars and screening questions above the table, by key."""
        known = {"unit", "period", "assessor", *(question.id for question in checklist.screening)}
        found = {self._table.text(row, "id"): row for row in range(1, min(self._table.head, 200))}
        return {key: row for key, row in found.items() if key in known}

    def _particular(self, rows: Mapping[str, int], key: str) -> str:
        if key not in rows:
            self._say("", f"表头里找不到 {quoted(LABELS.get(key, key))} 这一行，可能被删了")
            return ""
        return self._text(rows[key], "answer", LABELS.get(key, ""))

    def _period(self, rows: Mapping[str, int]) -> str:
        text = self._particular(rows, "period")
        cell = self._table.cell(rows["period"], "answer") if "period" in rows else None
        kept, period = normalised(text)
        # Typed as 2026.10, a number becomes 2026.1: January or October, nobody can tell.
        doubtful = cell is not None and cell.kind is CellKind.NUMBER and text.endswith(".1")
        if text and (period is None or doubtful):
            told = f"时期 {quoted(text)} 认不出，不同别的时期比较。怎么改：{HOW_TO_WRITE}"
            self._say(self._table.place(rows["period"], "answer"), told)
        return text if doubtful else kept

    def _assessor(self, checklist: Checklist, rows: Mapping[str, int]) -> Assessor:
        text = self._particular(rows, "assessor")
        assessor = checklist.words.assessor_called(without_blanks(text))
        if assessor is None:
            place = self._table.place(rows["assessor"], "answer") if "assessor" in rows else ""
            known = checklist.words.names(Assessor)
            raise NotReadableError(f"“由谁评价”写的是 {quoted(text)}，应为 {known} 之一", place)
        return assessor

    def _screening(self, checklist: Checklist, rows: Mapping[str, int], left_out: Collection[str]) -> dict[str, bool]:
        given: dict[str, bool] = {}
        for question in checklist.screening:
            if question_left_out(question.id) in left_out and question.id not in rows:
                continue
            text = without_blanks(self._particular(rows, question.id)).lower()
            if text in YES_WORDS or text in NO_WORDS:
                given[question.id] = text in YES_WORDS
            elif text:
                place = self._table.place(rows[question.id], "answer")
                self._say(place, f"筛选题只能答是或否，写的是 {quoted(text)}；按未答处理")
        return given

    def _merged(self) -> None:
        for area in self._table.sheet.merged:
            last = parse_place(area.partition(":")[2])
            if last and last.row > self._table.head:
                self._say(f"单元格 {area}", "这几格被合并了，只认得左上角那一格；请取消合并后核对")

    def _answers(self, checklist: Checklist, left_out: Collection[str]) -> tuple[dict[str, Given], dict[str, Plain]]:
        known: dict[str, Given] = {}
        unknown: dict[str, Plain] = {}
        rows: dict[str, int] = {}
        renamed = self._renamed(checklist)
        for row, written in self._rows(checklist):
            key = renamed.get(written, written)
            place = self._table.place(row, "id")
            if key in rows:
                self._say(place, f"{self._name(checklist, key)}在第 {rows[key]} 行已经有了；这一行没有计入")
            elif key in checklist.by_id and self._written(row):
                known[key] = self._given(row, checklist.by_id[key])
            elif key not in checklist.by_id and self._written(row):
                unknown[key] = {name: self._table.text(row, name) for name in _WRITTEN if self._table.text(row, name)}
                self._say(place, f"这张自评表没有编号为 {quoted(key)} 的条目；原样保留，不计分")
            rows.setdefault(key, row)
        for item in checklist.items:
            if item.id not in rows and item.id not in left_out:
                self._say("", f"表里没有{checklist.place_of(item.id)}，按未答处理")
        return known, unknown

    def _renamed(self, checklist: Checklist) -> Mapping[str, str]:
        """Return the items' present ids by the former ones in this table; where both stand in it, the present one holds."""
        there = [without_blanks(self._table.text(row, "id")) for row in self._table.rows]
        news: dict[str, str] = {}
        for old in there:
            new = checklist.renamed.get(old, "")
            if new and new not in there and new not in news.values():
                news[old] = new
        if news:
            self._say("", renamed_note(news))
        return news

    def _written(self, row: int) -> bool:
        return any(self._table.cell(row, name) is not None for name in _WRITTEN)

    def _name(self, checklist: Checklist, key: str) -> str:
        return checklist.place_of(key) if key in checklist.by_id else f"条目 {quoted(key)}"

    def _rows(self, checklist: Checklist) -> Iterator[tuple[int, str]]:
        """Yield (row, item id); a row whose id was deleted is known by its question."""
        asks = (
            (ask, item.id) for item in checklist.items for ask in (item.indicator.ask, item.indicator.ballot) if ask
        )
        by_ask = {without_blanks(ask): key for ask, key in asks}
        for row in self._table.rows:
            key = without_blanks(self._table.text(row, "id"))
            if key:
                yield row, key
                continue
            answer, ask = self._table.text(row, "answer"), without_blanks(self._table.text(row, "ask"))
            found = by_ask.get(ask.removeprefix("★关键项").removeprefix("★"))
            place = self._table.place(row, "id")
            if found:
                self._say(place, f"条目编号被删了，按问题认出是{checklist.place_of(found)}，照常计入")
                yield row, found
            elif answer:
                self._say(self._table.place(row, "answer"), f"这一行没有条目编号，答案 {quoted(answer)} 没有计入")

    def _given(self, row: int, item: Item) -> Given:
        hashed = self._table.text(row, "hash")
        texts: dict[str, Any] = {name: self._text(row, name) for name in _WRITTEN if name != "answer"}
        given = Given(
            **texts,
            revision=self._revision(row),
            hash=hashed if _HASH.fullmatch(hashed) else "",
        )
        cell = self._table.cell(row, "answer")
        place = self._table.place(row, "answer")
        if cell is None:
            return given
        if without_blanks(cell.text) == ABSENT:
            given = replace(given, na=True)
            problem = na_problem(item, given)
            if problem:
                self._say(place, problem)
            return given if item.indicator.na.allowed else replace(given, na=False)
        value, problem = _value(item, cell)
        if problem:
            self._say(place, problem)
        return replace(given, value=value)

    def _revision(self, row: int) -> int:
        cell = self._table.cell(row, "revision")
        number = cell.value if cell is not None and isinstance(cell.value, float) else 0.0
        return int(number) if 0 < number <= MAX_REVISION else 0

    def _text(self, row: int, key: str, label: str = "") -> str:
        cell = self._table.cell(row, key)
        if cell is None:
            return ""
        name = label or LABELS.get(key, "")
        if cell.fault:
            self._say(self._table.place(row, key), f"{name}{cell.fault}；怎么改：直接写上字")
            return ""
        text = clean(cell.text)
        if len(text) > MAX_TEXT:
            self._say(self._table.place(row, key), f"{name}超过 {MAX_TEXT} 字，只取前面部分")
        return text[:MAX_TEXT]


def _value(item: Item, cell: Cell) -> tuple[Value | None, str]:
    """Return the answer that a cell means, read with its number format, and what is to be said about it."""
    form, shown = item.form, quoted(cell.text)
    if cell.fault:
        return None, f"答案{cell.fault}；按未答处理。怎么改：直接填上答案"
    if cell.kind in _MOMENTS:
        return None, f"答案变成了日期或时间 {shown}，是表格软件改的；按未答处理。怎么改：把格式改回“常规”再填"
    value = _plain_value(item, cell)
    if value is None:
        allowed = "请从下拉框里选" if form.stacked else form.range
        return None, f"答案 {shown} 认不出或超出范围（{allowed}）；按未答处理"
    return value, percent_note(value) if doubtful_percent(form, value) and cell.kind is not CellKind.PERCENT else ""


def _plain_value(item: Item, cell: Cell) -> Value | None:
    form = item.form
    if (
        isinstance(cell.value, bool)
        or cell.kind in (CellKind.TEXT, CellKind.PERCENT)
        or not isinstance(cell.value, float)
    ):
        typed = as_compared(cell.text)
        level = level_at(form, float(typed)) if _SHORT_NUMBER.fullmatch(typed) else None
        return answer_of(form, cell.text) if level is None else level
    if not form.free:
        return level_at(form, cell.value)
    whole = cell.value == int(cell.value)
    number = int(cell.value) if whole else cell.value
    return number if is_valid(form, number) else None
