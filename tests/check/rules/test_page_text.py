"""What Markdown takes away from an ordinary page is named with its line; what offices write as characters stays."""

from __future__ import annotations

from pathlib import Path

import markdown
import pytest

from anliku.check.rules.page_text import lost_in_page
from anliku.library.dialect import text_of
from anliku.library.page_dialect import PageDialect

from ...support import MKDOCS, told


@pytest.mark.parametrize(
    "text",
    [
        "甲**重点**乙", "1. 12月份\n2. 11月", "张*、李*来了，5*8和4*6", "#话题#好，#1号楼", "[说明](说明.md)说明", "![图](a.png)a", "- [ ] 甲\n- [x] 乙",
        "* 甲", "1. 甲\n1. 乙", "甲\n----\n乙", "甲\n\n    代码 *甲*", "```\n甲*乙*_丙_\n```", "[甲][乙]\n\n[乙]: a.md", "甲<!-- 注 -->乙", "<div>\n甲*乙*\n</div>",
        "<60%，x<y且z>w，<某村>", "&lt;甲&gt;", "`&lt;甲` 和 `[a](b.md)`", "D:\\_共享\\*.x", "`D:\\_共享`", r"\*注\*", "## 甲 ##", "# C#", "姓名____", "甲：\n| a | b |\n|--|--|\n| 1 | --x |",
        "甲\n=\n乙", "甲\n--\n乙", "甲\n===\n乙", "> 甲\n> =", "甲\n\n[1]: 见附件", "见[1]\n\n[1]: 2020年名单", "`&lt;甲`和&lt;乙", "甲\n\n    `&lt;`",
        '!!! note "甲*乙*"\n    丙', "??? 甲\n    乙", "甲[^1]\n\n[^1]: 5*8", "<https://a.cn/b_c>", "1. 甲\n\n        代码\n\n2. 乙", "> 甲\n> - 乙",
    ],
)  # fmt: skip
def test_marks_that_are_meant_and_characters_are_left_alone(text: str) -> None:
    assert lost_in_page(text) == ()


@pytest.mark.parametrize(
    ("text", "line", "piece"),
    [
        ("甲\n\n（*乙*）", 3, "*"), ("甲\n_乙_ 丙", 2, "_"), ("<60%@甲>", 1, "<"), ("甲[^1]\n\n[^1]: 甲。*重点*\n    2. 乙", 3, "*"), ("#标题", 1, "#"), ("甲\n\n[1]: a.md", 3, "[1]: a.md"), ("```说明\n甲\n```", 1, "```说明"), ("<style>甲</style>乙", 1, "甲"), ("乙<template>甲</template>", 1, "甲"), (r"共享\_x", 1, "\\"),
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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\n=\n乙", "甲=乙"), ("甲\n--\n乙", "甲--乙"), ("甲\n-\n乙", "甲-乙"), ("> 甲\n> ==", "甲=="), ("- 甲\n- --", "甲--"), ("甲\n===\n乙", "甲乙"),
        ("[1]: 见附件", "[1]:见附件"), ("[^1]: 见附件", "[^1]:见附件"), ("[1]:\n乙", "[1]:乙"), ("[1]: a.md\n(乙)\n[1]", "(乙)1"), ("见[甲][1]\n[1]: a.md", "见甲"),
        ("## 甲 {乙}", "甲{乙}"), ("## 甲 {a=1}", "甲{a=1}"), ("| 甲 {乙} |\n|---|\n| 丙 {: } |", "甲{乙}丙{:}"), ("- 甲\n  {:乙}", "甲{:乙}"), ("**甲**{1}乙", "甲{1}乙"),
        ("甲\n{: 乙 }\n", "甲{:乙}"), ("甲<![图]乙`<![丙`", "甲<![图]乙<![丙"), ("<div>\n甲<![乙\n</div>", "甲<![乙"), ("## 甲 {.5 乙}", "甲{.5乙}"), ("## 甲 {#jia .b title='丙'}", "甲"), ("[甲](a.md){: .b download }乙", "甲乙"),
    ],
)  # fmt: skip
def test_lines_and_braces_that_are_no_marks_are_shown(text: str, shown: str) -> None:
    parser = markdown.Markdown(extensions=["tables", "fenced_code", "attr_list", PageDialect()])
    assert "".join(text_of(parser.convert(text)).split()) == shown
    assert lost_in_page(text, with_attributes=True) == ()


def test_attributes_are_marks_where_they_are_on() -> None:
    assert lost_in_page("## 甲 {#jia}\n\n乙{: .b }", with_attributes=True) == ()
    assert lost_in_page("## 甲 {#jia}") == ()


def test_what_an_abbreviation_means_is_named_where_no_text_uses_it(tmp_path: Path) -> None:
    page = "见 GB 和甲。\n\n*[GB]: 国家标准\n*[DB]: 地方标准\n"
    settings = {"mkdocs.yml": f"{MKDOCS}markdown_extensions: [abbr]\n", "content/pages/guide.md": page}
    assert [line.split(" ")[0] for line in told(tmp_path, settings) if "text-not-shown" in line] == [
        "content/pages/guide.md:4:1"
    ]


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
