"""What learners have read: the files 学习记录.json that the page of that name saves. One bad file stops no other."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...troubles import trouble
from ..untrusted.complaints import Complaint, NotReadableError, quoted
from ..untrusted.strict_json import parse_json
from ..untrusted.texts import clean
from ..untrusted.xlsx_cells import MAX_FILE
from .gather import files_below, unit_key

FORMAT = "anliku-study/1"
_MARK, _RESULT = b"anliku-study", b"anliku-result"
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_ID = re.compile(r"[a-z0-9-]{3,60}")
_MOST_CASES = 500
_MOST_TESTS = 1_000
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class ReadCase:
    """A case in a record. read, by: the day it was read, and the day for which that is meant; "" for none."""

    id: str
    title: str
    read: str
    by: str
    note: str


@dataclass(frozen=True, slots=True)
class StudyRecord:
    """What one learner has read. tests: day, right answers and questions of every self-test."""

    file: str
    unit: str
    name: str
    cases: tuple[ReadCase, ...]
    tests: tuple[tuple[str, int, int], ...]


def has_study(paths: Iterable[Path]) -> tuple[bool, bool]:
    """Return whether there are records of learners among these files, and whether there are results as well."""
    files = [source.path for source in files_below(paths, [])]
    starts = [_start(path) for path in files if path.suffix.lower() == ".json"]
    results = any(_RESULT in start for start in starts) or any(path.suffix.lower() == ".xlsx" for path in files)
    return any(_MARK in start for start in starts), results


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(4_096)
    except OSError:
        return b""


def gather_study(paths: Iterable[Path], library: str) -> tuple[list[StudyRecord], list[Complaint]]:
    """Return the records of a library's learners, and what is wrong with files."""
    found: list[StudyRecord] = []
    complaints: list[Complaint] = []
    for source in files_below(paths, complaints):
        if source.path.suffix.lower() != ".json":
            complaints.append(Complaint(source.name, "", "不是学习记录（.json），没有读"))
            continue
        try:
            found.append(_read(source.path, source.name, library))
        except NotReadableError as error:
            complaints.append(Complaint(source.name, error.place, str(error), fatal=True))
        except OSError as error:
            complaints.append(Complaint(source.name, "", f"打不开：{trouble(error).reason}", fatal=True))
    return found, complaints + _same_names(found)


def _same_names(found: list[StudyRecord]) -> list[Complaint]:
    seen: dict[tuple[str, str], str] = {}
    told = []
    for one in found:
        key = (unit_key(one.unit), unit_key(one.name))
        if one.name and key in seen:
            told.append(Complaint(one.file, "", f"和 {seen[key]} 是同一个姓名，两份都列出，没有合并"))
        seen.setdefault(key, one.file)
    return told


def _read(path: Path, name: str, library: str) -> StudyRecord:
    with path.open("rb") as stream:
        raw = stream.read(MAX_FILE + 1)
    if len(raw) > MAX_FILE:
        raise NotReadableError("太大，不像是学习记录，没有读")
    try:
        data, _ = parse_json(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise NotReadableError("不是 UTF-8 编码，没有读。怎么改：从“学习记录”页重新“保存成文件”") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise NotReadableError("不是学习记录。怎么改：从“学习记录”页“保存成文件”，交那一份")
    if _text(data.get("library"), 200) != library:
        raise NotReadableError(f"是案例库{quoted(data.get('library'))}的记录，不是《{library}》的，没有计入")
    cases = data.get("cases")
    cases = cases if isinstance(cases, dict) else {}
    read = [_case(key, one) for key, one in list(cases.items())[:_MOST_CASES] if _ID.fullmatch(str(key))]
    tests = data.get("tests")
    taken = [_test(one) for one in (tests if isinstance(tests, list) else [])[:_MOST_TESTS]]
    unit, who = _text(data.get("unit"), 100), _text(data.get("name"), 50)
    return StudyRecord(name, unit, who, tuple(filter(None, read)), tuple(filter(None, taken)))


def _case(key: str, one: Any) -> ReadCase | None:
    if not isinstance(one, dict) or one.get("gone") is True:
        return None
    return ReadCase(
        key, _text(one.get("title"), 200), _day(one.get("read")), _day(one.get("by")), _text(one.get("note"), _LONGEST)
    )


def _test(one: Any) -> tuple[str, int, int] | None:
    if not isinstance(one, dict):
        return None
    right, asked = one.get("right"), one.get("asked")
    if type(right) is not int or type(asked) is not int or not 0 <= right <= asked <= 1_000 or not asked:
        return None
    return (_day(one.get("on")), right, asked)


def _text(value: Any, most: int) -> str:
    return clean(value)[:most] if isinstance(value, str) else ""


def _day(value: Any) -> str:
    return value if isinstance(value, str) and _DAY.fullmatch(value) else ""
