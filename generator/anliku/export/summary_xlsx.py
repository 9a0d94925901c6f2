"""The summary as a workbook: every list whole, sorted, with filters, and set up to be printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from openpyxl.formatting.rule import ColorScaleRule, DataBarRule, Rule
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..checklist.asked.scoring import rounded
from ..checklist.asked.wording import given_text
from ..checklist.collection.collection import Unit
from ..checklist.results.period import label_of, order_of
from ..checklist.results.tally import small_note
from ..checklist.summary import Summary
from ..checklist.summary.helping import ORDER
from ..checklist.summary.model import CommonGap, Standing, Task
from ..checklist.summary.sentences import change_text, limit_brief, spread_text, task_state
from ..checklist.summary.standings import grade_text
from ..library.models import Assessor
from .xlsx_file import Book, Sheet, Value
from .xlsx_style import FONT, HEAD, MARGIN, WRAP, Look

SheetRow = Sequence[Any]  # values of cells
_HEADING = Look(font=Font(name=FONT, bold=True), fill=HEAD, alignment=WRAP)
_CELL = Look(alignment=WRAP)
_LINE, _TALLEST = 15, 405  # points; a row can have 409
# Red, yellow and green in shades that differ in lightness too; the number stands in every cell.
_HEAT = ColorScaleRule(
    start_type="num", start_value=0, start_color="F4B6A6", mid_type="num", mid_value=60, mid_color="FFF3C4",
    end_type="num", end_value=100, end_color="D6EBD0",
)  # fmt: skip
_BAR = DataBarRule(start_type="num", start_value=0, end_type="num", end_value=100, color="9CC487")


class _PlannedSheet(NamedTuple):
    """A sheet: its head, its rows in order, the widths of its columns (the last one for all further), and what colours
    which of them.
    """

    title: str
    head: Sequence[str]
    rows: Iterable[SheetRow]
    widths: Sequence[float]
    shades: Sequence[tuple[int, int, Rule]] = ()


def summary_xlsx(summary: Summary, stamp: dt.datetime) -> bytes:
    """Return the file's bytes."""
    book = Book(summary.title)
    for make in _SHEETS:
        if planned := make(summary):
            _write(book.sheet(planned.title), planned, summary)
    return book.bytes(stamp)


def _write(sheet: Sheet, planned: _PlannedSheet, summary: Summary) -> None:
    rows = list(planned.rows)
    sheet.line(1, planned.head, _HEADING)
    widths = [planned.widths[min(n, len(planned.widths) - 1)] for n in range(len(planned.head))]
    sheet.widen(widths)
    for number, row in enumerate(rows, 2):
        sheet.line(number, row, _CELL)
        lines = max(map(_lines, row, widths))
        sheet.heights[number] = min(_TALLEST, _LINE * lines)
    for first, end, rule in planned.shades:
        area = f"{get_column_letter(first)}2:{get_column_letter(end)}{len(rows) + 1}"
        sheet.around.conditional_formatting.add(area, rule)
    sheet.around.freeze_panes = "A2"
    sheet.around.auto_filter.ref = f"A1:{get_column_letter(len(planned.head))}{len(rows) + 1}"
    _for_paper(sheet.around, planned.title, summary)


def _lines(value: Value, width: float) -> int:
    """Return how many lines a wrapped text takes; office programs do not agree on when they measure it."""
    return _lines_of(value, int(width)) if isinstance(value, str) else 1


