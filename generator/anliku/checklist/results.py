"""Result files: `anliku-result/1` as JSON. Nothing in a file is trusted; what is wrong is said and the rest kept."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from ..library.models import Assessor
from .items import Checklist, Item
from .scoring import Given, is_valid

FORMAT = "anliku-result/1"
MAX_BYTES = 5_000_000
MAX_TEXT = 4_000
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_ASSESSORS: Mapping[str, Assessor] = {a.value: a for a in Assessor}
_TEXTS = ("reason", "evidence", "note", "owner", "due", "on")


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong with a result file. `place` is a JSON path or a cell; `fatal` when the file is not counted."""

    file: str
    place: str
    message: str
    fatal: bool = False

    def __str__(self) -> str:
        return _on_one_line("：".join(part for part in (self.file, self.place, self.message) if part))


@dataclass(frozen=True)
class Result:
    """One assessor's answers of one unit for one period. `unknown` keeps what answers no item of this checklist."""

    library: str
    version: str
    organisation: str
    unit: str
    period: str
    assessor: Assessor
    answers: Mapping[str, Given]
    screening: Mapping[str, bool] = field(default_factory=dict)
    unknown: Mapping[str, Any] = field(default_factory=dict)

    def to_recheck(self, checklist: Checklist) -> tuple[str, ...]:
        """Ids of the items whose answer was given under an older revision of the item."""
        return tuple(
            key
            for key, given in self.answers.items()
            if key in checklist.by_id and (given.revision or 1) < checklist.by_id[key].indicator.revision
        )


Lookup = Callable[[str], Checklist | None]
Reading = tuple[Result | None, list[Complaint]]


def read_json(raw: bytes, file: str, lookup: Lookup, library: str = "") -> Reading:
    """Read a result file.

    file: its name in complaints. lookup: organisation type → checklist, None for an unknown type.
    library: id of the library that files should come from; "" accepts any.
    """
    if len(raw) > MAX_BYTES:
        return None, [Complaint(file, "", f"文件超过 {MAX_BYTES // 1_000_000} MB，不像是结果文件，没有读", True)]
    try:
        data = json.loads(raw.decode("utf-8-sig"), parse_constant=_refuse)
    except UnicodeDecodeError:
        return None, [Complaint(file, "", "不是 UTF-8 编码，文件可能已损坏", True)]
    except json.JSONDecodeError as error:
        whole = error.pos < len(raw.decode("utf-8-sig").rstrip())
        reason = "写法有误" if whole else "文件不完整，可能没有保存完"
        return None, [Complaint(file, f"第 {error.lineno} 行", f"不是完整的 JSON：{reason}", True)]
    except (ValueError, RecursionError):
        return None, [Complaint(file, "", "不是合格的 JSON，没有读", True)]
    return _Reader(file, lookup, library).read(data)


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


