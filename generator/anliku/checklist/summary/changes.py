"""What may be told of a unit's change: source by source, over the same items, and never over too few."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..asked.scheme import Scheme
from ..asked.scoring import combine, rounded
from ..collection.collection import Trend, Unit
from ..results.alike import LEAST_SHARE, Alike
from ..results.period import label_of
from .model import Change, TrendLine

TOTAL = "总分"


def trend_lines(trend: Trend, scheme: Scheme) -> Iterator[TrendLine]:
    """Yield a line for each assessor with scores, and one for the total where there are several."""
    who = [a for a in trend.scores if any(value is not None for value in trend.scores[a])]
    for assessor in who:
        pair = trend.alike.get(assessor)
        change = pair.change if pair else None
        told = trend.changes.get(assessor) if change is not None else None
        yield TrendLine(trend, trend.words.of(assessor), trend.scores[assessor], told, pair, change, _why_not(pair))
    if len(who) > 1:
        change = _change_of_total(trend, scheme)
        note = trend.note or next((why for a in trend.sources(-1) if (why := _why_not(trend.alike.get(a)))), "")
        told = trend.change if change is not None else None
        yield TrendLine(trend, TOTAL, trend.totals, told, None, change, note)


def change_of(unit: Unit, lines: Iterable[TrendLine]) -> Change | None:
    """Return the change of a unit's latest period: of its total, else of the first assessor who can be compared."""
    lines = [line for line in lines if line.scores[-1] is not None and line.trend.periods[-1] == unit.period]
    in_order = sorted(lines, key=lambda line: (line.change is None, line.label != TOTAL))
    if not in_order:
        return None
    line = in_order[0]
    pair = line.alike or next((other.alike for other in lines if other.alike), None)
    before = label_of(pair.periods[0]) if pair else ""
    if line.alike:
        return Change(line.label, before, line.change, line.note, line.alike.common, line.alike.answered)
    return Change(line.label, before, line.change, line.note)


def _why_not(pair: Alike | None) -> str:
    if pair is None or pair.comparable:
        return ""
    if not pair.common:
        return "两期没有看得出是相同的条目，不比"
    return f"两期相同的条目只占 {pair.share:.0%}（{pair.common}/{pair.answered} 条），不到 {LEAST_SHARE:.0%}，不比"


def _change_of_total(trend: Trend, scheme: Scheme) -> float | None:
    """Combine the assessors' scores over the same items, where the same assessors took part in the last two periods."""
    pairs = {a: trend.alike[a] for a in trend.sources(-1) if a in trend.alike}
    last = trend.periods[-2:]
    if trend.note or not pairs or any(not pair.comparable or pair.periods != last for pair in pairs.values()):
        return None
    before = combine({a: pair.before for a, pair in pairs.items()}, scheme)
    after = combine({a: pair.after for a, pair in pairs.items()}, scheme)
    return None if before is None or after is None else round(rounded(after) - rounded(before), 1)
