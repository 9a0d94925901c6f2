"""Where things stand in the XLSX of a self-assessment: what the exporter writes and the reader looks for.

One table with its keys in the column 条目编号. The rows above the header hold the particulars (`unit`, `period`,
`assessor`) and the screening questions in the same two columns, key and answer.
"""

from __future__ import annotations

from typing import NamedTuple

from ..library.models import AnswerType, Assessor
from .items import Item
from .scoring import Value, is_valid
from .wording import choices


class Column(NamedTuple):
    """A column of the table: key, heading, width in characters, whether respondents write in it."""

    key: str
    heading: str
    width: float
    open: bool = False


COLUMNS = (
    Column("id", "条目编号", 16),
    Column("number", "序号", 5),
    Column("dimension", "维度", 9),
    Column("ask", "问题", 34),
    Column("standard", "标准", 34),
    Column("answer", "回答", 18, open=True),
    Column("reason", "不适用的理由", 14, open=True),
    Column("evidence", "佐证材料", 20, open=True),
    Column("note", "备注", 16, open=True),
    Column("owner", "责任人", 9, open=True),
    Column("due", "期限", 11, open=True),
    Column("asked", "要答吗", 8),
    Column("weight", "权重", 6),
    Column("points", "得分率", 8),
    Column("who", "谁来评", 16),
    Column("revision", "版次", 5),
    Column("counted", "计入权重", 6),
    Column("earned", "得分", 6),
    Column("failed", "关键项不达标", 6),
)
HIDDEN = ("who", "revision", "counted", "earned", "failed")
LETTERS = {column.key: chr(ord("A") + index) for index, column in enumerate(COLUMNS)}
PARTICULARS = {"unit": "单位名称", "period": "时期（如 2026 或 2026-06）", "assessor": "由谁评价"}
FIRST_ROW = 3

MAIN_SHEET = "自评表"
SCORE_SHEET = "得分"
CHOICE_SHEET = "选项"
INFO_SHEET = "信息"
INFO_KEYS = ("format", "library", "organisation", "version")

YES, NO, ABSENT = "是", "否", "不适用"
ASSESSOR_LABELS = {assessor.label: assessor for assessor in Assessor}


def choice_labels(item: Item) -> list[str]:
    """Return what the drop-down of an item offers, in the order of its points; empty for numbers and ratings."""
    if item.answer.type is AnswerType.LEVELS:
        return [f"{index} {label}" for index, (_, label) in enumerate(choices(item.answer), 1)]
    return [NO, YES] if item.answer.type is AnswerType.YES_NO else []


def cell_of(item: Item, value: Value | None) -> str | float | None:
    """Return what stands in the answer cell for a value."""
    if value is None:
        return None
    labels = choice_labels(item)
    return labels[int(value)] if labels else float(value)


def value_of(item: Item, cell: object) -> Value | None:
    """Return the value that an answer cell means, None when it means nothing that the item takes."""
    if item.answer.type is AnswerType.YES_NO:
        return {YES: True, NO: False}.get(str(cell).strip())
    if item.answer.type is AnswerType.LEVELS:
        return _level(item, str(cell).strip())
    number = _number(cell)
    return number if number is not None and is_valid(item.answer, number) else None


def _level(item: Item, text: str) -> int | None:
    """A level is known by its label, with or without the number before it."""
    for index, label in enumerate(choice_labels(item)):
        if text in (label, label.split(" ", 1)[1]):
            return index
    return None


def _number(cell: object) -> float | None:
    if isinstance(cell, bool):
        return None
    try:
        return float(str(cell).strip().removesuffix("%").removesuffix("分").strip())
    except ValueError:
        return None
