"""What a hit shows: where the match stands, marked, and never as markup."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from anliku.search import Document, Section, Tuning

from .browser import SPLITTING, BrowserSearch

pytestmark = pytest.mark.browser

HOSTILE = '<img src=x onerror="window.hacked=1"></script><script>window.hacked=1</script>'


def case(title: str, *sections: Section, summary: str = "") -> Document:
    return Document("a", "case", "cases/a.html", title, summary, (), sections)


def test_a_hit_links_to_its_section_and_names_it(engine_page: Page) -> None:
    document = case("标题", Section("problem", "背景", "无关"), Section("results", "成效", "办成了网格化管理这件事"))
    hit = BrowserSearch(engine_page, [document])("网格化")["hits"][0]
    assert (hit["url"], hit["section"]) == ("cases/a.html#results", "成效")
    assert [part["text"] for part in hit["snippet_parts"] if part["hit"]] == ["网格化"]


def test_the_match_is_marked_as_written(engine_page: Page) -> None:
    document = case("标题", Section("", "", "实行ＡＢ岗制度，㎡单价"))
    search = BrowserSearch(engine_page, [document])
    marked = [part["text"] for part in search("ab岗")["hits"][0]["snippet_parts"] if part["hit"]]
    assert marked == ["ＡＢ岗"]


def test_long_text_is_cut_around_the_match(engine_page: Page) -> None:
    document = case("标题", Section("", "", "前" * 500 + "。四级网络" + "后" * 500))
    snippet = BrowserSearch(engine_page, [document])("四级网络")["hits"][0]["snippet"]
    assert snippet.startswith("…四级网络后") or "四级网络" in snippet[:60]
    assert snippet.endswith("…") and len(snippet) < 140


@pytest.mark.parametrize(
    "text",
    [HOSTILE + "党员", '党员"\\\n\u2028', "党员\u202e\u0000", "👨‍👩‍👧党员🏠", "𠮷党员𠮷", "党员\ue000\ue001\x06"],
)
def test_hostile_text_is_shown_as_text(engine_page: Page, text: str) -> None:
    search = BrowserSearch(engine_page, [case(text, Section("s", text, text), summary=text)])
    answer = search("党员")
    assert answer["exact"] and answer["total"] == 1
    shown = engine_page.evaluate(
        """answer => { const box = document.createElement('div'); box.appendChild(anliku.view.result(answer.hits[0], 'x'));
        document.body.appendChild(box); const text = box.textContent, tags = box.querySelectorAll('img,script').length;
        box.remove(); return [text, tags, window.hacked]; }""",
        answer,
    )
    assert shown[1:] == [0, None]
    assert "党员" in shown[0]


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//evil/x", "\\\\evil\\x", "http://evil/"])
def test_only_addresses_inside_the_site_are_linked(engine_page: Page, url: str) -> None:
    hit = BrowserSearch(engine_page, [Document("a", "case", url, "党员")])("党员")["hits"][0]
    link = engine_page.evaluate("hit => anliku.view.result(hit, 'x').querySelector('a').getAttribute('href')", hit)
    assert link == "#"


def test_what_is_called_so_comes_before_longer_names(engine_page: Page) -> None:
    titles = ["流动党员支部的流动党员", "流动党员支部", "“流动党员”", "谈流动党员", "流动 党员"]
    documents = [
        Document(f"d{i}", "term", "t.html", title, sections=(Section("", "", "流动党员" * (i + 1)),))
        for i, title in enumerate(titles)
    ]
    for tuning in (SPLITTING, Tuning()):
        search = BrowserSearch(engine_page, documents, tuning=tuning)
        assert search("流动党员")["hits"][0]["title"] == "“流动党员”"
        assert search("流动 党员")["hits"][0]["title"] in ("“流动党员”", "流动 党员")
        assert search("“流动 党员”")["hits"][0]["title"] == "流动 党员"


def test_among_other_names_what_is_called_so_comes_first(engine_page: Page) -> None:
    titles = ["社会组织与社会组织联合会", "社会组织", "社会组织党建"]
    documents = [Document(f"d{i}", "term", "t.html", title) for i, title in enumerate(titles)]
    answer = BrowserSearch(engine_page, documents, aliases={"两新": ("社会组织",)})("两新")
    assert (answer["hits"][0]["id"], answer["hits"][0]["matched"]) == ("d1", "alias")
