"""Markdown to safe HTML."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anliku.library.dialect import parsed_html
from anliku.site.texts.cleaning import clean
from anliku.site.texts.markdown import MarkdownRenderer, shown

render = MarkdownRenderer()
PROSE = st.text(st.sampled_from("群众办事点，。；：（）“”0123456789 %.\nab"), max_size=80)


def squeezed(html: str) -> str:
    """Return HTML with every stretch of blanks and line ends as one blank, as a browser shows it."""
    return re.sub(r"\s*\n\s*|[ ]{2,}", " ", html)


def test_paragraphs_and_lists() -> None:
    assert render("先问。\n\n再办。") == "<p>先问。</p>\n<p>再办。</p>"
    assert render("- 一\n- 二") == "<ul>\n<li>一</li>\n<li>二</li>\n</ul>"


def test_a_line_break_between_han_characters_is_no_blank() -> None:
    assert render("村干部\n上门办事") == "<p>村干部上门办事</p>"
    assert render("第一行**重点**\n第二行") == "<p>第一行<strong>重点</strong>第二行</p>"


def test_two_blanks_at_the_end_of_a_line_break_it() -> None:
    assert render("电话  \n85211234") == "<p>电话<br>\n85211234</p>"


def test_headings_start_below_those_of_the_page() -> None:
    assert render("# 大\n\n## 中") == "<h3>大</h3>\n<h3>中</h3>"


def test_a_single_paragraph_can_stand_in_a_line() -> None:
    assert render.inline("**要点**在此") == "<strong>要点</strong>在此"
    assert render.inline("一段\n\n两段").count("<p>") == 2


@given(PROSE)
def test_plain_prose_comes_out_as_the_parser_would_have_it(text: str) -> None:
    """The short cut for texts without marks must not be seen."""
    assert squeezed(render(text)) == squeezed(clean(parsed_html(text)))


BLOCKS = st.one_of(
    st.sampled_from(
        [
            "先问。",
            "先问\n再办",
            "问：",
            "-不空格",
            " - 缩进",
            "1. 排号",
            "1. 排号\n2. 领表",
            "1. 排号\n2. 2. 领表\n3. **等**\n4. （一）",
            "3. 盖章\n4. 归档",
            "- 一\n1. 二",
            "* 星",
            "* 星\n- 线",
            "1、先\n2、后",
            "　　段",
            "A_b_C",
            "---",
        ]
    ),
    st.lists(st.text(st.sampled_from("群众办事点，。：（）01 %.-*ab_~"), max_size=8), min_size=1, max_size=4).map(
        lambda items: "\n".join(f"- {item}" for item in items)
    ),
)


@given(st.lists(BLOCKS, min_size=1, max_size=4), st.sampled_from(["\n\n", "\n", "\n \n\n"]))
def test_plain_lists_come_out_as_the_parser_would_have_them(blocks: list[str], between: str) -> None:
    """The short cut for lists of plain items must not be seen."""
    text = between.join(blocks).strip()
    assert squeezed(render(text)) == squeezed(clean(parsed_html(text)))


BOLD = st.lists(
    st.sampled_from(
        ["**", "**", "*", "村", "张", "李", "2", "a", " ", "，", "。", "（", "”", "：", "\n", "\n\n", "\n- ", "\xa0"]
    ),
    max_size=16,
)


@given(BOLD.map("".join))
def test_bold_words_come_out_as_the_parser_would_have_them(text: str) -> None:
    """The short cut for bold words in plain paragraphs and items must not be seen."""
    assert squeezed(render(text)) == squeezed(clean(parsed_html(text)))


HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "![图](http://example.org/x.png)",
    "![图](//example.org/x.png)",
    r"![图](\\server\share\x.png)",
    "[点](javascript:alert(1))",
    "[点](  JaVaScRiPt:alert(1))",
    "[点](file:///etc/passwd)",
    r"[点](\\server\share)",
    "[点](data:text/html,<script>alert(1)</script>)",
    "<a href='vbscript:x'>点</a>",
    "<iframe src='https://example.org'></iframe>",
    "<svg onload=alert(1)>",
    "<style>*{background:url(http://example.org)}</style>",
    "<p style='background:url(http://example.org)'>x</p>",
    "<form action='https://example.org'><input name=a></form>",
    "<base href='https://example.org'>",
    "<meta http-equiv=refresh content='0;url=https://example.org'>",
    "<a href='x' onclick='alert(1)'>点</a>",
    "<video src='https://example.org/x.mp4'></video>",
    "</div></article><script>alert(1)</script>",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_runs_and_nothing_is_loaded(text: str) -> None:
    html = render(text)
    assert not re.search(r"<(?!/?(p|a|img|strong|em|ul|ol|li|h[3-6]|code|pre|blockquote)\b)", html)
    assert not re.search(
        r"\son\w+=|style=|javascript:|vbscript:|data:|file:|\\\\", re.sub(r">[^<]*<", "><", html), re.I
    )
    assert not re.search(r'<img[^>]*src="(?:[a-z]+:|//)', html, re.I)


@given(st.text(max_size=60))
def test_any_text_gives_clean_html(text: str) -> None:
    assert not re.search(r"<script|<iframe|\son\w+\s*=\s*[^<]*>", re.sub(r"<p>[^<]*</p>", "", render(text)), re.I)


def test_links_to_sites_say_nothing_of_where_the_reader_came_from() -> None:
    assert render("[官网](https://example.org)") == (
        '<p><a href="https://example.org" rel="noopener noreferrer">官网</a></p>'
    )


@pytest.mark.parametrize(
    "address",
    ["/etc/passwd", "/&#9;/evil.invalid/x", "&#10;//evil.invalid/x", r"/\evil.invalid\x", "../../x", "a/../../../x",
     "%2e%2e/%2e%2e/x", "%5C%5Cevil.invalid%5Cx", r"..\..\x", "C:/x", "&#1;file:///x", "java&#10;script:x"],
)  # fmt: skip
def test_an_address_that_leads_out_of_the_site_is_dropped(address: str) -> None:
    assert render(f"<a href='{address}'>点</a> <img src='{address}'>") == (
        '<p><a rel="noopener noreferrer">点</a> <img></p>'
    )


def test_an_address_within_the_site_stays() -> None:
    assert 'href="../policies/opinion.html#agents"' in render("[依据](../policies/opinion.html#agents)")
    assert 'src="../images/a%20b.png"' in render("![图](../images/a%20b.png)")


def test_a_text_that_is_no_markdown_keeps_its_lines_and_loses_no_character() -> None:
    assert shown("1、看<台账>\n2、问群众，\n问干部") == "1、看&lt;台账&gt;<br>\n2、问群众，问干部"
    assert shown("5*8 <60%") == "5*8 <60%"  # the template escapes what has a single line
