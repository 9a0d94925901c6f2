"""The collected results as one HTML page that needs nothing else: no script, no other file, no network."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..checklist.collection import Collection, Trend, Unit, written_rows
from ..checklist.period import label_of
from ..checklist.reading import SUMMARY_TITLE
from ..checklist.tally import people_text
from ..checklist.wording import decimal_text
from ..library import Vocabulary
from ..library.models import Assessor
from ..paths import theme_dir

TEMPLATE = "checklist/report.html.j2"
STYLE = "print/report.css"
_MOST = 30
_MOST_WRITTEN = 300


def report_html(collection: Collection) -> str:
    """Return the page."""
    environment = Environment(
        loader=FileSystemLoader(theme_dir() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (theme_dir() / STYLE).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return environment.get_template(TEMPLATE).render(
        title=SUMMARY_TITLE,
        style=style,
        policy=f"default-src 'none'; style-src 'sha256-{digest}'",
        **report_context(collection),
    )


def report_context(collection: Collection) -> dict[str, Any]:
    """Return what the template shows."""
    written = [] if collection.anonymous else list(written_rows(collection))
    grades = [unit.card.grade.name for unit in collection.latest if unit.card.grade]
    scheme = collection.settings.scheme
    return {
        "anonymous": collection.anonymous,
        "units": [_unit(unit, collection) for unit in collection.units],
        "count": len(collection.latest),
        "grades": [(grade.name, grades.count(grade.name)) for grade in scheme.grades],
        "dimensions": list(collection.dimensions.values()),
        "averages": [_heat(value) for value in collection.averages.values()],
        "assessors": [collection.words.of(a) for a in Assessor],
        "words": collection.words,
        "served": collection.words.of(Assessor.MASSES),
        "missed": [
            {"m": m, "cases": [collection.cases[k] for k in m.item.indicator.learn_from if k in collection.cases]}
            for m in collection.missed[:_MOST]
        ],
        "trends": [_trend(trend) for trend in collection.trends],
        "written": written[:_MOST_WRITTEN],
        "more_written": max(0, len(written) - _MOST_WRITTEN),
        "problems": [] if collection.anonymous else collection.problems,
        "uncounted": sum(problem.fatal for problem in collection.problems),
    }


def _unit(unit: Unit, collection: Collection) -> dict[str, Any]:
    card = unit.card
    return {
        "period": label_of(unit.period),
        "counts": [_stands_on(unit, a) for a in Assessor],
        "behind": [_behind(unit, key, collection.words) for key in collection.dimensions],
        "unit": unit,
        "grade": card.grade.name if card.grade else "—",
        "assessors": [_heat(card.totals[a].value if a in card.totals else None) for a in Assessor],
        "total": _heat(card.total),
        "dimensions": [_heat(card.dimensions.get(key)) for key in collection.dimensions],
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


def _trend(trend: Trend) -> dict[str, Any]:
    who = [a for a in trend.scores if any(value is not None for value in trend.scores[a])]
    rows = [(trend.words.of(a), trend.scores[a], trend.changes.get(a), "") for a in who]
    if len(who) > 1:
        rows.append(("总分", trend.totals, trend.change, trend.note))
    periods = [label_of(period) for period in trend.periods]
    return {
        "t": trend,
        "rows": [
            {
                "label": label,
                "scores": [(period, decimal_text(value)) for period, value in zip(periods, values, strict=True)],
                "change": change,
                "note": note,
                "line": "" if note else _line(values),
            }
            for label, values, change, note in rows
        ],
    }


def _line(values: Sequence[float | None]) -> str:
    """Points of the trend's line in a box of 120 by 40."""
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    step = 110 / max(1, len(values) - 1)
    return " ".join(f"{5 + index * step:.1f},{37 - value * 0.34:.1f}" for index, value in known)
