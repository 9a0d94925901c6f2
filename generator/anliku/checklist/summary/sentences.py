"""The summary in words: page, workbook and report say the same, and every number in a sentence is one of the summary's.

What no number tells is left to the organiser, marked 〔请填写：…〕.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ...library.models import Assessor
from ..asked.answer_forms import with_unit
from ..asked.wording import asks_text, decimal_text
from ..results.tally import SMALL, SMALL_NOTE
from .helping import FELL, ORDER
from .model import Change, CommonGap, Count, Spread, Standing, State, Summary, Task, TypeSummary

_FEW_UNITS = 5
_NAMED_TYPES = 2


def to_write(what: str) -> str:
    """Mark what the organiser has to write."""
    return f"〔请填写：{what}〕"


def day_text(day: dt.date) -> str:
    """Return a day as it is written in Chinese."""
    return f"{day.year}年{day.month}月{day.day}日"


def counts_text(counts: Iterable[Count]) -> str:
    """Say how many there are of each, leaving out what there is none of."""
    return "，".join(f"{count.name} {count.number} 个" for count in counts if count.number)


def overview_text(summary: Summary) -> str:
    """Say how many units there are, of which types, and their grades."""
    count = len(summary.standings)
    if not count:
        return ""
    largest = sorted(summary.types, key=lambda one: -len(one.standings))
    named = "、".join(f"{one.name} {len(one.standings)} 个" for one in largest[:_NAMED_TYPES])
    more = f"等 {len(largest)} 类" if len(largest) > _NAMED_TYPES else ""
    told = (
        f"共 {count} 个单位（{named}{more}）。" if len(largest) > 1 else f"共 {count} 个单位，都是{largest[0].name}。"
    )
    grades = counts_text(summary.grades)
    told += f"按各单位最近一期：{grades}" if grades else "还没有一个单位有得分"
    provisional = sum(s.unit.card.provisional and s.total is not None for s in summary.standings)
    told += f"；{provisional} 个还有条目没有答，等级是暂定的。" if provisional else "。"
    return told + (f"有 {summary.uncounted} 个文件没有计入。" if summary.uncounted else "")


def change_text(change: Change | None) -> str:
    """Return a change with what it rests on, or why there is none; "" for a unit with one period."""
    if change is None:
        return ""
    if change.points is None:
        return change.note or "不比"
    moved = "持平" if change.points == 0 else f"{'进步' if change.points > 0 else '退步'} {abs(change.points):.1f}"
    same = f"，{change.common}/{change.answered} 条相同" if change.common != change.answered else ""
    return f"{moved}（{change.label}，{change.before}{same}）"


def change_brief(change: Change | None) -> str:
    """Return a change in few words; "" where none is told."""
    if change is None or change.points is None:
        return "不比" if change else ""
    moved = "持平" if change.points == 0 else f"{'进步' if change.points > 0 else '退步'} {abs(change.points):.1f}"
    return f"{moved}（{change.label}）"


def limit_text(standing: Standing) -> str:
    """Say what keeps a unit from a better grade; "" when nothing does."""
    if not standing.unmet:
        return ""
    if standing.by_score:
        head = f"得分够“{standing.by_score}”，因关键项 {len(standing.unmet)} 条不达标降等"
    else:
        head = f"关键项 {len(standing.unmet)} 条不达标，不得评“{standing.unit.scheme.grades[0].name}”"
    return f"{head}：{asks_text(standing.unmet, 2)}"


def limit_brief(standing: Standing) -> str:
    """Say how many critical items are unmet, and which grade the score alone would earn; "" where none is."""
    earned = f"（得分够“{standing.by_score}”）" if standing.by_score else ""
    return f"{len(standing.unmet)} 条关键项{earned}" if standing.unmet else ""


def spread_text(spread: Spread) -> str:
    """Say how the answers to an item are spread."""
    who = "人" if spread.people else "个"
    if spread.counts:
        told = "，".join(f"{count.name} {count.number}" for count in spread.counts)
    elif spread.middle is not None and spread.low is not None and spread.high is not None:
        low, middle, high = (
            with_unit(round(v, 2), spread.item.form.unit) for v in (spread.low, spread.middle, spread.high)
        )
        told = f"最低 {low}，中间 {middle}，最高 {high}（{spread.answered} {who}）"
    else:
        told = "没有答案"
    parts = [told]
    parts += [f"不适用 {spread.not_applicable}"] if spread.not_applicable else []
    parts += [f"未答 {spread.open}"] if spread.open else []
    return "；".join(parts) + (f"（{spread.small}）" if spread.small else "")


def task_state(task: Task) -> str:
    """Return how it stands with a task, and by how many days it is late."""
    return f"{task.state}（{task.late} 天）" if task.late else str(task.state)


def report_title(summary: Summary) -> str:
    """Return the title of the report."""
    span = (
        summary.periods[0]
        if len(summary.periods) == 1
        else f"{summary.periods[0]}至{summary.periods[-1]}"
        if summary.periods
        else ""
    )
    return f"关于{span}自评情况的报告"


def masses_sentences(summary: Summary) -> Iterator[str]:
    """Say that those served who answered were few, where they were."""
    few = sum(bool(standing.small) for standing in summary.standings)
    if few:
        yield f"{summary.words.of(Assessor.MASSES)}中，{few} 个单位收回的不到 {SMALL} 份，{SMALL_NOTE}。"


def type_sentences(summary: Summary, most: int) -> Iterator[str]:
    """How the units of each type did; of many types, those with most units."""
    scored = sorted((one for one in summary.types if one.average is not None), key=lambda one: -len(one.standings))
    for one in scored[:most]:
        yield _type_text(one, summary)
    left = scored[most:]
    if left:
        yield f"其余 {len(left)} 类共 {sum(len(one.standings) for one in left)} 个单位，见附件 1。"


def _type_text(one: TypeSummary, summary: Summary) -> str:
    scores = [s.total for s in one.standings if s.total is not None]
    span = f"（{decimal_text(min(scores))} 到 {decimal_text(max(scores))} 分）" if len(scores) > 1 else ""
    few = "，单位少，只供参考" if len(scores) < _FEW_UNITS else ""
    told = f"{one.name}平均 {decimal_text(one.average)} 分{span}{few}"
    parts = [(summary.dimensions[key], value) for key, value in one.averages.items() if value is not None]
    if len({value for _, value in parts}) > 1:
        high, low = max(parts, key=lambda p: p[1]), min(parts, key=lambda p: p[1])
        told += f"；“{high[0]}”较好（{decimal_text(high[1])} 分），“{low[0]}”较弱（{decimal_text(low[1])} 分）"
    return f"{told}。"


def change_sentences(summary: Summary) -> Iterator[str]:
    """What changed since the period before, over the same items."""
    changes = [s.change for s in summary.standings if s.change]
    known = [c.points for c in changes if c.points is not None]
    if not changes:
        yield "各单位都只有一期结果，没有可比的上期。"
        return
    if known:
        up, down = sum(p > 0 for p in known), sum(p < 0 for p in known)
        yield (
            f"可比的 {len(known)} 个单位（只比同一评价方对相同条目的评价），进步 {up} 个，退步 {down} 个，"
            f"持平 {len(known) - up - down} 个。"
        )
        fallen = [s for s in summary.standings if s.change and s.change.points is not None and s.change.points <= -FELL]
        if fallen:
            worst = min(fallen, key=lambda s: s.change.points or 0.0 if s.change else 0.0)
            yield f"退步 {FELL:g} 分以上的 {len(fallen)} 个，最多的是{worst.unit.name}，{change_text(worst.change)}。"
    if len(known) < len(changes):
        yield f"另有 {len(changes) - len(known)} 个单位两期的评价方不同或相同的条目太少，不比。"


def gap_sentences(summary: Summary, most: int) -> Iterator[str]:
    """Which items most units miss: over all types, and where there is only one, of that."""
    shared = [gap for gap in summary.shared_gaps if gap.unmet]
    own = [gap for one in summary.types for gap in one.gaps if gap.unmet]
    chosen = shared or sorted(own, key=lambda gap: -gap.unmet)
    for gap in chosen[:most]:
        types = f"{len(gap.types)} 类" if len(gap.types) > 1 else gap.types[0]
        yield _gap_text(gap, f"{types} {gap.units} 个单位")
    if not chosen:
        yield "没有不达标的条目。"


def _gap_text(gap: CommonGap, among: str) -> str:
    names = f"（{'、'.join(gap.names)}）" if len(gap.names) <= 2 else ""
    return f"“{gap.item.indicator.ask}”{among}中 {gap.unmet} 个不达标{names}。"


def help_sentences(summary: Summary, most: int) -> Iterator[str]:
    """Which units to help first, and why."""
    if not summary.help:
        yield "按现有结果，没有单位需要特别帮扶。"
    for one in summary.help[:most]:
        yield f"{one.standing.unit.name}：{'，'.join(one.brief[:2])}。"


def further_help_sentences(summary: Summary, most: int) -> Iterator[str]:
    """Say how many more there are, and by what they are put in order."""
    left = len(summary.help) - most
    if left > 0:
        yield f"另有 {left} 个，见汇总的表格。先后{ORDER}。"


def task_sentences(summary: Summary) -> Iterator[str]:
    """How it stands with what units set themselves to mend."""
    if not summary.tasks:
        yield "各单位还没有写明整改的责任人和期限。" if not summary.anonymous else "隐去了单位的文字，不列整改。"
        return
    counts = {state: len(summary.tasks_in(state)) for state in State}
    told = "，".join(f"{state} {number} 件" for state, number in counts.items() if number)
    yield f"各单位写明责任人或期限的整改共 {len(summary.tasks)} 件，截至{day_text(summary.day)}：{told}。"


def closing_texts() -> tuple[str, str]:
    """What only the organiser can write: why it is so, and what comes next."""
    return to_write("对上述情况的判断，主要原因"), to_write("工作安排、责任分工和时限")
