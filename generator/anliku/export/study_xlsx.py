"""Who read what, as a workbook: a row for each learner and case, then by learner, by case, and what is wrong with files."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from ..checklist.collection.study import StudyRecord
from ..checklist.untrusted.complaints import Complaint
from .xlsx_file import Book
from .xlsx_style import BOXED, HEADING, set_up

_TITLE = "学习记录汇总"
_GONE = "（案例库里没有了）"


def study_xlsx(
    records: Sequence[StudyRecord],
    titles: Mapping[str, str],
    problems: Iterable[Complaint],
    stamp: dt.datetime,
    *,
    anonymous: bool,
) -> bytes:
    """Return the bytes of the workbook. titles: of the cases by id. anonymous: without units, names, notes and files."""
    book = Book(_TITLE)
    people = [_Person(number, one, anonymous) for number, one in enumerate(records, 1)]
    _sheet(
        book,
        "谁读了什么",
        (20, 12, 44, 12, 12, 60),
        [("单位", "姓名", "案例", "已读", "打算", "笔记"), *_rows(people, titles)],
    )
    _sheet(
        book,
        "按人",
        (20, 12, 10, 10, 16),
        [("单位", "姓名", "读了几个", "记了几个", "自测（对/题）"), *map(_Person.row, people)],
    )
    _sheet(book, "按案例", (44, 12, 12), [("案例", "几人读了", "几人记了"), *_by_case(records, titles)])
    told = [] if anonymous else [(one.file, one.message) for one in problems]
    if told:
        _sheet(book, "文件问题", (30, 80), [("文件", "问题"), *told])
    return book.bytes(stamp)


class _Person:
    """A learner as the workbook names them."""

    def __init__(self, number: int, record: StudyRecord, anonymous: bool) -> None:
        self.record = record
        self.unit = "" if anonymous else record.unit
        self.name = f"第 {number} 人" if anonymous else record.name or record.file
        self.anonymous = anonymous

    def row(self) -> tuple[str | int, ...]:
        """Return how much they have read, and how they did in the self-test."""
        cases = self.record.cases
        tests = "、".join(f"{right}/{asked}" for _, right, asked in self.record.tests)
        return (self.unit, self.name, sum(bool(c.read) for c in cases), sum(bool(c.note) for c in cases), tests)


def _rows(people: Iterable[_Person], titles: Mapping[str, str]) -> Iterable[tuple[str, ...]]:
    for person in people:
        for case in person.record.cases:
            note = "" if person.anonymous else case.note
            yield (person.unit, person.name, _title(case.id, case.title, titles), case.read, case.by, note)


def _by_case(records: Iterable[StudyRecord], titles: Mapping[str, str]) -> list[tuple[str | int, ...]]:
    read, noted = Counter[str](), Counter[str]()
    names: dict[str, str] = {}
    for one in records:
        for case in one.cases:
            names.setdefault(case.id, _title(case.id, case.title, titles))
            read[case.id] += bool(case.read)
            noted[case.id] += bool(case.note)
    return [(names[key], read[key], noted[key]) for key in sorted(names, key=lambda key: (-read[key], key))]


def _title(key: str, told: str, titles: Mapping[str, str]) -> str:
    return titles.get(key) or f"{told or key}{_GONE}"


def _sheet(book: Book, name: str, widths: Sequence[int], rows: Sequence[Sequence[str | int]]) -> None:
    sheet = book.sheet(name)
    set_up(sheet.around, name, repeat=1)
    sheet.widen(widths)
    for at, row in enumerate(rows, 1):
        sheet.line(at, row, HEADING if at == 1 else BOXED)
    sheet.around.freeze_panes = "A2"
