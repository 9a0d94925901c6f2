"""Numbers in the prose of a case must be traceable: each stands in `figures`, with its source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...library import Origin, Shared
from ...library.models import Case, Figure
from ...library.prose import prose_places
from ..findings import Remark, warning

_NUMBER = re.compile(r"\d+(?:(?<!\d{4})(?:[,，]\d{3})+(?![\d,，]))?(?:[.．]\d+)?")
_SCALES = {"十": 1e1, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8}
_SCALE = re.compile(r"\s*[多余来几]?\s*([十百千]?[万亿]|百(?![分货])|千(?![克米瓦]))")
_RANGE_END = re.compile(r"\s*[%％]?\s*(?:[-–—~～]+|至|到)\s*(\d+(?:[.．]\d+)?)")

# Numbers that need no source: dates, times, numbers of documents and telephones, parts of names. Matched where the number
# begins. When in doubt a number is not exempt: one that is exempt by mistake goes untraced in silence, while one that is
# asked for by mistake costs its editor a line in `figures`. Therefore most branches end with what must not follow, since it
# would make the number a count: 5A级 is exempt but not 5km, 3日 but not 3日内, 90后 but not 90后续.
_TO = r"\s*(?:[-–—~～/]+|至|到|、|和|，)\s*"
_YEAR = r"(?:19|20)\d\d"
_EXEMPT = re.compile(
    rf"{_YEAR}(?:{_TO}(?:19|20)?\d\d)*\s*年(?!级)"  # 2009年, 2009—2010年
    rf"|{_YEAR}[-/.．](?:0?[1-9]|1[0-2])(?:[-/.．](?:0?[1-9]|[12]\d|3[01]))?(?!\d)"  # 2009-05-18
    rf"|{_YEAR}\s*[〕\]］）)]"  # 〔2013〕29号
    r"|\d0\s*年代|\d{1,2}\s*世纪|0\d\s*年"  # 80年代, 21世纪, 08年
    rf"|\d{{1,2}}(?:{_TO}\d{{1,2}})*\s*月(?!度)"  # 3、4月
    rf"|\d{{1,2}}(?:{_TO}\d{{1,2}})*\s*日(?![均内]|以内)"  # 1—3日; but 3日内 is a figure
    r"|\d{1,2}\s*[点时](?:\s*\d{1,2}\s*分(?!钟))?"  # 8点30分
    r"|\d{1,2}[:：]\d\d(?!\d)"  # 8:30
    r"|\d+\s*(?:号|热线|专线|平台)"  # 12345热线
    r"|\d{1,2}·\d{1,2}(?!\d)"  # 6·1, the day of an event
    r"|(?:[5-9]|[01])\d\s*后(?![来续期])"  # 90后
    r"|\d+(?:\.\d+)*[A-Za-z](?![A-Za-z])"  # 4S店, 5A级; but 5km is a figure
    r"|\d+(?:\s*[+＋]\s*[\dA-Za-zＮＸ]+)+"  # 1+3+X
    rf"|\d{{1,2}}(?:{_TO}\d{{1,2}})+\s*年级|\d{{1,3}}[)）]\s*班"  # 1—6年级, 三（2）班
    r"|\d{1,3}(?:[.．]\s+|[、)）](?!\d))"  # a numbered list, when a line begins so; see _begins_line
)
_YEAR_ALONE = re.compile(r"\d{4}(?!\s*[多余来几名个户人万亿件次元份家])")
_LIST_MARK = re.compile(r"\d{1,3}(?:[.．]\s+|[、)）])")
_ORDINAL = re.compile(r"(?:第\s*(?:\d+\s*[-–—~～、至到和]\s*)?|[A-Za-z_/&=#+＋]|[A-Z]\s)$")
_HALF_WIDTH = str.maketrans("０１２３４５６７８９．％：－／＋", "0123456789.%:-/+")
_LINK = re.compile(r"https?://\S+|\]\([^()\n]*\)")

_REMEDY = "在 figures 里补上这个数和出处；如果它是名称的一部分，把名称写进 content/terms.yml；查不到出处就删去。"


def numbers_without_figure(case: Case, shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A number in the prose stands in no entry of `figures`."""
    seen: set[str] = set()
    known: set[float] | None = None
    years: frozenset[str] = frozenset()
    for at, text in prose_places(case):
        for start, shown, values in numbers_in(text, shared):
            if known is None:
                known = _known_values(case)
                years = _years(case)
            if shown in years and _YEAR_ALONE.match(text, start):
                continue
            if not known.intersection(values) and shown not in seen:
                seen.add(shown)
                message = f"正文里的“{shown}”在 figures 里没有对应的数，读者无从查证。"
                yield warning("number-without-figure", origin, at, message, _REMEDY).pointing_at(
                    _with_what_follows(text, start, shown)
                )


