"""Drafts of cases from rows: every value in its field or, with its place and reason, in a note; findings by cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from ..check.findings import Severity
from ..check.rules import CASE_RULES
from ..check.schema import finding_of
from ..library import FieldPath, Library, Origin, validate
from ..library.kinds import CASE
from ..library.models import Case, Record
from ..printable import printable
from .cells import read_cell, read_figure
from .columns import Shape, grids, model_in
from .names import Names, name_key
from .rows import CellSpot, Row, Value
from .yaml_text import yaml_text

_LONGEST = 40
_MULTIPLES = ("百", "千", "万", "百万", "千万", "亿")
_EMPTY_LISTS = ("organisations", "dimensions", "practice", "sources")
_NOTE = "# 表里写着、没有放进字段的，看过以后放好或删去："


class Said(NamedTuple):
    """A finding about a cell, in the words of `check`."""

    severity: Severity
    spot: CellSpot
    message: str
    remedy: str

    def __str__(self) -> str:
        word = "错误" if self.severity is Severity.ERROR else "提醒"
        remedy = f" 怎么改：{self.remedy}" if self.remedy else ""
        return printable(f"{self.spot}　{word}：{self.message}{remedy}")


@dataclass
class Draft:
    """One case to be: its data, what found no place, and what is said about its cells."""

    spot: CellSpot
    title: str
    name: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[FieldPath, Value] = field(default_factory=dict)
    spots: dict[FieldPath, CellSpot] = field(default_factory=dict)
    notes: list[tuple[Value, str]] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    case: Case | None = None

    @property
    def text(self) -> str:
        """The file."""
        lines = [f"# 从表格导入的草稿（{self.spot}）。"]
        if self.notes:
            lines.append(_NOTE)
            lines += [_comment(f"{value.heading}：{value.text}", why) for value, why in self.notes]
        return printable_lines(lines) + yaml_text(_in_order(self.data, Case))


def _in_order(data: Any, model: type[Record]) -> dict[str, Any]:
    """Return the data with its keys in the order of the model's fields."""
    ordered: dict[str, Any] = {}
    for name, info in model.model_fields.items():
        key = info.alias or name
        if key in data:
            inner, value = model_in(info.annotation), data[key]
            if inner and isinstance(value, dict):
                value = _in_order(value, inner)
            elif inner and isinstance(value, list):
                value = [_in_order(one, inner) for one in value]
            ordered[key] = value
    return ordered


def printable_lines(lines: Iterable[str]) -> str:
    """Return comment lines, each a line of its own whatever they hold."""
    return "".join(f"{printable(part)}\n" for line in lines for part in line.split("\n"))


def _comment(text: str, why: str) -> str:
    first, *rest = text.splitlines() or [""]
    return "\n".join([f"# - {first}", *(f"#   {line}" for line in rest), *([f"#   （{why}）"] if why else [])])


def drafts_of(rows: Iterable[Row]) -> tuple[list[tuple[Row, list[Row]]], list[Row]]:
    """Return each case's own row with the rows of its lists, and the rows that belong to no case."""
    main = grids()[0]
    title, name = (next(c for c in main.columns if c.path == (key,)) for key in ("title", "id"))
    cases: list[tuple[Row, list[Row]]] = []
    known: dict[str, list[Row]] = {}
    lost: list[Row] = []
    last: dict[str, str] = {}
    for row in rows:
        if row.grid is main:
            cases.append((row, []))
            for column in (name, title):
                if column in row.cells:
                    known.setdefault(name_key(row.cells[column].text), cases[-1][1])
            continue
        key = name_key(row.case) or last.get(row.grid.title, "")
        last[row.grid.title] = key
        known.get(key, lost).append(row)
    return cases, lost


def draft_of(row: Row, items: Iterable[Row], names: Names) -> Draft:
    """Return the draft of a case from its own row and those of its lists."""
    draft = Draft(row.spot, "")
    _take(draft, row, (), names)
    counts: dict[tuple[str, ...], int] = {}
    for item in items:
        if not item.cells:
            draft.notes += [(value, "") for value in item.others]
            continue
        number = counts[item.grid.path] = counts.get(item.grid.path, -1) + 1
        _take(draft, item, (*item.grid.path, number), names)
    draft.title = str(draft.data.get("title", "")).strip()
    draft.name = unicodedata.normalize("NFKC", str(draft.data.pop("id", ""))).strip()
    draft.data["status"] = "draft"
    for key in _EMPTY_LISTS:
        draft.data.setdefault(key, [])
    return draft


def _take(draft: Draft, row: Row, at: FieldPath, names: Names) -> None:
    """Put the cells of a row into the record at a place of the draft."""
    draft.notes += [(value, "") for value in row.others]
    draft.spots.update({(*at, *column.path): spot for column, spot in row.spots.items()})
    if at:
        _put(draft.data, at, {})
    for column, value in row.cells.items():
        place = (*at, *column.path)
        draft.cells[place], draft.spots[place] = value, value.spot
        if value.fault:
            _refuse(draft, value, f"{value.fault}。", "直接写上字。")
            continue
        if column.shape is Shape.FIGURE:
            continue
        found = read_cell(column, value.text, names)
        if found.message:
            _refuse(draft, value, found.message, found.remedy)
        if found.value is not None:
            _put(draft.data, place, found.value)
    for column, value in row.cells.items():  # last: a unit in a cell of its own holds
        if column.shape is Shape.FIGURE and not value.fault:
            _put_figure(draft, (*at, *column.path[:-1]), value)


