"""Where things stand in the XLSX of a self-assessment: what the exporter writes and the reader looks for.

One table with its keys in the column 条目编号; columns are found by their headings, so older sheets with theirs in
another order are read as well. The rows above the header hold the particulars (`unit`, `period`,
`assessor`) and the screening questions in the same two columns, key and answer.
"""

from __future__ import annotations

from typing import NamedTuple


class SheetColumn(NamedTuple):
    """A column of the table: key, heading, width in characters, whether respondents write in it."""

    key: str
    heading: str
    width: float
    open: bool = False


COLUMNS = (
    SheetColumn("number", "序号", 5),
    SheetColumn("dimension", "维度", 9),
    SheetColumn("ask", "问题", 30),
    SheetColumn("choices", "选项", 28),
    SheetColumn("answer", "回答", 11, open=True),
    SheetColumn("reason", "不适用的理由", 11, open=True),
    SheetColumn("evidence", "佐证材料", 17, open=True),
    SheetColumn("note", "备注", 13, open=True),
    SheetColumn("owner", "责任人", 8, open=True),
    SheetColumn("due", "期限", 11, open=True),
    SheetColumn("standard", "标准", 70),
    SheetColumn("asked", "要答吗", 8),
    SheetColumn("weight", "权重", 6),
    SheetColumn("points", "得分率", 8),
    SheetColumn("id", "条目编号", 20),
    SheetColumn("who", "谁来评", 16),
    SheetColumn("revision", "版次", 5),
    SheetColumn("counted", "计入权重", 6),
    SheetColumn("earned", "得分", 6),
    SheetColumn("failed", "关键项不达标", 6),
    SheetColumn("hash", "条目记号", 9),
)
LAST_PRINTED = "due"  # what stands to the right of it is for the screen and for the program
HIDDEN = ("who", "revision", "counted", "earned", "failed", "hash")
LETTERS = {column.key: chr(ord("A") + index) for index, column in enumerate(COLUMNS)}
UNIT, PERIOD, ASSESSED_BY = "单位名称", "时期", "由谁评价"
PARTICULARS = {"unit": UNIT, "period": f"{PERIOD}（如 2026、2026-H1、2026-Q2、2026-06）", "assessor": ASSESSED_BY}
FIRST_ROW = 3

MAIN_SHEET = "自评表"
REPORT_SHEET = "报告"
ANNEX_SHEET = "各条答案"
TALLY_SHEET = "计票表"
SCORE_SHEET = "得分"
CHOICE_SHEET = "选项"
INFO_SHEET = "信息"
MADE_OF_OTHERS = (CHOICE_SHEET, SCORE_SHEET, REPORT_SHEET, ANNEX_SHEET)  # nothing in them was filled in
INFO_KEYS = ("format", "library", "organisation", "version")
LEFT_OUT = "left_out"  # in the same sheet: ids of the items and questions that a shorter form leaves out on purpose


def question_left_out(key: str) -> str:
    """Return what stands among LEFT_OUT for a screening question, which may be called like an item."""
    return f"?{key}"
