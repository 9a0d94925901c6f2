"""The collected results as one HTML page that needs nothing else: no script, no other file, no network."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..checklist.collection import Collection, Trend, Unit
from ..checklist.wording import decimal_text
from ..library.models import Assessor
from ..paths import theme_dir

TEMPLATE = "checklist/report.html.j2"
STYLE = "print/report.css"
_MOST = 30


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
        style=style, policy=f"default-src 'none'; style-src 'sha256-{digest}'", **report_context(collection)
    )


def report_context(collection: Collection) -> dict[str, Any]:
    """Return what the template shows."""
    grades = [unit.card.grade.name for unit in collection.latest if unit.card.grade]
    scheme = collection.settings.scheme
    return {
        "anonymous": collection.anonymous,
        "units": [_unit(unit, collection) for unit in collection.units],
        "count": len(collection.latest),
        "grades": [(grade.name, grades.count(grade.name)) for grade in scheme.grades],
        "dimensions": list(collection.dimensions.values()),
        "averages": [_heat(value) for value in collection.averages.values()],
        "assessors": [a.label for a in Assessor],
        "missed": [
            {"m": m, "cases": [collection.cases[k] for k in m.item.indicator.learn_from if k in collection.cases]}
            for m in collection.missed[:_MOST]
        ],
        "trends": [
            {"t": t, "line": _line(t), "totals": [(p, decimal_text(v)) for p, v in t.totals]} for t in collection.trends
        ],
        "problems": [] if collection.anonymous else collection.problems,
        "uncounted": sum(problem.fatal for problem in collection.problems),
    }


def _unit(unit: Unit, collection: Collection) -> dict[str, Any]:
    card = unit.card
    return {
        "unit": unit,
        "grade": card.grade.name if card.grade else "—",
        "assessors": [_heat(card.totals[a].value if a in card.totals else None) for a in Assessor],
        "total": _heat(card.total),
        "dimensions": [_heat(card.dimensions.get(key)) for key in collection.dimensions],
        "open": sum(score.open for score in card.totals.values()),
    }


def _heat(value: float | None) -> tuple[str, str]:
    """Return the text of a score and the class of its shade, of which there are five."""
    return decimal_text(value), "heat-none" if value is None else f"heat-{min(4, int(value // 20))}"


def _line(trend: Trend) -> str:
    """Points of the trend's line in a box of 120 by 40."""
    known = [(index, value) for index, (_, value) in enumerate(trend.totals) if value is not None]
    step = 110 / max(1, len(trend.totals) - 1)
    return " ".join(f"{5 + index * step:.1f},{37 - value * 0.34:.1f}" for index, value in known)
