"""What Markdown takes away from a text is named where it stands; marks that are meant as such are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.check.rules.conserved import lost_in

from ...support import told_of_case


@pytest.mark.parametrize(
    "text",
    [
        "甲**重点**乙", "- 甲\n  - 乙", "1. 甲\n2. 乙", "# 标题 #\n文", "> 引文\n> 又", "[链](a.html \"题\")", "![图](../images/a.png)", "<https://a.cn>",
        "| 甲 | 乙 |\n|---|:-:|\n| 1 | 2 |", "甲\n\n---\n\n乙", "m<sup>2</sup><br>下", "`代码`", "5*8 <60% [1] a_b_c ~", r"\*注\*", "- -5℃\n- +3℃", "D:\\_a\\*",
        "> - 甲\n> - 乙", "- **甲**：乙\n- [丙](a.html)", "1. **甲**\n   乙", "#话题#\n\n* 必填", "x<y且z>w & b",
        "1. 12月份\n2. 11月份", "1. 1号楼\n2. 2号楼", "[a](a.html)a", "- [甲](b.html)b", "`[a](b.html)`b",
    ],
)  # fmt: skip
def test_marks_that_are_meant_are_left_alone(text: str) -> None:
    assert lost_in(text) is None


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("甲 *乙* 丙", "*"), ("甲<b>乙</b>", "<b>"), ("甲<!-- 乙 -->丙", "<!-- 乙 -->"), ("甲 &lt; 乙", "&lt;"), ("甲&nbsp;乙", "&nbsp;"),
        (r"3\*2", "\\"), ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |", "| 3"), ("<span>甲</span>", "<span>"),
    ],
)  # fmt: skip
def test_what_is_taken_away_is_found(text: str, piece: str) -> None:
    lost = lost_in(text)
    assert lost
    assert lost.piece.strip().startswith(piece)


def test_the_line_of_what_is_taken_away_is_named(tmp_path: Path) -> None:
    (one,) = told_of_case(tmp_path, "limits: |\n  第一行。\n  第二行有 *重点* 两个字。")
    assert one.startswith("cases/first-case.yml:20:8 warning text-not-shown “*”不会显示给读者。 | 要突出，写成“**…**”")


def test_a_text_that_is_no_markdown_loses_nothing(tmp_path: Path) -> None:
    assert told_of_case(tmp_path, "title: 甲 *乙* <b>丙</b>") == []
