"""Read a sheet of cases: drafts to be written, rows refused, and a receipt that names every one of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from ..check.duplicates import alike_groups, sketch
from ..check.rules.ids import why_reserved
from ..check.texts import joined
from ..checklist.untrusted.cells import Workbook
from ..library import Library, renamed_cases
from ..library.models.base import CASE_ID_PATTERN
from ..printable import printable
from .drafts import Draft, draft_of, drafts_of, settle, with_names
from .mapping import Map
from .names import Names, name_key
from .rows import Row, mapped_rows, rows_of, strange_sheets


@dataclass(frozen=True)
class Refused:
    """A row that was not taken, and why; beside: the case that it resembles."""

    row: str
    why: str


@dataclass
class Intake:
    """What came of a workbook. alike: drafts that resemble a case or another draft, with that one.

    passed_over: sheets that are none of ours. beside: what lay over the cells.
    """

    taken: list[Draft] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)
    alike: list[tuple[Draft, str]] = field(default_factory=list)
    passed_over: list[str] = field(default_factory=list)
    beside: tuple[str, ...] = ()

    def receipt(self, folder: str) -> list[str]:
        """Return the lines of the receipt."""
        lines = [f"收下 {len(self.taken)} 个案例，都是草稿。没有收 {len(self.refused)} 行。"]
        for draft in self.taken:
            lines.append(f"收下　{draft.spot}　{draft.title} → {folder}/{draft.name}.yml")
            lines += [f"　　{said}" for said in draft.said]
            lines += [
                f"　　没有放进字段，写在草稿开头：{value.spot}　{value.heading}：{value.text}"
                for value, _ in draft.notes
            ]
        lines += [
            f"相像　{draft.spot}　{draft.title}：和{other}几乎一样，看看是不是同一个。" for draft, other in self.alike
        ]
        lines += [f"没有收　{one.row}：{one.why}" for one in self.refused]
        lines += [
            f"没有读　“{name}”表：不是填报表里的。怎么改：改过表名的，把它改回来再导入。" for name in self.passed_over
        ]
        lines += [f"没有读　表里的{what}：要紧的话写进格子里。" for what in self.beside]
        return [printable(line.replace("\n", "／")) for line in lines]


def take(book: Workbook, library: Library, columns: Map | None = None) -> Intake:
    """Return what the workbook gives this library; nothing is written. columns: how to read a table of others."""
    made = Intake(beside=book.beside)
    names = Names(library)
    if columns:
        cases = [(rows[0], rows[1:]) for rows in mapped_rows(book.sheets[columns.sheet], columns.columns)]
        made.passed_over = [name for name in book.sheets if name != columns.sheet and book.sheets[name].cells]
    else:
        cases, lost = drafts_of(rows_of(book))
        made.refused += [Refused(str(row.spot), f"没有叫“{row.case}”的案例。{_told(row)}") for row in lost]
        made.passed_over = strange_sheets(book)
    drafts = _new_ones([draft_of(row, items, names) for row, items in cases], library, made)
    for draft in drafts:
        settle(draft, library)
    made.taken = drafts
    made.alike = list(_alike(drafts, library))
    return made


def _told(row: Row) -> str:
    """The texts of a row, so that at least the receipt has them."""
    cells = "；".join(f"{v.heading}：{v.text}" for v in (*row.cells.values(), *row.others))
    return f"写着：{cells}" if cells else ""


def _new_ones(drafts: Iterable[Draft], library: Library, made: Intake) -> list[Draft]:
    """Keep the drafts that have a title, and whose id and title are new; say of the others why they are refused."""
    titles = {name_key(entry.title): f"案例 {key}" for key, entry in library.entries.items()}
    taken = {**renamed_cases(library), **{key: key for key in library.entries}}
    taken |= {file.stem: file.stem for file in (library.root / "cases").glob("*.yml")}
    kept: list[Draft] = []
    given: dict[str, Draft] = {}
    for draft in drafts:
        why = _why_not(draft, titles, taken, given)
        if why:
            made.refused.append(
                Refused(str(draft.spot), f"{draft.title or '（没有标题）'}　{why}{_all_of(draft, why)}")
            )
            continue
        titles[name_key(draft.title)] = f"{draft.spot}的“{draft.title}”"
        if draft.name:
            given[draft.name] = draft
        kept.append(draft)
    return list(with_names(kept, {**taken, **dict.fromkeys(given, "")}))


def _why_not(draft: Draft, titles: dict[str, str], taken: dict[str, str], given: dict[str, Draft]) -> str:
    if not draft.title:
        return "没有标题。怎么改：写上标题。"
    if name_key(draft.title) in titles:
        return f"和{titles[name_key(draft.title)]}同一个标题，没有动它。怎么改：是同一件事就改那一个，不是就换标题。"
    if not draft.name:
        return ""
    if not re.fullmatch(CASE_ID_PATTERN, draft.name) or why_reserved(draft.name):
        return f"编号“{draft.name}”不行。怎么改：只用小写字母、数字和连字符，3 到 60 个字；也可以不填。"
    if draft.name in taken or draft.name in given:
        return f"编号“{draft.name}”已经有了，没有动它。怎么改：换一个编号，或不填。"
    return ""


def _all_of(draft: Draft, why: str) -> str:
    """Return what else to tell of a refused draft: the rows refused with it, or without a title, all that it says."""
    if draft.title:
        spots = [spot for spot in draft.spots.values() if spot.sheet != draft.spot.sheet]
        rows = dict.fromkeys(f"“{spot.sheet}”表第 {spot.place.row} 行" for spot in spots)
        return f"连同{'、'.join(rows)}。" if rows else ""
    cells = [*draft.cells.values(), *(value for value, _ in draft.notes)]
    return "写着：" + "；".join(f"{v.heading}：{v.text}" for v in dict.fromkeys(cells)) if why and cells else ""


def _alike(drafts: Iterable[Draft], library: Library) -> Iterable[tuple[Draft, str]]:
    """Yield the drafts whose texts are nearly those of a case or of another draft, with that one."""
    new = {f"\0{draft.name}": draft for draft in drafts if draft.case}
    texts = {key: joined(draft.case) for key, draft in new.items() if draft.case}
    if not new:
        return

    def text_of(key: str) -> str:
        return texts[key] if key in texts else joined(library.cases[key])

    sketches = {key: sketch(text_of(key)) for key in (*library.entries, *new)}
    for group in alike_groups(sketches, text_of):
        ours = [key for key in group.ids if key in new]
        others = [f"案例 {key}" for key in group.ids if key not in new] + [f"草稿 {new[key].name}" for key in ours]
        for key in ours:
            other = next((one for one in others if one != f"草稿 {new[key].name}"), "")
            if other:
                yield new[key], other


def in_folder(root: Path, into: str, drafts: Iterable[Draft]) -> dict[Path, bytes]:
    """Return the files of drafts by their paths."""
    return {root / into / f"{draft.name}.yml": draft.text.encode("utf-8", "replace") for draft in drafts}
