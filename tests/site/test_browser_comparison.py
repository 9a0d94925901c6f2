"""Cases side by side on compare.html."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import CASE, changed

from .building import SECOND, built, contents, mini_library
from .conftest import Visit
from .printing import on_paper
from .test_browser_pages import violations

pytestmark = pytest.mark.browser

HOSTILE = """<img src=x onerror="document.title='run'"></script><b>粗</b>&amp;"""
FIRST = changed(
    CASE,
    "region: {province: 贵州省, county: 余庆县}",
    "organisations: [village, organ]",
    "topics: [全程代办, 便民服务]",
    "practice:\n  - {heading: 设代办点, text: 村里设了代办点。}\n  - {heading: 定时限, text: 三天办结。}",
    "figures:\n"
    "  - {label: 设代办点, value: 12, unit: 个, qualifier: about, at: 2009 年底, source: survey, locator: 村里设代办点}",
    "insights: [先问群众要什么, 少跑一趟是一趟]",
    "conditions: 要有固定的人。\n",
    "limits: |\n  没有算误工。\n\n  - 没有回访。\n  - 没有比较。\n",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small site whose cases the tests can see."""
    folder = mini_library(
        tmp_path_factory.mktemp("library"),
        first_case=FIRST,
        second_case=SECOND,
        third_case=changed(CASE, "title: 第三个"),
        fourth_case=changed(CASE, "title: 第四个"),
        fifth_case=changed(CASE, "title: 第五个"),
        sixth_case=changed(CASE, "title: 第六个"),
        seventh_case=changed(CASE, "title: 第七个"),
    )
    return built(folder).out


