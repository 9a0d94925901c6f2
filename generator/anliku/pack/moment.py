"""The one moment that a pack bears everywhere: never the clock's, so that the same content gives the same bytes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping

from ..epoch import source_date
from ..troubles import UserError
from .errors import PackError

_EARLIEST = dt.datetime(1980, 1, 1, tzinfo=dt.UTC)  # what a zip file and a FAT disk can write down
_LATEST = dt.datetime(2107, 12, 31, tzinfo=dt.UTC)
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")


def moment(environment: Mapping[str, str], dates: Iterable[str]) -> dt.datetime:
    """Return SOURCE_DATE_EPOCH, or else the newest of the content's dates, within what a FAT disk can hold."""
    try:
        wanted = source_date(environment)
    except UserError as error:
        raise PackError(str(error), error.remedy) from error
    if wanted:
        return _within(wanted)
    full = [date for date in dates if _FULL_DATE.fullmatch(date)]
    if not full:
        return _EARLIEST
    return _within(dt.datetime.combine(dt.date.fromisoformat(max(full)), dt.time(), dt.UTC))


def _within(when: dt.datetime) -> dt.datetime:
    return min(max(when, _EARLIEST), _LATEST)
