"""The summary in words: page, workbook and report say the same, and every number in a sentence is one of the summary's.

What no number tells is left to the organiser, marked 〔请填写：…〕.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence

from ...library.models import Assessor
from ..forms import with_unit
from ..tally import SMALL, SMALL_NOTE
from ..wording import decimal_text
from .helping import APART, FELL, ORDER
from .model import Change, CommonGap, Count, Spread, Standing, State, Summary, Task, TypeSummary

_FEW_UNITS = 5
_GAPS = 3
_HELP = 5


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
    types = counts_text(Count(one.name, len(one.standings)) for one in summary.types)
    told = (
        f"共 {count} 个单位{'：' + types if len(summary.types) > 1 else '，都是' + summary.types[0].name}。"
        if count
        else ""
    )
    grades = counts_text(summary.grades)
    told += f"按各单位最近一期：{grades}。" if grades else "还没有一个单位有得分。"
    provisional = sum(s.unit.card.provisional and s.total is not None for s in summary.standings)
    told += f"其中 {provisional} 个还有条目没有答，等级是暂定的。" if provisional else ""
    told += f"有 {summary.uncounted} 个文件没有计入。" if summary.uncounted else ""
    return told


def change_text(change: Change | None) -> str:
    """Return a change with what it rests on, or why there is none; "" for a unit with one period."""
    if change is None:
        return ""
    if change.points is None:
        return change.note or "不比"
    moved = "持平" if change.points == 0 else f"{'进步' if change.points > 0 else '退步'} {abs(change.points):.1f}"
    same = f"，{change.common}/{change.answered} 条相同" if change.common != change.answered else ""
    return f"{moved}（{change.label}，{change.before}{same}）"


def limit_text(standing: Standing, best: str) -> str:
    """Say what keeps a unit from a better grade; "" when nothing does. best: the name of the first grade."""
    if not standing.unmet:
        return ""
    if standing.by_score:
        head = f"得分够“{standing.by_score}”，因关键项 {len(standing.unmet)} 条不达标降等"
    else:
        head = f"关键项 {len(standing.unmet)} 条不达标，不得评“{best}”"
    return f"{head}：{'；'.join(standing.unmet[:2])}{'……' if len(standing.unmet) > 2 else ''}"


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


def general_sentences(summary: Summary) -> Iterator[str]:
    """How many took part, and how they did."""
    yield overview_text(summary)
    for one in summary.types:
        if one.average is not None:
            yield _type_text(one, summary)
    masses = [s for s in summary.standings if s.small]
    if masses:
        yield f"{summary.words.of(Assessor.MASSES)}中，有 {len(masses)} 个单位收回的不到 {SMALL} 份，{SMALL_NOTE}。"


def _type_text(one: TypeSummary, summary: Summary) -> str:
    scored = [s for s in one.standings if s.total is not None]
    few = "（单位少，平均数只供参考）" if len(scored) < _FEW_UNITS else ""
    told = f"{one.name}平均 {decimal_text(one.average)} 分{few}"
    best, worst = max(scored, key=lambda s: s.total or 0.0), min(scored, key=lambda s: s.total or 0.0)
    told += f"，最高 {decimal_text(best.total)} 分，最低 {decimal_text(worst.total)} 分" if len(scored) > 1 else ""
    parts = [(summary.dimensions[key], value) for key, value in one.averages.items() if value is not None]
    if len({value for _, value in parts}) > 1:
        high, low = max(parts, key=lambda p: p[1]), min(parts, key=lambda p: p[1])
        told += f"；“{high[0]}”较好（{decimal_text(high[1])} 分），“{low[0]}”较弱（{decimal_text(low[1])} 分）"
    told += f"。{counts_text(one.grades)}。" if counts_text(one.grades) else "。"
    groups = [group for group in one.groups if group.standings]
    if len(groups) > 1:
        told += f"这些单位的评价方或时期不同，分 {len(groups)} 组排名，组与组之间不比。"
    return told


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
            f"有上期可比的单位 {len(known)} 个，只比同一评价方对相同条目的评价：进步 {up} 个，退步 {down} 个，"
            f"持平 {len(known) - up - down} 个。"
        )
        fallen = sorted((s for s in summary.standings if s.change and (s.change.points or 0.0) <= -FELL),
                        key=lambda s: s.change.points if s.change and s.change.points is not None else 0.0)  # fmt: skip
        if fallen:
            told = "、".join(f"{s.unit.name}（{change_text(s.change)}）" for s in fallen[:_GAPS])
            yield f"退步 {FELL:g} 分以上的有 {len(fallen)} 个{'，幅度最大的是' if len(fallen) > _GAPS else '：'}{told}。"
    if len(known) < len(changes):
        yield f"另有 {len(changes) - len(known)} 个单位两期的评价方不同或相同的条目太少，不比。"


def gap_sentences(summary: Summary) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield, over all types and then for each, a heading and the gaps that most units have in common."""
    shared = [gap for gap in summary.shared_gaps if gap.unmet]
    if shared:
        yield "各类单位共有的", tuple(_gap_text(gap, of_types=True) for gap in shared[:_GAPS])
    for one in summary.types:
        own = [gap for gap in one.gaps if gap.unmet]
        if own:
            yield one.name, tuple(_gap_text(gap) for gap in own[:_GAPS])


def _gap_text(gap: CommonGap, *, of_types: bool = False) -> str:
    where = f"{len(gap.types)} 类的 " if of_types else ""
    told = f"“{gap.item.indicator.ask}”：{where}{gap.units} 个单位中 {gap.unmet} 个不达标"
    if not of_types and len(gap.names) <= _GAPS:
        told += f"（{'、'.join(gap.names)}）"
    return told + (f"。补法：{gap.item.indicator.remedy.rstrip('。')}。" if gap.item.indicator.remedy else "。")


def help_sentences(summary: Summary) -> Iterator[str]:
    """Which units to help first, and why."""
    if not summary.help:
        yield "按现有结果，没有单位需要特别帮扶。"
        return
    own, served = (summary.words.of(a) for a in (Assessor.SELF, Assessor.MASSES))
    yield f"有 {len(summary.help)} 个单位存在等级末位、关键项不达标、退步 {FELL:g} 分以上、{own}比{served}高 {APART:g} 分以上或整改逾期的情况。{ORDER}，排在最前的是："
    for number, one in enumerate(summary.help[:_HELP], 1):
        yield f"{number}. {one.standing.unit.name}（{one.standing.unit.type_name}）：{'；'.join(one.reasons)}。"


def task_sentences(summary: Summary) -> Iterator[str]:
    """How it stands with what units set themselves to mend."""
    if not summary.tasks:
        yield "各单位还没有写明整改的责任人和期限。" if not summary.anonymous else "隐去了单位的文字，不列整改。"
        return
    counts = {state: len(summary.tasks_in(state)) for state in State}
    told = "，".join(f"{state} {number} 件" for state, number in counts.items() if number)
    yield f"各单位写明责任人或期限的整改共 {len(summary.tasks)} 件，截至{day_text(summary.day)}：{told}。"


def closing_sentences() -> Sequence[str]:
    """What only the organiser can write."""
    return (to_write("对上述情况的判断，成因"), to_write("下一步的工作安排、责任分工和时限"))
