"""The box and the page in a browser on file://, with the network off."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import axe_playwright_python
import jinja2
import pytest
from playwright.sync_api import Browser, Page, expect

from anliku.library.vocabulary import Vocabulary
from anliku.search import Document, Section, build_index
from anliku.site.frames.frameset import copy_assets
from tests.waiting import settle, until

THEME = Path(__file__).parents[2] / "theme"
AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
CSP = "default-src 'none'; script-src file:; style-src file:; form-action file:; base-uri 'none'"
pytestmark = pytest.mark.browser


def documents() -> list[Document]:
    return [
        Document(f"c{i}", "case" if i % 3 else "policy", f"cases/c{i}.html", f"流动党员管理之{i}", "摘要", ("流动党员",),
                 (Section("s1", "做法", "党员服务中心" * (i + 1)), Section("s2", "成效", f"第{i}号成效")),
                 {"org": ("village",) if i % 2 else ("school",), "dim": ("team",) if i < 5 else (), "year": (str(2010 + i % 3),)})
        for i in range(25)
    ] + [
        Document(f"{kind}-1", kind, f"cases/c{i}.html", "便民代办点", "跑腿") for i, kind in enumerate(("term", "framework", "lesson"))
    ]  # fmt: skip


def page_html(base: str, body: str, extra: tuple[str, ...]) -> str:
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(THEME / "overrides/partials"), autoescape=True)
    box = environment.get_template("search-box.html").render(base_url=base)
    ours = ("dom", "kept", "page", "search")
    engine = "".join(
        f'<script src="{base}/assets/anliku/{name}.js" data-base="{base}/" data-library="x"></script>' for name in ours
    )
    scripts = "".join(f'<script src="{base}/assets/anliku/{name}.js"></script>' for name in extra)
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>站点</title>'
        f'<meta http-equiv="Content-Security-Policy" content="{CSP}">'
        f'<link rel="stylesheet" href="{base}/assets/anliku/style.css"></head>'
        f'<body data-md-color-scheme="default"><header>{box}</header><main>{body}</main>{engine}{scripts}</body></html>'
    )


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    copy_assets(folder)
    for part in ("dom.js", "kept.js"):  # of frame.js, which needs the whole frame
        shutil.copy(THEME / "assets/anliku" / part, folder / "assets/anliku")
    build_index(documents(), {"流动党员": ("外出党员",)}, {"org": {"village": "村党组织", "school": "学校"}}, folder)
    body = (
        jinja2.Environment(autoescape=True)
        .from_string((THEME / "templates/search.html.j2").read_text("utf-8"))
        .render(base="", words=Vocabulary())
    )
    (folder / "search.html").write_text(page_html(".", body, ("search-state", "search-page")), "utf-8")
    (folder / "cases").mkdir()
    for i in range(25):
        content = '<h1>案例</h1><h2 id="s1">做法</h2><h2 id="s2">成效</h2>'
        (folder / f"cases/c{i}.html").write_text(page_html("..", content, ()), "utf-8")
    return folder


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(offline=True, viewport={"width": 1200, "height": 900})
    found: list[str] = []
    page = context.new_page()
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    yield page
    assert found == []
    context.close()


def test_typing_in_the_header_shows_results_and_enter_opens_one(page: Page, site: Path) -> None:
    page.goto((site / "cases/c1.html").as_uri())
    page.keyboard.press("Control+/")
    page.keyboard.type("7号成效")
    expect(page.get_by_role("option")).to_have_count(2)  # 第7号 and 第17号
    page.keyboard.press("ArrowDown")
    box = page.locator("#anliku-search-input")
    expect(box).to_have_attribute("aria-activedescendant", "anliku-option-0")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/c*7.html*#s2")


@pytest.mark.parametrize(("is_phone", "told"), [(False, "搜索（Ctrl+/）"), (True, "搜索")])
def test_only_who_has_a_keyboard_is_told_of_its_key(chromium: Browser, site: Path, is_phone: bool, told: str) -> None:
    context = chromium.new_context(offline=True, is_mobile=is_phone, has_touch=is_phone)
    page = context.new_page()
    page.goto((site / "cases/c1.html").as_uri())
    expect(page.locator("#anliku-search-input")).to_have_attribute("placeholder", told)
    context.close()


def test_a_result_of_the_box_is_a_link_and_a_bare_slash_is_a_slash(page: Page, site: Path) -> None:
    page.goto((site / "cases/c1.html").as_uri())
    page.keyboard.press("/")
    expect(page.locator("#anliku-search-input")).not_to_be_focused()
    page.locator("#anliku-search-input").press_sequentially("7号成效")
    option = page.get_by_role("option").first
    with page.context.expect_page() as opened:
        option.click(button="middle")
    assert "/cases/c" in opened.value.url
    assert option.evaluate("one => one.tagName") == "A"


def test_back_returns_to_the_place_among_the_results(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 700, "height": 400})
    page.goto((site / "search.html").as_uri() + "?q=流动党员")
    last = page.locator(".anliku-result-title").last
    last.scroll_into_view_if_needed()
    place = page.evaluate("window.pageYOffset")
    assert place > 200
    last.click()
    page.wait_for_url("**/cases/**")
    page.go_back()
    until(page, f"Math.abs(window.pageYOffset - {place}) < 60")


def test_on_a_narrow_page_hits_come_first_and_filters_behind_a_button(page: Page, site: Path) -> None:
    page.set_viewport_size({"width": 400, "height": 700})
    page.goto((site / "search.html").as_uri() + "?q=流动党员")
    button, facets = page.get_by_role("button", name="筛选", exact=True), page.locator(".anliku-facets")
    expect(button).to_be_visible()
    expect(facets).to_be_hidden()
    button.click()
    expect(facets).to_be_visible()
    page.set_viewport_size({"width": 1200, "height": 700})
    expect(button).to_be_hidden()
    expect(facets).to_be_visible()


def test_escape_closes_and_then_empties_the_box(page: Page, site: Path) -> None:
    page.goto((site / "cases/c1.html").as_uri())
    box = page.locator("#anliku-search-input")
    box.press_sequentially("党员")
    expect(box).to_have_attribute("aria-expanded", "true")
    box.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("党员")
    box.press("Escape")
    expect(box).to_have_value("")


def test_what_is_read_before_the_first_key_is_small_and_with_it_all_that_queries_need(page: Page, site: Path) -> None:
    read: list[str] = []
    page.on("request", lambda request: read.append(request.url.rsplit("/", 1)[1]))
    page.goto((site / "cases/c1.html").as_uri())
    box = page.locator("#anliku-search-input")
    with page.expect_request("**/search/meta.js"):
        box.focus()
    assert {"search.js", "meta.js"} <= set(read) and "docs.js" not in read
    with page.expect_request("**/search/docs.js"):
        box.dispatch_event("compositionstart")


def test_nothing_is_searched_while_an_input_method_composes(page: Page, site: Path) -> None:
    page.goto((site / "cases/c1.html").as_uri())
    box = page.locator("#anliku-search-input")
    box.focus()
    box.dispatch_event("compositionstart")
    box.fill("dangyuan")
    settle(page, 150)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.fill("党员")
    box.dispatch_event("compositionend")
    expect(box).to_have_attribute("aria-expanded", "true")


def test_enter_without_a_choice_opens_the_search_page(page: Page, site: Path) -> None:
    page.goto((site / "cases/c1.html").as_uri())
    page.locator("#anliku-search-input").fill("流动党员")
    page.locator("#anliku-search-input").press("Enter")
    page.wait_for_url("**/search.html?q=*")
    expect(page.locator(".anliku-result")).to_have_count(10)
    expect(page.locator("[data-part=status]")).to_contain_text("共 25 条")


def test_filters_and_pages_are_in_the_address_and_survive_a_reload(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=流动党员")
    page.get_by_label("村党组织").check()
    expect(page.locator("[data-part=status]")).to_contain_text("共 12 条")
    page.get_by_role("link", name="第 2 页").click()
    expect(page.locator(".anliku-result")).to_have_count(2)
    assert "org=village" in page.url and "page=2" in page.url
    page.reload()
    expect(page.locator(".anliku-result")).to_have_count(2)
    expect(page.get_by_label("村党组织")).to_be_checked()
    page.go_back()
    expect(page.locator(".anliku-result")).to_have_count(10)


@pytest.mark.parametrize("name", ["dim", "dimension"])
def test_the_address_names_dimensions_as_the_case_list_does(page: Page, site: Path, name: str) -> None:
    page.goto((site / "search.html").as_uri() + f"?q=流动党员&{name}=team")
    expect(page.locator("[data-part=status]")).to_contain_text("共 5 条")
    expect(page.get_by_label("team")).to_be_checked()
    page.get_by_label("村党组织").check()
    page.wait_for_url("**org=village*")
    assert "dim=team" in page.url
    found = page.evaluate(f"anliku.search('流动党员', {{filters: {{{name}: ['team']}}}}).then(answer => answer.total)")
    assert found == 5


def test_kinds_are_tabs_with_counts(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=流动党员")
    page.get_by_role("button", name="政策 9").click()
    expect(page.locator("[data-part=status]")).to_contain_text("共 9 条")


def test_recent_searches_are_offered_and_can_be_cleared(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri())
    page.locator("main input[name=q]").fill("服务中心")
    page.locator("main input[name=q]").press("Enter")
    expect(page.locator(".anliku-result").first).to_be_visible()
    page.goto((site / "search.html").as_uri())
    expect(page.get_by_role("link", name="服务中心")).to_be_visible()
    page.get_by_role("button", name="清除记录").click()
    expect(page.get_by_role("link", name="服务中心")).to_have_count(0)


def test_no_result_says_what_to_try(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=量子计算")
    expect(page.get_by_text("可以这样再试")).to_be_visible()
    expect(page.locator("[data-part=status]")).to_contain_text("没有找到")


@pytest.mark.parametrize("address", ["search.html?q=流动党员", "cases/c1.html"])
def test_no_barrier_is_found_by_axe(page: Page, site: Path, address: str) -> None:
    page.goto((site / "cases/c1.html").as_uri().replace("cases/c1.html", address))
    page.locator("#anliku-search-input").fill("党员")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run({preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})")
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"]] == []


def test_a_click_opens_a_result(page: Page, site: Path) -> None:
    page.goto((site / "cases/c1.html").as_uri())
    page.locator("#anliku-search-input").fill("第8号")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/cases/c8.html*#s2")


def test_what_an_address_says_is_never_markup(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=<img src=x onerror=alert(1)>&org=<b>x</b>")
    settle(page, 300)
    assert page.locator("main img, main b").count() == 0


def test_little_is_read_before_the_first_key(page: Page, site: Path) -> None:
    page.goto((site / "cases/c1.html").as_uri())
    assert page.evaluate("document.querySelectorAll('script[src*=\"search/\"]').length") == 0
    assert (site / "assets/anliku/search.js").stat().st_size + (site / "search/meta.js").stat().st_size <= 100_000


def test_a_missing_folder_is_said_plainly(page: Page, site: Path, tmp_path: Path) -> None:
    shutil.copytree(site, tmp_path / "s")
    shutil.rmtree(tmp_path / "s/search")
    page.context.set_default_timeout(5_000)
    errors: list[str] = []
    fresh = page.context.new_page()
    fresh.on("pageerror", lambda error: errors.append(str(error)))
    fresh.goto((tmp_path / "s/search.html").as_uri() + "?q=党员")
    expect(fresh.locator("[data-part=status]")).to_contain_text("缺失或损坏")
    assert errors == []


def test_a_page_beyond_the_last_and_what_is_no_filter_are_passed_over(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=流动党员&from=timeline&page=999")
    expect(page.locator(".anliku-result").first).to_be_visible()
    expect(page.locator("[data-part=pages] [aria-current=page]")).to_have_text("3")


def test_each_number_is_what_choosing_brings_and_the_focus_stays(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=流动党员")
    village, school, status = (
        page.get_by_label("村党组织"),
        page.get_by_label("学校"),
        page.locator("[data-part=status]"),
    )
    village.focus()
    page.keyboard.press("Space")
    expect(status).to_contain_text("共 12 条")
    expect(page.locator("label", has=school)).to_have_text("学校13")
    expect(page.get_by_role("button", name="案例 8")).to_be_visible()
    expect(village).to_be_focused()
    school.check()
    expect(status).to_contain_text("共 25 条")
    page.get_by_role("button", name="案例 16").press("Enter")
    expect(status).to_contain_text("共 16 条")
    expect(page.get_by_role("button", name="全部 25")).to_be_visible()
    expect(page.get_by_role("button", name="案例 16")).to_be_focused()
    expect(page.get_by_role("button", name="政策 9")).to_be_visible()
    page.get_by_role("link", name="第 2 页").press("Enter")
    expect(page.get_by_role("link", name="第 2 页")).to_be_focused()


def test_what_a_reader_closed_stays_closed(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=流动党员")
    years = page.locator("details[data-facet=year]")
    years.locator("summary").click()
    page.get_by_label("村党组织").check()
    expect(page.locator("[data-part=status]")).to_contain_text("共 12 条")
    expect(page.get_by_label("2010")).to_have_count(1)
    expect(years).not_to_have_attribute("open", "")


def test_back_brings_the_words_of_the_box(page: Page, site: Path) -> None:
    page.goto((site / "cases/c1.html").as_uri())
    box = page.locator("#anliku-search-input")
    box.press_sequentially("7号成效")
    page.get_by_role("option").first.click()
    page.wait_for_url("**/cases/c*7.html*#s2")
    expect(page.locator("#anliku-search-input")).to_have_value("")
    page.go_back()
    expect(page.locator("#anliku-search-input")).to_have_value("7号成效")
    expect(page.locator("#anliku-search-input")).to_have_attribute("aria-expanded", "false")


def test_one_name_under_several_kinds_is_one_result(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + "?q=便民代办点")
    result = page.locator("li.anliku-result")
    expect(result).to_have_count(1)
    expect(page.locator("[data-part=status]")).to_contain_text("共 3 条")
    links = result.locator(".anliku-result-same a")
    expect(links).to_have_count(2)
    shown = {
        result.locator(".anliku-result-notes").inner_text(),
        *(one.partition("“")[0] for one in links.all_inner_texts()),
    }
    assert shown == {"术语", "框架", "教学包"}


def test_a_query_that_is_cut_is_said_to_be(page: Page, site: Path) -> None:
    page.goto((site / "search.html").as_uri() + f"?q={'流动党员' * 51}")
    expect(page.locator("[data-part=status]")).to_contain_text("词句太长，只按前 200 个字找")


def test_forced_colours_show_the_line_chosen_and_the_words_found(chromium: Browser, site: Path) -> None:
    context = chromium.new_context(offline=True, forced_colors="active", viewport={"width": 1200, "height": 900})
    page = context.new_page()
    page.goto((site / "search.html").as_uri() + "?q=流动党员")
    page.locator("#anliku-search-input").fill("党员")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    outline = "one => getComputedStyle(one).outlineStyle"
    assert page.locator("[role=option][aria-selected=true]").evaluate(outline) == "solid"
    assert page.locator("[role=option][aria-selected=false]").first.evaluate(outline) == "none"
    assert page.locator(".anliku-kind[aria-pressed=true]").evaluate(outline) == "solid"
    ground = "one => getComputedStyle(one).backgroundColor"
    mark = page.locator(".anliku-result mark").first
    assert mark.evaluate(ground) not in (page.locator("body").evaluate(ground), "rgba(0, 0, 0, 0)")
    context.close()
