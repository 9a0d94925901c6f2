"""The home page is a door, an organisation's page one screen, and the browser remembers where a reader was."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LAPTOP = {"viewport": {"width": 1366, "height": 768}}
AT_150_PERCENT = {"viewport": {"width": 911, "height": 512}}


def bottom(page, selector):
    box = page.locator(selector).first.bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize(
    ("screen", "seen"), [(LAPTOP, ".ways"), (AT_150_PERCENT, ".door__problems")], ids=["laptop", "150 %"]
)
def test_the_first_screen_asks_and_shows_ways(visit, screen, seen):
    page = visit("index.html", **screen).page
    assert bottom(page, seen) <= screen["viewport"]["height"]


def test_a_question_leads_to_its_answers(visit):
    visited = visit("index.html")
    visited.page.fill(".door input", "代办")
    with visited.page.expect_navigation():
        visited.page.click(".door button")
    assert "search.html?q=" in visited.page.url
    visited.page.wait_for_selector(
        ".anliku-results-list li, #anliku-results li, .anliku-hit, main li a[href*='cases/']"
    )
    assert visited.troubles == []


def test_every_example_of_a_problem_finds_cases(visit):
    page = visit("index.html").page
    words = page.locator(".door__problems a").all_inner_texts()
    assert words
    for query in words:
        found = page.evaluate("(q) => anliku.search(q, {limit: 10}).then((a) => a.hits.map((hit) => hit.url))", query)
        assert [url for url in found if url.startswith("cases/")], query


def test_it_goes_on_where_the_reader_was(visit):
    visited = visit("index.html")
    page = visited.page
    assert page.is_hidden("[data-again]")
    title = visited.go("cases/songyan-one-stop.html").locator("h1").inner_text()
    visited.go("cases/index.html")
    row = page.locator('.case-row[data-case="songyan-one-stop"]')
    assert row.locator(".read-mark").inner_text() == "已读"
    assert page.locator(".read-mark").count() == 1
    visited.go("index.html")
    assert page.locator("[data-again] li a").all_inner_texts() == [title]
    page.click("[data-again] button")
    assert page.is_hidden("[data-again]")
    visited.go("index.html")
    assert page.is_hidden("[data-again]")
    assert visited.troubles == []


def test_it_goes_on_with_a_form_that_was_begun(visit):
    visited = visit("checklists/village.html")
    page = visited.page
    page.evaluate(
        """() => {
          const sheet = JSON.parse(document.getElementById("ck-sheet").textContent);
          localStorage.setItem(["anliku-checklist", sheet.library, sheet.organisation, sheet.version].join(":"), JSON.stringify({
            format: "anliku-draft/1",
            answers: { self: { one: { v: true, t: 1 }, two: { na: true, t: 1 }, three: { v: null, t: 1 } }, masses: {} },
          }));
          localStorage.setItem("anliku-checklist:another library:village:1", "{");
        }"""
    )
    visited.go("index.html")
    assert "填了 2 条" in page.inner_text("[data-again]")
    assert page.locator("[data-again] li a").get_attribute("href") == "checklists/village.html"


def test_storage_of_others_does_no_harm(visit):
    visited = visit("index.html")
    visited.page.evaluate(
        """() => {
          const key = "anliku-read:" + document.querySelector("script[data-library]").getAttribute("data-library");
          localStorage.setItem(key, JSON.stringify([null, 5, {id: "../../x", title: "x"}, {id: "songyan-one-stop", title: "<img src=x>"}]));
        }"""
    )
    page = visited.go("index.html")
    assert page.locator("[data-again] li").all_inner_texts() == ["<img src=x>看过"]
    assert visited.troubles == []


@pytest.mark.parametrize("path", ["organisations/village.html", "organisations/hospital.html"])
def test_an_organisation_begins_with_what_to_do(visit, path):
    page = visit(path, **LAPTOP).page
    assert bottom(page, "ol.first") <= 768
    assert page.locator("ol.first li").count() == 3
    assert 1 <= page.locator("ol.best li").count() <= 5
    assert all(page.locator("ol.best p").all_inner_texts())
    assert page.evaluate("document.documentElement.scrollHeight") <= 6 * 740


def test_what_is_folded_opens_on_paper(visit):
    page = visit("organisations/village.html").page
    closed = page.locator("details.fold:not([open])").count()
    assert closed
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator("details.fold:not([open])").count() == 0
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator("details.fold:not([open])").count() == closed


def test_paper_leaves_out_what_only_leads_on_and_prints_no_dark_button(visit):
    page = visit("index.html").page
    page.emulate_media(media="print")
    expect(page.locator("ul.ways")).to_be_hidden()
    page = visit("organisations/village.html").page
    page.emulate_media(media="print")
    expect(page.locator(".start .button--strong")).to_have_css("background-color", "rgba(0, 0, 0, 0)")


def test_what_is_folded_is_as_large_as_what_is_not(visit):
    page = visit("organisations/village.html").page
    sizes = page.locator("details.fold").evaluate_all(
        "all => all.map((one) => [one, one.parentElement].map((box) => getComputedStyle(box).fontSize))"
    )
    assert sizes
    assert all(inside == around for inside, around in sizes)


def test_folds_show_that_they_open_in_forced_colours(visit):
    page = visit("organisations/village.html", forced_colors="active").page
    arrow = page.locator("details.fold > summary").first
    assert arrow.evaluate("one => getComputedStyle(one, '::after').backgroundColor") == "rgb(0, 0, 0)"
