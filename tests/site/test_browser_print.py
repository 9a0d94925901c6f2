"""Chosen cases as one print job on print.html."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from anliku.pack.emblem import emblem
from tests.support import CASE, changed

from .building import built, mini_library
from .conftest import Visit
from .printing import on_paper
from .test_browser_pages import violations
from .test_browser_projector import DECIDED

pytestmark = pytest.mark.browser

LONG = changed(
    CASE, "title: 写得很长的案例", "problem: |\n" + "  办事要跑很远。\n\n" * 120, "reading:\n  - {text: 某甲. 某书}"
)
HOSTILE = """<img src=x onerror="document.title='run'"></script><b>粗</b>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(mini_library(tmp_path_factory.mktemp("library"), first_case=DECIDED, third_case=LONG)).out


@pytest.fixture
def printing(chromium: Browser, site: Path) -> Iterator[Callable[..., Visit]]:
    """Open the page on these cases: `printing("first-case", "third-case")`."""
    contexts = []

    def make(*ids: str, folder: Path = site, **options: object) -> Visit:
        context = chromium.new_context(offline=True, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        visited = Visit(context.new_page(), folder)
        visited.go("print.html" + (f"#ids={','.join(ids)}" if ids else ""))
        if ids and options.get("java_script_enabled", True):
            expect(visited.page.locator("[data-print-page][data-ready]")).to_be_attached(timeout=60_000)
        return visited

    yield make
    for context in contexts:
        context.close()


def text(page: Page) -> str:
    return page.inner_text("[data-part=papers]")


def test_cover_contents_and_whole_cases_come_on_pages_that_bear_their_names(printing: Callable[..., Visit]) -> None:
    visited = printing("third-case", "second-case")
    page = visited.page
    page.get_by_label("课题").fill("谁说了算")
    page.get_by_label("日期").fill("12月1日")
    page.get_by_label("讲课人").fill("王老师")
    sheets = on_paper(page).pages
    assert all(
        told in sheets[0]
        for told in ("谁说了算", "日期：12月1日", "讲课人：王老师", "目录", "写得很长的案例", "机关党员进村走访")
    )
    long = [number for number, sheet in enumerate(sheets) if "办事要跑很远" in sheet and "写得很长的案例" in sheet]
    assert len(long) > 2
    assert "".join(sheets).count("办事要跑很远。") == 121  # and once in the other case
    [other] = [number for number, sheet in enumerate(sheets) if "机关党员每月进村" in sheet]
    assert other > max(long[:-1])
    assert sheets[other].startswith("机关党员进村走访")
    assert "阅读清单" in sheets[-1]
    assert "某甲.某书" in sheets[-1]
    assert not re.search("打印|选用|上一个", "".join(sheets).replace("选自", ""))
    assert visited.troubles == []


def test_boxes_say_what_is_printed(printing: Callable[..., Visit]) -> None:
    page = printing("first-case", "second-case").page
    assert page.locator(".papers__line").count() == 12
    assert "末了请了退休教师" not in text(page)  # it is for the lecturer, and handout B
    page.get_by_label("题下留白").uncheck()
    expect(page.locator(".papers__line")).to_have_count(0)
    page.get_by_label("讨论题", exact=True).uncheck()
    assert "你会怎么定" not in text(page)
    page.get_by_label("阅读清单").uncheck()
    assert "阅读清单" not in text(page)
    page.get_by_label("全文", exact=True).uncheck()
    assert "先数一数" not in text(page)


def test_before_the_decision_nothing_of_what_followed_is_printed(printing: Callable[..., Visit]) -> None:
    page = printing("first-case", "second-case").page
    assert "值班表" in text(page)
    assert "能不能学" in text(page)
    page.get_by_label("有决定的，只到要作的决定").check()
    told = text(page)
    assert "能不能学" not in told.split("机关党员每月进村")[0]
    assert not [word for word in ("退休教师", "值班表", "没有算误工") if word in told.split("机关党员每月进村")[0]]
    assert told.index("先数一数") < told.index("镇里不加人") < told.index("你会怎么定")
    assert "谁来替村民跑腿" in told
    assert "没有算误工" in told  # the case that asks for no decision is whole


def test_other_cases_asked_for_while_the_first_are_read_take_their_place(printing: Callable[..., Visit]) -> None:
    page = printing("third-case").page
    page.evaluate(
        """async () => {
            for (const ids of ["second-case,third-case", "first-case"]) {
                const heard = new Promise((done) => addEventListener("hashchange", done, { once: true }));
                location.hash = "ids=" + ids;
                await heard; // the page has begun to read
            }
        }"""
    )
    expect(page.locator("iframe")).to_have_count(0)
    expect(page.locator("[data-part=status]")).to_have_text("")
    expect(page.locator(".papers__cover ol > li")).to_have_text(["代办员由退休教师轮流当"])


def test_what_was_filled_in_is_there_when_the_page_is_opened_again(printing: Callable[..., Visit]) -> None:
    visited = printing("second-case")
    visited.page.get_by_label("讲课人").fill("王老师")
    visited.go("print.html#ids=first-case")
    expect(visited.page.get_by_label("讲课人")).to_have_value("王老师")


def test_a_picture_is_printed_and_one_from_elsewhere_says_what_is_on_it(
    printing: Callable[..., Visit], site: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(site, tmp_path / "site")
    (folder / "images").mkdir()
    (folder / "images/a.png").write_bytes(emblem(48, "#1f4e79"))
    file = folder / "cases/second-case.html"
    pictures = '没有算误工。<img alt="楼道" src="../images/a.png"><img alt="外面" src="../../b.png">'
    file.write_text(file.read_text(encoding="utf-8").replace("没有算误工。", pictures), encoding="utf-8")
    visited = printing("second-case", folder=folder)
    picture = visited.page.locator(".papers img").last
    expect(picture).to_have_attribute("alt", "楼道")
    assert picture.evaluate("async one => (await one.decode(), one.naturalWidth)") == 48
    assert "（图：外面）" in text(visited.page)
    visited.go("compare.html#ids=first-case,second-case")
    expect(visited.page.locator("main")).to_contain_text("（图：楼道）（图：外面）")


def test_texts_stay_text(printing: Callable[..., Visit], site: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(site, tmp_path / "site")
    file = folder / "cases/second-case.html"
    page_text = file.read_text(encoding="utf-8").replace("要有固定的人。", escape(HOSTILE))
    page_text = page_text.replace("没有算误工。", "没有算误工。<img src='../x.png' onerror='x'><iframe></iframe>", 1)
    file.write_text(page_text, encoding="utf-8")
    page = printing("second-case", folder=folder).page
    assert HOSTILE in text(page)
    assert page.locator(".papers [onerror], .papers iframe, .papers script").count() == 0
    assert page.title() != "run"


def test_what_cannot_be_read_or_is_not_known_is_said(
    printing: Callable[..., Visit], site: Path, tmp_path: Path
) -> None:
    folder = shutil.copytree(site, tmp_path / "site")
    (folder / "cases/second-case.html").unlink()
    page = printing("second-case", "first-case", "no-such-case", folder=folder).page
    said = page.inner_text(".papers [role=status]")
    assert "cases/second-case.html" in said
    assert "no-such-case" in said
    assert "先数一数" in text(page)


def test_the_list_of_chosen_cases_leads_to_it(printing: Callable[..., Visit]) -> None:
    page = printing().page
    expect(page.locator("[data-part=empty]")).to_be_visible()
    page.goto(page.url.replace("print.html", "selection.html#ids=first-case,second-case"))
    page.get_by_role("link", name="打印全文").first.click()
    page.wait_for_url("**/print.html#ids=first-case,second-case")
    expect(page.locator("[data-print-page][data-ready='2']")).to_be_attached(timeout=60_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_papers(printing: Callable[..., Visit], scheme: str) -> None:
    assert violations(printing("first-case", "third-case", color_scheme=scheme).page) == []
