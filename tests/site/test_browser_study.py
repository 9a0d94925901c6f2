"""The page with what a reader has read and written down: it loses nothing, and says where it is kept."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from playwright.sync_api import Browser, Page, expect

from tests.support import CASE, changed, write_library

from .building import MINI, SECOND, built
from .conftest import Visit
from .test_browser_pages import violations

pytestmark = pytest.mark.browser

FIGURES = "figures:\n" + "".join(
    f"  - {{label: 第{n}样, value: {n}, unit: 件, source: survey, locator: 村里设代办点}}\n" for n in range(1, 8)
)
TERMS = "terms:\n" + "".join(
    f"  - {{id: term-{n}, name: 词{n}, definition: 词{n}的意思是第{n}种。, source: survey, locator: 村里设代办点}}\n"
    for n in range(1, 8)
)
NO_STORAGE = "Object.defineProperty(window, 'localStorage', {get() { throw new Error('forbidden'); }});"


DECISION = (
    "decision:\n  title: 谁来替村民跑腿\n  who: 村支书\n  after_step: 1\n  options:\n"
    "    - {text: 请一个专人, for: 找得到人, against: 要花钱}\n    - {text: 干部轮着来, for: 不花钱, against: 常常不在}"
)
STEPS = ("夜里巡一遍渠", "把账贴上墙", "请老木匠带徒弟", "开一间借书屋", "给独居的送饭")


def told_otherwise(number: int) -> str:
    """A case that says of itself what no other says."""
    step = f"practice:\n  - {{heading: {STEPS[number]}, text: 第{number}村这样做了。还有别的。}}"
    return changed(
        CASE, f"title: 第{number}村", step, f"conditions: 要有{number}个人。", f"limits: 第{number}年没有数。"
    )


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    first = changed(
        CASE,
        FIGURES,
        DECISION,
        "practice:\n  - {heading: 设代办点, text: 村里设了代办点。}\n  - {heading: 排出值班表, text: 表贴在门口。}",
        "outcome: 末了请了退休教师。",
        "questions: [{ask: 怎么定, answer: 密语甲, hint: 密语乙}]",
    )
    files = {
        **MINI,
        "cases/first-case.yml": first,
        "cases/second-case.yml": SECOND,
        **{f"cases/other-{number}.yml": told_otherwise(number) for number in range(len(STEPS))},
        "content/terms.yml": TERMS,
    }
    return write_library(tmp_path_factory.mktemp("library"), files)


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return built(root).out


@pytest.fixture
def open_at(chromium: Browser, site: Path) -> Iterator[Callable[..., Visit]]:
    contexts = []

    def make(path: str = "study.html", script: str = "", **options: Any) -> Visit:
        context = chromium.new_context(offline=True, **{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        if script:
            context.add_init_script(script)
        visited = Visit(context.new_page(), site)
        visited.go(path)
        return visited

    yield make
    for context in contexts:
        context.close()


def note(page: Page, title: str) -> Any:
    return page.get_by_label(f"笔记：{title}")


def kept_soon(page: Page, text: str) -> None:
    """Wait until the browser keeps this text; the page's policy lets no test evaluate a string there."""
    page.evaluate(
        """(text) => new Promise((done) => {
            const look = () => ((localStorage.getItem("anliku-study:小库") || "").includes(text) ? done() : setTimeout(look, 50));
            look();
        })""",
        text,
    )


FIRST, OTHER = "村里有了代办员", "机关党员进村走访"


def saved(page: Page) -> dict[str, Any]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name="保存成文件").click()
    data: dict[str, Any] = json.loads(Path(waiting.value.path()).read_text(encoding="utf-8"))
    return data


def test_a_case_leads_to_its_note_which_is_there_again_later(open_at: Callable[..., Visit]) -> None:
    visited = open_at("cases/first-case.html")
    page = visited.page
    page.get_by_role("link", name="记笔记").click()
    expect(note(page, FIRST)).to_be_focused()
    page.keyboard.type("代办要有人")
    page.get_by_label(f"已读：{FIRST}").check()
    visited.go("study.html")
    expect(note(page, FIRST)).to_have_value("代办要有人")
    assert page.get_by_role("checkbox").first.is_checked()
    expect(page.locator("[data-part=kept]")).to_contain_text("这台电脑的这个浏览器")
    assert visited.troubles == []


def test_a_lesson_gives_a_plan(open_at: Callable[..., Visit]) -> None:
    visited = open_at("lessons/how-to.html")
    visited.page.get_by_role("link", name="列入学习记录").click()
    visited.page.get_by_label(f"打算哪天读：{FIRST}").fill("2026-12-01")
    assert saved(visited.page)["cases"]["first-case"]["by"] == "2026-12-01"


