"""The parts of a record that its page shows."""

from __future__ import annotations

from typing import Any

from ...library.models import Part, Record, sections_of
from ..facts.published import Site


def shown_parts(site: Site, record: Record) -> list[tuple[Part, Any]]:
    """Return the parts that a record has, in the order of the page, each with its value."""
    shown = (part for part in sections_of(type(record)) if site.lecturer or not part.lecturers)
    return [(part, value) for part in shown if (value := getattr(record, part.key))]
