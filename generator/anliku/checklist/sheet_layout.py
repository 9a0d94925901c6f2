"""Where things stand in the XLSX of a self-assessment: what the exporter writes and the reader looks for.

One table with its keys in the column 条目编号. The rows above the header hold the particulars (`unit`, `period`,
`assessor`) and the screening questions in the same two columns, key and answer.
"""

from __future__ import annotations

from typing import NamedTuple


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
    Column("hash", "条目记号", 9),
)
HIDDEN = ("who", "revision", "counted", "earned", "failed", "hash")
LETTERS = {column.key: chr(ord("A") + index) for index, column in enumerate(COLUMNS)}
PARTICULARS = {"unit": "单位名称", "period": "时期（如 2026、2026-H1、2026-Q2、2026-06）", "assessor": "由谁评价"}
FIRST_ROW = 3

MAIN_SHEET = "自评表"
SCORE_SHEET = "得分"
CHOICE_SHEET = "选项"
INFO_SHEET = "信息"
INFO_KEYS = ("format", "library", "organisation", "version")

ABSENT = "不适用"