def test_the_file_holds_all_and_reading_it_elsewhere_joins_and_loses_nothing(open_at: Callable[..., Visit]) -> None:
    page = open_at("study.html#plan=first-case,second-case").page
    page.get_by_label("姓名").fill("张三")
    note(page, FIRST).fill("甲的笔记")
    note(page, OTHER).fill("只在这里")
    data = saved(page)
    assert (data["format"], data["library"], data["name"]) == ("anliku-study/1", "小库", "张三")
    other = open_at("study.html#plan=first-case").page
    note(other, FIRST).fill("乙的笔记")
    file = {"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(data).encode()}
    for _ in range(2):  # a second time adds nothing
        other.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        expect(other.locator(".study [role=status]").first).to_contain_text("读进了")
    expect(note(other, FIRST)).to_have_value("乙的笔记\n———\n甲的笔记")
    expect(note(other, OTHER)).to_have_value("只在这里")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "不是学习记录"),
        ('{"format": "anliku-result/1"}', "不是学习记录"),
        ('{"format": "anliku-study/1", "library": "别的库"}', "《别的库》"),
    ],
)
def test_a_file_that_is_none_is_refused_and_what_is_here_stays(
    open_at: Callable[..., Visit], content: str, told: str
) -> None:
    page = open_at("study.html#plan=first-case").page
    note(page, FIRST).fill("我的")
    page.locator("input[type=file]").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": content.encode()}
    )
    expect(page.locator(".study [role=status]").first).to_contain_text(told)
    expect(note(page, FIRST)).to_have_value("我的")


def test_hostile_records_stay_text(open_at: Callable[..., Visit]) -> None:
    page = open_at().page
    evil = "<img src=x onerror=\"document.title='run'\">"
    cases = {"gone-case": {"title": evil, "note": evil, "changed": 1}, "__proto__": {"title": "x"}}
    data = {"format": "anliku-study/1", "library": "小库", "name": evil, "cases": cases}
    page.locator("input[type=file]").set_input_files(
        {"name": "x.json", "mimeType": "application/json", "buffer": json.dumps(data).encode()}
    )
    expect(page.locator(".study__list")).to_contain_text(evil)
    assert page.locator(".study img").count() == 0
    assert page.title() != "run"


def test_what_was_dropped_comes_back_with_undo(open_at: Callable[..., Visit]) -> None:
    page = open_at("study.html#plan=first-case").page
    note(page, FIRST).fill("我的")
    page.get_by_role("button", name="去掉").click()
    expect(page.locator("[data-part=empty]")).to_be_visible()
    page.get_by_role("button", name="撤销").click()
    expect(note(page, FIRST)).to_have_value("我的")


def test_where_nothing_can_be_kept_it_is_said(open_at: Callable[..., Visit]) -> None:
    page = open_at("study.html#plan=first-case", script=NO_STORAGE).page
    note(page, FIRST).fill("我的")
    expect(page.locator("[data-part=kept]")).to_contain_text("只留到关掉这一页")
    assert saved(page)["cases"]["first-case"]["note"] == "我的"


def test_where_nothing_can_be_kept_leaving_is_held_up_from_the_first_letter(open_at: Callable[..., Visit]) -> None:
    page = open_at("study.html#plan=first-case", script=NO_STORAGE).page
    saved(page)
    held_up = """(text) => {
        const note = document.querySelector("textarea"), leaving = new Event("beforeunload", { cancelable: true });
        if (text) {
            note.value = text;
            note.dispatchEvent(new Event("input", { bubbles: true }));
        }
        window.dispatchEvent(leaving);
        return leaving.defaultPrevented;
    }"""
    assert not page.evaluate(held_up, "")
    assert page.evaluate(held_up, "我")


def test_a_long_record_is_kept_whole(open_at: Callable[..., Visit]) -> None:
    visited = open_at("study.html")
    one = {"title": "一例", "read": "", "by": "", "note": "", "changed": 1}
    cases = {f"case-{number}": one for number in range(501)} | {"case-500": {**one, "note": "长" * 20_001}}
    data = {"format": "anliku-study/1", "library": "小库", "cases": cases}
    visited.page.locator("input[type=file]").set_input_files(
        {"name": "a.json", "mimeType": "application/json", "buffer": json.dumps(data).encode()}
    )
    expect(visited.page.locator(".study [role=status]").first).to_contain_text("501 个案例")
    visited.page.reload()
    kept = saved(visited.page)["cases"]
    assert len(kept) == 501
    assert len(kept["case-500"]["note"]) == 20_001


