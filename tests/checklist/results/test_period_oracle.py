"""Periods against a naive oracle: the days of a calendar, and spellings put together from a table of what offices write."""

from __future__ import annotations

import datetime as dt
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from anliku.checklist.results.period import normalised, order_of, parse_period

HAN = "〇一二三四五六七八九"
MONTHS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"]
LENGTHS = {"year": 12, "half": 6, "quarter": 3, "month": 1}


def days_of(year, unit, number):
    """Every day of a period, from a calendar."""
    months = range((number - 1) * LENGTHS[unit] + 1, number * LENGTHS[unit] + 1)
    day, found = dt.date(year, 1, 1), []
    while day.year == year:
        if day.month in months:
            found.append(day)
        day += dt.timedelta(1)
    return found


def years(year):
    digits = str(year)
    yield from (
        digits,
        digits.translate(str.maketrans("0123456789", "０１２３４５６７８９")),
        "".join(HAN[int(one)] for one in digits),
    )
    yield "".join("○" if one == "0" else HAN[int(one)] for one in digits)


def spellings(year, unit, number):
    """What offices write for a period."""
    for text in years(year):
        if unit == "year":
            yield from (text, f"{text}年", f"{text}年度", f"{text} 年 ", f"{text}年全年")
        elif unit == "half":
            word = "上下"[number - 1]
            span = "1-6月" if number == 1 else "7-12月"
            yield from (
                f"{text}年{word}半年",
                f"{text}{word}半年",
                f"{text}-H{number}",
                f"{text} h{number}",
                f"{text}年{span}",
            )
        elif unit == "quarter":
            yield from (
                f"{text}年第{MONTHS[number - 1]}季度",
                f"{text}年{number}季度",
                f"{text}-Q{number}",
                f"{text}年第{number}季度",
            )
        else:
            yield from (
                f"{text}年{number}月",
                f"{text}年{MONTHS[number - 1]}月份",
                f"{text}年{number:02d}月",
                f"{text} 年 {number} 月",
            )
            if text.isascii():
                yield from (f"{text}-{number}", f"{text}.{number:02d}", f"{text}/{number}", f"{text}{number:02d}")


PERIODS = st.sampled_from(
    [
        (unit, number)
        for unit, most in (("year", 1), ("half", 2), ("quarter", 4), ("month", 12))
        for number in range(1, most + 1)
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.integers(1950, 2150), PERIODS)
def test_whatever_offices_write_is_one_period(year, period):
    wanted = {normalised(text)[0] for text in spellings(year, *period)}
    assert len(wanted) == 1, wanted
    found = parse_period(wanted.pop())
    assert (found.year, found.unit, found.number) == (year, *period)
    assert found.last_day == days_of(year, *period)[-1]


def test_no_two_periods_of_a_year_are_one_and_they_follow_each_other_as_their_days_do():
    every = [(unit, number) for unit in LENGTHS for number in range(1, 12 // LENGTHS[unit] + 1)]
    every = [(year, *one) for year in (2025, 2026) for one in every]
    kept = {normalised(next(spellings(*one)))[0]: one for one in every}
    assert len(kept) == len(every)

    def by_days(text):
        days = days_of(*kept[text])
        return days[-1], -len(days)  # of two that end together the longer first

    naive = sorted(kept, key=by_days)
    assert sorted(kept, key=order_of) == naive
    for one, other in itertools.pairwise(naive):
        assert order_of(one) < order_of(other)
