"""Read the result files of many units. Every file is counted or named, and one bad file stops no other."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from ...library import Shared, Vocabulary, renamed
from ...library.models import Assessor
from ...troubles import trouble
from ...workers import spread
from ..asked.assembly import assemble
from ..asked.items import Checklist
from ..asked.scheme import Settings
from ..results.reading import read_result
from ..results.result import Reading, Result
from ..results.tally import SMALL, SMALL_NOTE
from ..untrusted.complaints import MAX_COMPLAINTS, Complaint, quoted
from ..untrusted.texts import clean, without_blanks
from ..untrusted.xlsx_cells import MAX_FILE
from .near_names import near_names

_PARALLEL_FROM = 100
# What systems and office programs leave behind; nobody means it to be read.
_JUNK_NAMES = frozenset(("thumbs.db", "desktop.ini", "__macosx"))
_JUNK_STARTS = ("~$", ".")
_ONE_EACH = "。怎么改：真是两个人的，分别填写、分别保存，或者合成一份计票"


class ResultFile(NamedTuple):
    """A file to read, and its name in what is said about it: its way below the folder that was given."""

    path: Path
    name: str


@dataclass(frozen=True)
class Gathered:
    """A result and the file that it came from."""

    file: str
    result: Result

    @property
    def key(self) -> tuple[str, str, str, Assessor]:
        """What must be there only once: type, unit, period, assessor."""
        return (self.result.organisation, unit_key(self.result.unit), self.result.period, self.result.assessor)

    @property
    def dates(self) -> tuple[str, str]:
        """When it was saved, or the day of its last answer, and when it was begun; "" for what was not recorded."""
        return max([self.result.saved, *(given.on for given in self.result.answers.values())]), self.result.created


class Checklists:
    """The checklists of a library by type, each assembled when a file first asks for it."""

    def __init__(self, shared: Shared, settings: Settings) -> None:
        self._shared = shared
        self._made: dict[str, Checklist] = {}
        self._present = renamed(shared, "organisation")
        self.settings = settings

    def get(self, organisation: str) -> Checklist | None:
        """Return the checklist of a type, by its id or a former one; None for a type that has none."""
        organisation = self._present.get(organisation, organisation)
        if organisation not in self._made and organisation in self._shared.organisations.assessed:
            self._made[organisation] = assemble(self._shared, organisation, self.settings)
        return self._made.get(organisation)


def gather(paths: Iterable[Path], shared: Shared, settings: Settings) -> tuple[list[Gathered], list[Complaint]]:
    """Read files and folders of files; return one result for each unit, period and assessor, and all complaints."""
    found: list[Gathered] = []
    complaints: list[Complaint] = []
    files = list(files_below(paths, complaints))
    readings = spread(Checklists, (shared, settings), _read, files, _PARALLEL_FROM)
    for (_, name), (result, told) in zip(files, readings, strict=True):
        if result and result.blank:
            complaints.append(Complaint(name, "", "是空白的，一条也没有填", fatal=True))
            continue
        complaints += told
        if result:
            unit = _unit_name(result.unit) or f"（未写单位）{name.rpartition('.')[0] or name}"
            found.append(Gathered(name, replace(result, unit=unit)))
    found = _one_spelling(found)
    complaints += _asked_about(found)
    kept, told = _without_repeats(found, shared.vocabulary)
    return kept, complaints + told


def unit_key(name: str) -> str:
    """What a unit is known by: full-width letters, capitals and blanks do not make another."""
    return without_blanks(unicodedata.normalize("NFKC", name)).casefold()


def _unit_name(text: str) -> str:
    return " ".join(clean(unicodedata.normalize("NFKC", text)).split())


def _one_spelling(found: list[Gathered]) -> list[Gathered]:
    """Give a unit whose name was written in several ways the shortest of them."""
    names: dict[str, str] = {}
    for one in sorted(found, key=lambda one: (len(one.result.unit), one.result.unit)):
        names.setdefault(unit_key(one.result.unit), one.result.unit)
    return [replace(one, result=replace(one.result, unit=names[unit_key(one.result.unit)])) for one in found]


def _asked_about(found: Iterable[Gathered]) -> list[Complaint]:
    """Ask about names of one type that differ by so little that they may be one unit."""
    names: dict[str, dict[str, str]] = {}
    for one in found:
        names.setdefault(one.result.organisation, {})[one.result.unit] = one.file
    pairs = [(mine, other, files[mine]) for files in names.values() for mine, other in near_names(list(files))]
    told = [
        Complaint(file, "", f"{quoted(mine)} 和 {quoted(other)} 只差一点，是同一个单位吗？是的话请改成一样的名称")
        for mine, other, file in pairs[:MAX_COMPLAINTS]
    ]
    more = len(pairs) - len(told)
    return [*told, Complaint("", "", f"还有 {more} 对相近的单位名称，没有一一列出")] if more else told


def files_below(paths: Iterable[Path], complaints: list[Complaint]) -> Iterator[ResultFile]:
    """Yield the files once each, those of a folder in the order of their names."""
    seen: set[Path] = set()
    for path in paths:
        for source in _below(path, complaints):
            try:
                real = source.path.resolve()
                there = source.path.is_file()
            except OSError as error:
                complaints.append(Complaint(source.name, "", f"打不开：{trouble(error).reason}", fatal=True))
                continue
            if real in seen:
                continue
            seen.add(real)
            if there:
                yield source
            else:
                told = "不是普通文件，没有读" if source.path.exists() else "找不到这个文件"
                complaints.append(Complaint(source.name, "", told, fatal=True))


def _below(path: Path, complaints: list[Complaint]) -> Iterator[ResultFile]:
    """Yield the file, or all files below the folder, junk aside."""
    if not os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises for names that are too long
        yield ResultFile(path, str(path) if not os.path.exists(path) else path.name)  # noqa: PTH110
        return

    def unreadable(error: OSError) -> None:
        name = os.path.relpath(error.filename or path, path)
        complaints.append(Complaint(name, "", f"文件夹打不开：{trouble(error).reason}", fatal=True))

    for folder, folders, files in os.walk(path, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not _is_junk(name))
        for name in sorted(files):
            if not _is_junk(name):
                file = Path(folder, name)
                yield ResultFile(file, file.relative_to(path).as_posix())


def _is_junk(name: str) -> bool:
    return name.lower() in _JUNK_NAMES or name.startswith(_JUNK_STARTS)


def _read(checklists: Checklists, source: ResultFile) -> Reading:
    try:
        with source.path.open("rb") as stream:
            raw = stream.read(MAX_FILE + 1)
    except OSError as error:
        return None, [Complaint(source.name, "", f"打不开：{trouble(error).reason}", fatal=True)]
    return read_result(raw, source.name, checklists.get, checklists.settings.library)


def _without_repeats(found: Iterable[Gathered], words: Vocabulary) -> tuple[list[Gathered], list[Complaint]]:
    """Keep one result for each key: of two that differ, the newer by its own date."""
    found = list(found)
    slips, complaints = _slips([one for one in found if one.result.assessor is Assessor.MASSES], words)
    kept: dict[tuple[str, str, str, Assessor], Gathered] = {}
    for one in found:
        if one.result.assessor is Assessor.MASSES:
            continue
        other = kept.setdefault(one.key, one)
        if other is one:
            continue
        if _same(one.result, other.result):
            complaints.append(Complaint(one.file, "", f"与 {other.file} 内容相同，只计一次"))
            continue
        winner, loser = (one, other) if one.dates > other.dates else (other, one)
        kept[one.key] = winner
        complaints.append(Complaint(loser.file, "", _conflict(loser, winner)))
    return [*kept.values(), *slips], complaints


def _slips(found: list[Gathered], words: Vocabulary) -> tuple[list[Gathered], list[Complaint]]:
    """Keep the answers of all those served: each is another person's, unless content and time of saving are the same."""
    kept: dict[str, Gathered] = {}
    units: dict[tuple[str, str, str, Assessor], list[Gathered]] = {}
    complaints: list[Complaint] = []
    for one in found:
        other = kept.setdefault(repr((one.key, _content(one.result), one.result.saved, one.result.created)), one)
        if other is one:
            units.setdefault(one.key, []).append(one)
        else:
            complaints.append(
                Complaint(one.file, "", f"与 {other.file} 内容和保存时间都相同，当作同一份，只计一次{_ONE_EACH}")
            )
    for first, *others in units.values():
        if others:
            people = sum(one.result.people for one in (first, *others))
            told = f"和另外 {len(others)} 个文件是同一单位、同一时期的{words.of(Assessor.MASSES)}，合起来算：{people} 份的平均"
            complaints.append(Complaint(first.file, "", f"{told}{'（' + SMALL_NOTE + '）' if people < SMALL else ''}"))
    return list(kept.values()), complaints


def _same(one: Result, other: Result) -> bool:
    return _content(one) == _content(other)


def _content(result: Result) -> tuple[object, ...]:
    answers = dict(sorted(result.answers.items()))
    return (answers, dict(sorted(result.screening.items())), result.unknown, result.returned, result.handed_out)


def _conflict(loser: Gathered, winner: Gathered) -> str:
    mine, theirs = loser.result.answers, winner.result.answers
    differing = sum(mine.get(key) != theirs.get(key) for key in {**theirs, **mine})
    shown = f"有 {differing} 条答案不同" if differing else "筛选题或别的内容不同"
    why = f"后者较新（{_told(winner, loser)}）" if winner.dates > loser.dates else "看不出先后"
    return f"与 {winner.file} 是同一单位、同一时期、同一评价方，但{shown}，{why}，只计后者"


def _told(winner: Gathered, loser: Gathered) -> str:
    """The two dates by which one is the newer."""
    first = 0 if winner.dates[0] != loser.dates[0] else 1
    shown = [one.dates[first][:16].replace("T", " ") or "没有写日期" for one in (winner, loser)]
    return f"{shown[0]}，这个文件 {shown[1]}"
