"""Tell what was meant by a date, number or list that is written as in Word: the very words to put in its place."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from ..library.office_lines import ENUMERATOR

_DATE = re.compile(r"(\d{4})(?:年|[./-](?=\d))(?:(\d{1,2})(?:(?:月|[./-])(?:(\d{1,2})日?)?)?)?")
_DATES = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{4}[./]\d{1,2}(?:[./]\d{1,2})?|\d{4}(?!\d)")
_COUNT = re.compile(
    r"(约|近|超过|不足|不到|[≤≥<>])?\s*(\d[\d,]*(?:\.\d+)?)\s*([多余])?\s*([^\d\s,.]{0,6}?)(以上|左右)?"
)
_QUALIFIERS = (("about", "约近左右"), ("more-than", "超过多余以上"), ("less-than", "不足不到"))
_BETWEEN = re.compile("[、，；,;]")
_NUMBERED = re.compile(rf"(?:{ENUMERATOR})[ \t]*")


def date_of(text: str) -> str:
    """Return the date that is written in another way, as 2021年3月1日 or 2021.3.1; "" when it is none."""
    found = _DATE.fullmatch("".join(unicodedata.normalize("NFKC", text).split()))
    if not found:
        return ""
    year, month, day = found.groups()
    try:
        dt.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return ""
    return "-".join(part.zfill(2) for part in (year, month, day) if part)


def dates_in(text: str) -> list[str]:
    """Return the first two dates of a text."""
    found = [date_of(part) or part for part in _DATES.findall(unicodedata.normalize("NFKC", text))]
    return found[:2]


def number_in(text: str) -> str:
    """Return the number in a text that holds one number and at most a unit; "" for any other."""
    found = _COUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return found[2].replace(",", "") if found else ""


def is_at_most(text: str) -> bool:
    """Say whether a number is written as the most that is allowed."""
    return text.strip()[:1] in ("≤", "<", "＜", "≦") or text.startswith(("不超过", "不多于", "至多"))


def figure_of(text: str) -> str:
    """Return the fields of a figure that is written as one value, as 约118天; "" when it is none."""
    found = _COUNT.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not found:
        return ""
    before, number, more, unit, after = found.groups(default="")
    parts = [f"value: {number.replace(',', '')}"]
    if unit:
        parts.append(f'unit: "{unit}"' if unit == "%" else f"unit: {unit}")
    marks = [mark for mark in (before, more, after) if mark]
    parts += [f"qualifier: {name}" for name, words in _QUALIFIERS if any(mark in words for mark in marks)][:1]
    return ", ".join(parts)


def items_of(text: str) -> list[str]:
    """Return the items of a text that is meant as several: lines with numbers, or short words between commas."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if lines and all(_NUMBERED.match(line) for line in lines):
        return [_NUMBERED.sub("", line, count=1) for line in lines]
    parts = [part.strip() for part in _BETWEEN.split(text.strip("[]【】［］"))]
    short = len(parts) > 1 and all(0 < len(part) <= 30 for part in parts) and not re.search("[。？！：“”《》\n]", text)
    return parts if short else []
