"""Records as documents: what a reader sees is what can be found."""

from __future__ import annotations

import pytest

from anliku.search.plain import page_sections, plain


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("第一行\n第二行", "第一行第二行"),
        ("one\ntwo", "one two"),
        ("一段\n\n二段", "一段\n二段"),
        ("- **重点**：说明\n- 第二条", "重点：说明\n第二条"),
        ("见[说明](a.html)和`代码`", "见说明和代码"),
        ("| 项目 | 数 |\n| --- | --- |\n| 站点 | 5 |", "项目   数\n站点   5"),
        ("# 标题\n正文", "标题\n正文"),
        ("5 * 3 * 2 与 a_b_c", "5 * 3 * 2 与 a_b_c"),
        ("", ""),
    ],
)
def test_markdown_becomes_plain_text(markdown: str, text: str) -> None:
    assert plain(markdown) == text


def test_a_page_is_split_at_headings() -> None:
    html = (
        '<nav>导航</nav><article><h1>指南<a class="headerlink" href="#x">#</a></h1><p>开头 &amp; 说明</p>'
        '<script>no()</script><h2 id="how">怎么写<a class="headerlink">¶</a></h2><p>先写<em>标题</em>。</p></article><p>页脚</p>'
    )
    title, sections = page_sections(html)
    assert title == "指南"
    assert [(s.anchor, s.heading, s.text) for s in sections] == [
        ("", "", "开头 & 说明"),
        ("how", "怎么写", "先写标题。"),
    ]
