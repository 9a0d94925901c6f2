"""Every kind of page, opened from file:// with the network off."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from .conftest import KINDS

pytestmark = pytest.mark.browser

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}
every_kind = pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())


def violations(page):
    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"][:3]]) for rule in found]


@every_kind
def test_opens_without_an_error_or_a_request_to_any_host(visit, path):
    assert visit(path).troubles == []


@every_kind
def test_axe_finds_nothing(visit, path):
    page = visit(path, color_scheme="light", reduced_motion="reduce").page
    assert violations(page) == []

    page.emulate_media(color_scheme="dark")
    page.reload()
    assert page.get_attribute("body", "data-md-color-scheme") == "slate"
    assert violations(page) == []

    page.set_viewport_size(PHONE["viewport"])
    assert violations(page) == []


@every_kind
def test_never_scrolls_sideways(visit, path):
    page = visit(path).page
    for width in (320, 390, 800, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@every_kind
def test_prints(visit, path):
    page = visit(path, color_scheme="dark").page
    page.emulate_media(media="print")

    assert not page.is_visible(".md-header")
    assert not page.is_visible(".way")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgba(0, 0, 0, 0)",
        "rgb(255, 255, 255)",
    )
    assert len(page.pdf(format="A4")) > 10_000


@every_kind
def test_reads_without_javascript(visit, path):
    visited = visit(path, java_script_enabled=False)

    assert visited.troubles == []
    assert visited.page.is_visible("h1")
    assert visited.page.is_visible(".way a")


def test_a_library_s_own_extremes_fit_a_phone(visit):
    page = visit(KINDS["case"], **PHONE).page
    page.evaluate(
        """() => {
            document.querySelector("h1").textContent = "很长的标题".repeat(40);
            document.querySelector(".figures td").textContent = "x".repeat(120);
            document.querySelector(".steps p").textContent = "https://example.org/" + "a".repeat(300);
        }"""
    )

    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_the_glossary_narrows_while_one_types(visit):
    visited = visit("terms/index.html")
    page = visited.page
    terms = page.locator(".glossary dl > div")
    whole = terms.count()
    page.fill("#glossary-words", "流动 党员")
    shown = page.locator(".glossary dl > div:visible").count()
    assert 0 < shown < whole
    assert page.inner_text(".narrow [role=status]") == f"有 {shown} 条"
    assert page.locator(".glossary h2:visible").count() <= shown
    page.fill("#glossary-words", "不会有的词")
    assert page.locator(".glossary dl > div:visible").count() == 0
    page.evaluate("location.hash = document.querySelector('.glossary dl > div:last-child').id")
    page.wait_for_function("!document.querySelector('#glossary-words').value")
    assert page.locator(".glossary dl > div:visible").count() == whole
    page.fill("#glossary-words", "党员")
    page.evaluate("location.hash = '#100%'")  # no term is called so, and no script may stumble over it
    page.wait_for_function("!document.querySelector('#glossary-words').value")
    assert visited.troubles == []


def test_a_policy_shows_its_clauses_and_folds_what_rests_on_them(visit):
    page = visit("policies/opinion-2014.html").page
    assert page.locator(".excerpt h2:visible").count() == page.locator(".excerpt").count() > 50
    assert page.locator(".excerpt .item-links:visible").count() == 0
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".excerpt .item-links:visible").count() > 0


def test_the_strip_of_a_case_leads_to_its_parts(visit):
    visited = visit(KINDS["case"])
    page = visited.page
    stations = page.locator(".route a")
    assert [text[:2] for text in stations.all_inner_texts()] == [
        "问题",
        "①镇",
        "②把",
        "③设",
        "④急",
        "⑤把",
        "成效",
        "局限",
    ]
    for number in range(stations.count()):
        stations.nth(number).click()
        page.wait_for_function("window.location.hash.length > 1")
        box = page.locator(page.evaluate("location.hash")).bounding_box()
        header = page.locator(".md-header").bounding_box()
        assert header["height"] <= box["y"] + 2 < page.viewport_size["height"]
    assert visited.troubles == []


def test_the_strip_is_a_list_on_a_phone_and_marks_what_is_only_planned(visit):
    page = visit("cases/town-implementation-plan.html", **PHONE).page
    boxes = [page.locator(".route a").nth(n).bounding_box() for n in range(3)]
    assert boxes[0]["x"] == boxes[1]["x"] == boxes[2]["x"]
    assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
    assert page.locator(".route .later").first.inner_text().endswith("计划")


@pytest.mark.parametrize("media", ["screen", "print"])
def test_bars_are_as_long_as_their_figures_and_change_is_told(visit, media):
    page = visit("cases/kekedun-village.html").page
    page.emulate_media(media=media)
    widths = page.eval_on_selector_all(
        ".figures tr", "rows => rows.map(r => [r.cells[1].textContent, r.querySelector('path')]).filter(r => r[1])"
        ".map(r => [r[0], r[1].getBoundingClientRect().width])",
    )  # fmt: skip
    found = dict(widths)
    assert found["25 名"] == pytest.approx(100, abs=1)
    assert found["18 名"] == pytest.approx(72, abs=1)
    assert page.locator(".change").inner_text() == "农民年人均纯收入：1998年 不足 300 元 → 2012年 7000 元以上"


def test_lists_and_reading_pages_begin_at_one_edge(visit):
    edges = set()
    for width in (1024, 1280, 1920):
        for kind in ("list", "case", "policy", "guide", "glossary", "organisation"):
            page = visit(KINDS[kind], viewport={"width": width, "height": 900}).page
            edges.add((width, page.evaluate("document.querySelector('h1').getBoundingClientRect().left")))
    assert len(edges) == 3, edges


def test_the_text_of_a_step_has_the_width_of_a_phone(visit):
    page = visit(KINDS["case"], **PHONE).page
    text, title = (page.locator(f"#step-1 > {tag}").first.bounding_box() for tag in ("p:not(.origin)", "h3"))
    outer = page.locator(".steps").bounding_box()
    assert text["x"] == outer["x"] and text["width"] == outer["width"]
    assert title["x"] == outer["x"]


def test_a_form_is_first_drawn_as_its_script_leaves_it(visit):
    """Its items are closed and its tools shown by then, so that nothing is laid out twice and nothing moves."""
    page = visit(KINDS["home"]).page
    page.add_init_script(
        "requestAnimationFrame(() => { window.seen = document.querySelector('[data-ready]') !== null; });"
    )
    page.goto(page.url.replace(KINDS["home"], KINDS["checklist"]))
    page.wait_for_function("window.seen !== undefined")
    assert page.evaluate("window.seen")
