"""The page of one case."""

from __future__ import annotations

from ...library.models import Case
from ..site import Site
from .view import View


def case(site: Site, key: str) -> View:
    """Return the view of a case: its own text, and everything it is connected with."""
    record = site.library.cases[key]
    entry = site.entries[key]
    before, after = site.neighbours[key]
    context = {
        "case": record,
        "entry": entry,
        "types": [site.shared.organisations[o] for o in record.organisations if o in site.shared.organisations],
        "excerpts": [(ref, *site.shared.excerpts[ref]) for ref in record.policies if ref in site.shared.excerpts],
        "related": [(site.entries[other], reason) for other, reason in site.related.get(key, ())],
        "previous": before,
        "next": after,
        "period": period_text(record),
        "minutes": sum(item.minutes for item in record.teaching.plan) if record.teaching else 0,
    }
    return View(record.title, record.summary, "case.html.j2", context, terms=entry.terms)


def period_text(record: Case) -> str:
    """Return the period in Chinese, for example 2009年5月—2010年4月（约）."""
    period = record.period
    start, end = (_date(text) for text in (period.from_, period.to))
    text = start if not end or start == end else f"{start}—{end}" if start else f"截至{end}"
    if not text:
        return ""
    return f"约{text}" if period.precision.value == "about" else text


def _date(text: str | None) -> str:
    parts = (text or "").split("-")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False) if part)
