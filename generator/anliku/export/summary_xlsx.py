"""The collected results of many units as XLSX: side by side, most-missed items, trend, what to mend, troubles."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Sequence

from openpyxl import Workbook
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from ..checklist.collection import Collection, Missed, Unit, written_rows
from ..checklist.period import label_of, order_of
from ..checklist.reading import SUMMARY_TITLE
from ..checklist.scoring import rounded
from ..checklist.tally import small_note
from ..checklist.wording import given_text
from ..library.models import Assessor
from .cells import put
from .zipped import stable_zip

Row = Sequence[str | float | None]
_HEAD = PatternFill("solid", fgColor="E8E8E8")
_WRAP = Alignment(wrap_text=True, vertical="top")
_BOLD = Font(name="宋体", bold=True)
# Red, yellow and green in shades that differ in lightness too; the number stands in every cell.
_HEAT = ColorScaleRule(
    start_type="num", start_value=0, start_color="F4B6A6", mid_type="num", mid_value=60, mid_color="FFF3C4",
    end_type="num", end_value=100, end_color="D6EBD0",
)  # fmt: skip


def summary_xlsx(collection: Collection, stamp: dt.datetime) -> bytes:
    """Return the file's bytes."""
    book = Workbook()
    book.remove(book.active)
    _units(book, collection)
    _both(book, collection)
    _behind(book, collection)
    _missed(book, collection)
    if collection.trends:
        _trends(book, collection)
    if not collection.anonymous:
        _to_mend(book, collection)
        _written(book, collection)
        _problems(book, collection)
    book.properties.creator, book.properties.title = "anliku", SUMMARY_TITLE
    out = io.BytesIO()
    book.save(out)
    return stable_zip(out.getvalue(), stamp)


def _sheet(book: Workbook, title: str, head: Sequence[str], rows: Iterable[Row], widths: Sequence[float]) -> Worksheet:
    sheet = book.create_sheet(title)
    for column, heading in enumerate(head, 1):
        cell = put(sheet.cell(1, column), heading)
        cell.font, cell.fill, cell.alignment = _BOLD, _HEAD, _WRAP
        sheet.column_dimensions[get_column_letter(column)].width = widths[min(column, len(widths)) - 1]
    # One style for all: openpyxl would look its parts up again for every cell, which takes most of the time.
    sample = sheet.cell(2, 1)
    sample.alignment = _WRAP
    style = sample._style
    for number, row in enumerate(rows, 2):
        for column, value in enumerate(row, 1):
            put(sheet.cell(number, column), value)._style = style
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = "1:1"
    return sheet


def _units(book: Workbook, collection: Collection) -> None:
    names = [collection.words.of(a) for a in Assessor]
    head = [
        "单位",
        "类型",
        "时期",
        *names,
        "总分",
        "等级",
        "关键项不达标",
        "未答",
        "请复核",
        *collection.dimensions.values(),
    ]
    rows = [_unit_row(unit, collection) for unit in collection.units]
    means = [_shown(value) for value in collection.averages.values()]
    rows.append(["平均（各单位最近一期）", *[None] * 10, *means])
    sheet = _sheet(book, "总表", head, rows, (26, 16, 10, 9))
    first, last = get_column_letter(12), get_column_letter(11 + max(1, len(collection.dimensions)))
    sheet.conditional_formatting.add(f"{first}2:{last}{len(rows) + 1}", _HEAT)
    sheet.conditional_formatting.add(f"D2:G{len(rows) + 1}", _HEAT)


def _unit_row(unit: Unit, collection: Collection) -> Row:
    card = unit.card
    scores = [card.totals[a].shown if a in card.totals else None for a in Assessor]
    grade = (card.grade.name if card.grade else "") + ("（暂定）" if card.grade and card.provisional else "")
    waiting = sum(score.open for score in card.totals.values())
    parts = [_shown(card.dimensions.get(key)) for key in collection.dimensions]
    head = [unit.name, unit.type_name, label_of(unit.period)]
    return [*head, *scores, _shown(card.total), grade, len(card.unmet_critical), waiting, unit.rechecks, *parts]


def _shown(value: float | None) -> float | None:
    return None if value is None else rounded(value)


def _missed(book: Workbook, collection: Collection) -> None:
    head = ("类型", "问题", "答了的单位", "不达标的单位", "平均得分率（%）", "怎么补", "学谁的做法", "条目编号")
    rows = (_missed_row(missed, collection) for missed in collection.missed)
    _sheet(book, "失分最多", head, rows, (16, 36, 9, 9, 9, 36, 40, 18))


def _missed_row(missed: Missed, collection: Collection) -> Row:
    indicator = missed.item.indicator
    learn_from = "；".join(collection.cases[key] for key in indicator.learn_from if key in collection.cases)
    average = round(missed.average * 100, 1)
    numbers = [missed.units, missed.unmet, average]
    return [missed.type_name, indicator.ask, *numbers, indicator.remedy, learn_from, indicator.id]