def test_two_windows_keep_what_each_wrote(open_at: Callable[..., Visit], site: Path) -> None:
    one = open_at("study.html#plan=first-case,second-case").page
    note(one, FIRST).fill("一")
    kept_soon(one, "一")
    two = one.context.new_page()
    two.goto((site / "study.html").as_uri())
    note(two, OTHER).fill("二")
    kept_soon(two, "二")
    note(one, FIRST).fill("一又一")
    kept_soon(one, "一又一")
    kept = json.loads(one.evaluate("localStorage.getItem('anliku-study:小库')"))
    assert [kept["cases"][key]["note"] for key in ("first-case", "second-case")] == ["一又一", "二"]


def test_the_document_opens_in_word(open_at: Callable[..., Visit]) -> None:
    page = open_at("study.html#plan=first-case").page
    note(page, FIRST).fill("第一行 <b>&\n第二行\x07")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="存成 Word 文档").click()
    content = Path(waiting.value.path()).read_bytes()
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    texts = [paragraph.text for paragraph in Document(io.BytesIO(content)).paragraphs]
    assert texts[0] == "学习记录"
    assert texts[2:6] == [FIRST, "还没有读", "第一行 <b>&", "第二行"]


def test_the_self_test_says_right_or_wrong_with_the_passage(open_at: Callable[..., Visit], site: Path) -> None:
    page = open_at("study.html").page
    page.get_by_role("button", name="开始自测").click()
    asked = page.locator("fieldset.quiz")
    expect(asked).to_have_count(10)
    kinds = {"哪个词是这个意思": 4, "是多少？": 4, "做了下面哪一件？": 4, "写的是哪一句？": 4, "哪个办法的理由？": 2}
    for number in range(10):
        one = asked.nth(number)
        kind = next(kind for kind in kinds if kind in one.locator("legend").inner_text())
        expect(one.get_by_role("radio")).to_have_count(kinds[kind])
        one.get_by_role("radio").first.check()
        told = one.locator("[role=status]").inner_text()
        assert told.startswith("对。") != told.startswith("不对，应是“")
        assert all(one.get_by_role("radio").nth(other).is_disabled() for other in range(kinds[kind]))
    expect(page.get_by_text("10 题对了")).to_be_visible()
    assert saved(page)["tests"][0]["asked"] == 10


def test_each_kind_is_asked_and_its_passage_stands_where_the_link_leads(
    open_at: Callable[..., Visit], site: Path
) -> None:
    visited = open_at("study.html")
    page = visited.page
    page.get_by_role("button", name="开始自测").click()
    said = {
        "哪个词是这个意思": r"。(词\d：词\d的意思是第\d种)",
        "是多少？": r"。第\d样：(\d 件)",
        "做了下面哪一件？": r"第1步，.+：(.+。)",
        "写的是哪一句？": r"(?:得到什么|要什么条件|先要当心)：(.+。)",
        "哪个办法的理由？": r"(?:赞成|反对)“.+”的理由是：(.+)。",
    }
    asked = {kind: page.locator("fieldset.quiz", has_text=kind).first for kind in said}
    links = []
    for kind, one in asked.items():
        one.get_by_role("radio").first.check()
        told = one.locator("[role=status]")
        found = re.search(said[kind], told.inner_text().removesuffix(told.get_by_role("link").inner_text()))
        assert found, told.inner_text()
        links.append((told.get_by_role("link").get_attribute("href") or "", found[1].split("：")[-1]))
    for href, passage in links:
        visited.go(href)
        assert passage in page.locator("article").inner_text()
        assert page.locator("#" + href.split("#")[1]).count() == 1


def test_nothing_is_asked_that_learners_must_not_see(root: Path, site: Path) -> None:
    """Answers and outcomes are for lecturers; what followed on a decision would give it away."""
    quiz = (site / "study/quiz.js").read_text(encoding="utf-8")
    assert "设代办点" in quiz
    assert [text for text in ("密语", "退休教师", "排出值班表", "表贴在门口") if text in quiz] == []
    lecturers = built(root, lecturer=True, out=root / "lecturers").out
    assert (lecturers / "study/quiz.js").read_text(encoding="utf-8") == quiz


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(open_at: Callable[..., Visit], scheme: str) -> None:
    page = open_at("study.html#plan=first-case", color_scheme=scheme).page
    page.get_by_role("button", name="开始自测").click()
    page.get_by_role("radio").first.check()
    assert violations(page) == []