@lru_cache(4096)
def _lines_of(text: str, width: int) -> int:
    room = max(2, width - 1)
    return sum(-(-max(1, sum(1 if c.isascii() else 2 for c in line)) // room) for line in text.split("\n"))


def _for_paper(sheet: Worksheet, title: str, summary: Summary) -> None:
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    sheet.print_options.gridLines = True
    sheet.page_margins.left = sheet.page_margins.right = MARGIN
    sheet.oddHeader.left.text, sheet.oddHeader.right.text = summary.title, title
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"


def _overview(summary: Summary) -> _PlannedSheet:
    head = (
        "类型",
        "名次",
        "单位",
        "时期",
        "评价方",
        "总分",
        "等级",
        "最弱的维度",
        "得分",
        "等级受限于",
        "比上期",
        "比上期的说明",
        "未答",
        summary.words.of(Assessor.MASSES),
    )
    rows = map(_overview_row, summary.standings)
    return _PlannedSheet("一览", head, rows, (16, 6, 26, 10, 26, 9, 14, 12, 7, 26, 8, 32, 6, 18), [(6, 6, _BAR)])


def _overview_row(one: Standing) -> SheetRow:
    weakest = (one.weakest.name, one.weakest.score) if one.weakest else (None, None)
    limit = limit_brief(one)
    change = one.change.points if one.change else None
    return [
        one.unit.type_name, one.rank, one.unit.name, one.period, one.basis, one.total, one.grade, *weakest, limit,
        change, change_text(one.change), one.open, one.small,
    ]  # fmt: skip


def _units(summary: Summary) -> _PlannedSheet:
    head = [
        "单位",
        "类型",
        "时期",
        *(summary.words.of(a) for a in Assessor),
        "总分",
        "等级",
        "关键项不达标",
        "未答",
        "请复核",
        "保留的版本",
    ]
    rows = [_unit_row(unit, summary) for unit in summary.units]
    rows.append(["平均（各单位最近一期）", *[None] * (len(head) - 1), *summary.averages.values()])
    first, last = len(head) + 1, len(head) + max(1, len(summary.dimensions))
    shades = [(first, last, _HEAT), (4, 7, _HEAT)]
    return _PlannedSheet(
        "总表", [*head, *summary.dimensions.values()], rows, (24, 14, 10, 8, 8, 8, 8, 9, 8, 6, 6, 8, 8), shades
    )


def _unit_row(unit: Unit, summary: Summary) -> SheetRow:
    card = unit.card
    scores = [card.totals[a].shown if a in card.totals else None for a in Assessor]
    waiting = sum(score.open for score in card.totals.values())
    parts = [_shown(card.dimensions.get(key)) for key in summary.dimensions]
    head = [unit.name, unit.type_name, label_of(unit.period)]
    tail = [
        _shown(card.total),
        grade_text(unit),
        len(card.unmet_critical),
        waiting,
        unit.rechecks,
        "、".join(unit.kept_as),
    ]
    return [*head, *scores, *tail, *parts]


def _shown(value: float | None) -> float | None:
    return None if value is None else rounded(value)


def _help(summary: Summary) -> _PlannedSheet | None:
    rows = (
        [
            n,
            one.standing.unit.name,
            one.standing.unit.type_name,
            one.standing.total,
            one.standing.grade,
            "；".join(one.reasons),
        ]
        for n, one in enumerate(summary.help, 1)
    )
    head = ("先后", "单位", "类型", "总分", "等级", f"为什么（{ORDER}）")
    return _PlannedSheet("先帮谁", head, rows, (6, 24, 16, 8, 12, 80)) if summary.help else None


_GAP_HEAD = (
    "类型",
    "问题",
    "答了的单位",
    "不达标的单位",
    "平均得分率（%）",
    "哪些单位不达标",
    "怎么补",
    "学谁的做法",
    "条目编号",
)
_GAP_WIDTHS = (14, 30, 8, 8, 9, 40, 30, 26, 14)


def _shared(summary: Summary) -> _PlannedSheet | None:
    rows = map(_gap_row, summary.shared_gaps)
    return _PlannedSheet("共同短板", _GAP_HEAD, rows, _GAP_WIDTHS) if summary.shared_gaps else None


def _missed(summary: Summary) -> _PlannedSheet:
    return _PlannedSheet(
        "失分最多", _GAP_HEAD, (_gap_row(gap) for one in summary.types for gap in one.gaps), _GAP_WIDTHS
    )


def _gap_row(gap: CommonGap) -> SheetRow:
    numbers = (gap.units, gap.unmet, round(gap.average * 100, 1))
    names, cases = "、".join(gap.names), "；".join(gap.cases)
    return [
        "、".join(gap.types),
        gap.item.indicator.ask,
        *numbers,
        names,
        gap.item.indicator.remedy,
        cases,
        gap.item.id,
    ]


def _tasks(summary: Summary) -> _PlannedSheet | None:
    head = ("情况", "日期", "写的期限", "单位", "类型", "问题", "怎么补", "责任人", "条目编号")
    rows = map(_task_row, summary.tasks)
    return _PlannedSheet("整改任务", head, rows, (14, 11, 13, 22, 14, 32, 32, 10, 14)) if summary.tasks else None


def _task_row(task: Task) -> SheetRow:
    indicator, unit = task.item.indicator, task.unit
    return [
        task_state(task), task.day, task.given.due, unit.name, unit.type_name, indicator.ask, indicator.remedy,
        task.given.owner, task.item.id,
    ]  # fmt: skip


def _beside(summary: Summary) -> _PlannedSheet | None:
    """What units say of themselves beside what those served say, where both speak; the widest apart come first."""
    own, served = (summary.words.of(a) for a in (Assessor.SELF, Assessor.MASSES))
    head = ("单位", "类型", "时期", "维度", own, served, f"{own}高出", "份数", "说明")
    rows = (
        [one.unit.name, one.unit.type_name, label_of(one.unit.period), one.dimension, one.mine, one.theirs,
         one.difference, one.people, one.small]
        for one in summary.beside
    )  # fmt: skip
    return _PlannedSheet(f"{own}和{served}", head, rows, (26, 16, 12, 14, 9, 9, 9, 8, 18)) if summary.beside else None


def _trends(summary: Summary) -> _PlannedSheet | None:
    """A row for each assessor of each unit, and one for the total where there are several."""
    periods = sorted({period for line in summary.trends for period in line.trend.periods}, key=order_of)
    head = (
        "单位", "类型", "评价方", *map(label_of, periods), "比上期（按当时的表）", "比上期（相同条目）", "相同条目", "两期答过的条目",
        "相同的占（%）", "说明",
    )  # fmt: skip
    widths = (24, 14, 10, *[9] * len(periods), 10, 10, 8, 9, 8, 40)
    return _PlannedSheet("趋势", head, _trend_rows(summary, periods), widths) if summary.trends else None


def _trend_rows(summary: Summary, periods: Sequence[str]) -> Iterator[SheetRow]:
    for line in summary.trends:
        by_period = dict(zip(line.trend.periods, line.scores, strict=True))
        pair = line.alike
        common = (pair.common, pair.answered, round(pair.share * 100, 1)) if pair else (None, None, None)
        scores = (_shown(by_period.get(period)) for period in periods)
        yield [
            line.trend.name,
            line.trend.type_name,
            line.label,
            *scores,
            line.as_scored,
            line.change,
            *common,
            line.note,
        ]


def _spreads(summary: Summary) -> _PlannedSheet:
    head = ("类型", "问题", "评价方", "各选了多少（从差到好）", "答了", "不适用", "未答", "条目编号")
    rows = (
        [spread.type_name, spread.item.indicator.ask, summary.words.of(spread.assessor), spread_text(spread), spread.answered,
         spread.not_applicable, spread.open, spread.item.id]
        for one in summary.types
        for spread in one.spreads
    )  # fmt: skip
    return _PlannedSheet("答案分布", head, rows, (14, 40, 10, 54, 7, 7, 7, 14))


def _behind(summary: Summary) -> _PlannedSheet:
    """How many items and people stand behind each number of the main sheet."""
    head = ("单位", "类型", "时期", "维度", "评价方", "得分", "已答条数", "应答条数", "不适用", "份数", "说明")
    rows = (
        [unit.name, unit.type_name, label_of(unit.period), name, summary.words.of(a), part.shown, part.answered, part.applicable,
         part.not_applicable, unit.results[a].people, small_note(unit.results[a])]
        for unit in summary.units
        for a, parts in unit.card.by_dimension.items()
        for key, name in summary.dimensions.items()
        if (part := parts.get(key)) and (part.applicable or part.not_applicable)
    )  # fmt: skip
    return _PlannedSheet("数字的依据", head, rows, (26, 16, 12, 14, 10, 8))


def _to_mend(summary: Summary) -> _PlannedSheet | None:
    head = ("单位", "类型", "时期", "关键项", "问题", "现状", "怎么补", "责任人", "期限", "条目编号")
    rows = (row for one in summary.standings for row in _mend_rows(one.unit))
    return None if summary.anonymous else _PlannedSheet("整改清单", head, rows, (24, 14, 9, 7, 34, 18, 34, 10, 12, 14))


def _mend_rows(unit: Unit) -> Iterator[SheetRow]:
    for gap in unit.gaps:
        given = unit.results[gap.assessor].answers[gap.item.id]
        indicator = gap.item.indicator
        yield [
            unit.name, unit.type_name, label_of(unit.period), "是" if gap.urgent else "", indicator.ask,
            given_text(gap.item, given), indicator.remedy, given.owner, given.due, gap.item.id,
        ]  # fmt: skip


def _written(summary: Summary) -> _PlannedSheet | None:
    head = ("单位", "类型", "时期", "评价方", "问题", "回答", "佐证材料", "备注", "不适用的理由", "条目编号")
    rows = (
        [w.unit.name, w.unit.type_name, label_of(w.unit.period), summary.words.of(w.assessor), w.item.indicator.ask,
         given_text(w.item, w.given), w.given.evidence, w.given.note, w.given.reason, w.item.id]
        for w in summary.written
    )  # fmt: skip
    return (
        None if summary.anonymous else _PlannedSheet("佐证和备注", head, rows, (24, 14, 10, 10, 32, 14, 30, 30, 20, 14))
    )


def _problems(summary: Summary) -> _PlannedSheet | None:
    rows = ([p.file, p.place, p.message, "没有计入" if p.fatal else "其余照常计入"] for p in summary.problems)
    head = ("文件", "位置", "问题", "处理")
    return None if summary.anonymous else _PlannedSheet("文件问题", head, rows, (30, 24, 70, 14))


_SHEETS: tuple[Callable[[Summary], _PlannedSheet | None], ...] = (
    _overview, _help, _units, _shared, _missed, _tasks, _to_mend, _beside, _trends, _spreads, _behind, _written, _problems,
)  # fmt: skip
