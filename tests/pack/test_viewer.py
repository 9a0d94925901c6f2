"""The viewer of a compact pack in Chromium on file://, with the network off, beside the full form."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.waiting import until

from .case_visits import CASE, OTHER, READ, CaseVisit, shown
from .compacting import SMALL

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


# ---- the same as the full form ------------------------------------------------------------------------------------------


def test_every_case_shows_what_its_page_in_the_full_form_shows(
    visit: Callable[..., CaseVisit], shipped_site: Path
) -> None:
    compact, full = visit(), visit(shipped_site)
    pages = sorted(page.stem for page in (shipped_site / "cases").glob("*.html") if page.stem != "index")
    compact.open(pages[0])
    for case in pages:
        compact.page.evaluate("id => { location.hash = '#' + id; }", case)
        shown(compact.page, case)
        wanted = full.go(f"cases/{case}.html").evaluate(READ)
        assert compact.page.evaluate(READ) == wanted, case
    assert len(pages) > 50
    assert compact.troubles == []


def test_a_search_gives_the_same_totals_and_hits(visit: Callable[..., CaseVisit], shipped_site: Path) -> None:
    queries = ["党员", "服务群众", "代办", "村", "一站式", "“便民服务”", "党员 -社区", "ldxgk", "便名服务点", "2013", "网格化 管理"]  # fmt: skip
    ask = """async queries => {
      const found = [];
      for (const q of queries) {
        const a = await anliku.search(q, {limit: 20, facets: true});
        found.push([q, a.total, a.more, a.exact, a.hits.map(h => [h.id, h.url, h.title, h.snippet]), a.facets, a.problems]);
      }
      return found;
    }"""
    compact, full = visit(), visit(shipped_site)
    found = [one.go("search.html").evaluate(ask, queries) for one in (compact, full)]
    assert found[0] == found[1]
    assert sum(bool(row[1]) for row in found[0]) > 7
    assert compact.troubles == []
    assert len(list((compact.site / "search" / "b").iterdir())) <= SMALL.bundles


def test_the_words_of_a_search_are_marked_on_what_it_found(visit: Callable[..., CaseVisit]) -> None:
    page = visit().go("search.html?q=限时办结&kind=case")
    link = page.locator("a.anliku-result-title").first
    case = re.search("#([^/&]+)", link.get_attribute("href") or "")
    link.click()
    assert case
    shown(page, case[1])
    marks = page.locator("article mark.anliku-found")
    expect(marks.first).to_be_in_viewport()
    assert set(marks.all_inner_texts()) == {"限时办结"}
    page.evaluate("scrollTo(0, 0)")
    until(page, "() => history.state && history.state.top === 0")
    page.evaluate("id => { location.hash = '#' + id; }", OTHER)
    shown(page, OTHER)
    page.go_back()
    shown(page, case[1])
    expect(marks.first).to_be_attached()
    assert page.evaluate("pageYOffset") == 0, "who comes back is where they were"
    page.go_back()
    expect(link).to_be_visible()


# ---- finding a way ------------------------------------------------------------------------------------------------------


def test_a_link_to_a_section_leads_there(visit: Callable[..., CaseVisit]) -> None:
    page = visit().open(f"{CASE}/step-3")
    step = page.locator("#step-3")
    expect(step).to_be_focused()
    expect(step).to_have_class(re.compile("is-target"))
    assert 0 < step.bounding_box()["y"] < 150

    page.locator(".toc a").filter(has_text="来源").click()
    assert page.url.endswith(f"#{CASE}/sources")
    expect(page.locator("#sources")).to_be_in_viewport()
    expect(step).not_to_have_class(re.compile("is-target"))
    expect(page.locator(".toc [aria-current]")).to_have_text("来源")


def test_a_link_that_is_in_the_address_already_leads_there_again(visit: Callable[..., CaseVisit]) -> None:
    page = visit().open(f"{CASE}/sources")
    page.evaluate("scrollTo(0, 0)")
    page.locator(".toc a").filter(has_text="来源").click()
    expect(page.locator("#sources")).to_be_in_viewport()


def test_a_result_of_the_search_leads_to_its_case_and_section(visit: Callable[..., CaseVisit]) -> None:
    visited = visit()
    page = visited.go("search.html?q=限时办结&kind=case")
    link = page.locator("a.anliku-result-title[href*='case.html#'][href*='&find=']").first
    case, place = link.get_attribute("href").split("#")[1].split("&")[0].split("/")
    link.click()
    shown(page, case)
    expect(page.locator(f"#{place}")).to_be_in_viewport()
    expect(page.locator("article")).to_contain_text("限时办结")
    page.go_back()
    expect(page.locator("a.anliku-result-title").first).to_be_visible()
    assert visited.troubles == []


def test_the_search_box_opens_the_next_case(visit: Callable[..., CaseVisit]) -> None:
    page = visit().open(CASE)
    page.keyboard.press("Control+/")
    page.keyboard.type("八个一")
    option = page.locator("[role=option][href*='case.html#'][href*='&find=']").first
    target = option.get_attribute("href").split("#")[1].split("&")[0]
    page.evaluate("window.sameDocument = true")
    option.click()
    shown(page, target.split("/")[0])
    expect(page.locator(".anliku-search-list")).to_be_hidden()
    expect(page.locator("article mark.anliku-found").first).to_be_in_viewport()
    assert page.evaluate("window.sameDocument"), "the page is not loaded anew"

    page.go_back()
    shown(page, CASE)
    expect(page.locator("mark.anliku-found")).to_have_count(0)


def test_other_words_on_the_same_case_are_marked_in_place_of_the_first(visit: Callable[..., CaseVisit]) -> None:
    page = visit().open(f"{CASE}&find=大厅")
    marks = page.locator("article mark.anliku-found")
    expect(marks.first).to_be_in_viewport()
    page.evaluate("id => { location.hash = '#' + id + '&find=' + encodeURIComponent('窗口'); }", CASE)
    expect(marks.first).to_have_text("窗口")
    assert set(marks.all_inner_texts()) == {"窗口"}
    expect(marks.first).to_be_in_viewport()


def test_lists_facets_and_other_pages_lead_to_the_viewer(visit: Callable[..., CaseVisit]) -> None:
    visited = visit()
    for path in (
        "cases/index.html?org=village",
        "organisations/village.html",
        "policies/opinion-2014.html",
        "index.html",
    ):
        page = visited.go(path)
        link = page.locator("article a[href*='case.html#']").first
        case = link.get_attribute("href").split("#")[1].split("/")[0]
        link.evaluate(
            "link => { for (let e = link; e; e = e.parentElement) if (e.tagName === 'DETAILS') e.open = true; }"
        )
        link.click()
        shown(page, case)
    page.locator(".chips a").nth(-1).click()
    expect(page.locator(".facet-chips")).to_contain_text("×")
    assert visited.troubles == []


def test_previous_and_next_and_back_and_forward_keep_the_readers_place(visit: Callable[..., CaseVisit]) -> None:
    page = visit().open(OTHER)
    first = page.title()
    page.evaluate("scrollTo(0, 700)")
    until(page, "() => history.state && history.state.top === 700")
    link = page.locator(".neighbours a, .case-links a").first
    case = link.get_attribute("href")[1:]
    page.evaluate("document.querySelector('.neighbours a, .case-links a').click()")
    shown(page, case)
    assert page.evaluate("pageYOffset") == 0
    expect(page.locator("h1")).to_be_focused()
    assert page.title() != first

    page.go_back()
    shown(page, OTHER)
    assert page.title() == first
    until(page, "() => pageYOffset === 700")
    page.go_forward()
    shown(page, case)
    until(page, "() => pageYOffset === 0")
    page.go_back()
    shown(page, OTHER)
    page.reload()
    shown(page, OTHER)
    until(page, "() => pageYOffset === 700")


def test_the_frames_own_links_keep_the_case(visit: Callable[..., CaseVisit]) -> None:
    page = visit().open(CASE)
    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.evaluate("scrollTo(0, 900)")
    page.get_by_text("回到顶部").click()
    until(page, "() => pageYOffset === 0")
    assert page.url.endswith(f"#{CASE}")
    shown(page, CASE)


# ---- what the frame's scripts do on a case ----------------------------------------------------------------------------------


def test_terms_tools_and_contents_work_on_every_case_that_isshown(visit: Callable[..., CaseVisit]) -> None:
    page = visit().open(CASE)
    page.evaluate("id => { location.hash = '#' + id; }", OTHER)
    shown(page, OTHER)
    term = page.locator("a.term").first
    meaning = term.get_attribute("title")
    term.hover()
    expect(page.locator(".popover")).to_have_text(meaning)
    expect(page.locator(".popover")).to_have_count(1)
    assert page.locator(".tools button:not(.pick)").all_inner_texts()[-4:] == ["复制引用", "存引用", "打印", "放映"]
    expect(page.locator(".tools .pick")).to_have_count(1)
    expect(page.locator(".toc")).to_have_count(1)


def test_it_prints_the_case(visit: Callable[..., CaseVisit], tmp_path: Path) -> None:
    page = visit().open(CASE)
    page.pdf(path=tmp_path / "case.pdf", format="A4")
    command = [shutil.which("pdftotext") or "pdftotext", "-layout", str(tmp_path / "case.pdf"), "-"]
    text = re.sub(r"\s", "", subprocess.run(command, check=True, capture_output=True).stdout.decode())
    assert f"案例编号{CASE}" in text
    assert re.sub(r"\s", "", page.locator("h1").inner_text()) in text
    assert "上一个" not in text


def test_axe_finds_nothing_and_nothing_scrolls_sideways(visit: Callable[..., CaseVisit]) -> None:
    for scheme in ("light", "dark"):
        page = visit(color_scheme=scheme, reduced_motion="reduce").open(f"{CASE}/step-2")
        for width in (1280, 390, 320):
            page.set_viewport_size({"width": width, "height": 844})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            found = Axe().run(page).response["violations"]
            assert [(rule["id"], rule["nodes"][0]["html"][:200]) for rule in found] == []


def test_on_a_phone_the_contents_open_above_the_text(visit: Callable[..., CaseVisit]) -> None:
    page = visit(**PHONE).open(CASE)
    page.get_by_role("button", name="目录").tap()
    page.locator(".toc a").filter(has_text="成效").tap()
    expect(page.locator("#results")).to_be_in_viewport()
