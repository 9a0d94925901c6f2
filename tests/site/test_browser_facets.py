"""Facets of the case list: the arithmetic against a plain count, and the page by mouse, keyboard and address."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

LIST = "cases/index.html"
CORE = Path(__file__).parents[2] / "theme" / "assets" / "anliku" / "facets-core.js"


def rows(page):
    return page.locator(".case-list > .case-row")


def total(page):
    return page.locator(".listing__total")


def number(text: str) -> int:
    return int(re.search(r"\d+", text).group())


def box(page, facet, value):
    return page.get_by_role("group", name=facet).get_by_role("checkbox", name=re.compile(rf"^{value}\s"))


def count(page, facet, value):
    return number(box(page, facet, value).locator("xpath=..").locator(".count").inner_text())


@pytest.fixture
def size(shipped_site):
    """How many cases the shipped library has."""
    return len(list_data(shipped_site)["cases"])


def list_data(site):
    text = (site / "cases" / "list.js").read_text(encoding="utf-8")
    return json.loads(text[text.index(".cases=") + 7 : text.rindex(";")])


# ---- arithmetic ---------------------------------------------------------------------------------------------------------


def library(size: int, seed: int) -> dict:
    """A library of `size` cases with random values of three facets, 0 to 3 of each."""
    chance = random.Random(seed)
    facets = [{"key": key, "label": key, "values": [[f"{key}{n}", f"{key}{n}", 0] for n in range(9)]} for key in "abc"]
    cases = [
        [f"c{n}", "", "", "", "", [chance.sample(range(9), chance.randint(0, 3)) for _ in "abc"], []]
        for n in range(size)
    ]
    return {"facets": facets, "cases": cases, "orders": {"title": chance.sample(range(size), size)}}


def plain_find(data: dict, chosen: dict) -> dict:
    """What facets-core.js should find, counted case by case."""
    keys = [facet["key"] for facet in data["facets"]]

    def fits(case, but=None):
        return all(k == but or not chosen.get(k) or set(chosen[k]) & set(case[5][i]) for i, k in enumerate(keys))

    def counts(position, key):
        return [sum(value in case[5][position] for case in data["cases"] if fits(case, key)) for value in range(9)]

    return {
        "places": [place for place, case in enumerate(data["cases"]) if fits(case)],
        "counts": {key: counts(position, key) for position, key in enumerate(keys)},
    }


@pytest.mark.parametrize("size", [1, 31, 32, 33, 200])
def test_counts_are_those_of_a_plain_count(chromium, size):
    page = chromium.new_page()
    page.add_script_tag(path=CORE)
    chance = random.Random(size)
    data = library(size, size)
    for _ in range(20):
        chosen = {key: chance.sample(range(9), chance.randint(0, 3)) for key in "abc"}
        found = page.evaluate(
            """([data, chosen]) => {
                const index = anliku.facets.createIndex(data);
                const found = anliku.facets.find(index, chosen);
                const counts = {};
                Object.keys(found.counts).forEach(key => { counts[key] = Array.from(found.counts[key]); });
                return {
                    places: anliku.facets.slice(index, found.bits, "", 0, 1e9),
                    sorted: anliku.facets.slice(index, found.bits, "title", 2, 5),
                    total: found.total, counts,
                };
            }""",
            [data, chosen],
        )
        expected = plain_find(data, chosen)
        assert found["places"] == expected["places"]
        assert found["total"] == len(expected["places"])
        assert found["counts"] == expected["counts"]
        in_order = [place for place in data["orders"]["title"] if place in expected["places"]]
        assert found["sorted"] == in_order[2:7]
    page.close()


@pytest.mark.parametrize(
    ("query", "clean"),
    [
        ("", ""),
        ("?a=a1", "?a=a1"),
        ("#?a=a1", "?a=a1"),
        ("?b=b2,b1&a=a0&sort=title", "?a=a0&b=b2,b1&sort=title"),
        ("?a=a1,a1,none&nosuch=1&sort=__proto__&b", "?a=a1"),
        ("?a=%E0%A4%A&a=__proto__", ""),
        ("?text=%E4%BD%8E%E4%BF%9D,a&b=b1", "?b=b1&text=%E4%BD%8E%E4%BF%9D%2Ca"),
        ("?text=", ""),
    ],
)
def test_addresses_are_read_and_written(chromium, query, clean):
    page = chromium.new_page()
    page.add_script_tag(path=CORE)
    written = page.evaluate(
        "([data, query]) => { const i = anliku.facets.createIndex(data); return anliku.facets.format(i, anliku.facets.parse(i, query)); }",
        [library(3, 1), query],
    )
    page.close()
    assert written == clean


def typed(page, data: dict, text: str, chosen: dict | None = None) -> list[int]:
    """The places that facets-core.js finds for a typed text."""
    return page.evaluate(
        """([data, chosen, text]) => {
            const index = anliku.facets.createIndex(data);
            const found = anliku.facets.find(index, chosen, text);
            return anliku.facets.slice(index, found.bits, "", 0, 1e9, chosen);
        }""",
        [data, chosen or {}, text],
    )


TYPED = {
    "facets": [
        {"key": "org", "label": "类型", "values": [["rural", "农村", 0], ["village", "村", 1]]},
        {"key": "topic", "label": "主题", "values": [["低保", "低保", 0]]},
    ],
    "cases": [
        ["a", "办低保", "进村入户", "贵州省", "2009", [[0, 1], []], [0]],
        ["b", "Wi-Fi 进村", "装在村口", "四川省", "2014", [[0, 1], [0]], [1]],
        ["c", "修路", "", "", "", [[], []], []],
    ],
    "orders": {},
}


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [0, 1, 2]), ("  ", [0, 1, 2]), ("低保", [0, 1]), ("低保 四川", [1]), ("WI-FI", [1]), ("2009", [0]), ("修", [2]),
        ("没有的", []), (".*", []), ("农村", [0, 1]),
    ],
)  # fmt: skip
def test_what_is_typed_narrows_by_all_that_a_row_says(chromium, text, places):
    page = chromium.new_page()
    page.add_script_tag(path=CORE)
    assert typed(page, TYPED, text) == places
    page.close()


def test_cases_about_the_chosen_type_itself_come_first(chromium):
    page = chromium.new_page()
    page.add_script_tag(path=CORE)
    assert typed(page, TYPED, "", {"org": [1]}) == [1, 0]
    assert typed(page, TYPED, "", {"org": [0]}) == [0, 1]
    assert typed(page, TYPED, "贵州", {"org": [1]}) == [0]
    page.close()


# ---- the page -------------------------------------------------------------------------------------------------------------


def test_values_of_a_facet_add_and_facets_narrow(visit):
    page = visit(LIST).page
    villages, coops = count(page, "组织类型", "村党组织"), count(page, "组织类型", "农民合作社与产业链党组织")

    box(page, "组织类型", "村党组织").check()
    expect(rows(page)).to_have_count(villages)
    assert count(page, "组织类型", "农民合作社与产业链党组织") == coops, "its own facet's choice is left out"
    box(page, "组织类型", "农民合作社与产业链党组织").check()
    either = number(total(page).inner_text())
    assert max(villages, coops) <= either <= villages + coops
    teams = count(page, "六有维度", "骨干队伍")
    box(page, "六有维度", "骨干队伍").check()
    expect(rows(page)).to_have_count(teams)
    assert teams < either


def test_the_address_holds_the_choice_and_back_undoes_it(visit):
    visited = visit(LIST)
    page = visited.page
    box(page, "六有维度", "服务场所").check()
    page.get_by_label("排序").select_option("year")
    assert page.url.endswith("?dim=venue&sort=year")
    titles = page.locator(".case-row > a").all_inner_texts()

    again = visited.go(page.url.rsplit("/site/", 1)[1])
    assert again.locator(".case-row > a").all_inner_texts() == titles
    expect(box(again, "六有维度", "服务场所")).to_be_checked()
    again.go_back()
    again.go_back()
    expect(box(again, "六有维度", "服务场所")).not_to_be_checked()
    assert visited.troubles == []


def test_a_cell_of_the_matrix_shows_as_many_cases_as_it_says(visit):
    page = visit("index.html").page
    cell = page.locator(".matrix td a").first
    said = int(cell.inner_text())

    cell.click()

    expect(rows(page)).to_have_count(said)


def test_chips_take_choices_back_and_keep_the_focus_at_hand(visit, size):
    page = visit(f"{LIST}?org=village,coop&dim=team").page

    expect(page.locator("[data-chip]")).to_have_count(3)
    page.get_by_role("button", name="去掉条件 组织类型：村党组织").press("Enter")
    expect(page.locator("[data-chip]")).to_have_count(2)
    expect(page.locator("[data-chip]").first).to_be_focused()
    page.get_by_role("button", name="全部清除").click()
    expect(page.locator("[data-chip]")).to_have_count(0)
    expect(total(page)).to_be_focused()
    expect(rows(page)).to_have_count(size)


def test_nothing_found_says_what_to_drop(visit):
    page = visit(f"{LIST}?org=hospital&year=1998").page

    expect(rows(page)).to_have_count(0)
    expect(page.locator(".listing .empty")).to_contain_text("没有同时符合这些条件的案例")
    page.get_by_role("button", name=re.compile("不限年份")).click()
    assert rows(page).count() > 0


def test_folded_values_unfold_with_the_keyboard(visit):
    page = visit(LIST).page
    topics = page.get_by_role("group", name="主题")
    before = topics.get_by_role("checkbox").count()

    page.locator(".facet", has=topics).get_by_role("button", name=re.compile("更多")).press("Enter")

    assert topics.get_by_role("checkbox").count() > before
    expect(topics.get_by_role("checkbox").nth(before)).to_be_focused()
    page.keyboard.press("Space")
    expect(topics.get_by_role("checkbox").nth(before)).to_be_checked()


def test_a_folded_value_in_the_address_is_shown(visit):
    page = visit(f"{LIST}?topic=远程教育").page

    expect(box(page, "主题", "远程教育")).to_be_checked()


def test_the_number_found_is_announced(visit):
    page = visit(LIST).page

    expect(total(page)).to_have_attribute("role", "status")


def test_the_panel_folds_on_a_phone(visit):
    page = visit(LIST, viewport={"width": 390, "height": 844}).page
    opener = page.get_by_role("button", name="筛选")

    expect(box(page, "六有维度", "服务场所")).to_be_hidden()
    opener.click()
    expect(opener).to_have_attribute("aria-expanded", "true")
    box(page, "六有维度", "服务场所").check()
    expect(page.get_by_role("button", name="筛选（已选 1 项）")).to_be_visible()


def test_where_the_address_may_not_change_the_choice_goes_behind_the_hash(visit):
    visited = visit(LIST)
    page = visited.page
    page.evaluate("() => { history.pushState = () => { throw new Error('not here'); }; }")

    box(page, "六有维度", "服务场所").check()

    assert page.url.endswith("#?dim=venue")
    shown = rows(page).count()
    page.reload()
    expect(rows(page)).to_have_count(shown)
    assert visited.troubles == []


def test_long_lists_come_a_hundred_at_a_time(visit):
    """The shipped library is short, so its cases are repeated before the panel starts."""
    visited = visit("index.html")
    page = visited.page
    page.add_init_script(
        """window.anliku = {}; Object.defineProperty(window.anliku, "cases", {
            set(data) {
                this.data = data;
                if (!data) return;
                const cases = data.cases;
                data.cases = Array.from({ length: 280 }, (_, place) => cases[place % cases.length]);
                data.orders = { title: data.cases.map((_, place) => place).reverse() };
            },
            get() { return this.data; },
        });"""
    )
    visited.go(f"{LIST}?sort=title")

    expect(rows(page)).to_have_count(100)
    page.get_by_role("button", name="显示更多（还有 180 个）").click()
    expect(rows(page)).to_have_count(200)
    expect(page.locator(".case-row > a").nth(100)).to_be_focused()
    page.get_by_role("button", name="显示更多（还有 80 个）").click()
    expect(rows(page)).to_have_count(280)
    expect(page.locator(".listing__more")).to_be_hidden()


def test_without_javascript_the_list_and_the_directory_remain(visit, size):
    page = visit(LIST, java_script_enabled=False).page

    expect(rows(page)).to_have_count(size)
    expect(page.locator("[data-facets-panel]")).to_be_hidden()
    page.get_by_role("link", name="按主题").click()
    page.get_by_role("link", name="志愿服务", exact=True).click()
    assert number(page.locator("#content > .note").first.inner_text()) == rows(page).count()


def test_text_of_cases_is_never_read_as_markup(visit):
    visited = visit("index.html")
    page = visited.page
    page.add_init_script(
        """window.anliku = {}; Object.defineProperty(window.anliku, "cases", {
            set(data) {
                this.data = data;
                if (data) data.cases[0][1] = data.facets[0].values[0][1] = "<img src=x onerror=alert(1)>";
            },
            get() { return this.data; },
        });"""
    )
    visited.go(f"{LIST}?sort=title")

    assert page.locator("img[src=x]").count() == 0
    assert visited.troubles == []


def test_the_orders_put_titles_by_pinyin_and_the_newest_year_first(shipped_site):
    data = list_data(shipped_site)
    cases, orders = data["cases"], data["orders"]

    years = [cases[place][4] for place in orders["year"]]
    assert years == sorted(years, reverse=True)
    titles = [cases[place][1] for place in orders["title"]]
    assert titles.index("拜城县行政服务中心四个“一”把事办到底") < titles.index("昌平区民政局：各科室各拿一手服务办法")
    assert sorted(orders["place"]) == list(range(len(cases)))


def test_typing_narrows_the_list_and_stays_with_what_is_chosen(visit):
    visited = visit(LIST)
    page = visited.page
    told = "rows => rows.map(row => [row.dataset.case, row.textContent.replace(/\\s+/g, '')])"
    whole = dict(rows(page).evaluate_all(told))

    page.get_by_label("在列表里找").fill("代办 遵义")
    expect(rows(page)).not_to_have_count(len(whole))
    narrowed = dict(rows(page).evaluate_all(told))
    assert narrowed == {key: whole[key] for key in narrowed}, "a row says as much as before"
    few = len(narrowed)
    assert number(total(page).inner_text()) == few > 0
    box(page, "六有维度", "服务载体").check()
    assert "text=%E4%BB%A3" in page.url
    assert rows(page).count() <= few

    page.reload()
    assert page.get_by_label("在列表里找").input_value() == "代办 遵义"
    page.get_by_role("button", name="全部清除").click()
    expect(rows(page)).to_have_count(len(whole))
    assert page.get_by_label("在列表里找").input_value() == ""
    assert visited.troubles == []


def test_paper_says_what_the_list_was_narrowed_by(visit):
    page = visit(f"{LIST}?org=village&dim=team&text=代办&sort=year").page
    said = page.locator(".listing__said")
    expect(said).to_be_hidden()
    page.emulate_media(media="print")
    expect(said).to_have_text("组织类型：村党组织；六有维度：骨干队伍；写着“代办”；按年份排")
    expect(page.get_by_label("在列表里找")).to_be_hidden()


def test_the_list_begins_with_the_fullest_cases_and_with_those_about_the_very_type(visit, shipped_site):
    data = list_data(shipped_site)
    types = data["facets"][0]["values"]
    own = {n: [n in case[6] for case in data["cases"] if n in case[5][0]] for n in range(len(types))}
    mixed = next(n for n, mine in own.items() if mine != sorted(mine, reverse=True))
    key = types[mixed][0]

    live = visit(f"{LIST}?org={key}").page.locator(".case-row > a").all_inner_texts()
    static = visit(f"lists/org-{key}.html", java_script_enabled=False).page.locator(".case-row > a").all_inner_texts()
    assert live == static
    titles = {case[1]: mixed in case[6] for case in data["cases"]}
    assert [titles[title] for title in live] == sorted(own[mixed], reverse=True)


def test_dots_say_which_dimensions_a_case_has_in_words_too(visit):
    page = visit(LIST).page
    dots = page.locator('.case-row[data-case="songyan-one-stop"] .dots')
    assert dots.inner_text() == "○○●●●○"
    expect(dots).to_have_attribute("title", "六有维度：服务场所、服务载体、制度机制")
