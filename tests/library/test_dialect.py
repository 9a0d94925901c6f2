"""What Chinese offices write as characters stays characters, and their lines and paragraphs stay apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anliku.library.dialect import html_of, shown_text, text_of
from anliku.library.office_lines import lines_of


def selectable(text: str) -> str:
    return text_of(html_of(text))


@pytest.mark.parametrize(
    "text",
    [
        "一间5*8米，一间4*6米", "长3*宽2*高1，口号是*先锋*。", "2**3**4", "张**和李**", "138****1234、139****5678", "* 为必填项", "***",
        "_甲_乙__丙__", "姓名______", "~甲~~乙~~", "占比<60%，>80%", "x<y且z>w", "a<b>c", "<某村>", "<y且z>", ">80%的村", "> 80%的村", "[1]", "[^1]",
        "[1]: 见附件", "[甲][乙]", "[图1](见附件)", "[表1](2020.10)", "#话题#很好", "#1号楼", "#", "# #", "C#", "D:\\_共享\\#1楼\\*.docx", "\\\\server\\_共享\\*",
        "共享盘\\_党建\\[2020]3号", "2020. 全年", "3.10", "1. 甲；\n1. 乙", "1. 图先放一放", "甲\n====", "A&B", "&copy 甲", "a|b", "100`", "5`8", "甲 {#id}", "！[甲]", "+ 甲",
        "$5^2_3$", ":甲:", "甲　乙", "甲\u00a0乙", "\ue000", "⼈",
    ],
)  # fmt: skip
def test_characters_stay_characters(text: str) -> None:
    assert selectable(text).split() == text.split()


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("1、先定人\n2、再定时间\n3、回访", ["1、先定人", "2、再定时间", "3、回访"]),
        ("有三条：\n（一）甲\n接着说\n（二）乙", ["有三条：", "（一）甲接着说", "（二）乙"]),
        ("①甲\n②乙", ["①甲", "②乙"]),
        ("一是甲；\n二是乙。\n都好。", ["一是甲；", "二是乙。", "都好。"]),
        ("1.甲\n2.乙", ["1.甲", "2.乙"]),
        ("●甲\n●乙", ["●甲", "●乙"]),
        ("　　甲段\n　　乙段", ["甲段", "乙段"]),
        ("甲段。\n    乙段。", ["甲段。", "乙段。"]),
        ("    四个空格的一段", ["四个空格的一段"]),
        ("- 甲\n  - 乙\n  - 丙\n- 丁", ["甲", "乙", "丙", "丁"]),
        ("做法：\n- 甲\n- 乙\n\n完。", ["做法：", "甲", "乙", "完。"]),
        ("- 第一条党员\n  先锋岗", ["第一条党员先锋岗"]),
        ("- 甲。\n- 乙。\n以上两条。", ["甲。", "乙。", "以上两条。"]),
        ("> 引文第一行\n> 第二行", ["引文第一行第二行"]),
        ("如下：\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n以上。", ["如下：", "甲 乙", "1 2", "以上。"]),
        ("第一行**重点**\n第二行", ["第一行重点第二行"]),
        ("3. 甲\n4. 乙", ["甲", "乙"]),
    ],
)
def test_lines_and_paragraphs_are_those_of_the_writer(text: str, lines: list[str]) -> None:
    assert selectable(text).split("\n") == lines


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("甲**重点**乙", "<p>甲<strong>重点</strong>乙</p>"),
        ("（*注意*）", "<p>（<em>注意</em>）</p>"),
        ("# 标题 #\n文", "<h3>标题</h3>\n<p>文</p>"),
        ("[链](../a.html)、[链](b.pdf#2)、[节](#甲)", '<p><a href="../a.html">链</a>、<a href="b.pdf#2">链</a>、<a href="#甲">节</a></p>'),
        ("- 甲\n  - 乙", "<ul>\n<li>甲<ul>\n<li>乙</li>\n</ul>\n</li>\n</ul>"),
        ("3. 甲\n4. 乙", '<ol start="3">\n<li>甲</li>\n<li>乙</li>\n</ol>'),
        ("m<sup>2</sup>", "<p>m<sup>2</sup></p>"),
        ("甲<!-- 待核 -->乙", "<p>甲乙</p>"),
        (r"\*注\*", "<p>*注*</p>"),
        ("甲\n\n---\n\n乙", "<p>甲</p>\n<hr>\n<p>乙</p>"),
    ],
)  # fmt: skip
def test_what_is_meant_as_markdown_is_markdown(text: str, html: str) -> None:
    assert html_of(text) == html


def test_a_text_that_is_no_markdown_has_lines_too() -> None:
    assert lines_of("看公示栏，\n问群众 A\nB。\n1、甲\n2、乙\n\n完") == [
        "看公示栏，问群众 A B。",
        "1、甲",
        "2、乙",
        "完",
    ]


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("第一行\n第二行", "第一行第二行"),
        ("one\ntwo", "one two"),
        ("一段\n\n二段", "一段\n二段"),
        ("- **重点**：说明\n- 第二条", "重点：说明\n第二条"),
        ("见[说明](a.html)和`代码`", "见说明和代码"),
        ("| 项目 | 数 |\n| --- | --- |\n| 站点 | 5 |", "项目 数\n站点 5"),
        ("# 标题\n正文", "标题\n正文"),
        ("5 * 3 * 2 与 a_b_c", "5 * 3 * 2 与 a_b_c"),
        ("", ""),
    ],
)
def test_markdown_becomes_plain_text(markdown: str, text: str) -> None:
    assert shown_text(markdown) == text


PIECES = [
    "先问", "群众。", "办事：", "a", "7", " ", "  ", "\t", "\u3000", "\xa0", "\r", "\n", "\n\n", "\n \n", "\n- ", "- ", "\n1. ", "\n2. ",
    "1、", "（一）", "**", "*", "&", "<", ">", "|", "\\", "#", "__", "---", "\n三是",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_the_text_of_plain_paragraphs_and_lists_is_that_of_their_html(text: str) -> None:
    """The short cut for texts without marks must not be seen."""
    assert shown_text(text) == text_of(html_of(text))
