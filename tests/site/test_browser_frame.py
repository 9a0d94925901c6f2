"""What every page does: terms, colours, contents, drawer, keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.waiting import until

from .conftest import KINDS

pytestmark = pytest.mark.browser

CASE = KINDS["case"]
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def test_a_term_is_explained_on_hover_and_the_pointer_may_move_onto_the_explanation(visit):
    page = visit(CASE).page
    term = page.locator("a.term").first
    meaning = term.get_attribute("title")

    term.hover()
    expect(page.locator(".popover")).to_have_text(meaning)
    assert term.get_attribute("title") is None
    page.locator(".popover").hover()
    expect(page.locator(".popover")).to_be_visible()
    page.mouse.move(5, 5)
    expect(page.locator(".popover")).to_be_hidden()
    assert term.get_attribute("title") == meaning


def test_a_term_is_explained_on_focus_and_escape_closes_it(visit):
    page = visit(CASE).page
    term = page.locator("a.term").first

    term.focus()
    expect(page.locator(".popover")).to_be_visible()
    assert term.get_attribute("aria-describedby") == "popover"
    page.keyboard.press("Escape")
    expect(page.locator(".popover")).to_be_hidden()
    term.blur()
    term.focus()
    expect(page.locator(".popover")).to_be_visible()
    term.blur()
    expect(page.locator(".popover")).to_be_hidden()


def test_the_first_tap_explains_a_term_and_the_second_goes_to_the_glossary(visit):
    page = visit(CASE, **PHONE).page
    term = page.locator("a.term").first

    term.tap()
    expect(page.locator(".popover")).to_be_visible()
    box = page.locator(".popover").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    term.tap()
    page.wait_for_url("**/terms/index.html#*")
    expect(page.locator(":target")).to_be_visible()


def test_after_a_tap_the_meaning_stays_though_the_page_moves_below_the_finger(visit):
    page = visit(CASE, **PHONE).page
    term = page.locator("a.term").first

    term.tap()
    expect(page.locator(".popover")).to_be_visible()
    term.dispatch_event("mouseleave")  # as browsers send it when the page moves
    page.evaluate("() => new Promise(later => setTimeout(later, 300))")  # longer than a mouse may take to the popover
    expect(page.locator(".popover")).to_be_visible()


def test_without_javascript_a_term_is_a_link_with_a_title(visit):
    page = visit(CASE, java_script_enabled=False).page

    assert page.locator("a.term").first.get_attribute("title")
    assert "/terms/index.html#" in page.locator("a.term").first.evaluate("element => element.href")


def test_colours_follow_the_system_and_then_the_reader_s_choice(visit):
    visited = visit(CASE, color_scheme="dark")
    page, button = visited.page, visited.page.locator("[data-scheme]")

    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    visited.go("index.html")
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", "default")
    expect(page.locator("[data-scheme]")).to_have_attribute("aria-pressed", "false")


def test_the_table_of_contents_follows_the_reader(visit):
    page = visit(CASE).page

    page.locator("#limits").evaluate("heading => heading.scrollIntoView()")
    expect(page.locator(".toc [aria-current]")).to_have_text("局限与提醒")
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator(".toc [aria-current]")).to_have_text("来源")


def test_the_drawer_opens_and_closes_by_keyboard(visit):
    page = visit(CASE, viewport={"width": 390, "height": 844}).page
    opener = page.get_by_role("button", name="栏目")

    expect(page.locator(".way a").first).to_be_hidden()
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".way a").first).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()
    expect(page.locator(".way a").first).to_be_hidden()


def test_the_drawer_opens_without_javascript(visit):
    page = visit(CASE, viewport={"width": 390, "height": 844}, java_script_enabled=False).page

    page.locator(".md-header label").click()
    page.locator(".way a", has_text="政策").click()
    page.wait_for_url("**/policies/index.html")


def test_the_contents_open_above_the_text_on_a_phone(visit):
    page = visit(CASE, **PHONE).page

    page.get_by_role("button", name="目录", exact=True).click()
    page.locator(".toc a", has_text="启示").click()
    assert page.url.endswith("#insights")


def test_the_keyboard_reaches_the_text_past_the_header(visit):
    page = visit(CASE).page

    page.keyboard.press("Tab")
    expect(page.locator(".md-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_print_button_prints(visit):
    page = visit(CASE).page
    page.evaluate("window.print = () => { window.printed = true; }")

    page.get_by_role("button", name="打印").click()

    assert page.evaluate("window.printed") is True


def test_the_citation_names_case_library_version_place_time_and_the_works_behind_it(visit):
    page = visit(CASE).page
    page.evaluate(
        "document.addEventListener('copy', () => { window.copied = document.getSelection().toString() || document.activeElement.value; })"
    )

    page.get_by_role("button", name="复制引用").click()

    copied = page.evaluate("window.copied")
    assert re.fullmatch(
        r"余庆县松烟镇把七站八所的窗口合到一个大厅\[DB\]//基层服务型党组织案例库\. 案例 songyan-one-stop，版本 [0-9a-f]{8}\."
        r" 贵州省遵义市余庆县松烟镇，约截至2009年8月\. 据：\[1\] 遵义市创建服务型党组织的理论与实践\[G\]//.+ \[2\] .*基层党建工作探索\[.+",
        copied,
    )


def test_an_excerpt_that_was_linked_to_is_marked(visit):
    page = visit("policies/opinion-2014.html#carrier-window").page

    mark = page.locator("#carrier-window").evaluate("section => getComputedStyle(section).backgroundColor")
    other = page.locator("#carrier-one-stop").evaluate("section => getComputedStyle(section).backgroundColor")
    assert mark != other


def test_the_type_grows_and_stays_grown(visit):
    visited = visit("cases/songyan-one-stop.html")
    page = visited.page

    def pixels():
        return page.evaluate(
            "parseFloat(getComputedStyle(document.querySelector('.md-typeset p:not(.running):not(.unpacked)')).fontSize)"
        )

    before = pixels()
    page.click("[data-size-button]")
    assert page.get_attribute("[data-size-button]", "aria-label") == "字号：大"
    larger = pixels()
    visited.go("policies/index.html")
    visited.go("cases/songyan-one-stop.html")
    assert pixels() == larger > before * 1.1
    page.click("[data-size-button]")
    assert pixels() > larger * 1.1
    for width in (320, 390, 1024):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.click("[data-size-button]")
    assert pixels() == before or page.get_attribute("[data-size-button]", "aria-label") == "字号：标准"


@pytest.mark.parametrize("width", [390, 1280])
def test_a_long_page_says_where_one_is_and_leads_back_up(visit, width):
    visited = visit(CASE, viewport={"width": width, "height": 800})
    page = visited.page
    top = page.locator(".here__title")
    expect(top).to_be_hidden()

    page.evaluate("window.scrollTo(0, 1500)")
    expect(top).to_be_visible()
    expect(top).to_have_text("余庆县松烟镇把七站八所的窗口合到一个大厅")
    box = top.bounding_box()
    assert 0 <= box["y"] < 10 and box["x"] + box["width"] <= width
    shown = "document.querySelector('.here__progress').getBoundingClientRect().width"
    before = page.evaluate(shown)
    page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
    until(page, f"{shown} > {before} + 10")

    top.click()
    until(page, "window.pageYOffset === 0")
    expect(top).to_be_hidden()
    assert visited.troubles == []


def test_on_a_phone_the_menu_stays_within_reach(visit):
    page = visit(CASE, viewport={"width": 390, "height": 844}).page
    page.evaluate("window.scrollTo(0, 1500)")
    page.locator(".here__menu").click()
    expect(page.locator(".way a").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".way")).to_be_hidden()


def test_what_the_keyboard_reaches_on_a_phone_does_not_lie_under_the_bar(visit):
    page = visit(CASE, viewport={"width": 390, "height": 844}).page
    page.evaluate("window.scrollTo(0, 1500)")
    expect(page.locator(".here")).to_be_visible()
    page.locator(".route a").nth(2).focus()
    page.keyboard.press("Enter")
    until(page, "window.location.hash === '#step-2'")
    heading = page.locator("#step-2 h3").bounding_box()
    bar = page.locator(".here").bounding_box()
    assert heading["y"] >= bar["y"] + bar["height"] - 1


def test_the_drawer_holds_the_second_level_of_every_section(visit):
    visited = visit(CASE, viewport={"width": 390, "height": 844})
    page = visited.page
    page.get_by_role("button", name="栏目").click()
    link = page.locator(".way ul ul a", has_text="讲师指南")
    expect(link).to_be_visible()
    assert page.locator(".way ul ul a", has_text="全部案例").count() == 1
    page.keyboard.press("Escape")
    page.get_by_role("button", name="栏目").click()
    expect(page.locator(".way ul ul a", has_text="讲师指南")).to_have_count(1)
    link.click()
    page.wait_for_url("**/guide/lecturers.html")
    assert visited.troubles == []


def test_the_citation_can_be_had_as_a_file(visit):
    page = visit(CASE).page
    with page.expect_download() as waiting:
        page.get_by_role("button", name="存引用").click()
    assert waiting.value.suggested_filename == "引用-songyan-one-stop.txt"
    saved = waiting.value.path().read_bytes()
    assert saved.startswith(b"\xef\xbb\xbf") and saved.endswith(b".\r\n")
    assert "[DB]//基层服务型党组织案例库. 案例 songyan-one-stop，版本" in saved.decode("utf-8-sig")
