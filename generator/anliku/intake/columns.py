"""The columns of the workbook for cases, read off the model: a new field of a case is a new column.

A record inside a case lends its fields to the case's row; a list of records has a sheet of its own, a row for each.
"""

from __future__ import annotations

import types
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from ..library.models import Case, Choice, Record, heading_of
from ..library.models.base import Ref
from ..library.models.parts import Form, Part

CASES = "案例"
_LEFT_OUT = {("status",)}  # what comes from a sheet is a draft
_PROSE = (Form.PROSE, Form.NOTICE, Form.SEALED, Form.LIST, Form.STEPS)
_WIDE, _NARROW = 44, 16

_HEADINGS: Mapping[tuple[str, ...], str] = {
    ("id",): "编号",
    ("kind",): "类别",
    ("region", "province"): "省",
    ("region", "city"): "市",
    ("region", "county"): "县",
    ("region", "place"): "具体地点",
    ("period", "from"): "开始时间",
    ("period", "to"): "结束时间",
    ("period", "precision"): "时间准到",
    ("period", "note"): "时间说明",
    ("organisations",): "组织类型",
    ("dimensions",): "维度",
    ("policies",): "政策依据",
    ("related",): "相关案例",
    ("sources",): "出处",
    ("asks",): "读者会怎么问",
    ("former_ids",): "以前的编号",
    ("accept",): "不必改的提醒",
    ("teaching", "objectives"): "教学目标",
    ("teaching", "minutes"): "教学总分钟",
    ("teaching", "plan"): "教学安排",
    ("teaching", "plan", "minutes"): "分钟",
    ("decision", "knowing"): "定时知道什么",
    ("decision", "after_step"): "走到第几步时定",
    ("decision", "options"): "可选的办法",
    ("decision", "options", "text"): "办法",
    ("exhibits", "text"): "附件内容",
    ("exhibits", "source"): "来源",
    ("exhibits", "locator"): "来源里的字",
    ("exhibits", "supposed"): "教学用假设",
    ("reading", "source"): "来源",
    ("reading", "text"): "著录",
    ("reading", "why"): "读它做什么",
    ("questions", "round"): "什么时候问",
    ("questions", "answer"): "好的回答",
    ("questions", "astray"): "容易答偏",
    ("reviewed", "by"): "审核岗位",
    ("reviewed", "on"): "审核日期",
    ("reviewed", "checked"): "审核句数",
    ("practice", "text"): "怎么做",
    ("practice", "stage"): "进展",
    ("figures", "label"): "数的是什么",
    ("figures", "value"): "数值",
    ("figures", "qualifier"): "准确程度",
    ("figures", "at"): "截至",
    ("figures", "source"): "来源",
    ("figures", "locator"): "来源里的字",
    ("sources", "source"): "来源",
    ("sources", "locator"): "来源里的字",
    ("sources", "for"): "撑起哪几部分",
}


class Shape(Enum):
    """What a cell of a column holds."""

    TEXT = "text"
    PROSE = "prose"  # of any length
    LINES = "lines"  # a text a line
    WORDS = "words"  # short words, with 、 between them
    PAIRS = "pairs"  # a line each: code：reason
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    FIGURE = "figure"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. path: of its field in the record of a row. ref: what kind its ids lead to. options: to choose from.

    many: whether a cell may hold several. hint: what the field is for.
    """

    path: tuple[str, ...]
    heading: str
    shape: Shape
    ref: str = ""
    options: type[Choice] | None = None
    many: bool = False
    hint: str = ""
    needed: bool = False

    @property
    def width(self) -> int:
        """Its width in characters."""
        return _WIDE if self.shape in (Shape.PROSE, Shape.LINES) else _NARROW


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet: a row is a case where `path` is empty, else an item of the case's list at `path`."""

    path: tuple[str, ...]
    title: str
    columns: tuple[Column, ...]


@cache
def grids() -> tuple[Grid, ...]:
    """Return the sheets of the workbook, that of the cases first."""
    lists: list[Grid] = []
    columns = tuple(_columns(Case, (), (), lists))
    return (Grid((), CASES, columns), *lists)


def _columns(model: type[Record], full: tuple[str, ...], path: tuple[str, ...], lists: list[Grid]) -> Iterator[Column]:
    """Yield the columns of a record; lists of records go to `lists`. full: the path from the case; path: that from the row."""
    for name, field in model.model_fields.items():
        key = field.alias or name
        here, inside = (*full, key), (*path, key)
        many, base, ref = _kind_of(field.annotation)
        ref = next((mark.kind for mark in field.metadata if isinstance(mark, Ref)), ref)
        if here in _LEFT_OUT:
            continue
        if isinstance(base, type) and issubclass(base, Record):
            if many:
                lists.append(Grid(here, _heading(model, name, here), tuple(_columns(base, here, (), lists))))
            else:
                yield from _columns(base, here, inside, lists)
            continue
        options = base if isinstance(base, type) and issubclass(base, Choice) else None
        shape = _shape(field, here, base, many=many, chosen=bool(ref or options))
        yield Column(
            inside, _heading(model, name, here), shape, ref, options, many, field.description or "", field.is_required()
        )


def _kind_of(annotation: Any) -> tuple[bool, Any, str]:
    """Return whether a type is a list, what it holds, and the kind that this refers to."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        many, base, ref = _kind_of(arguments[0])
        return many, base, next((mark.kind for mark in arguments[1:] if isinstance(mark, Ref)), ref)
    if origin in (Union, types.UnionType):
        return _kind_of(next(one for one in arguments if one is not type(None)))
    if origin is tuple:
        _, base, ref = _kind_of(arguments[0])
        return True, base, ref
    return False, origin or annotation, ""


def model_in(annotation: Any) -> type[Record] | None:
    """Return the record that a type is or holds a list of, if there is one."""
    base = _kind_of(annotation)[1]
    return base if isinstance(base, type) and issubclass(base, Record) else None


def _part(field: FieldInfo) -> Part | None:
    return next((mark for mark in field.metadata if isinstance(mark, Part)), None)


def _heading(model: type[Record], name: str, full: tuple[str, ...]) -> str:
    return _HEADINGS.get(full) or heading_of(model, name)


def _shape(field: FieldInfo, full: tuple[str, ...], base: Any, *, many: bool, chosen: bool) -> Shape:
    part = _part(field)
    if full == ("figures", "value"):
        return Shape.FIGURE
    if _is_date(field):
        return Shape.DATE
    if not isinstance(base, type) or issubclass(base, Mapping):
        return Shape.PAIRS
    if many:
        short = chosen or full[-1] in ("for", "former_ids") or (part is not None and part.form is Form.FACT)
        return Shape.WORDS if short else Shape.LINES
    if chosen:
        return Shape.CHOICE
    if issubclass(base, int):
        return Shape.NUMBER
    return Shape.PROSE if full[-1] == "text" or (part and part.form in _PROSE) else Shape.TEXT


def _is_date(field: FieldInfo) -> bool:
    return "_check_date" in repr(field.metadata) or "_check_date" in repr(field.annotation)
