"""What Markdown takes away from an ordinary page is named with its line; what offices write as characters stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.check.rules.page_text import lost_in_page

from ...support import told


@pytest.mark.parametrize(
    "text",
    [
        "甲**重点**乙", "1. 12月份\n2. 11月", "张*、李*来了，5*8和4*6", "#话题#好，#1号楼", "[说明](说明.md)说明", "![图](a.png)a", "- [ ] 甲\n- [x] 乙",
        "* 甲", "1. 甲\n1. 乙", "甲\n----\n乙", "甲\n\n    代码 *甲*", "```\n甲*乙*_丙_\n```", "[甲][乙]\n\n[乙]: a.md", "甲<!-- 注 -->乙", "<div>\n甲*乙*\n</div>",
        "<60%，x<y且z>w，<某村>", "&lt;甲&gt;", "`&lt;甲` 和 `[a](b.md)`", "D:\\_共享\\*.x", "`D:\\_共享`", r"\*注\*", "## 甲 ##", "# C#", "姓名____", "甲：\n| a | b |\n|--|--|\n| 1 | --x |",
        '!!! note "甲*乙*"\n    丙', "??? 甲\n    乙", "甲[^1]\n\n[^1]: 5*8", "<https://a.cn/b_c>", "1. 甲\n\n        代码\n\n2. 乙", "> 甲\n> - 乙",
    ],
)  # fmt: skip
def test_marks_that_are_meant_and_characters_are_left_alone(text: str) -> None:
    assert lost_in_page(text) == ()


@pytest.mark.parametrize(
    ("text", "line", "piece"),
    [
        ("甲\n\n（*乙*）", 3, "*"), ("甲\n_乙_ 丙", 2, "_"), ("<60%@甲>", 1, "<"), ("甲[^1]\n\n[^1]: 甲。*重点*\n    2. 乙", 3, "*"), ("#标题", 1, "#"), ("甲\n\n[1]: 见附件", 3, "[1]: 见附件"), (r"共享\_x", 1, "\\"),
        ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 | 3 |", 3, "| 3 |"), ('!!! note "题"\n\n    甲\n\n    _乙_ 丙', 5, "_"), ("甲 _a_\n\n- 乙\n- 丙 *丁*", 1, "_"),
    ],
)  # fmt: skip
def test_what_is_taken_away_is_found(text: str, line: int, piece: str) -> None:
    assert (lost_in_page(text)[0].line, lost_in_page(text)[0].piece) == (line, piece)


def test_every_line_is_named(tmp_path: Path) -> None:
    page = "# 说明\n\n甲。\n\n见 *附件* 和\n又见 *附件*。\n\n正文。\n"
    found = told(tmp_path, {"content/pages/guide.md": page})
    assert [line.split(" ")[0] for line in found if "text-not-shown" in line] == [
        "content/pages/guide.md:5:3",
        "content/pages/guide.md:6:4",
    ]


def test_attributes_are_marks_where_they_are_on() -> None:
    assert lost_in_page("## 甲 {#jia}\n\n乙{: .b }", with_attributes=True) == ()
    assert lost_in_page("## 甲 {乙}", with_attributes=True)[0].piece == "{乙}"
    assert lost_in_page("## 甲 {#jia}") == ()


def test_personal_data_is_named_at_its_own_line(tmp_path: Path) -> None:
    page = "# 说明\n\n电话 13812345678。\n\n又是 13812345678。\n"
    found = told(tmp_path, {"content/pages/guide.md": page})
    assert [line.split(" ")[0] for line in found if "mobile-number" in line] == [
        "content/pages/guide.md:3:4",
        "content/pages/guide.md:5:4",
    ]


def test_a_page_nested_too_deeply_spoils_no_other(tmp_path: Path) -> None:
    deep = "\n".join("    " * level + "- 字" for level in range(900))
    found = told(tmp_path, {"content/pages/deep.md": deep, "content/pages/guide.md": "见 *附件*，[看](nofile.md)。\n"})
    assert [line.split(" ")[2] for line in found if "guide.md:" in line and "nav" not in line] == [
        "text-not-shown",
        "broken-link",
    ]
