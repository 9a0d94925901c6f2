"""The time that goes into files: never the clock's, so that the same input gives the same bytes."""

from __future__ import annotations

import datetime as dt

from ..epoch import source_date
from ..library import Library

_FALLBACK = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def stamp_of(library: Library) -> dt.datetime:
    """Return SOURCE_DATE_EPOCH where it is set, else the day of the newest review, else that of the newest policy."""
    wanted = source_date()
    if wanted:
        return wanted
    days = [entry.reviewed_on for entry in library.entries.values()]
    days += [policy.date for policy in library.shared.policies.values() if policy.date]
    full = [day for day in days if len(day) == 10]
    return dt.datetime.fromisoformat(max(full)).replace(tzinfo=dt.UTC) if full else _FALLBACK