def _years(case: Case) -> frozenset[str]:
    """Return the years that the period of the case begins and ends with."""
    return frozenset(date[:4] for date in (case.period.from_, case.period.to) if date)


def _with_what_follows(text: str, start: int, shown: str) -> str:
    """Return the number with two more characters, which tell it from the same number elsewhere in the text."""
    return text[start : start + len(shown) + 2].split("\n", maxsplit=1)[0].rstrip()


def numbers_in(text: str, shared: Shared) -> Iterator[tuple[int, str, set[float]]]:
    """Yield (where it begins, as written, what it may mean) for the numbers of a text that are not dates, ordinals or names."""
    written = text
    found = _NUMBER.search(text)
    names = _names_in(text, shared) if found else []
    while found:
        start, end = found.span()
        if text is written and not found.group().isascii():
            text = written.translate(_HALF_WIDTH)  # as long as before, so that places stay the same
            found, names = _NUMBER.search(text, start), _names_in(text, shared)
            continue
        exempt = _exempt_until(text, start, end, names)
        if not exempt:
            yield start, written[start:end], _meanings(text, found.group(), end)
        found = _NUMBER.search(text, exempt or end)


def _names_in(text: str, shared: Shared) -> list[str]:
    return [name for name in shared.numbered_names if name in text]


def _exempt_until(text: str, start: int, end: int, names: Iterable[str]) -> int:
    """Return where the exempt stretch that holds the number ends, or 0 when the number is to be traced.

    names: those of the glossary that hold a digit and stand in the text.
    """
    exempt = _EXEMPT.match(text, start)
    if exempt and (not _LIST_MARK.fullmatch(exempt.group()) or _begins_line(text, start)):
        return exempt.end()
    if _ORDINAL.search(text, max(0, start - 12), start):
        return end
    if _is_enumerator(text, start, end):
        return end
    if text[start - 1 : start] == "“" and text[end : end + 1] == "”":
        return end
    return _end_of_name(text, start, end, names)


def _is_enumerator(text: str, start: int, end: int) -> bool:
    """Say whether a number in brackets counts the parts of a sentence: （1）日期（2）事由."""
    if end - start > 2 or text[start - 1 : start] not in ("（", "(") or text[end : end + 1] not in ("）", ")"):
        return False
    return all(re.search(rf"[（(]{number}[）)]", text) for number in (1, 2))


def _begins_line(text: str, start: int) -> bool:
    return not text[text.rfind("\n", 0, start) + 1 : start].strip(" -*>（(\u3000")


def _end_of_name(text: str, start: int, end: int, names: Iterable[str]) -> int:
    """Return the end of the title in 《》, the address or the glossary name around the number, or 0."""
    if text.rfind("《", 0, start) > text.rfind("》", 0, start) and "》" in text[end:]:
        return text.index("》", end)
    for link in _LINK.finditer(text) if "http" in text or "](" in text else ():
        if link.start() <= start < link.end():
            return link.end()
    for name in names:
        at = text.find(name, max(0, end - len(name)), start + len(name))
        if at >= 0:
            return at + len(name)
    return 0


def _meanings(text: str, number: str, end: int) -> set[float]:
    """Return the values that a number may have: its own, or that of the end of its range (3—5万)."""
    value = _value(number)
    values = {_scaled(value, _SCALE.match(text, end))}
    upper = _RANGE_END.match(text, end)
    if upper:
        values.add(_scaled(value, _SCALE.match(text, upper.end())))
    return values


def _value(number: str) -> float:
    return float(number.replace(",", "").replace("，", "").replace("．", "."))


def _scaled(value: float, scale: re.Match[str] | None) -> float:
    for character in scale.group(1) if scale else "":
        value *= _SCALES[character]
    return round(value, 4)


def _known_values(case: Case) -> set[float]:
    return {value for figure in case.figures for value in _values_of(figure)}


def _values_of(figure: Figure) -> Iterator[float]:
    scale = _SCALE.match(figure.unit)
    value = str(figure.value)
    for number in (value,) if "e" in value.lower() else _NUMBER.findall(value):
        yield _scaled(abs(_value(number)), scale)