class _Reader:
    """Collects complaints while one file's data is turned into a Result."""

    def __init__(self, file: str, lookup: Lookup, library: str) -> None:
        self._file = file
        self._lookup = lookup
        self._library = library
        self.complaints: list[Complaint] = []

    def read(self, data: Any) -> Reading:
        checklist, assessor = self._header(data)
        if checklist is None or assessor is None:
            return None, self.complaints
        answers = data.get("answers")
        if not isinstance(answers, dict):
            self._say("answers", "没有答案部分", fatal=True)
            return None, self.complaints
        known: dict[str, Given] = {}
        unknown: dict[str, Any] = {}
        for key, entry in answers.items():
            if key in checklist.by_id:
                known[key] = self._given(checklist.by_id[key], entry)
            else:
                unknown[key] = entry
                self._unknown_item(key, checklist)
        result = Result(
            library=_text(data.get("library")),
            version=_text(data.get("version")),
            organisation=checklist.organisation,
            unit=self._unit(data),
            period=_text(data.get("period")),
            assessor=assessor,
            answers=known,
            screening=self._screening(data.get("screening")),
            unknown=unknown,
        )
        self._version(result, checklist)
        return result, self.complaints

    def _say(self, place: str, message: str, *, fatal: bool = False) -> None:
        self.complaints.append(Complaint(self._file, place, message, fatal))

    def _header(self, data: Any) -> tuple[Checklist | None, Assessor | None]:
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            found = data.get("format") if isinstance(data, dict) else None
            told = f"，写的是 {quoted(found)}" if found is not None else ""
            self._say("format", f"不是自评结果文件（应为 {FORMAT}{told}）", fatal=True)
            return None, None
        if self._library and data.get("library") != self._library:
            self._say("library", f"是另一个案例库 {quoted(data.get('library'))} 的结果，没有计入", fatal=True)
            return None, None
        checklist = self._lookup(_text(data.get("organisation")))
        if checklist is None:
            self._say("organisation", f"没有组织类型 {quoted(data.get('organisation'))}", fatal=True)
        assessor = _ASSESSORS.get(_text(data.get("assessor")))
        if assessor is None:
            known = "、".join(_ASSESSORS)
            self._say("assessor", f"没有评价方 {quoted(data.get('assessor'))}，应为 {known} 之一", fatal=True)
        return checklist, assessor

    def _unit(self, data: Mapping[str, Any]) -> str:
        unit = _text(data.get("unit"))
        if not unit:
            self._say("unit", "没有写单位名称")
        return unit

    def _version(self, result: Result, checklist: Checklist) -> None:
        if result.version != checklist.version:
            old = len(result.to_recheck(checklist))
            told = f"，其中 {old} 条的条目已改，请复核" if old else "，条目内容没有变的答案照常计入"
            self._say("version", f"按另一版自评表（{result.version or '未写'}，现为 {checklist.version}）填写{told}")

    def _unknown_item(self, key: str, checklist: Checklist) -> None:
        near = get_close_matches(key, checklist.by_id, 1, 0.75)
        told = f"，最接近的是 {near[0]}" if near else ""
        self._say(f"answers.{key[:80]}", f"这张自评表没有这一条{told}；原样保留，不计分")

    def _screening(self, data: Any) -> dict[str, bool]:
        given = data if isinstance(data, dict) else {}
        for key, value in given.items():
            if not isinstance(value, bool) and value is not None:
                self._say(f"screening.{key[:80]}", f"筛选题只能答是或否，写的是 {quoted(value)}；按未答处理")
        return {key: value for key, value in given.items() if isinstance(value, bool)}

    def _given(self, item: Item, entry: Any) -> Given:
        place = f"answers.{item.id}"
        if not isinstance(entry, dict):
            self._say(place, f"答案写法不对：{quoted(entry)}；按未答处理")
            return Given()
        texts = {name: self._text_of(place, name, entry.get(name)) for name in _TEXTS}
        value = entry.get("value")
        if value is not None and not is_valid(item.answer, value):
            self._say(f"{place}.value", f"答案 {quoted(value)} 超出范围（{allowed(item)}）；按未答处理")
            value = None
        revision = entry.get("revision")
        given = Given(
            value=value,
            na=entry.get("na") is True,
            revision=revision if type(revision) is int and revision > 0 else 0,  # True is no revision
            **texts,
        )
        return self._checked_na(item, given, place)

    def _checked_na(self, item: Item, given: Given, place: str) -> Given:
        problem = na_problem(item, given)
        if problem:
            self._say(f"{place}.na", problem)
        return given if item.indicator.na.allowed else replace(given, na=False)

    def _text_of(self, place: str, name: str, value: Any) -> str:
        text = _text(value)
        if len(text) > MAX_TEXT:
            self._say(f"{place}.{name}", f"文字超过 {MAX_TEXT} 字，只取前面部分")
            text = text[:MAX_TEXT]
        if name in ("due", "on") and text and not _DAY.match(text):
            self._say(f"{place}.{name}", f"日期 {quoted(text)} 应写成 2026-01-31 的样子")
        return text


def na_problem(item: Item, given: Given) -> str:
    """Say in Chinese what is wrong with a “not applicable”, or return ""."""
    if not given.na:
        return ""
    if not item.indicator.na.allowed:
        return "这一条不能答“不适用”；按未答处理"
    return "答“不适用”没有写理由" if item.indicator.na.reason_required and not given.reason else ""


def allowed(item: Item) -> str:
    """Say which answers an item takes, for people."""
    form = item.answer
    if form.type == "yes_no":
        return "是或否"
    if form.type == "levels":
        return f"0 到 {len(form.levels) - 1}，代表第 1 到第 {len(form.levels)} 档"
    if form.type == "rating":
        return "1 到 5"
    return "0 到 100" if form.unit == "%" else "不小于 0 的数"


def quoted(value: Any) -> str:
    """Show a foreign value in a message: short, on one line, without control characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    clean = _on_one_line(text)
    return f"“{clean[:40]}{'…' if len(clean) > 40 else ''}”"


def _on_one_line(text: str) -> str:
    """Return a foreign text without control characters, which would move the cursor or colour the terminal."""
    return "".join(c if c.isprintable() else "·" for c in text)


def _text(value: Any) -> str:
    """Return a text, or a whole number as one: a period or a house number that someone's program did not quote."""
    if isinstance(value, str):
        return value.strip()
    whole = isinstance(value, (int, float)) and not isinstance(value, bool) and value == value // 1
    return str(int(value)) if whole and abs(value) < 2**53 else ""


def result_data(result: Result) -> dict[str, Any]:
    """Return the result as the data of a result file; unknown answers go back as they came."""
    answers: dict[str, Any] = {key: _given_data(given) for key, given in result.answers.items()}
    return {
        "format": FORMAT,
        "library": result.library,
        "version": result.version,
        "organisation": result.organisation,
        "unit": result.unit,
        "period": result.period,
        "assessor": result.assessor.value,
        "screening": dict(result.screening),
        "answers": answers | dict(result.unknown),
    }


def _given_data(given: Given) -> dict[str, Any]:
    texts = {name: getattr(given, name) for name in _TEXTS if getattr(given, name)}
    data: dict[str, Any] = {"value": given.value, "na": given.na, **texts}
    return data | ({"revision": given.revision} if given.revision else {})
