"""Read a filled-in XLSX back into a Result. Columns may have been moved; every trouble is named with its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..library.models import Assessor
from .items import Checklist, Item
from .results import FORMAT, MAX_TEXT, Complaint, Lookup, Reading, Result, allowed, na_problem, quoted
from .scoring import Given
from .sheet_layout import (
    ABSENT,
    ASSESSOR_LABELS,
    CHOICE_SHEET,
    COLUMNS,
    INFO_SHEET,
    MAIN_SHEET,
    NO,
    SCORE_SHEET,
    YES,
    value_of,
)  # fmt: skip
from .xlsx_cells import Cell, NotReadableError, Place, Sheet, date_text, parse_place, read_workbook

_HEADINGS = {column.heading: column.key for column in COLUMNS}
_NEEDED = ("id", "answer")


def read_xlsx(raw: bytes, file: str, lookup: Lookup, library: str = "") -> Reading:
    """Read a filled-in self-assessment; parameters as for `read_json`."""
    try:
        sheets, from_1904 = read_workbook(raw, skip=(CHOICE_SHEET, SCORE_SHEET))
    except NotReadableError as error:
        return None, [Complaint(file, "", str(error), fatal=True)]
    return _Reader(file, sheets, from_1904, library).read(lookup)


class _Reader:
    """Collects complaints while the cells of one workbook are turned into a Result."""

    def __init__(self, file: str, sheets: Mapping[str, Sheet], from_1904: bool, library: str) -> None:
        self._file = file
        self._sheets = sheets
        self._from_1904 = from_1904
        self._library = library
        self._sheet = Sheet("")
        self._columns: dict[str, int] = {}
        self._head = 0
        self.complaints: list[Complaint] = []

    def read(self, lookup: Lookup) -> Reading:
        info = self._info()
        checklist = self._checklist(info, lookup)
        if checklist is None or not self._find_table():
            return None, self.complaints
        particulars = self._particulars(checklist)
        assessor = self._assessor(particulars)
        if assessor is None:
            return None, self.complaints
        self._merged()
        answers, unknown = self._answers(checklist)
        result = Result(
            library=info.get("library", ""),
            version=info.get("version", ""),
            organisation=checklist.organisation,
            unit=self._particular(particulars, "unit"),
            period=self._particular(particulars, "period"),
            assessor=assessor,
            answers=answers,
            screening=self._screening(checklist, particulars),
            unknown=unknown,
        )
        if not result.unit:
            self._say("", "没有写单位名称")
        self._version(result, checklist)
        return result, self.complaints

    def _say(self, place: str, message: str, *, fatal: bool = False) -> None:
        self.complaints.append(Complaint(self._file, place, message, fatal))

    def _info(self) -> dict[str, str]:
        cells = self._sheets[INFO_SHEET].cells if INFO_SHEET in self._sheets else {}
        rows = {place.row for place in cells}
        return {str(cells.get(Place(row, 1), "")): str(cells.get(Place(row, 2), "")) for row in rows}

    def _checklist(self, info: Mapping[str, str], lookup: Lookup) -> Checklist | None:
        if info.get("format") != FORMAT:
            self._say("", f"不是本程序导出的自评表：缺少“{INFO_SHEET}”表，或者里面的内容被改过", fatal=True)
            return None
        if self._library and info.get("library") != self._library:
            self._say("", f"是另一个案例库 {quoted(info.get('library', ''))} 的结果，没有计入", fatal=True)
            return None
        checklist = lookup(info.get("organisation", ""))
        if checklist is None:
            self._say("", f"没有组织类型 {quoted(info.get('organisation', ''))}", fatal=True)
        return checklist

    def _find_table(self) -> bool:
        """Find the headings, wherever they were moved to."""
        candidates = [self._sheets[MAIN_SHEET]] if MAIN_SHEET in self._sheets else list(self._sheets.values())
        for sheet in candidates:
            for place, value in sheet.cells.items():
                if value == COLUMNS[0].heading:
                    self._sheet, self._head = sheet, place.row
                    self._columns = {
                        _HEADINGS[str(v).strip()]: p.column
                        for p, v in sheet.cells.items()
                        if p.row == place.row and str(v).strip() in _HEADINGS
                    }
        for key in _NEEDED:
            if key not in self._columns:
                heading = next(column.heading for column in COLUMNS if column.key == key)
                self._say(f"第 {self._head} 行" if self._head else "", f"找不到“{heading}”这一列", fatal=True)
        return all(key in self._columns for key in _NEEDED)

    def _cell(self, row: int, key: str) -> Cell | None:
        return self._sheet.cells.get(Place(row, self._columns[key])) if key in self._columns else None

    def _text(self, row: int, key: str) -> str:
        value = self._cell(row, key)
        if key == "due" and isinstance(value, float):
            return date_text(value, self._from_1904)
        text = _as_text(value)
        if len(text) > MAX_TEXT:
            self._say(self._place(row, key), f"文字超过 {MAX_TEXT} 字，只取前面部分")
        return text[:MAX_TEXT]

    def _place(self, row: int, key: str) -> str:
        return f"单元格 {Place(row, self._columns[key])}" if key in self._columns else f"第 {row} 行"

    def _particulars(self, checklist: Checklist) -> dict[str, int]:
        """Rows of the particulars and screening questions above the table, by key."""
        known = {"unit", "period", "assessor", *(question.id for question in checklist.screening)}
        found = {_as_text(self._cell(row, "id")): row for row in range(1, self._head)}
        return {key: row for key, row in found.items() if key in known}

    def _particular(self, rows: Mapping[str, int], key: str) -> str:
        if key not in rows:
            self._say("", f"表头里找不到 {key} 这一行，可能被删了")
            return ""
        return _as_text(self._cell(rows[key], "answer"))

    def _assessor(self, rows: Mapping[str, int]) -> Assessor | None:
        text = self._particular(rows, "assessor")
        assessor = ASSESSOR_LABELS.get(text)
        if assessor is None:
            place = self._place(rows["assessor"], "answer") if "assessor" in rows else ""
            self._say(place, f"“由谁评价”写的是 {quoted(text)}，应为 {'、'.join(ASSESSOR_LABELS)} 之一", fatal=True)
        return assessor

    def _screening(self, checklist: Checklist, rows: Mapping[str, int]) -> dict[str, bool]:
        given: dict[str, bool] = {}
        for question in checklist.screening:
            text = self._particular(rows, question.id)
            if text in (YES, NO):
                given[question.id] = text == YES
            elif text:
                place = self._place(rows[question.id], "answer")
                self._say(place, f"筛选题只能答是或否，写的是 {quoted(text)}；按未答处理")
        return given

    def _merged(self) -> None:
        for area in self._sheet.merged:
            last = parse_place(area.partition(":")[2])
            if last and last.row > self._head:
                self._say(f"单元格 {area}", "这几格被合并了，只认得左上角那一格；请取消合并后核对")

    def _answers(self, checklist: Checklist) -> tuple[dict[str, Given], dict[str, object]]:
        known: dict[str, Given] = {}
        unknown: dict[str, object] = {}
        rows: dict[str, int] = {}
        for row, key in self._rows(checklist):
            if key in rows:
                self._say(self._place(row, "id"), f"条目 {key} 在第 {rows[key]} 行已经有了；这一行没有计入")
            elif key in checklist.by_id:
                known[key] = self._given(row, checklist.by_id[key])
            else:
                unknown[key] = {"value": self._cell(row, "answer")}
                self._say(self._place(row, "id"), f"这张自评表没有条目 {quoted(key)}；原样保留，不计分")
            rows.setdefault(key, row)
        missing = [item for item in checklist.items if item.id not in rows]
        for item in missing[:20]:
            self._say("", f"表里没有条目 {item.id}（{item.indicator.ask}），按未答处理")
        return known, unknown

    def _rows(self, checklist: Checklist) -> Iterator[tuple[int, str]]:
        """Yield (row, item id); a row whose id was deleted is known by its question."""
        by_ask = {item.indicator.ask: item.id for item in checklist.items}
        for row in sorted({place.row for place in self._sheet.cells if place.row > self._head}):
            key = _as_text(self._cell(row, "id"))
            if key:
                yield row, key
                continue
            answer, ask = _as_text(self._cell(row, "answer")), _as_text(self._cell(row, "ask"))
            found = by_ask.get(ask.removeprefix("★关键项").strip())
            if found:
                self._say(self._place(row, "id"), f"条目编号被删了，按问题认出是 {found}，照常计入")
                yield row, found
            elif answer:
                self._say(self._place(row, "answer"), f"这一行没有条目编号，答案 {quoted(answer)} 没有计入")

    def _given(self, row: int, item: Item) -> Given:
        cell = self._cell(row, "answer")
        revision = self._cell(row, "revision")
        given = Given(
            reason=self._text(row, "reason"),
            evidence=self._text(row, "evidence"),
            note=self._text(row, "note"),
            owner=self._text(row, "owner"),
            due=self._text(row, "due"),
            revision=int(revision) if isinstance(revision, float) and revision > 0 else 0,
        )
        if cell is None:
            return given
        if _as_text(cell) == ABSENT:
            given = replace(given, na=True)
            problem = na_problem(item, given)
            if problem:
                self._say(self._place(row, "answer"), problem)
            return given if item.indicator.na.allowed else replace(given, na=False)
        value = value_of(item, cell)
        if value is None:
            told = f"答案 {quoted(_as_text(cell))} 认不出或超出范围（{_choices(item)}）；按未答处理"
            self._say(self._place(row, "answer"), told)
        return replace(given, value=value)

    def _version(self, result: Result, checklist: Checklist) -> None:
        if result.version != checklist.version:
            old = len(result.to_recheck(checklist))
            told = f"，其中 {old} 条的条目已改，请复核" if old else "，条目内容没有变的答案照常计入"
            self._say("", f"按另一版自评表（{result.version or '未写'}，现为 {checklist.version}）填写{told}")


def _choices(item: Item) -> str:
    if item.answer.type == "levels":
        return "请从下拉框里选"
    return allowed(item)


def _as_text(value: Cell | None) -> str:
    """The text of a cell as people see it: 2026, not 2026.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return str(value).strip()
