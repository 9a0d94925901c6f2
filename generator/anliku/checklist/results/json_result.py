"""Read a result file as JSON. Nothing in it is trusted; what is wrong is said and the rest kept.

The page's script (`readResult` in checklist-read.js) reads the same; a property test compares the two on whole results.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from ...library.models import Assessor
from ..asked.answer_forms import Value, answer_of, as_compared, doubtful_percent, is_valid, number_text
from ..asked.items import Checklist, Item
from ..asked.scoring import Counts, Given
from ..asked.wording import ABSENT, DONE
from ..untrusted.complaints import Complaint, Complaints, NotReadableError, quoted
from ..untrusted.decoding import decoded
from ..untrusted.strict_json import parse_json
from ..untrusted.texts import MAX_TEXT, text_or_number
from .period import HOW_TO_WRITE, normalised
from .result import FORMATS, NO_UNIT, TEXTS, Lookup, Reading, Result, moved_note, renamed_note, version_note
from .sheet_layout import COLUMNS, PERIOD, UNIT
from .tally import MAX_PEOPLE, choice_of, is_count, mean_of, ordered

MAX_BYTES = 5_000_000
MAX_REVISION = 1_000_000
LABELS = {column.key: column.heading for column in COLUMNS if column.key in TEXTS} | {
    "on": "填写日期", "unit": UNIT, "period": PERIOD, "version": "版本", "saved": "保存时间",
    "returned": "收回的份数", "handed_out": "发出的份数",
}  # fmt: skip
_DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_DIGITS = re.compile(r"\d+", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{8}", re.ASCII)
_ASSESSORS: Mapping[str, Assessor] = {a.value: a for a in Assessor}
_HEAD = {
    "format", "library", "version", "organisation", "unit", "period", "assessor", "screening", "answers", "items", "saved",
    "tally", "returned", "handed_out",
}  # fmt: skip
_ENTRY = {"value", "na", "revision", "done", *TEXTS}
_MOST_GUESSED = 20  # looking for the nearest id takes a while, and a stranger may name a million


def read_json(raw: bytes, file: str, lookup: Lookup, library: str = "") -> Reading:
    """Read a result file.

    file: its name in complaints. lookup: organisation type → checklist, None for an unknown type.
    library: id of the library that files should come from; "" accepts any.
    """
    complaints = Complaints(file)
    if len(raw) > MAX_BYTES:
        return None, [Complaint(file, "", f"文件超过 {MAX_BYTES // 1_000_000} MB，不像是结果文件，没有读", True)]
    try:
        text, encoding = decoded(raw)
        data, twice = parse_json(text.removeprefix("\ufeff"))
        result = _JsonReader(complaints, lookup, library).read(data, twice)
    except NotReadableError as error:
        complaints.say(error.place, str(error), fatal=True)
        return None, list(complaints)
    if encoding:
        complaints.say("", f"不是 UTF-8 编码，已按 {encoding} 读出；请核对单位名称和文字")
    return result, list(complaints)


def read_data(data: Any, complaints: Complaints, lookup: Lookup, library: str = "") -> Result:
    """Return the result that the data of a result file says, wherever the data came from; parameters as above.

    Raises NotReadableError where it is none that counts.
    """
    return _JsonReader(complaints, lookup, library).read(data, ())


class _JsonReader:
    """Tells its complaints while one file's data is turned into a Result."""

    def __init__(self, complaints: Complaints, lookup: Lookup, library: str) -> None:
        self._say = complaints.say
        self._lookup = lookup
        self._library = library
        self._guessed = 0

    def read(self, data: Any, twice: Collection[str]) -> Result:
        checklist, assessor = self._header(data)
        answers = data.get("answers")
        if not isinstance(answers, dict):
            raise NotReadableError("没有答案部分")
        answers, hashes = self._under_present_ids(answers, self._hashes(data.get("items")), checklist)
        for key in twice:
            self._say("", f"{quoted(key)} 写了两次，取后一次")
        self._strangers("", data, _HEAD)
        result = Result(
            library=self._text("", "library", data.get("library")),
            version=self._text("", "version", data.get("version")),
            organisation=checklist.organisation,
            unit=self._unit(data),
            period=self._period(data),
            assessor=assessor,
            answers=self._with_tally(self._answers(answers, checklist, hashes), data.get("tally"), checklist, hashes),
            screening=self._screening(data.get("screening"), checklist),
            unknown={key: entry for key, entry in answers.items() if key not in checklist.by_id},
            saved=self._text("", "saved", data.get("saved")),
            returned=self._people("", LABELS["returned"], data.get("returned")),
            handed_out=self._people("", LABELS["handed_out"], data.get("handed_out")),
        )
        self._check_people(result)
        note = version_note(result, checklist)
        if note:
            self._say("", note)
        return result

    def _header(self, data: Any) -> tuple[Checklist, Assessor]:
        if not isinstance(data, dict) or data.get("format") not in FORMATS:
            found = data.get("format") if isinstance(data, dict) else None
            told = f"，写的是 {quoted(found)}" if found is not None else ""
            raise NotReadableError(f"不是自评结果文件（应为 {FORMATS[0]}{told}）")
        if self._library and data.get("library") != self._library:
            raise NotReadableError(f"是另一个案例库 {quoted(data.get('library'))} 的结果，没有计入")
        checklist = self._lookup(text_or_number(data.get("organisation")) or "")
        if checklist is None:
            raise NotReadableError(f"没有组织类型 {quoted(data.get('organisation'))}")
        note = moved_note(text_or_number(data.get("organisation")) or "", checklist)
        if note:
            self._say("", note)
        checklist = checklist.as_of(text_or_number(data.get("version")) or "")
        assessor = _ASSESSORS.get(text_or_number(data.get("assessor")) or "")
        if assessor is None:
            known = "、".join(f"{a.value}（{checklist.words.of(a)}）" for a in Assessor)
            raise NotReadableError(f"没有评价方 {quoted(data.get('assessor'))}，应为 {known} 之一")
        return checklist, assessor

    def _unit(self, data: Mapping[str, Any]) -> str:
        unit = self._text("", "unit", data.get("unit"))
        if not unit:
            self._say("", NO_UNIT)
        return unit

    def _period(self, data: Mapping[str, Any]) -> str:
        given = data.get("period")
        text = self._text("", "period", given)
        kept, period = normalised(text)
        doubtful = isinstance(given, float) and text.endswith(".1")  # 2026.10 without quotes is 2026.1
        if text and (period is None or doubtful):
            self._say("", f"时期 {quoted(text)} 认不出，不同别的时期比较。怎么改：{HOW_TO_WRITE}")
        return text if doubtful else kept

    def _strangers(self, place: str, data: Mapping[str, Any], known: Collection[str]) -> None:
        for key in data:
            if key not in known:
                self._say(place, f"不认识的内容 {quoted(key)}，没有读")

    def _hashes(self, data: Any) -> Mapping[str, str]:
        if data is not None and not isinstance(data, dict):
            self._say("", f"条目的记号写法不对：{quoted(data)}；没有读")
        found = data if isinstance(data, dict) else {}
        return {key: value for key, value in found.items() if isinstance(value, str) and _HASH.fullmatch(value)}

    def _under_present_ids(
        self, answers: Mapping[str, Any], hashes: Mapping[str, str], checklist: Checklist
    ) -> tuple[Mapping[str, Any], Mapping[str, str]]:
        """Return answers and marks with former ids of items replaced; where both ids are answered, the present one holds."""
        olds = {old: checklist.renamed[old] for old in answers if old in checklist.renamed}
        news: dict[str, str] = {}
        for old, new in olds.items():
            if new not in answers and new not in news.values():
                news[old] = new
        if news:
            self._say("", renamed_note(news))
        present = {news.get(key, key): entry for key, entry in answers.items()}
        return present, {news.get(key, key): mark for key, mark in hashes.items()}

    def _answers(self, answers: Mapping[str, Any], checklist: Checklist, hashes: Mapping[str, str]) -> dict[str, Given]:
        known: dict[str, Given] = {}
        for key, entry in answers.items():
            if key in checklist.by_id:
                given = self._given(checklist.by_id[key], entry, checklist.place_of(key))
                known[key] = replace(given, hash=hashes.get(key, ""))
            else:
                self._unknown_item(key, checklist)
        return known

    def _with_tally(
        self, known: dict[str, Given], data: Any, checklist: Checklist, hashes: Mapping[str, str]
    ) -> dict[str, Given]:
        """Return the answers with those that were counted; of an item that has both, the count holds."""
        if data is not None and not isinstance(data, dict):
            self._say("", f"计票写法不对：{quoted(data)}；没有读")
        for key, entry in data.items() if isinstance(data, dict) else ():
            present = checklist.renamed.get(key, key)
            if present not in checklist.by_id or (present != key and present in data):
                self._say("", f"计票里的 {quoted(key)} 不是这张自评表的条目；没有读")
                continue
            counts = self._counts(checklist.by_id[present], entry, checklist.place_of(present))
            if not counts:
                continue
            given = known.get(present, Given())
            if given.value is not None or given.na:
                self._say(checklist.place_of(present), "既有答案又有计票；按计票算")
            mark = hashes.get(key, "") or hashes.get(present, "")
            known[present] = replace(given, value=mean_of(counts), na=False, counts=counts, hash=mark)
        return known

    def _counts(self, item: Item, entry: Any, place: str) -> Counts:
        if not isinstance(entry, dict):
            self._say(place, f"计票写法不对：{quoted(entry)}；没有读")
            return ()
        counts: dict[Value, int] = {}
        for key, number in entry.items():
            choice = choice_of(item.form, key)
            if choice is None:
                self._say(place, f"计票里的选项 {quoted(key)} 认不出（{item.form.range}）；没有读")
            else:
                counts[choice] = counts.get(choice, 0) + self._people(place, f"选“{key[:20]}”的人数", number)
        return ordered(counts)

    def _people(self, place: str, label: str, value: Any) -> int:
        if value is not None and not is_count(value):
            self._say(place, f"{label} {quoted(value)} 不是 0 到 {MAX_PEOPLE} 的整数；没有读")
        return int(value) if value is not None and is_count(value) else 0

    def _check_people(self, result: Result) -> None:
        most = max((given.people for given in result.answers.values()), default=0)
        if result.returned and most > result.returned:
            self._say("", f"有一条计了 {most} 人，多于收回的 {result.returned} 份，请核对")
        if result.handed_out and result.returned > result.handed_out:
            self._say("", f"收回 {result.returned} 份，多于发出的 {result.handed_out} 份，请核对")

    def _unknown_item(self, key: str, checklist: Checklist) -> None:
        self._guessed += 1
        guess = self._guessed <= _MOST_GUESSED and len(key) <= 80
        near = get_close_matches(key, checklist.by_id, 1, 0.75) if guess else []
        told = f"，最接近的是{checklist.place_of(near[0])}" if near else ""
        self._say("", f"这张自评表没有编号为 {quoted(key)} 的条目{told}；原样保留，不计分")

    def _screening(self, data: Any, checklist: Checklist) -> dict[str, bool]:
        if data is not None and not isinstance(data, dict):
            self._say("", f"筛选题的答案写法不对：{quoted(data)}；按未答处理")
        given = data if isinstance(data, dict) else {}
        asks = {question.id: question.ask for question in checklist.screening}
        for key, value in given.items():
            if key not in asks and value is not None:
                self._say("", f"这张自评表没有筛选题 {quoted(key)}；没有读")
            elif not isinstance(value, bool) and value is not None:
                self._say("", f"筛选题“{asks[key][:16]}”只能答是或否，写的是 {quoted(value)}；按未答处理")
        return {key: value for key, value in given.items() if isinstance(value, bool) and key in asks}

    def _given(self, item: Item, entry: Any, place: str) -> Given:
        if not isinstance(entry, dict):
            self._say(place, f"答案写法不对：{quoted(entry)}；按未答处理")
            return Given()
        self._strangers(place, entry, _ENTRY)
        texts: dict[str, Any] = {name: self._text(place, name, entry.get(name)) for name in TEXTS}
        given = Given(
            value=self._value(item, entry.get("value"), place),
            na=self._truth(place, ABSENT, entry.get("na")),
            revision=self._revision(place, entry.get("revision")),
            done=self._truth(place, DONE, entry.get("done")),
            **texts,
        )
        for name in ("due", "on"):
            day = getattr(given, name)
            if day and not _DAY.fullmatch(day):
                self._say(place, f"{LABELS[name]} {quoted(day)} 不是日期，原样保留；日期写成 2026-01-31 的样子")
        return self._checked_na(item, given, place)

    def _value(self, item: Item, value: Any, place: str) -> Value | None:
        found: Value | None = None
        if value is None or is_valid(item.form, value):
            found = value
        else:
            typed = isinstance(value, str) and (item.form.free or not _DIGITS.fullmatch(as_compared(value)))
            found = answer_of(item.form, value) if typed else None  # "2" may be the second level or the third
            if found is None:
                self._say(place, f"答案 {quoted(value)} 认不出或超出范围（{item.form.range}）；按未答处理")
        if doubtful_percent(item.form, found):
            self._say(place, percent_note(found))
        return found

    def _truth(self, place: str, label: str, value: Any) -> bool:
        if value is not None and not isinstance(value, bool):
            self._say(place, f"“{label}”只能写 true 或 false，写的是 {quoted(value)}；按 false 处理")
        return value is True

    def _revision(self, place: str, value: Any) -> int:
        fine = isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_REVISION
        if value is not None and not fine:
            self._say(place, f"条目的版次 {quoted(value)} 写法不对，没有读")
        return int(value) if fine else 0

    def _checked_na(self, item: Item, given: Given, place: str) -> Given:
        problem = na_problem(item, given)
        if problem:
            self._say(place, problem)
        return given if item.indicator.na.allowed else replace(given, na=False)

    def _text(self, place: str, name: str, value: Any) -> str:
        text = text_or_number(value)
        if text is None:
            self._say(place, f"{LABELS.get(name, name)}写法不对：{quoted(value)}；没有读")
            return ""
        if len(text) > MAX_TEXT:
            self._say(place, f"{LABELS.get(name, name)}超过 {MAX_TEXT} 字，只取前面部分")
        return text[:MAX_TEXT]


def na_problem(item: Item, given: Given) -> str:
    """Say in Chinese what is wrong with a “not applicable”, or return ""."""
    if not given.na:
        return ""
    if not item.indicator.na.allowed:
        return "这一条不能答“不适用”；按未答处理"
    return "答“不适用”没有写理由" if item.indicator.na.reason_required and not given.reason else ""


def percent_note(value: object) -> str:
    """Ask whether a percentage up to 1 is meant as it stands."""
    number = float(value) if isinstance(value, (int, float)) else 0.0
    shown = number_text(number)
    return f"答案是 {shown}，按 {shown}% 计；如果是 {number_text(round(number * 100, 10))}%，请改正"
