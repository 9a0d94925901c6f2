"""The page of one case."""

from __future__ import annotations

import re
from typing import NamedTuple

from ...export.works import gbt_7714
from ...library.comparable import bars_of, changes_of
from ...library.models import Case, Figure
from ...library.provenance import carriers_of, labels_of, passages_of
from ...library.rounds import later_keys, steps_before
from ...library.story import stations_of, weighed_of
from ..facts.published import Site
from .parts import shown_parts
from .view import View

_GLANCE_FROM, _GLANCE_TO = 3, 4
_GLANCE_LABEL = 16
_PARTS = re.compile(r"(\D*)([\d.–—-]*%?)(.*)", re.S)

_DESCRIPTION = 40


def case(site: Site, key: str) -> View:
    """Return the view of a case: its own text, and everything it is connected with."""
    record = site.library.cases[key]
    entry = site.entries[key]
    before, after = site.neighbours[key]
    sources = record.cited
    context = {
        "case": record,
        "parts": shown_parts(site, record),
        "entry": entry,
        "types": [site.shared.organisations[o] for o in record.organisations if o in site.shared.organisations],
        "excerpts": [(ref, *site.shared.excerpts[ref]) for ref in record.policies if ref in site.shared.excerpts],
        "related": [(site.entries[other], reason) for other, reason in site.related.get(key, ())],
        "previous": before,
        "next": after,
        "period": record.period.text,
        "sources": [(source, _work(site, source), locators) for source, locators in sources.items()],
        "passages": passages_of(record),
        "carriers": carriers_of(record),
        "labels": labels_of(record),
        "numbers": {source: number for number, source in enumerate(sources, 1)},
        "glance": glance(record),
        "stations": stations_of(record),
        "weighed": weighed_of(record),
        "bars": bars_of(record.figures),
        "changes": changes_of(record.figures),
        "later": later_keys(record),
        "steps_before": len(steps_before(record)),
    }
    return View(record.title, _opening(record.summary), "case.html.j2", context, terms=entry.terms)


class Glance(NamedTuple):
    """A figure as it is shown in large type above the text; before: 约 or 不足."""

    before: str
    number: str
    unit: str
    label: str


def glance(record: Case) -> list[Glance]:
    """Return the first few figures that can be understood by themselves; none when there are too few for a strip."""
    short = [figure for figure in record.figures if len(figure.label) <= _GLANCE_LABEL][:_GLANCE_TO]
    return [_glance(figure) for figure in short] if len(short) >= _GLANCE_FROM else []


def _glance(figure: Figure) -> Glance:
    before, number, unit = _PARTS.findall(figure.text)[0]
    return Glance(before, number, unit.strip(), figure.label)


def _work(site: Site, source: str) -> str:
    found = site.shared.sources.get(source)
    return gbt_7714(found, site.shared.sources) if found else source


def _opening(summary: str) -> str:
    """Return the beginning of a summary: the page shows it whole, so its description need not."""
    return summary if len(summary) <= _DESCRIPTION else summary[:_DESCRIPTION] + "…"
