"""The day that somebody wrote as the time by which something is to be done, however it was written."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from ...library.han import number_said
from ..results.period import parse_period
from ..untrusted.texts import without_blanks

_ENDING = re.compile(r"(?:之前|以前|前|底|末|完成|办结|到位)+$")
_WITHIN = re.compile(r"内$")  # “3月内” is within three months from a day that nobody wrote
_DAY = re.compile(r"(?:(?P<year>(?:19|20|21)\d\d)[-/.年])?(?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})[日号]?", re.ASCII)
_LONG = re.compile(r"(?P<year>(?:19|20|21)\d\d)(?P<month>\d\d)(?P<day>\d\d)", re.ASCII)
_HAN = re.compile(r"([一二三四五六七八九十]{1,3})(?=[月日号])")
_YEAR_ENDS = re.compile(r"[今本]?年度?[底末](?:之前|以前|前)?")


def due_day(text: str, year: int | None = None) -> dt.date | None:
    """Return the last day that a text allows, None when it names none.

    year: the one meant where the text names a part of a year alone, as 9月30日 and 下半年 do.
    """
    plain = _HAN.sub(lambda found: str(number_said(found[1])), without_blanks(unicodedata.normalize("NFKC", text)))
    if year and _YEAR_ENDS.fullmatch(plain):
        return dt.date(year, 12, 31)
    if _WITHIN.search(plain):
        return None
    plain = _ENDING.sub("", plain)
    day = _LONG.fullmatch(plain) or _DAY.fullmatch(plain)
    if day and (day["year"] or year):
        return _date(int(day["year"] or year or 0), int(day["month"]), int(day["day"]))
    period = parse_period(plain) or (parse_period(f"{year}年{plain}") if year and plain else None)
    return period.last_day if period else None


def _date(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
