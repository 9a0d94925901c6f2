"""The squares and bars above the list of cases, and the line of documents, in the browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.site.building import built, mini_library
from tests.site.test_browser_facets import LIST, box, number, rows, total
from tests.support import CASE, changed
from tests.visits import Visit

pytestmark = pytest.mark.browser


def opened(page: Page) -> Locator:
    """Unfold the picture and return it."""
    page.locator(".spread > summary").click()
    return page.locator(".spread")


@pytest.mark.parametrize("sort", ["squares", "bars"])
def test_each_link_narrows_the_list_to_as_many_cases_as_it_says(visit: Callable[..., Visit], sort: str) -> None:
    page = visit(LIST).page
    links = opened(page).locator(f".{sort} a")
    assert links.count() > 3
    for link in links.all():
        link.click()
        expect(link).to_have_attribute("aria-current", "true")
        said = number(link.locator("b").inner_text())
        assert number(total(page).inner_text()) == said
        expect(rows(page)).to_have_count(said)
        link.click()
        expect(link).not_to_have_attribute("aria-current", "true")
    expect(page.locator("[data-chip]")).to_have_count(0)


def test_squares_bars_panel_and_address_agree(visit: Callable[..., Visit]) -> None:
    page = visit(LIST).page
    picture = opened(page)
    picture.locator(".squares a", has_text="贵州").focus()
    page.keyboard.press("Enter")
    picture.locator(".bars a", has_text="2009").click()
    assert "province=" in page.url
    assert "year=2009" in page.url
    expect(page.locator("[data-chip]")).to_have_text(["贵州省 ×", "2009 ×"])
    page.go_back()
    expect(picture.locator("[aria-current]")).to_have_count(1)
    page.locator("[data-chip]").click()
    expect(picture.locator("[aria-current]")).to_have_count(0)
    page.locator(".facet > summary", has_text="地区").click()
    box(page, "地区", "贵州省").check()
    expect(picture.locator("[aria-current]")).to_have_count(1)


@pytest.mark.parametrize("path", [LIST, "index.html", "coverage.html"])
def test_without_scripts_each_link_leads_to_the_list_of_those_cases(visit: Callable[..., Visit], path: str) -> None:
    page = visit(path, java_script_enabled=False).page
    links = [
        (a.get_attribute("href"), number(a.locator("b").text_content())) for a in page.locator(".spread li a").all()
    ]
    assert len(links) > 10
    for href, said in links[::4]:
        text = (Path(page.url.removeprefix("file://")).parent / href).read_text(encoding="utf-8")
        assert text.count('<li class="case-row"') == said


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [LIST, "policies/index.html"])
def test_axe_finds_nothing_in_the_open_picture(visit: Callable[..., Visit], path: str, scheme: str) -> None:
    page = visit(path, color_scheme=scheme).page
    page.evaluate("document.querySelectorAll('.spread, .years details').forEach((one) => (one.open = true))")
    found = Axe().run(page).response["violations"]
    assert [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found] == []


@pytest.mark.parametrize(("path", "printed"), [(LIST, False), ("index.html", True)])
def test_on_paper_the_picture_is_content_but_above_the_list_a_control(
    visit: Callable[..., Visit], path: str, printed: bool
) -> None:
    page = visit(path).page
    page.emulate_media(media="print")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expect(page.locator(".squares")).to_be_visible(visible=printed)


def test_every_link_of_the_line_of_documents_leads_to_a_clause(visit: Callable[..., Visit], shipped_site: Path) -> None:
    page = visit("policies/index.html").page
    hrefs = [a.get_attribute("href") for a in page.locator(".years a").all()]
    assert len(hrefs) > 20
    for href in hrefs:
        name, _, anchor = href.partition("#")
        assert not anchor or f'id="{anchor}"' in (shipped_site / "policies" / name).read_text(encoding="utf-8")


@pytest.fixture
def spelt_twice(chromium: Browser, tmp_path: Path) -> Page:
    """The list of a library that calls one province by two names, and one place that is no province."""
    third = changed(CASE, "title: 第三个", "region: {province: 四川}", "related: []")
    fourth = changed(CASE, "title: 第四个", "region: {province: 某地}", "related: []")
    site = built(mini_library(tmp_path, third_case=third, fourth_case=fourth)).out
    page = chromium.new_context(offline=True).new_page()
    page.goto(f"{site.as_uri()}/{LIST}")
    return page


def test_a_square_stands_for_both_spellings_of_its_name(spelt_twice: Page) -> None:
    picture = opened(spelt_twice)
    square = picture.locator(".squares a", has_text="四川")
    assert square.get_attribute("href") == "../lists/index.html#province"
    square.click()
    expect(rows(spelt_twice)).to_have_count(2)
    square.click()
    expect(rows(spelt_twice)).to_have_count(4)
    assert "不在图上的：某地 1 个。" in re.sub(r"\s+", " ", picture.inner_text())