@pytest.fixture
def compare(chromium: Browser, site: Path) -> Iterator[Callable[..., Visit]]:
    """Open the page on these cases: `compare("first-case", "second-case")`."""
    contexts = []

    def make(*ids: str, folder: Path = site, **options: object) -> Visit:
        context = chromium.new_context(offline=True, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        visited = Visit(context.new_page(), folder)
        visited.go("compare.html" + (f"#ids={','.join(ids)}" if ids else ""))
        return visited

    yield make
    for context in contexts:
        context.close()


def table(page: Page) -> dict[str, list[str]]:
    """Return the cells of each row, and of the head under ""."""
    expect(page.locator(".comparison__table")).to_be_visible()
    rows = page.locator(".comparison__table tr").evaluate_all(
        "rows => rows.map(row => Array.from(row.cells, cell => cell.innerText.trim().replace(/\\s*\\n\\s*/g, '|')))"
    )
    return {row[0]: row[1:] for row in rows}


def status(page: Page) -> str:
    expect(page.locator(".comparison__table")).to_be_visible()
    return page.locator(".comparison [role=status]").inner_text()


def test_the_table_has_what_the_cases_say(compare: Callable[..., Visit]) -> None:
    visited = compare("first-case", "second-case")
    assert table(visited.page) == {
        "": ["村里有了代办员", "机关党员进村走访"],
        "摘要": ["一个村请干部替群众跑手续。", "机关党员每月进村，听意见、办小事。"],
        "地区时间": [
            "地区：贵州省余庆县|时间：2009年|层级：村级|类别：做法",
            "地区：四川省|时间：2009年|层级：村级|类别：做法",
        ],
        "组织类型": ["村党组织、机关党支部", "机关党支部、村党组织"],
        "六有目标": ["服务载体", "骨干队伍"],
        "服务主题": ["服务：服务群众|主题：全程代办、便民服务", "服务：服务群众|主题：入户走访"],
        "做法": ["设代办点|定时限", "设代办点"],
        "关键数字": ["设代办点：约 12 个（2009 年底）|[1] “村里设代办点”", "未写"],
        "成效": ["群众少跑了路。", "群众少跑了路。"],
        "启示": ["先问群众要什么|少跑一趟是一趟", "先问群众要什么"],
        "适用条件": ["要有固定的人。", "要有固定的人。"],
        "局限与提醒": ["没有算误工。|没有回访。|没有比较。", "没有算误工。"],
    }
    assert status(visited.page) == ""
    expect(visited.page.locator("iframe")).to_have_count(0)
    assert visited.troubles == []


def test_titles_and_figures_lead_to_the_case(compare: Callable[..., Visit]) -> None:
    page = compare("second-case", "first-case").page
    page.get_by_role("link", name="[1] “村里设代办点”").click()
    page.wait_for_url("**/cases/first-case.html#source-1")
    page.go_back()
    page.get_by_role("link", name="机关党员进村走访").click()
    page.wait_for_url("**/cases/second-case.html")


def test_titles_and_texts_stay_text(compare: Callable[..., Visit], site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(site, tmp_path / "site")  # changed here, since the check lets no such text into a library
    for path, old, new in (
        ("cases/list.js", "第三个", json.dumps(HOSTILE)[1:-1]),
        ("cases/third-case.html", "要有固定的人。", escape(HOSTILE)),
    ):
        text = (folder / path).read_text(encoding="utf-8")
        (folder / path).write_text(text.replace(old, new), encoding="utf-8")
    visited = compare("third-case", "first-case", folder=folder)
    page = visited.page
    cells = table(page)
    assert (cells[""][0], cells["适用条件"][0]) == (HOSTILE, HOSTILE)
    assert page.locator(".comparison img, .comparison b").count() == 0
    assert visited.troubles == []
    page = visited.go("selection.html#ids=third-case")
    expect(page.locator(".picks a")).to_have_text(HOSTILE)
    assert page.locator(".picks img, .picks b").count() == 0
    assert page.title() != "run"


SEVEN = ("first-case", "second-case", "third-case", "fourth-case", "fifth-case", "sixth-case", "seventh-case")


def test_seven_cases_are_too_many_and_the_page_says_which_one_it_left_out_on_paper_too(
    compare: Callable[..., Visit],
) -> None:
    page = compare(*SEVEN).page
    assert table(page)[""] == ["村里有了代办员", "机关党员进村走访", "第三个", "第四个", "第五个", "第六个"]
    said = "一次最多比较 6 个，没有列入：《第七个》。"
    assert status(page) == said
    paper = on_paper(page)
    assert re.sub(r"\s", "", said) in paper.pages[0]
    assert all(title in "".join(paper.pages) for title in ("第三个", "第六个"))


def test_a_step_unfolds_what_was_done(compare: Callable[..., Visit]) -> None:
    page = compare("first-case", "second-case").page
    table(page)
    told = page.get_by_text("三天办结。")
    expect(told).to_be_hidden()
    page.locator("summary", has_text="定时限").click()
    expect(told).to_be_visible()


def test_rows_in_which_all_say_the_same_can_be_left_out(compare: Callable[..., Visit]) -> None:
    page = compare("first-case", "second-case").page
    assert {"成效", "摘要"} <= table(page).keys()
    page.get_by_label("只看不同的").check()
    expect(page.get_by_role("rowheader", name="成效")).to_be_hidden()
    expect(page.get_by_role("rowheader", name="摘要")).to_be_visible()


def test_money_and_people_have_a_row_of_their_own(compare: Callable[..., Visit], site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(site, tmp_path / "site")
    text = (folder / "cases/first-case.html").read_text(encoding="utf-8")
    (folder / "cases/first-case.html").write_text(text.replace("约 12 个", "约 12 万元"), encoding="utf-8")
    cells = table(compare("first-case", "second-case", folder=folder).page)
    assert cells["钱"] == ["设代办点：约 12 万元", "未写"]
    assert "人" not in cells


def test_titles_stay_in_sight_while_the_table_scrolls(compare: Callable[..., Visit]) -> None:
    page = compare("first-case", "second-case", viewport={"width": 1280, "height": 500}).page
    table(page)
    title = page.locator("thead th").first
    page.evaluate("document.querySelector('.comparison__scroll').scrollTop = 300")
    assert page.evaluate("document.querySelector('.comparison__scroll').scrollTop") > 100
    box, scroll = title.bounding_box(), page.locator(".comparison__scroll").bounding_box()
    assert box and scroll
    assert abs(box["y"] - scroll["y"]) < 2


def test_one_case_is_shown_with_the_advice_to_take_another(compare: Callable[..., Visit]) -> None:
    page = compare("first-case").page
    assert table(page)[""] == ["村里有了代办员"]
    assert status(page) == "只有一个案例，没有可比的：请再选用一个。"


def test_a_case_that_the_library_lacks_is_named(compare: Callable[..., Visit]) -> None:
    page = compare("first-case", "no-such-case", "second-case").page
    assert table(page)[""] == ["村里有了代办员", "机关党员进村走访"]
    assert status(page) == "这个案例库里没有编号为 no-such-case 的案例。"


def test_without_cases_it_says_how_to_begin_and_a_new_address_is_followed(compare: Callable[..., Visit]) -> None:
    page = compare().page
    expect(page.locator("[data-part=empty]")).to_contain_text("还没有要比较的案例")
    page.evaluate("location.hash = 'ids=first-case,second-case'")
    expect(page.locator("thead th")).to_have_text(["村里有了代办员", "机关党员进村走访"])
    expect(page.locator("[data-part=empty]")).to_be_hidden()


def test_without_an_address_it_takes_what_was_chosen(compare: Callable[..., Visit]) -> None:
    visited = compare()
    for case in ("second-case", "first-case"):
        visited.go(f"cases/{case}.html").locator(".tools .pick").click()
    assert table(visited.go("compare.html"))[""] == ["机关党员进村走访", "村里有了代办员"]


def test_a_case_whose_page_is_missing_is_named_and_the_others_are_shown(
    compare: Callable[..., Visit], site: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(site, tmp_path / "site")
    (folder / "cases/second-case.html").unlink()
    page = compare("first-case", "second-case", folder=folder).page
    expect(page.locator(".comparison__table")).to_be_visible(timeout=30_000)
    assert table(page)["摘要"] == ["一个村请干部替群众跑手续。", "未写"]
    assert "读不出来：cases/second-case.html" in status(page)


def test_a_page_that_is_not_a_case_of_the_library_is_not_listened_to(compare: Callable[..., Visit]) -> None:
    page = compare("first-case", "second-case").page
    before = table(page)
    page.evaluate("window.postMessage({anliku: 'case', title: '假', summary: '假', facts: {}}, '*')")
    assert table(page) == before


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_table(compare: Callable[..., Visit], scheme: str) -> None:
    page = compare("first-case", "second-case", "fourth-case", color_scheme=scheme, reduced_motion="reduce").page
    table(page)
    assert violations(page) == []
    page.set_viewport_size({"width": 390, "height": 844})
    assert violations(page) == []


def test_on_a_phone_the_names_of_the_rows_stay_in_sight(compare: Callable[..., Visit]) -> None:
    page = compare(
        "first-case", "second-case", "fourth-case", "fifth-case", viewport={"width": 390, "height": 844}
    ).page
    table(page)
    name = page.get_by_role("rowheader", name="摘要")
    before = name.bounding_box()["x"]
    page.locator(".comparison__scroll").focus()
    page.evaluate("document.querySelector('.comparison__scroll').scrollLeft = 400")

    assert page.evaluate("document.querySelector('.comparison__scroll').scrollLeft") > 100
    assert name.bounding_box()["x"] == before
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_paper_it_lies_and_is_complete(compare: Callable[..., Visit]) -> None:
    page = compare("first-case", "second-case", "fourth-case", "fifth-case").page
    table(page)
    paper = on_paper(page)
    text = "".join(paper.pages)
    assert paper.width > paper.height
    assert all(part in text for part in ("村里有了代办员", "第五个", "设代办点：约12个", "没有比较。"))
    assert "打印" not in text


def test_only_this_page_and_the_one_that_prints_may_show_others_in_frames(site: Path) -> None:
    pages = {path for path, data in contents(site).items() if path.endswith(".html") and b"frame-src" in data}
    assert pages == {"compare.html", "print.html"}


def test_without_javascript_it_says_what_it_would_do(compare: Callable[..., Visit]) -> None:
    page = compare("first-case", java_script_enabled=False).page
    expect(page.locator("noscript p")).to_contain_text("没有开启")
    expect(page.locator(".comparison").get_by_role("link", name="案例列表")).to_be_visible()
