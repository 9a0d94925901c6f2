"""The summary as one HTML page that needs nothing else: no script, no other file, no network."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ..checklist.asked.wording import decimal_text
from ..checklist.collection.collection import Unit
from ..checklist.results.period import label_of
from ..checklist.results.tally import people_text
from ..checklist.summary import Summary
from ..checklist.summary.helping import ORDER
from ..checklist.summary.model import RankGroup, Spread, Standing, TrendLine
from ..checklist.summary.sentences import change_text, limit_brief, overview_text, spread_text, task_state
from ..library import Vocabulary
from ..library.models import Assessor
from ..paths import theme_text
from ..scripts import admitted
from .abridging import abridged, names_text, parted
from .templates import templates

TEMPLATE = "checklist/report.html.j2"
STYLE = "print/report.css"
# What somebody reads of a page; the workbook has all.
_MOST = {"help": 30, "shared": 15, "gaps": 10, "tasks": 150, "beside": 60, "written": 300}


def report_html(summary: Summary) -> str:
    """Return the page."""
    environment = templates()
    style = f":root {{ --colour: {summary.colour}; }}\n" + theme_text(STYLE)
    return environment.get_template(TEMPLATE).render(
        style=style,
        policy=f"default-src 'none'; style-src {admitted(style)}",
        **report_context(summary),
    )


def report_context(summary: Summary) -> dict[str, Any]:
    """Return what the template shows: the summary, cut to what somebody reads, and its numbers in words."""
    return {
        "s": summary,
        "overview": overview_text(summary),
        "types": [
            {
                "t": one,
                "groups": [_group(group) | {"is_first": n == 0} for n, group in enumerate(one.groups)],
                "gaps": abridged(one.gaps, _MOST["gaps"]),
                "spreads": [_spread(spread) for spread in one.spreads],
            }
            for one in summary.types
        ],
        "help_order": ORDER,
        "help": abridged(summary.help, _MOST["help"]),
        "shared": abridged(summary.shared_gaps, _MOST["shared"]),
        "tasks": abridged(summary.tasks, _MOST["tasks"]),
        "beside": abridged(summary.beside, _MOST["beside"]),
        "written": abridged(summary.written, _MOST["written"]),
        "units": [_unit(unit, summary) for unit in summary.units],
        "averages": [_heat(value) for value in summary.averages.values()],
        "assessors": [summary.words.of(a) for a in Assessor],
        "trends": [_trend(line) for line in summary.trends],
        "both": "和".join(summary.words.of(a) for a in (Assessor.SELF, Assessor.MASSES)),
        "names": names_text,
        "state": task_state,
    }


def _group(group: RankGroup) -> dict[str, Any]:
    first, left_out, last = parted(group.standings)
    return {
        "g": group,
        "first": [_standing(one) for one in first],
        "left_out": left_out,
        "last": [_standing(one) for one in last],
    }


def _standing(one: Standing) -> dict[str, Any]:
    text, shade = _heat(one.total)
    return {
        "s": one,
        "total": text,
        "shade": shade,
        "bar": f"{one.total or 0:.1f}",
        "limit": limit_brief(one),
        "change": change_text(one.change),
    }


def _spread(spread: Spread) -> dict[str, Any]:
    """The bars of an item, each from where the last one ends, in shares of a hundred."""
    total = sum(count.number for count in spread.counts)
    bars, at = [], 0.0
    for place, count in enumerate(spread.counts):
        width = 100 * count.number / total if total else 0.0
        steps = len(spread.counts) - 1
        bars.append(
            {"at": f"{at:.1f}", "width": f"{width:.1f}", "shade": f"fill-{round(4 * place / steps) if steps else 4}"}
        )
        at += width
    return {"s": spread, "bars": bars, "text": spread_text(spread)}


def _unit(unit: Unit, summary: Summary) -> dict[str, Any]:
    card = unit.card
    return {
        "period": label_of(unit.period),
        "counts": [_stands_on(unit, a) for a in Assessor],
        "behind": [_behind(unit, key, summary.words) for key in summary.dimensions],
        "unit": unit,
        "grade": card.grade.name if card.grade else "—",
        "assessors": [_heat(card.totals[a].shown if a in card.totals else None) for a in Assessor],
        "total": _heat(card.total),
        "dimensions": [_heat(card.dimensions.get(key)) for key in summary.dimensions],
        "open": sum(score.open for score in card.totals.values()),
    }


def _stands_on(unit: Unit, assessor: Assessor) -> str:
    """How many items and, of those served, how many people a score rests on."""
    score, result = unit.card.totals.get(assessor), unit.results.get(assessor)
    if not score or not result:
        return ""
    items = f"{score.answered}/{score.applicable} 条"
    return f"{items}，{people_text(result)}" if assessor is Assessor.MASSES else items


def _heat(value: float | None) -> tuple[str, str]:
    """Return the text of a score and the class of its shade, of which there are five."""
    return decimal_text(value), "heat-none" if value is None else f"heat-{min(4, int(value // 20))}"


def _behind(unit: Unit, dimension: str, words: Vocabulary) -> str:
    """How many items a dimension's number rests on, by who answered them."""
    parts = ((a, unit.card.by_dimension[a].get(dimension)) for a in unit.card.by_dimension)
    return "、".join(f"{words.of(a)}{part.answered}条" for a, part in parts if part and part.answered)


def _trend(line: TrendLine) -> dict[str, Any]:
    periods = [label_of(period) for period in line.trend.periods]
    return {
        "line": line,
        "scores": [(period, decimal_text(value)) for period, value in zip(periods, line.scores, strict=True)],
        "as_scored": _moved(line.as_scored),
        "alike": _moved(line.change),
        "common": f"{line.alike.common}/{line.alike.answered} 条" if line.alike else "",
        "curve": "" if line.note else _curve(line.scores),
    }


def _moved(points: float | None) -> str:
    if points is None:
        return "—"
    return "持平" if points == 0 else f"{'进步' if points > 0 else '退步'} {abs(points):.1f}"


def _curve(values: Sequence[float | None]) -> str:
    """Points of the trend's line in a box of 120 by 40."""
    known: Iterable[tuple[int, float]] = ((index, value) for index, value in enumerate(values) if value is not None)
    step = 110 / max(1, len(values) - 1)
    return " ".join(f"{5 + index * step:.1f},{37 - value * 0.34:.1f}" for index, value in known)
