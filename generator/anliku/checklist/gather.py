"""Read the result files of many units. Every file is read, every trouble is told, and one bad file stops no other."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from ..library import Shared
from ..library.models import Assessor
from ..workers import spread
from .assembly import assemble
from .items import Checklist
from .results import MAX_BYTES, Complaint, Reading, Result, read_json
from .scheme import Settings
from .workbook import read_xlsx
from .xlsx_cells import MAX_FILE

_PARALLEL_FROM = 100
_SUFFIXES = (".json", ".xlsx")


@dataclass(frozen=True)
class Gathered:
    """A result and the file that it came from."""

    file: str
    result: Result

    @property
    def key(self) -> tuple[str, str, str, Assessor]:
        """What must be there only once: type, unit, period, assessor."""
        return (self.result.organisation, self.result.unit, self.result.period, self.result.assessor)

    @property
    def newest(self) -> str:
        """The day of the last answer, "" when no day was recorded."""
        return max((given.on for given in self.result.answers.values()), default="")


class Checklists:
    """The checklists of a library by type, each assembled when a file first asks for it."""

    def __init__(self, shared: Shared, settings: Settings) -> None:
        self._shared = shared
        self._made: dict[str, Checklist] = {}
        self.settings = settings

    def get(self, organisation: str) -> Checklist | None:
        """Return the checklist of a type, None for a type that has none."""
        if organisation not in self._made and organisation in self._shared.organisations.assessed:
            self._made[organisation] = assemble(self._shared, organisation, self.settings)
        return self._made.get(organisation)


def gather(paths: Iterable[Path], shared: Shared, settings: Settings) -> tuple[list[Gathered], list[Complaint]]:
    """Read files and folders of files; return one result for each unit, period and assessor, and all complaints."""
    found: list[Gathered] = []
    complaints: list[Complaint] = []
    files = list(_files(paths, complaints))
    for path, (result, told) in zip(files, _readings(files, shared, settings), strict=True):
        complaints += told
        if result:
            found.append(
                Gathered(path.name, replace(result, unit=_unit_name(result.unit) or f"（未写单位）{path.stem}"))
            )
    kept, told = _without_repeats(found)
    return kept, complaints + told


def _readings(files: Iterable[Path], shared: Shared, settings: Settings) -> Iterator[Reading]:
    """Yield what each file says, in order. Many workbooks are read on all cores; JSON would only wait for the post."""
    books = [path for path in files if path.suffix.lower() == ".xlsx"]
    from_books = spread(Checklists, (shared, settings), _read, books, _PARALLEL_FROM)
    here = Checklists(shared, settings)
    for path in files:
        yield next(from_books) if path.suffix.lower() == ".xlsx" else _read(here, path)


def _files(paths: Iterable[Path], complaints: list[Complaint]) -> Iterator[Path]:
    """Yield the files once each, those of a folder in the order of their names."""
    seen: set[Path] = set()
    for path in paths:
        if not path.exists():
            complaints.append(Complaint(str(path), "", "找不到这个文件", fatal=True))
        inside = sorted(p for p in path.rglob("*") if p.suffix.lower() in _SUFFIXES) if path.is_dir() else [path]
        for file in inside:
            if file.is_file() and not file.name.startswith(("~$", ".")) and file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _read(checklists: Checklists, path: Path) -> Reading:
    suffix = path.suffix.lower()
    if suffix not in _SUFFIXES:
        return None, [Complaint(path.name, "", "不认识的文件，只收 .json 和 .xlsx", fatal=True)]
    limit = MAX_BYTES if suffix == ".json" else MAX_FILE
    try:
        with path.open("rb") as stream:
            raw = stream.read(limit + 1)
    except OSError as error:
        return None, [Complaint(path.name, "", f"打不开：{error.strerror or error}", fatal=True)]
    reader = read_json if suffix == ".json" else read_xlsx
    return reader(raw, path.name, checklists.get, checklists.settings.library)


def _unit_name(text: str) -> str:
    """Names that look alike are one unit: full-width letters and stray spaces do not make another."""
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _without_repeats(found: Iterable[Gathered]) -> tuple[list[Gathered], list[Complaint]]:
    """Keep one result for each key: of two that differ, the one answered last."""
    kept: dict[tuple[str, str, str, Assessor], Gathered] = {}
    complaints: list[Complaint] = []
    for one in found:
        other = kept.setdefault(one.key, one)
        if other is one:
            continue
        if _same(one.result, other.result):
            complaints.append(Complaint(one.file, "", f"与 {other.file} 内容相同，只计一次"))
            continue
        winner, loser = (one, other) if one.newest > other.newest else (other, one)
        kept[one.key] = winner
        complaints.append(Complaint(loser.file, "", _conflict(loser, winner)))
    return list(kept.values()), complaints


def _same(one: Result, other: Result) -> bool:
    return (one.answers, one.screening, one.unknown) == (other.answers, other.screening, other.unknown)


def _conflict(loser: Gathered, winner: Gathered) -> str:
    mine, theirs = loser.result.answers, winner.result.answers
    differing = [key for key in {**theirs, **mine} if mine.get(key) != theirs.get(key)]
    shown = "、".join(differing[:5]) + (f" 等 {len(differing)} 条" if len(differing) > 5 else "")
    why = "后者较新" if winner.newest > loser.newest else "看不出先后"
    advice = "；群众测评有多份时，先算出平均分再汇总" if winner.result.assessor is Assessor.MASSES else ""
    return f"与 {winner.file} 是同一单位、同一时期、同一评价方，但答案不同（{shown}），{why}，只计后者{advice}"
