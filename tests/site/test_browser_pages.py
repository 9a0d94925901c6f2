"""Every kind of page, opened from file:// with the network off."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.waiting import until

from .conftest import KINDS
from .printing import on_paper

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
    page.reload()  # what folds on a phone is folded then
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
    until(page, "!document.querySelector('#glossary-words').value")
    assert page.locator(".glossary dl > div:visible").count() == whole
    page.fill("#glossary-words", "党员")
    page.evaluate("location.hash = '#100%'")  # no term is called so, and no script may stumble over it
    until(page, "!document.querySelector('#glossary-words').value")
    assert visited.troubles == []


def test_a_policy_shows_its_clauses_and_folds_what_rests_on_them(visit):
    page = visit("policies/opinion-2014.html").page
    assert page.locator(".excerpt > h2:visible, .excerpt > h3:visible").count() == page.locator(".excerpt").count() > 50
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
        until(page, "window.location.hash.length > 1")
        box = page.locator(page.evaluate("location.hash")).bounding_box()
        header = page.locator(".md-header").bounding_box()
        assert header["height"] <= box["y"] + 2 < page.viewport_size["height"]
    assert visited.troubles == []


def test_the_strip_is_one_row_on_a_phone_and_marks_what_is_only_planned(visit):
    page = visit("cases/town-implementation-plan.html", **PHONE).page
    boxes = [page.locator(".route a").nth(n).bounding_box() for n in range(3)]
    assert boxes[0]["y"] == boxes[1]["y"] == boxes[2]["y"]
    assert boxes[0]["x"] < boxes[1]["x"] < boxes[2]["x"]
    assert page.locator(".route .later").first.inner_text().endswith("计划")
    last = page.locator(".route a").last
    last.focus()
    assert last.bounding_box()["x"] + last.bounding_box()["width"] <= PHONE["viewport"]["width"]


def test_what_is_weighed_is_one_line_each_on_a_phone_and_whole_at_a_tap(visit):
    page = visit(KINDS["case"], **PHONE).page
    answers = page.locator(".weigh dd")
    heights = "all => all.map((one) => one.offsetHeight)"
    short = answers.evaluate_all(heights)
    assert len(short) == 3
    assert max(short) < 40
    page.get_by_role("button", name="看整句").click()
    assert min(answers.evaluate_all(heights)) >= max(short)
    assert max(answers.evaluate_all(heights)) > 40
    assert page.evaluate("document.activeElement.matches('.weigh a')")


@pytest.mark.parametrize(
    "options", [{"viewport": {"width": 1280, "height": 900}}, {"java_script_enabled": False, **PHONE}]
)
def test_what_is_weighed_is_whole_where_there_is_room_or_no_script(visit, options):
    page = visit(KINDS["case"], **options).page
    assert page.locator(".weigh__rest:visible").count() == 0
    assert page.locator(".weigh dd").evaluate_all("all => all.every((one) => one.scrollWidth <= one.clientWidth)")


@pytest.mark.parametrize("media", ["screen", "print"])
def test_bars_are_as_long_as_their_figures_and_change_is_told(visit, media):
    page = visit("cases/kekedun-village.html").page
    page.emulate_media(media=media)
    widths = page.eval_on_selector_all(
        ".figures tr", "rows => rows.map(r => [r.cells[1].textContent, r.querySelector('svg')]).filter(r => r[1])"
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
    until(page, "window.seen !== undefined")
    assert page.evaluate("window.seen")


def test_on_a_phone_what_is_not_the_text_folds_and_opens_for_whoever_is_led_there(visit):
    visited = visit(KINDS["case"], **PHONE)
    page = visited.page
    assert page.locator("details.room").count() > 4
    assert page.locator("details.room[open]").count() == 0
    assert page.locator("#problem + .origin + p").is_visible()
    page.locator(".origin a").first.click()  # the passage stands in a fold
    until(page, "window.location.hash === '#p1'")
    assert page.locator("#p1").is_visible()
    page.evaluate("location.hash = '#questions'")
    page.locator(".questions li").first.wait_for(state="visible")
    assert page.locator(".case-links:visible").count() == 0
    visited.go(KINDS["case"] + "#related")
    assert page.locator(".case-links:visible").count() == 1
    page.set_viewport_size({"width": 1024, "height": 800})
    until(page, "!document.querySelector('details.room:not([open])')")
    assert visited.troubles == []


@pytest.mark.parametrize("script", [True, False])
def test_where_there_is_room_nothing_of_a_case_is_folded(visit, script):
    page = visit(KINDS["case"], java_script_enabled=script).page
    assert page.locator("details.room[open]").count() == page.locator("details.room").count() > 4
    assert page.locator("details.room > summary:visible").count() == 0
    assert page.locator(".questions li").first.is_visible()


def test_without_a_script_a_phone_shows_all_of_a_case(visit):
    page = visit(KINDS["case"], java_script_enabled=False, **PHONE).page
    assert page.locator("details.room[open]").count() == page.locator("details.room").count()


@pytest.mark.parametrize("path", [KINDS["list"], KINDS["group"]])
def test_a_long_list_begins_short_on_a_phone_and_is_whole_at_a_tap(visit, path):
    page = visit(path, **PHONE).page
    rows = page.locator(".case-list > .case-row")
    shown = page.locator(".case-list > .case-row:visible")
    assert shown.count() == 15 < rows.count()
    page.emulate_media(media="print")
    assert shown.count() == rows.count()
    page.emulate_media(media="screen")
    page.get_by_role("button", name="全部显示").click()
    assert shown.count() == rows.count()
    assert rows.nth(15).locator("a").first.evaluate("link => link === document.activeElement")


def test_a_list_that_is_narrowed_on_a_phone_is_not_cut_twice(visit):
    page = visit(KINDS["list"], **PHONE).page
    page.fill(".listing__field", "代办")
    rows = page.locator(".case-list > .case-row").count()
    assert page.locator(".case-list > .case-row:visible").count() == min(rows, 15 if rows > 18 else rows)
    assert page.locator(".case-list__rest").count() == (1 if rows > 18 else 0)


def test_the_chapters_of_a_document_stay_in_sight_and_open(visit):
    visited = visit(KINDS["policy"], **PHONE)
    page = visited.page
    bar = page.locator(".toc[data-bar]")
    assert page.locator(".toc a:visible").count() == page.locator(".policy h2").count() > 10
    assert page.locator(".room .excerpt:visible").count() == 0
    bar.get_by_role("link", name="保障", exact=True).click()
    until(page, "window.location.hash.startsWith('#part-')")
    heading = page.locator(page.evaluate("location.hash"))
    assert page.locator(".room .excerpt:visible").count() > 5
    box = bar.bounding_box()
    assert 0 <= box["y"] < 100  # it is still there, and the heading below it
    assert heading.bounding_box()["y"] >= box["y"] + box["height"] - 1
    until(page, "document.querySelector('.toc__within').textContent === '保障'")
    page.get_by_role("button", name="目录", exact=True).click()
    assert page.locator(".toc .toc__sub a:visible").count() > 50
    assert visited.troubles == []


def test_the_chapters_are_a_list_of_places_without_a_script(visit):
    page = visit(KINDS["policy"], java_script_enabled=False, **PHONE).page
    page.locator(".toc a", has_text="六有目标").first.click()
    assert page.locator(".excerpt:visible").count() > 50
    assert page.locator(".toc").bounding_box()["y"] >= 0


@pytest.mark.parametrize("kind", ["case", "lesson", "policy"])
def test_every_sheet_says_what_it_is_of(visit, kind):
    page = visit(KINDS[kind]).page
    title = page.inner_text("h1").replace(" ", "")
    sheets = on_paper(page).pages
    assert len(sheets) > 2
    assert all(title in sheet for sheet in sheets)
    if kind == "case":
        assert all("案例编号songyan-one-stop" in sheet for sheet in sheets)


@pytest.mark.parametrize("kind", ["list", "checklist", "glossary"])
def test_sheets_without_a_head_of_their_own_bear_the_title_in_the_margin(visit, kind):
    page = visit(KINDS[kind]).page
    title = page.title().replace(" ", "")
    sheets = on_paper(page).pages
    assert len(sheets) > 1
    assert [title in sheet for sheet in sheets] == [False, *[True] * (len(sheets) - 1)]


LONG = {"case", "diagnosis"}  # what stands unfolded is their text


@pytest.mark.parametrize(
    "path", [path for kind, path in KINDS.items() if kind not in LONG] + ["guide/editors.html", "guide/style.html"]
)
def test_no_page_is_over_six_screens_of_a_phone(visit, path):
    page = visit(path, viewport={"width": 360, "height": 740}, has_touch=True).page
    until(page, "!document.querySelector('[data-print-page]:not([data-ready])')")
    assert page.evaluate("document.documentElement.scrollHeight") <= 6 * 740


def test_a_long_guide_is_a_list_of_its_headings_on_a_phone(visit):
    visited = visit("guide/editors.html", **PHONE)
    page = visited.page
    headings = page.locator("article > h2")
    assert headings.count() == page.locator("article > h2 + details.room:not([open])").count() > 5
    where = headings.nth(3).get_attribute("id")
    visited.go(f"guide/editors.html#{where}")
    assert page.locator("details.room[open]").count() == 1
    page.set_viewport_size({"width": 1024, "height": 800})
    until(page, "!document.querySelector('details.room:not([open])')")
    assert visit("guide/editors.html").page.locator("details.room").count() == 0


def test_a_term_is_found_in_the_fold_of_its_letter(visit):
    visited = visit("terms/index.html", **PHONE)
    page = visited.page
    term = page.locator(".glossary dl > div").nth(40)
    assert not term.is_visible()
    visited.go(f"terms/index.html#{term.get_attribute('id')}")
    assert term.is_visible()
    visited.go("terms/index.html")
    page.fill("#glossary-words", term.locator("dt").text_content()[:4])
    assert term.is_visible()


def test_the_sections_of_a_form_fold_on_a_phone_and_open_for_the_next_item(visit):
    page = visit(KINDS["checklist"], **PHONE).page
    until(page, "document.querySelector('[data-ready]')")
    assert page.locator(".ck-section .room[open]").count() == 1  # where the first item without an answer is
    page.locator(".ck-section").last.locator(".room > summary").click()
    page.get_by_role("button", name="全部展开").click()
    assert page.locator(".ck-section .room:not([open])").count() == 0


def test_controls_have_the_colour_of_the_site(visit):
    page = visit(KINDS["checklist"]).page
    colours = page.evaluate(
        "['#ck-progress', '.ck-choices input'].map((one) => getComputedStyle(document.querySelector(one)).accentColor)"
    )
    assert set(colours) == {page.evaluate("getComputedStyle(document.querySelector('.ck h2')).borderLeftColor")}


def test_a_phone_prints_what_it_folds(visit):
    page = visit(KINDS["case"], **PHONE).page
    told = "".join(on_paper(page).pages)
    assert page.locator(".questions li").first.text_content().replace(" ", "") in told
    assert "共3题" not in told
