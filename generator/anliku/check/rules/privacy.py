"""Personal data and secrecy marks: nothing of the kind may reach a library that is handed on."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from itertools import accumulate

from ...library import FieldPath, Origin
from ..findings import Remark, error, warning

# A run of digits, of any width, that single spaces, hyphens or dots may break.
_RUN = re.compile(r"\d(?:[\s\-‐‑–—－_.．·•\u200b-\u200d\ufeff]{0,2}\d){9,24}[\s\-]?[XxＸｘ]?")
_NUMBER_LIKE = re.compile(r"\d(?:[\s\-‐‑–—－_.．·•()（）\u200b-\u200d\ufeff]{0,2}\d){9}")
_GROUPS = re.compile(r"[\dXxＸｘ]+")
_LANDLINE = re.compile(r"(?<![\d.\-])[(（]?0\d{2,3}[)）]?[\s\-—－]?[2-8]\d{6,7}(?![\d.])")
_MOBILE = re.compile(r"(?:0086|86)?1[3-9]\d{9}", re.ASCII)
_ID_FORM = re.compile(r"[1-9]\d{16}[\dX]", re.ASCII)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"
_MOBILE_GROUPS = {(11,), (3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (3, 3, 5), (5, 6), (1,) * 11}

_SECRECY_HINTS = ("密", "内部", "此件", "★")
_SECRECY = re.compile(
    r"[绝机秘]密\s*[★☆]|密\s*级\s*[:：]\s*[绝机秘内]|[绝机秘]密\s*(?:[·•]\s*)?(?:启用前|解密前)|[★☆]\s*(?:启用前|长期|\d+\s*[年月])"
    r"|内部(?:资料|文件|材料|刊物)[\s，,。·、（(]*(?:注意保[存密管]|妥善保[存管]|严禁外传|不得外传|请勿外传|不得翻印)"
    r"|此件(?:不公开|不得公开|不予公开|发至|密发)"
)


def sensitive(texts: Callable[[], Iterable[tuple[FieldPath, str]]], whole: str, origin: Origin) -> Iterator[Remark]:
    """Yield the remarks for personal data and secrecy marks.

    whole: all the texts in one; only when something shows there are `texts` looked at one by one.
    """
    if _NUMBER_LIKE.search(whole) or secrecy_marks(whole):
        for at, text in texts():
            yield from _in_text(at, text, origin)


def _in_text(at: FieldPath, text: str, origin: Origin) -> Iterator[Remark]:
    for run in _RUN.findall(text):
        for _number in id_numbers(run):
            remark = error("id-number", origin, at, "这里有一个身份证号码。", "删去号码；案例只写岗位，不写个人信息。")
            yield remark.pointing_at(run.strip())
        for number in mobile_numbers(run):
            message = f"这里有一个手机号码（{number[:3]}****{number[-4:]}）。"
            yield error("mobile-number", origin, at, message, "删去号码；案例不写个人联系方式。").pointing_at(
                run.strip()
            )
    for number in landlines(text):
        remark = warning(
            "landline", origin, at, f"这里有一个座机号码（{number}）。", "公布的服务热线可以保留，否则删去。"
        )
        yield remark.pointing_at(number)
    for mark in secrecy_marks(text):
        message = f"这里有密级或内部标记“{mark}”。"
        yield error("secrecy-mark", origin, at, message, "先查明材料能否公开；不能公开的，整条撤下。").pointing_at(mark)


def id_numbers(text: str) -> list[str]:
    """Return the resident identity numbers in a text: 18 digits with a real date and a right check digit."""
    return [number for groups in _runs(text) for number in _windows(groups, 18) if _is_id(number)]


def mobile_numbers(text: str) -> list[str]:
    """Return the mobile numbers in a text, however they are spaced."""
    found: list[str] = []
    for groups in _runs(text):
        if not any(_is_id(number) for number in _windows(groups, 18)):
            found += _mobiles(groups)
    return found


def _mobiles(groups: list[str]) -> Iterator[str]:
    """Yield the mobile numbers among neighbouring groups of digits; a country code may stand before."""
    if len(groups[0]) in (13, 15) and _MOBILE.fullmatch(groups[0]):
        yield groups[0][-11:]
    ends = [0, *accumulate(map(len, groups))]
    whole = "".join(groups)
    for first, start in enumerate(ends[:-1]):
        if start + 11 in ends[first:]:
            last = ends.index(start + 11)
            shape = tuple(map(len, groups[first:last]))
            number = whole[start : start + 11]
            if shape in _MOBILE_GROUPS and _MOBILE.fullmatch(number):
                yield number
                return


def _runs(text: str) -> Iterator[list[str]]:
    """Yield the groups of plain digits of each run of digits that is long enough to be a number of a person."""
    for run in _RUN.findall(text):
        yield ["".join(map(_plain, group)) for group in _GROUPS.findall(run)]


def _plain(character: str) -> str:
    return str(int(character)) if character.isdecimal() else "X"


def _windows(groups: list[str], size: int) -> Iterator[str]:
    """Yield each string of `size` digits that begins and ends where a group does."""
    ends = [0, *accumulate(map(len, groups))]
    whole = "".join(groups)
    return (whole[start : start + size] for start in ends if start + size in ends)


def _is_id(number: str) -> bool:
    if not _ID_FORM.fullmatch(number):
        return False
    try:
        dt.date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_ID_WEIGHTS, number, strict=False))
    return _ID_CHECKS[total % 11] == number[17]


def landlines(text: str) -> list[str]:
    """Return the landline numbers in a text, those with an area code."""
    return [found.group().strip() for found in _LANDLINE.finditer(text)]


def secrecy_marks(text: str) -> list[str]:
    """Return the secrecy marks in a text. A word like 保密 in a sentence is none."""
    if not any(hint in text for hint in _SECRECY_HINTS):
        return []
    return [found.group().strip() for found in _SECRECY.finditer(text)]
