"""The organiser's report as a Word document: two pages in the layout of official documents, then tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from ..checklist.asked.wording import decimal_text
from ..checklist.summary import Summary
from ..checklist.summary.model import CommonGap, RankGroup, Standing, Task
from ..checklist.summary.report import report_blocks
from ..checklist.summary.sentences import change_brief, day_text, limit_brief, report_title, task_state, to_write
from ..library.models import Assessor
from .abridging import abridged, names_text, parted
from .official import Official

DocxRow = Sequence[str]
_MOST_GAPS, _MOST_TASKS, _MOST_BESIDE = 8, 40, 30


def summary_docx(summary: Summary, stamp: dt.datetime) -> bytes:
    """Return the file's bytes."""
    document = Official(summary.title)
    document.title(report_title(summary))
    document.addressee(f"{to_write('主送单位')}：")
    for heading, text in report_blocks(summary):
        if text:
            document.paragraph(text, heading)
        else:
            document.heading(1, heading)
    attached = [(name, write) for name, write in _ATTACHED if write is not _beside or summary.beside]
    attached = [(name, write) for name, write in attached if write is not _tasks or summary.tasks]
    document.attachments([_named(name, summary) for name, _ in attached])
    document.signature(summary.words.publisher or to_write("落款单位"), day_text(summary.day))
    for number, (name, write) in enumerate(attached, 1):
        document.attachment(number, _named(name, summary))
        write(document, summary)
    return document.content(stamp)


def _named(name: str, summary: Summary) -> str:
    own, served = (summary.words.of(a) for a in (Assessor.SELF, Assessor.MASSES))
    return name.format(own=own, served=served)


_OVERVIEW = ("名次", "单位", "总分", "等级", "最弱的维度", "等级受限于", "比上期")
_OVERVIEW_WIDTHS = (5.5, 19, 6, 14, 14, 13, 13)


def _overview(document: Official, summary: Summary) -> None:
    """One table a type; types of a single unit share the last one."""
    for one in summary.types:
        if len(one.standings) > 1:
            document.caption(f"{one.name}（{len(one.standings)} 个）")
            rows = [row for group in one.groups for row in _group(group, named=len(one.groups) > 1)]
            document.table(_OVERVIEW_WIDTHS, _OVERVIEW, rows)
    singles = [one.standings[0] for one in summary.types if len(one.standings) == 1]
    if singles:
        document.caption("只有一个单位的类型")
        document.table(_OVERVIEW_WIDTHS, _OVERVIEW, [_standing(one, one.unit.type_name) for one in singles])
    document.note(
        "同一类型、同一时期、评价方相同的单位才排名；比上期只比同一评价方对相同条目的评价，相同的不到七成的不比。"
    )


def _group(group: RankGroup, *, named: bool) -> Iterator[DocxRow]:
    if named:
        yield ["", f"{group.period}，{group.basis}：", "", "", "", "", ""]
    first, left_out, last = parted(group.standings)
    yield from (_standing(one) for one in first)
    if left_out:
        yield ["", f"中间 {left_out} 个单位，见汇总的表格", "", "", "", "", ""]
    yield from (_standing(one) for one in last)


def _standing(one: Standing, type_name: str = "") -> DocxRow:
    weakest = f"{one.weakest.name} {decimal_text(one.weakest.score)}" if one.weakest else "—"
    notes = "，".join(note for note in (type_name, one.small) if note)
    name = f"{one.unit.name}（{notes}）" if notes else one.unit.name
    limit, change = limit_brief(one) or "—", change_brief(one.change) or "—"
    return [str(one.rank or "—"), name, decimal_text(one.total), one.grade or "—", weakest, limit, change]


def _gaps(document: Official, summary: Summary) -> None:
    lists = [("各类单位共有的", summary.shared_gaps)] if summary.shared_gaps else []
    lists += [(one.name, one.gaps) for one in summary.types if one.gaps and len(one.standings) > 1]
    for name, gaps in lists:
        shown = abridged([gap for gap in gaps if gap.unmet], _MOST_GAPS)
        if shown.rows:
            document.caption(name)
            head = ("问题", "不达标/答了的", "得分率", "哪些单位不达标", "怎么补")
            document.table((22, 9, 8, 26, 22), head, map(_gap, shown.rows))
        if shown.more:
            document.note(f"还有 {shown.more} 条，见汇总的表格。")


def _gap(gap: CommonGap) -> DocxRow:
    indicator = gap.item.indicator
    names = names_text(gap.names, 8)
    return [indicator.ask, f"{gap.unmet}/{gap.units}", f"{gap.average:.0%}", names, indicator.remedy]


def _tasks(document: Official, summary: Summary) -> None:
    shown = abridged(summary.tasks, _MOST_TASKS)
    document.caption(f"截至{day_text(summary.day)}")
    head = ("情况", "日期", "单位", "问题", "责任人")
    document.table((12, 12, 20, 34, 9), head, map(_task, shown.rows))
    if shown.more:
        document.note(f"还有 {shown.more} 件，见汇总的表格。")


def _task(task: Task) -> DocxRow:
    written = task.given.due or "—"
    day = task.day.isoformat() if task.day else written
    told = f"{day}（原写“{written}”）" if task.day and written not in (day, "—") else day
    return [task_state(task), told, task.unit.name, task.item.indicator.ask, task.given.owner]


def _beside(document: Official, summary: Summary) -> None:
    own, served = (summary.words.of(a) for a in (Assessor.SELF, Assessor.MASSES))
    shown = abridged(summary.beside, _MOST_BESIDE)
    document.table((24, 16, 8, 12, 10, 18), ("单位", "维度", own, served, f"{own}高出", "份数"), _beside_rows(summary))
    if shown.more:
        document.note(f"相差最大的在前；还有 {shown.more} 行，见汇总的表格。")


def _beside_rows(summary: Summary) -> Iterator[DocxRow]:
    for one in summary.beside[:_MOST_BESIDE]:
        people = f"{one.people}（{one.small}）" if one.small else str(one.people)
        numbers = [decimal_text(value) for value in (one.mine, one.theirs, one.difference)]
        yield [one.unit.name, one.dimension, *numbers, people]


_ATTACHED = (
    ("各单位一览", _overview), ("共性短板", _gaps), ("整改任务", _tasks), ("{own}和{served}", _beside),
)  # fmt: skip
