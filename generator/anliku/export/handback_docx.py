"""What each unit gets back: a sheet of its own results, beside the mean of its type, and nothing of any other unit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

from ..checklist.asked.wording import decimal_text, given_text
from ..checklist.results.tally import people_text
from ..checklist.summary import Summary
from ..checklist.summary.model import Standing, State, Task, TypeSummary
from ..checklist.summary.sentences import change_text, day_text, limit_text, task_state, to_write
from ..library.models import Assessor
from .abridging import abridged
from .official import Official

_MOST_GAPS = 10
_UNFIT = re.compile(r"[^\w-]+")


def hand_backs(summary: Summary, stamp: dt.datetime) -> Mapping[str, bytes]:
    """Return a document for each unit in its latest period, by the name of its file."""
    late: dict[int, list[Task]] = {}
    for task in summary.tasks:
        late.setdefault(id(task.unit), []).append(task)
    pairs = [(one, standing) for one in summary.types for standing in one.standings]
    digits = max(2, len(str(len(pairs))))
    return {
        _file_name(number, digits, standing): _document(summary, one, standing, late.get(id(standing.unit), []), stamp)
        for number, (one, standing) in enumerate(pairs, 1)
    }


def _file_name(number: int, digits: int, standing: Standing) -> str:
    """Number the files, so that no two of them are alike whatever the units are called."""
    return f"{number:0{digits}d}-{_UNFIT.sub('_', standing.unit.name)[:40].strip('_') or '单位'}.docx"


def _document(
    summary: Summary, one: TypeSummary, standing: Standing, tasks: Sequence[Task], stamp: dt.datetime
) -> bytes:
    document = Official(summary.title)
    document.title("自评结果反馈")
    document.addressee(f"{standing.unit.name}：")
    for sentence in _sentences(summary, standing, tasks):
        document.paragraph(sentence)
    document.caption("各维度得分")
    rows = [
        [name, decimal_text(standing.dimensions.get(key)), decimal_text(one.averages.get(key))]
        for key, name in summary.dimensions.items()
        if standing.dimensions.get(key) is not None
    ]
    document.table((30, 15, 25), ("维度", "本单位", f"同类 {len(one.standings)} 个单位的平均"), rows)
    shown = abridged(standing.unit.gaps, _MOST_GAPS)
    if shown.rows:
        document.caption("要补的差距（关键项在前）")
        document.table((24, 15, 27, 9, 14), ("问题", "现状", "怎么补", "责任人", "期限"), _gaps(standing))
    if shown.more:
        document.note(f"还有 {shown.more} 条，见自评表。")
    if tasks:
        document.caption("整改任务")
        rows = [
            [task_state(t), t.day.isoformat() if t.day else t.given.due, t.item.indicator.ask, t.given.owner]
            for t in tasks
        ]
        document.table((14, 13, 40, 12), ("情况", "日期", "问题", "责任人"), rows)
    document.paragraph(to_write("对这个单位的意见"))
    document.signature(summary.words.publisher or to_write("落款单位"), day_text(summary.day))
    return document.content(stamp)


def _sentences(summary: Summary, standing: Standing, tasks: Sequence[Task]) -> Iterator[str]:
    if standing.total is None:
        yield f"{standing.period}还没有一条答案，没有得分。"
        return
    told = (
        f"{standing.period}你单位总分 {decimal_text(standing.total)} 分（{standing.basis}），等级：{standing.grade}。"
    )
    if standing.rank:
        told += f"在 {standing.of} 个同类单位（同一时期、评价方相同）中列第 {standing.rank}。"
    yield told
    limit = limit_text(standing)
    if limit:
        yield f"{limit}。"
    if standing.change:
        yield f"同上期比：{change_text(standing.change)}。"
    slips = standing.unit.results.get(Assessor.MASSES)
    if slips:
        yield f"{summary.words.of(Assessor.MASSES)}收回 {people_text(slips)}。"
    late = sum(task.state is State.OVERDUE for task in tasks)
    waiting = [
        f"{number} 条{what}"
        for number, what in ((standing.open, "还没有答"), (standing.unit.rechecks, "的条目已改，请复核"))
        if number
    ]
    waiting += [f"{late} 件整改逾期"] if late else []
    if waiting:
        yield f"还要办的：{'；'.join(waiting)}。"


def _gaps(standing: Standing) -> Iterator[Sequence[str]]:
    for gap in standing.unit.gaps[:_MOST_GAPS]:
        given = standing.unit.results[gap.assessor].answers[gap.item.id]
        ask = ("★" if gap.urgent else "") + gap.item.indicator.ask
        yield [ask, given_text(gap.item, given), gap.item.indicator.remedy, given.owner, given.due]
