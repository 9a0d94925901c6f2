"""The projector view: one part a screen, by keys, and what came of a decision only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support import CASE, LESSON, changed, write_library

from .building import MINI, built
from .conftest import Visit
from .test_browser_pages import violations

pytestmark = pytest.mark.browser

DECIDED = changed(
    CASE,
    "title: 代办员由退休教师轮流当",
    "problem: " + "办事要跑很远。" * 30,
    "decision:\n  title: 谁来替村民跑腿\n  who: 村支书\n  knowing: 镇里不加人。\n  after_step: 1\n"
    "  options: [{text: 请专人, for: 找得到人}, {text: 轮着来}]",
    "practice:\n  - {heading: 先数一数, text: 村里数了数。}\n  - {heading: 排出值班表, text: 表贴在门口。}",
    "outcome: 末了请了退休教师。",
    "exhibits:\n  - title: 登记表\n    supposed: 姓名是假设的\n    text: |\n      | 姓名 | 事由 |\n      | --- | --- |\n"
    + "".join(f"      | 第{n}人 | 办证 |\n" for n in range(8)),
    "questions:\n  - {ask: 你会怎么定, answer: 密语一}\n  - {ask: 值班表管用吗, round: after, hint: 密语二}",
    "related: [second-case]",
)
CLASS = changed(
    LESSON,
    "plan:\n  - {minutes: 10, do: 读案例}\n  - {minutes: 20, do: 讨论}",
    "cases: [first-case, second-case]",
    "questions: [{ask: 问什么, answer: 密语三}]",
    "board: 密语四",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    files = {**MINI, "cases/first-case.yml": DECIDED, "content/lessons/how-to.yml": CLASS}
    return built(write_library(tmp_path_factory.mktemp("library"), files), lecturer=True).out


@pytest.fixture
def wall(chromium: Browser, site: Path) -> Iterator[Callable[..., Visit]]:
    """Put a page on the wall: `wall("cases/first-case.html")`."""
    contexts = []

    def make(path: str, **options: object) -> Visit:
        context = chromium.new_context(offline=True, **{"viewport": {"width": 1280, "height": 720}, **options})
        contexts.append(context)
        visited = Visit(context.new_page(), site)
        visited.page.clock.install()
        visited.go(path).get_by_role("button", name="放映").click()
        expect(visited.page.get_by_role("dialog", name="放映")).to_be_visible(timeout=30_000)
        return visited

    yield make
    for context in contexts:
        context.close()


def screens(page: Page) -> list[str]:
    """Return title and text of every screen from here to where the keys lead."""
    found: list[str] = []
    place = ""
    while place != page.inner_text(".projector__place"):
        place = page.inner_text(".projector__place")
        found.append(page.inner_text(".projector__title") + "|" + page.inner_text(".projector__stage"))
        page.keyboard.press("ArrowRight")
    return found


def titles(page: Page) -> list[str]:
    return [screen.split("|")[0] for screen in screens(page)]


BEFORE = [
    "谁来替村民跑腿",
    "背景与问题",
    "背景与问题（续）",
    "第1步：先数一数",
    "要作的决定",
    "办法 1",
    "办法 2",
    "登记表",
    "登记表（续）",
    "讨论题 1",
]
AFTER = ["第2步：排出值班表", "成效", "后来怎样", "启示", "适用条件", "局限与提醒", "讨论题 2"]


def test_a_case_is_shown_up_to_its_decision_and_the_rest_when_asked_for(wall: Callable[..., Visit]) -> None:
    visited = wall("cases/first-case.html")
    page = visited.page
    told = screens(page)
    assert [screen.split("|")[0] for screen in told] == [*BEFORE, "后来怎样"]
    assert not [word for word in ("退休教师", "值班表", "少跑了路", "密语") if word in "".join(told)]
    page.keyboard.press("End")
    expect(page.locator(".projector__stage")).to_contain_text("先请各组说完自己的决定")
    page.keyboard.press("o")
    later = screens(page)
    assert [screen.split("|")[0] for screen in later] == AFTER
    assert "末了请了退休教师" in "".join(later)
    assert "密语" not in "".join(later)
    assert "贵州省" in told[0]
    assert visited.troubles == []


def test_every_word_that_belongs_on_the_wall_is_on_it_once(wall: Callable[..., Visit]) -> None:
    text = "".join(screens(wall("cases/first-case.html").page))
    assert text.count("办事要跑很远。") == 30
    assert [n for n in range(8) if text.count(f"第{n}人") != 1] == []
    assert text.count("教学用假设") == 1


def test_keys_lead_to_and_fro_darken_and_end_it(wall: Callable[..., Visit]) -> None:
    page = wall("cases/first-case.html").page
    place = page.locator(".projector__place")
    for key, at in (
        ("PageDown", 2),
        (" ", 3),
        ("PageUp", 2),
        ("ArrowLeft", 1),
        ("ArrowLeft", 1),
        ("End", 11),
        ("Home", 1),
    ):
        page.keyboard.press(key)
        assert place.inner_text().startswith(f"{at} / "), key
    page.keyboard.press("b")
    expect(page.locator(".projector__title")).to_be_hidden()
    page.keyboard.press("b")
    expect(page.locator(".projector__title")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="放映")).to_be_focused()
    assert page.is_visible("h1")


def test_what_is_pointed_at_is_never_larger_than_the_wall(wall: Callable[..., Visit]) -> None:
    page = wall("cases/first-case.html").page
    for _ in BEFORE:
        assert page.evaluate(
            "(stage => stage.scrollHeight <= stage.clientHeight)(document.querySelector('.projector__stage'))"
        )
        page.keyboard.press("ArrowRight")


def test_the_clock_goes_by_the_plan(wall: Callable[..., Visit]) -> None:
    page = wall("lessons/how-to.html").page
    clock = page.locator(".projector__time")
    expect(clock).to_have_text("第 1 段，共 2 段　按 T 开始 10:00　读案例")
    page.keyboard.press("t")
    page.clock.run_for(65_000)
    expect(clock).to_have_text("第 1 段，共 2 段　还有 8:55　读案例")
    page.keyboard.press("t")
    page.clock.run_for(60_000)
    expect(clock).to_have_text("第 1 段，共 2 段　停在 8:55　读案例")
    page.keyboard.press("t")
    page.clock.run_for(600_000)
    expect(clock).to_have_text("第 1 段，共 2 段　超时 1:05　读案例")
    page.keyboard.press("n")
    expect(clock).to_have_text("第 2 段，共 2 段　还有 20:00　讨论")


def test_a_lesson_opens_its_cases_on_the_wall(wall: Callable[..., Visit]) -> None:
    page = wall("lessons/how-to.html").page
    told = screens(page)
    assert [screen.split("|")[0] for screen in told] == ["怎样代办", "学完能做什么", "时间安排", "用到的案例", "讨论题"]
    assert "密语" not in "".join(told)
    while "用到的案例" not in page.inner_text(".projector__title"):
        page.keyboard.press("ArrowLeft")
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="代办员由退休教师轮流当").click()
    expect(opened.value.locator(".projector__title")).to_have_text("谁来替村民跑腿", timeout=30_000)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_wall(wall: Callable[..., Visit], scheme: str) -> None:
    page = wall("cases/first-case.html", color_scheme=scheme).page
    for _ in range(8):
        page.keyboard.press("ArrowRight")
        assert violations(page) == []
