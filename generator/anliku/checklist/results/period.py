"""The period that a result is of: a year, a half, a quarter or a month, however it was written.

The page's script has the same rules; a property test compares the two.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from ...library.han import in_han, number_said
from ..untrusted.texts import without_blanks

HOW_TO_WRITE = "写成 2026（全年）、2026-H1（上半年）、2026-Q2（第二季度）或 2026-06（六月）的样子"
_DIGITS = str.maketrans("○〇零一二三四五六七八九", "000123456789")
_YEAR = re.compile(r"(?P<year>(?:19|20|21)\d\d|[一二][○〇零一二三四五六七八九]{3})年?度?", re.ASCII)
_NUMBER = r"(?P<number>\d{1,2}|十[一二]?|[一二三四五六七八九])"
_RESTS = {
    "year": re.compile(r"(?:全年|年度)?"),
    "half": re.compile(r"[-/._]?(?:h(?P<number>[12])|(?P<word>[上下])半年度?|(?P<span>0?1月?[-~—至到]0?6月|0?7月?[-~—至到]12月)份?)"),
    "quarter": re.compile(rf"[-/._]?(?:q(?P<roman>[1-4])|第?{_NUMBER}季度?)"),
    "month": re.compile(rf"[-/._]?{_NUMBER}月份?"),
    "bare": re.compile(r"(?:[-/._](?P<number>\d{1,2})|(?P<two>\d\d))"),
    "day": re.compile(r"(?P<mark>[-/._])(?P<number>\d{1,2})(?P=mark)\d{1,2}|(?P<han>\d{1,2})月\d{1,2}[日号]"),
}  # fmt: skip
_MONTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}
_MARK = {"half": "H", "quarter": "Q"}


@dataclass(frozen=True, slots=True)
class YearPart:
    """A part of a year. unit: year, half, quarter or month; number: which of them, counted from 1."""

    year: int
    unit: str = "year"
    number: int = 1

    def __str__(self) -> str:
        if self.unit == "year":
            return str(self.year)
        return (
            f"{self.year}-{self.number:02d}" if self.unit == "month" else f"{self.year}-{_MARK[self.unit]}{self.number}"
        )

    @property
    def label(self) -> str:
        """What people say: 2026年上半年."""
        rest = {
            "half": "上半年" if self.number == 1 else "下半年",
            "quarter": f"第{in_han(self.number)}季度",
            "month": f"{self.number}月",
        }
        return f"{self.year}年{rest.get(self.unit, '')}"

    @property
    def last_day(self) -> dt.date:
        """The day on which it ends."""
        year, month = divmod(self.order[0] - 1, 12)
        return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])

    @property
    def order(self) -> tuple[int, int]:
        """Sorts by the end of the period, of two that end together the shorter last."""
        length = _MONTHS[self.unit]
        end = self.year * 12 + self.number * length
        return end, -length


def parse_period(text: str) -> YearPart | None:
    """Return the period that a text names, None when it names none."""
    plain = without_blanks(unicodedata.normalize("NFKC", text)).lower().replace("−", "-").replace("–", "-")
    found = _YEAR.match(plain)
    if not found:
        return None
    year, rest = int(found["year"].translate(_DIGITS)), plain[found.end() :]
    for unit, pattern in _RESTS.items():
        match = pattern.fullmatch(rest)
        number = _number(unit, match) if match else 0
        name = unit if unit in _MONTHS else "month"
        if match and 1 <= number <= 12 // _MONTHS[name]:
            return YearPart(year, name, number)
    return None


def _number(unit: str, match: re.Match[str]) -> int:
    given = match.groupdict()
    if unit == "year":
        return 1
    if unit == "half":
        first = given["number"] == "1" or given["word"] == "上" or (given["span"] or "").lstrip("0").startswith("1")
        return 1 if first else 2
    text = given.get("number") or given.get("roman") or given.get("two") or given.get("han") or ""
    return int(text) if text.isdecimal() else number_said(text)


def normalised(text: str) -> tuple[str, YearPart | None]:
    """Return the period as it is kept, and the period; a text that names none is kept as it is."""
    period = parse_period(text)
    return (str(period) if period else text), period


def order_of(text: str) -> tuple[int, int, str]:
    """Sorts periods as they follow each other; what names none comes first."""
    period = parse_period(text)
    return (*period.order, text) if period else (0, 0, text)


def label_of(text: str) -> str:
    """Return a kept period as people say it."""
    period = parse_period(text)
    return period.label if period else text