def _put_figure(draft: Draft, record: FieldPath, value: Value) -> None:
    """Put a number with the unit and qualifier written beside it; none of it where another cell says otherwise."""
    parts = read_figure(value.text)
    unit = _get(draft.data, (*record, "unit"))
    if unit and parts.get("unit") in _MULTIPLES:  # 3.1万 and 件 in the next cell
        parts["unit"] += unit
        _put(draft.data, (*record, "unit"), parts["unit"])
    there = {key: _get(draft.data, (*record, key)) for key in parts}
    wrong = [key for key in parts if there[key] is not None and there[key] != parts[key]]
    if wrong:
        message = f"数值里写着“{parts[wrong[0]]}”，另一格写的是“{there[wrong[0]]}”。"
        _refuse(draft, value, message, "两处改成一样的。")
        return
    for key, part in parts.items():
        _put(draft.data, (*record, key), part)


def _refuse(draft: Draft, value: Value, message: str, remedy: str) -> None:
    draft.said.append(Said(Severity.ERROR, value.spot, message, remedy))
    draft.notes.append((value, message.rstrip("。")))


def settle(draft: Draft, library: Library) -> None:
    """Move values that the model refuses into notes, so that nothing but missing fields is left wrong; apply the rules."""
    path = f"cases/{draft.name}.yml"
    records: list[Any] = []
    for _ in range(len(draft.cells) + 1):
        records, problems = validate(draft.data, path, CASE)
        wrong = [problem for problem in problems if problem.kind != "missing"]
        moved = [_move(draft, problem, library) for problem in wrong]
        if not any(moved):
            for problem in problems:
                finding = finding_of(problem, library.root, library.shared.vocabulary)
                draft.said.append(Said(finding.severity, _spot(draft, problem.at), finding.message, finding.remedy))
            break
    if records:
        case = records[0][1]
        assert isinstance(case, Case)
        draft.case = case
        origin = Origin(path)
        for rule in CASE_RULES:
            for remark in rule(case, library.shared, origin):
                draft.said.append(Said(remark.severity, _spot(draft, remark.at), remark.message, remark.remedy))


def _move(draft: Draft, problem: Any, library: Library) -> bool:
    """Take the value that a problem is about out of the draft; say whether there was one."""
    for length in range(len(problem.at), 0, -1):
        place = problem.at[:length]
        if place in draft.cells and _get(draft.data, place) is not None:
            finding = finding_of(problem, library.root, library.shared.vocabulary)
            _refuse(draft, draft.cells[place], finding.message, finding.remedy)
            _drop(draft.data, place)
            return True
    return False


def _spot(draft: Draft, at: FieldPath) -> CellSpot:
    for length in range(len(at), 0, -1):
        if at[:length] in draft.spots:
            return draft.spots[at[:length]]
    below = [spot for place, spot in draft.spots.items() if at and place[: len(at)] == tuple(at)]
    return below[0] if below else draft.spot


def _put(data: Any, at: FieldPath, value: Any) -> None:
    for step, following in zip(at, (*at[1:], None), strict=True):
        empty: Any = value if following is None else [] if isinstance(following, int) else {}
        if isinstance(step, int):
            if step == len(data):
                data.append(empty)
            elif following is None:
                data[step] = value
        elif following is None:
            data[step] = value
        else:
            data.setdefault(step, empty)
        data = data[step]


def _get(data: Any, at: FieldPath) -> Any:
    for step in at:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _drop(data: Any, at: FieldPath) -> None:
    for step in at[:-1]:
        data = data[step]
    del data[at[-1]]
    if at[-1] in _EMPTY_LISTS:
        data[at[-1]] = []


def pinyin_id(title: str) -> str:
    """Return an id made of the pinyin of a title: whole syllables, at most forty characters."""
    from pypinyin import lazy_pinyin  # its dictionary takes 0.2 s to import

    words = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(title)).lower())
    made = ""
    for word in words:
        if len(made) + 1 + len(word) > _LONGEST and made:
            break
        made = f"{made}-{word}" if made else word[:_LONGEST]
    return made if len(made) >= 3 else f"case-{made}".rstrip("-")


def with_names(drafts: Iterable[Draft], taken: Mapping[str, str]) -> Iterator[Draft]:
    """Give an id to those that have none, other than all that are taken."""
    used = set(taken)
    for draft in drafts:
        if not draft.name:
            base, number = pinyin_id(draft.title), 2
            draft.name = base
            while draft.name in used:
                draft.name, number = f"{base}-{number}", number + 1
        used.add(draft.name)
        yield draft
