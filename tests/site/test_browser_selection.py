"""Choosing cases while reading, and the page that lists them."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import expect

from .printing import on_paper

pytestmark = pytest.mark.browser

ONE, TWO, THREE = "songyan-one-stop", "tuoli-four-modes", "zunyi-five-problems"
TITLES = {
    ONE: "余庆县松烟镇把七站八所的窗口合到一个大厅",
    TWO: "托里乡用“四式”全程代办替村民跑腿",
    THREE: "遵义创建四级服务网络时的五个问题",
}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0"
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }});"


def pick(visited, *ids):
    """Choose cases on their own pages."""
    for case in ids:
        visited.go(f"cases/{case}.html").locator(".tools .pick").click()


def errors(visited):
    """What went wrong on the way, but for pictures that were not yet loaded when the next page was opened."""
    return [trouble for trouble in visited.troubles if not trouble.startswith("failed: ")]


def listed(page):
    """The ids of the list, in order."""
    return [meta.split("编号 ")[1] for meta in page.locator(".picks .case-row__meta").all_inner_texts()]


def row(page, case):
    return page.locator(".picks__row", has_text=TITLES[case])


def press(page, case, name):
    row(page, case).get_by_role("button", name=name).click()


def address(page):
    return page.url.partition("#")[2]


# ---- choosing -----------------------------------------------------------------------------------------------------------


def test_a_case_is_chosen_and_dropped_on_its_page(visit):
    page = visit(f"cases/{ONE}.html").page
    button, link = page.locator(".tools .pick"), page.locator("[data-selection]")

    expect(button).to_have_attribute("aria-pressed", "false")
    expect(link).to_be_hidden()
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(button).to_have_text(f"已选用：{TITLES[ONE]}")
    expect(link).to_have_text("选用 1")
    page.reload()
    expect(button).to_have_attribute("aria-pressed", "true")
    button.press("Enter")
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(link).to_be_hidden()


def test_chosen_cases_are_listed_in_the_order_of_choosing(visit):
    visited = visit("index.html")
    pick(visited, TWO, ONE)
    page = visited.page
    page.locator("[data-selection]").click()
    page.wait_for_url("**/selection.html*")

    assert listed(page) == [TWO, ONE]
    assert address(page) == f"ids={TWO},{ONE}"
    expect(row(page, ONE)).to_contain_text("贵州省遵义市余庆县松烟镇 · 2009年")
    expect(row(page, ONE)).to_contain_text("松烟镇由镇财政拿15万元启动")
    row(page, ONE).get_by_role("link").click()
    page.wait_for_url(f"**/cases/{ONE}.html")
    assert errors(visited) == []


def test_a_case_is_chosen_in_a_list_before_and_after_filtering(visit):
    visited = visit("lists/org-village.html")
    page = visited.page
    page.locator(".case-row", has_text=TITLES[TWO]).locator(".pick").click()
    visited.go("cases/index.html?dim=venue")
    other = page.locator(".case-row", has_text=TITLES[ONE]).locator(".pick")
    other.click()

    expect(other).to_have_attribute("aria-pressed", "true")
    assert listed(visited.go("selection.html")) == [TWO, ONE]


def test_a_case_is_chosen_among_search_results_and_nothing_else_is(visit):
    visited = visit("search.html?q=四式")
    page = visited.page
    found = page.locator(".anliku-result")
    found.filter(has_text=TITLES[TWO].partition("“")[0]).locator(".pick").first.click()

    expect(page.locator("[data-selection]")).to_have_text("选用 1")
    kinds = found.evaluate_all(
        "rows => rows.map(row => [row.querySelector('.anliku-result-notes').firstChild.data, !!row.querySelector('.pick')])"
    )
    assert {has for kind, has in kinds if kind == "案例"} == {True}
    assert {has for kind, has in kinds if kind != "案例"} <= {False}
    assert listed(visited.go("selection.html")) == [TWO]


def test_two_tabs_show_the_same(visit):
    visited = visit("selection.html")
    other = visited.page.context.new_page()
    other.goto(f"{visited.site.as_uri()}/cases/{ONE}.html")

    other.locator(".tools .pick").click()
    expect(row(visited.page, ONE)).to_be_visible()
    press(visited.page, ONE, "去掉")
    expect(other.locator(".tools .pick")).to_have_attribute("aria-pressed", "false")


# ---- the list -----------------------------------------------------------------------------------------------------------


def test_the_order_is_changed_by_keyboard_and_the_focus_stays_with_the_case(visit):
    page = visit(f"selection.html#ids={ONE},{TWO},{THREE}").page

    row(page, THREE).get_by_role("button", name="上移").focus()
    page.keyboard.press("Enter")
    assert listed(page) == [ONE, THREE, TWO]
    page.keyboard.press("Enter")
    assert listed(page) == [THREE, ONE, TWO]
    assert address(page) == f"ids={THREE},{ONE},{TWO}"
    expect(row(page, THREE).get_by_role("button", name="下移")).to_be_focused()
    expect(page.get_by_role("status")).to_contain_text(f"《{TITLES[THREE]}》移到第 1 位")
    page.reload()
    assert listed(page) == [THREE, ONE, TWO]


def test_what_was_removed_comes_back(visit):
    page = visit(f"selection.html#ids={ONE},{TWO},{THREE}").page

    press(page, TWO, "去掉")
    assert listed(page) == [ONE, THREE]
    expect(row(page, THREE).get_by_role("button", name="去掉")).to_be_focused()
    page.get_by_role("button", name="撤销").click()
    assert listed(page) == [ONE, TWO, THREE]


def test_what_was_cleared_comes_back(visit):
    visited = visit(f"selection.html#ids={ONE},{TWO}")
    page = visited.page

    page.get_by_role("button", name="清空").click()
    expect(page.locator("[data-part=empty]")).to_be_visible()
    expect(page.locator("[data-selection]")).to_be_hidden()
    assert address(page) == ""
    page.get_by_role("button", name="撤销").click()
    assert listed(page) == [ONE, TWO]
    assert listed(visited.go("selection.html")) == [ONE, TWO]


def test_an_empty_list_says_how_to_begin(visit):
    page = visit("selection.html").page

    expect(page.locator("[data-part=empty]")).to_contain_text("还没有选用案例")
    expect(page.locator("[data-part=bar]")).to_be_hidden()
    page.locator("[data-part=empty]").get_by_role("link", name="案例列表").click()
    page.wait_for_url("**/cases/index.html")


def test_a_case_that_the_library_lacks_is_named_and_can_be_removed(visit):
    page = visit(f"selection.html#ids=no-such-case,{ONE}").page

    gone = page.locator(".picks__row").first
    expect(gone).to_contain_text("没有编号为 no-such-case 的案例")
    gone.get_by_role("button", name="去掉").click()
    assert listed(page) == [ONE]


def test_what_is_no_id_is_left_out_of_the_list(visit):
    page = visit(f"selection.html#ids={ONE},../x,%3Cimg%20src=x%3E,%E0%A4%A,{ONE}").page

    assert listed(page) == [ONE]


# ---- where it is kept ---------------------------------------------------------------------------------------------------


def test_a_link_shows_its_list_and_leaves_the_reader_s_own_alone(visit):
    visited = visit("index.html")
    pick(visited, ONE)
    page = visited.go(f"selection.html#ids={TWO},{THREE}")

    assert listed(page) == [TWO, THREE]
    expect(page.locator("[data-part=linked]")).to_contain_text("您自己选用的 1 个")
    press(page, THREE, "去掉")
    assert address(page) == f"ids={TWO}"
    expect(page.locator("[data-selection]")).to_have_text("选用 1")
    page.get_by_role("button", name="加到我的后面").click()
    assert listed(page) == [ONE, TWO]
    expect(page.locator("[data-part=linked]")).to_be_hidden()
    assert listed(visited.go("selection.html")) == [ONE, TWO]


@pytest.mark.parametrize(("choice", "kept"), [("看我自己的", [ONE]), ("换成这一份", [TWO])])
def test_the_reader_decides_between_the_link_s_list_and_the_own_one(visit, choice, kept):
    visited = visit("index.html")
    pick(visited, ONE)
    page = visited.go(f"selection.html#ids={TWO}")
    page.get_by_role("button", name=choice).click()

    assert listed(page) == kept
    assert listed(visited.go("selection.html")) == kept


def test_going_back_to_the_list_shows_what_was_chosen_since(visit):
    visited = visit("index.html")
    pick(visited, ONE)
    page = visited.go("selection.html")
    pick(visited, TWO)
    page.go_back()

    expect(page.locator(".picks__row")).to_have_count(2)
    expect(page.locator("[data-part=linked]")).to_be_hidden()


def test_where_pages_share_no_storage_the_case_is_handed_to_the_list(visit):
    visited = visit(f"cases/{ONE}.html", user_agent=FIREFOX)
    page = visited.page
    page.locator(".tools").get_by_role("link", name="选用").click()
    expect(page.get_by_role("status")).to_contain_text(f"已选用《{TITLES[ONE]}》")
    assert address(page) == f"ids={ONE}"
    pick(visited, TWO)

    expect(row(page, TWO)).to_be_visible()
    assert listed(page) == [ONE, TWO]
    expect(page.locator("[data-part=note]")).to_contain_text("给每个网页单独保存")
    assert page.locator(".case-row .pick").count() == 0


def test_where_nothing_can_be_kept_the_page_says_so_and_the_address_holds_the_list(visit):
    visited = visit("index.html")
    page = visited.page
    page.context.add_init_script(NO_STORAGE)
    pick(visited, ONE)
    page.wait_for_url(f"**/selection.html#ids={ONE}")
    expect(page.locator("[data-part=note]")).to_contain_text("不让网页保存内容")
    page = visited.go(f"selection.html#ids={TWO},{ONE}")
    page.reload()

    assert listed(page) == [TWO, ONE]
    press(page, TWO, "去掉")
    assert address(page) == f"ids={ONE}"
    assert errors(visited) == []


def test_a_full_storage_is_said_where_it_matters(visit):
    visited = visit("index.html")
    page = visited.page
    page.context.add_init_script("Storage.prototype.setItem = () => { throw new Error('full'); };")
    pick(visited, ONE)
    expect(page.locator(".tools .pick")).to_contain_text("存不了")
    page = visited.go(f"selection.html#ids={ONE},{TWO}")

    assert listed(page) == [ONE, TWO]
    expect(page.locator("[data-part=note]")).to_contain_text("不让网页保存内容")
    expect(page.locator("[data-part=linked]")).to_be_hidden()


def test_a_full_list_takes_no_more_and_says_so(visit):
    visited = visit("index.html")
    kept = json.dumps([f"case-{number}" for number in range(200)])
    visited.page.context.add_init_script(f"localStorage.setItem('anliku-selection:基层服务型党组织案例库', '{kept}');")
    pick(visited, ONE)
    expect(visited.page.locator(".tools .pick")).to_contain_text("已满 200 个")
    page = visited.go(f"selection.html#add={ONE}")

    assert page.locator(".picks__row").count() == 200
    expect(page.locator("[data-part=status]")).to_contain_text(f"没有加进来：《{TITLES[ONE]}》")


def test_a_link_with_more_than_a_list_holds_names_what_it_leaves_out(visit):
    many = [f"case-{number}" for number in range(200)]
    page = visit(f"selection.html#ids={','.join([*many, ONE, 'case-1', 'other-one'])}").page

    assert page.locator(".picks__row").count() == 200
    assert address(page) == f"ids={','.join(many)}"
    expect(page.locator("[data-part=status]")).to_contain_text(f"没有加进来：《{TITLES[ONE]}》、《other-one》。")


def test_a_link_added_to_the_own_list_names_what_found_no_room(visit):
    visited = visit("index.html")
    pick(visited, ONE)
    many = [f"case-{number}" for number in range(199)]
    page = visited.go(f"selection.html#ids={','.join([*many, TWO])}")
    page.get_by_role("button", name="加到我的后面").click()

    assert address(page) == f"ids={','.join([ONE, *many])}"
    expect(page.locator("[data-part=status]")).to_contain_text(f"没有加进来：《{TITLES[TWO]}》")


# ---- taking it along ----------------------------------------------------------------------------------------------------


def test_the_list_is_copied_as_citations(visit):
    page = visit(f"selection.html#ids={ONE},{THREE}").page
    page.evaluate("document.addEventListener('copy', () => { window.copied = document.activeElement.value; })")
    page.get_by_role("button", name="复制清单").click()

    expect(page.get_by_role("button", name="已复制")).to_be_focused()
    assert page.evaluate("window.copied") == (
        f"1. 《{TITLES[ONE]}》（贵州省遵义市余庆县松烟镇，2009年），基层服务型党组织案例库，案例 {ONE}\n"
        f"2. 《{TITLES[THREE]}》（贵州省遵义市），基层服务型党组织案例库，案例 {THREE}\n"
    )


def test_on_paper_it_is_a_reading_list(visit):
    page = visit(f"selection.html#ids={ONE},{TWO}").page
    paper = on_paper(page)
    text = paper.pages[0]

    assert len(paper.pages) == 1
    assert paper.width < paper.height
    assert text.index(TITLES[ONE]) < text.index("松烟镇由镇财政拿15万元启动") < text.index(TITLES[TWO])
    assert f"编号{TWO}" in text
    assert not re.search("上移|打印|清空|比较|收藏", text)


def test_comparing_takes_the_ticked_cases_or_the_whole_of_a_short_list(visit):
    page = visit(f"selection.html#ids={ONE}").page
    compare = page.get_by_role("link", name=re.compile("^并排比较（"))

    expect(compare).to_be_hidden()
    page.goto(page.url.partition("#")[0] + f"#ids={ONE},{TWO},{THREE}")
    expect(compare).to_have_text("并排比较（3 个）")
    row(page, ONE).get_by_role("checkbox").check()
    expect(compare).to_be_hidden()
    row(page, THREE).get_by_role("checkbox").check()
    compare.click()
    page.wait_for_url(f"**/compare.html#ids={ONE},{THREE}")


def test_without_javascript_it_says_what_it_would_do(visit):
    page = visit("selection.html", java_script_enabled=False).page

    expect(page.locator("noscript p")).to_contain_text("没有开启")
    expect(page.locator(".selection").get_by_role("link", name="案例列表")).to_be_visible()