def _trends(book: Workbook, collection: Collection) -> None:
    """A row for each assessor of each unit, and one for the total where there are several."""
    periods = sorted({period for trend in collection.trends for period in trend.periods}, key=order_of)
    head = ("单位", "类型", "评价方", *(label_of(period) for period in periods), "比上期", "说明")
    _sheet(book, "趋势", head, _trend_rows(collection, periods), (26, 16, 10, 10))


def _trend_rows(collection: Collection, periods: Sequence[str]) -> Iterator[Row]:
    for trend in collection.trends:
        lines = [(collection.words.of(a), trend.scores[a], trend.changes.get(a), "") for a in trend.scores]
        if len(lines) > 1:
            lines.append(("总分", trend.totals, trend.change, trend.note))
        for label, values, change, note in lines:
            by_period = dict(zip(trend.periods, values, strict=True))
            yield [trend.name, trend.type_name, label, *(_shown(by_period.get(p)) for p in periods), change, note]


def _behind(book: Workbook, collection: Collection) -> None:
    """How many items and people stand behind each number of the main sheet."""
    head = ("单位", "类型", "时期", "维度", "评价方", "得分", "已答条数", "应答条数", "不适用", "份数", "说明")
    rows = (
        [unit.name, unit.type_name, label_of(unit.period), name, collection.words.of(a), part.shown, part.answered, part.applicable,
         part.not_applicable, unit.results[a].people, small_note(unit.results[a])]
        for unit in collection.units
        for a, parts in unit.card.by_dimension.items()
        for key, name in collection.dimensions.items()
        if (part := parts.get(key)) and (part.applicable or part.not_applicable)
    )  # fmt: skip
    _sheet(book, "数字的依据", head, rows, (26, 16, 12, 14, 10, 8))


def _both(book: Workbook, collection: Collection) -> None:
    """What units say of themselves beside what those served say, where both speak; the widest apart come first."""
    own, served = (collection.words.of(a) for a in (Assessor.SELF, Assessor.MASSES))
    head = ("单位", "类型", "时期", "维度", own, served, f"{own}高出", "份数", "说明")
    rows: list[tuple[float, Row]] = [
        (-abs(mine - theirs), [unit.name, unit.type_name, label_of(unit.period), name, mine, theirs, round(mine - theirs, 1), slips.people,
         small_note(slips)])
        for unit in collection.latest
        if (slips := unit.results.get(Assessor.MASSES)) and Assessor.SELF in unit.results
        for key, name in collection.dimensions.items()
        if (mine := _of(unit, Assessor.SELF, key)) is not None and (theirs := _of(unit, Assessor.MASSES, key)) is not None
    ]  # fmt: skip
    if rows:
        widest = [row for _, row in sorted(rows, key=lambda pair: pair[0])]
        _sheet(book, f"{own}和{served}", head, widest, (26, 16, 12, 14, 9, 9, 9, 8, 18))


def _of(unit: Unit, assessor: Assessor, dimension: str) -> float | None:
    part = unit.card.by_dimension[assessor].get(dimension)
    return part.shown if part else None


def _written(book: Workbook, collection: Collection) -> None:
    head = ("单位", "类型", "时期", "评价方", "问题", "回答", "佐证材料", "备注", "不适用的理由", "条目编号")
    rows = (
        [w.unit.name, w.unit.type_name, label_of(w.unit.period), collection.words.of(w.assessor), w.item.indicator.ask,
         given_text(w.item, w.given), w.given.evidence, w.given.note, w.given.reason,
         w.item.id]
        for w in written_rows(collection)
    )  # fmt: skip
    _sheet(book, "佐证和备注", head, rows, (24, 14, 10, 10, 34, 14, 34, 34, 24, 18))


def _to_mend(book: Workbook, collection: Collection) -> None:
    head = ("单位", "类型", "时期", "关键项", "问题", "现状", "怎么补", "责任人", "期限", "条目编号")
    _sheet(book, "整改清单", head, _mend_rows(collection), (24, 14, 9, 7, 34, 18, 34, 10, 12, 18))


def _mend_rows(collection: Collection) -> Iterator[Row]:
    for unit in collection.latest:
        for gap in unit.gaps:
            given = unit.results[gap.assessor].answers[gap.item.id]
            indicator = gap.item.indicator
            yield [
                unit.name, unit.type_name, label_of(unit.period), "是" if gap.urgent else "", indicator.ask,
                given_text(gap.item, given), indicator.remedy, given.owner, given.due, gap.item.id,
            ]  # fmt: skip


def _problems(book: Workbook, collection: Collection) -> None:
    rows = ([p.file, p.place, p.message, "没有计入" if p.fatal else "其余照常计入"] for p in collection.problems)
    _sheet(book, "文件问题", ("文件", "位置", "问题", "处理"), rows, (30, 24, 70, 14))
