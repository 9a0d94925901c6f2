"""Two editions of one library: learners' files hold nothing of a lecturer's texts, and each page of the lecturers' says whose it is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from anliku.check.survey import survey
from anliku.export.chapters import chapters
from anliku.export.handbook import Book, handbook_data
from anliku.site.texts.markdown import MarkdownRenderer
from tests.support import CASE, LESSON, changed, write_library

from .building import MINI, built, contents
from .printing import on_paper
from .test_browser_pages import violations

PLACES = ("hint", "answer", "astray", "board", "note", "outcome", "lesson-hint", "lesson-answer", "lesson-astray", "lesson-board", "lesson-note")  # fmt: skip


def library(folder: Path, secret: str) -> Path:
    """Write a library whose lecturers' texts all hold this word, with the name of their place."""
    text = dict(zip(PLACES, (f"{secret}之{number}" for number in range(len(PLACES))), strict=True))
    case = changed(
        CASE,
        "decision:\n  title: 谁来跑腿\n  who: 村支书\n  options: [{text: 请专人}, {text: 轮着来}]",
        f"outcome: {text['outcome']}",
        f"questions: [{{ask: 怎么定, hint: {text['hint']}, answer: {text['answer']}, astray: {text['astray']}}}]",
        f"board: {text['board']}",
        f"teaching: {{objectives: [会定], note: {text['note']}}}",
        "related: [second-case]",
    )
    lesson = changed(
        LESSON,
        f"questions: [{{ask: 问什么, hint: {text['lesson-hint']}, answer: {text['lesson-answer']}, astray: {text['lesson-astray']}}}]",
        f"board: {text['lesson-board']}",
        f"note: {text['lesson-note']}",
    )
    return write_library(folder, {**MINI, "cases/first-case.yml": case, "content/lessons/how-to.yml": lesson})


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return library(tmp_path_factory.mktemp("library"), "密语")


@pytest.fixture(scope="module")
def lecturers(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(root, lecturer=True, out=tmp_path_factory.mktemp("lecturers") / "site").out


def learners(folder: Path) -> dict[str, bytes]:
    """Return the files of a learners' build without what names the version of a record."""
    files = contents(built(folder, out=folder / "learners").out)
    del files["manifest.json"]
    version = re.compile(rb'(\xe7\x89\x88\xe6\x9c\xac |data-version=")[0-9a-f]{8}')
    return {path: version.sub(b"", data) for path, data in files.items()}


def test_no_byte_of_a_learners_site_depends_on_what_is_for_lecturers(root: Path, tmp_path: Path) -> None:
    """Scripts of the search are coded, so that looking for a word in them would prove nothing: two builds are compared."""
    one, other = learners(root), learners(library(tmp_path / "other", "暗号"))
    assert one.keys() == other.keys()
    assert [path for path, data in one.items() if data != other[path] and not path.endswith((".docx", ".xlsx"))] == []
    assert not [path for path, data in one.items() if "密语".encode() in data]


def test_nor_does_the_handbook_for_learners(root: Path, tmp_path: Path) -> None:
    def book(folder: Path, lecturer: bool) -> str:
        found = survey(folder).library
        made = handbook_data(found, chapters(found), Book("库", lecturer=lecturer), MarkdownRenderer())
        return re.sub("版本 [0-9a-f]{8}", "", str(made))

    other = library(tmp_path / "other", "暗号")
    assert book(root, False) == book(other, False)
    assert book(root, True) != book(other, True)


def test_every_page_of_the_lecturers_edition_says_so_and_no_other_page_does(root: Path, lecturers: Path) -> None:
    pages = list(lecturers.rglob("*.html"))
    assert len(pages) > 20
    assert [page for page in pages if page.read_text(encoding="utf-8").count('class="edition"') != 1] == []
    assert [page for page in pages if "讲师版</title>" not in page.read_text(encoding="utf-8")] == []
    assert not [
        path for path, data in contents(built(root).out).items() if b'class="edition"' in data and path.endswith("html")
    ]
    assert not (root / "site/assets/anliku/lecturer.js").exists()


def test_the_lecturers_edition_holds_all_of_it(lecturers: Path) -> None:
    text = "".join(
        (lecturers / path).read_text(encoding="utf-8") for path in ("cases/first-case.html", "lessons/how-to.html")
    )
    assert [f"密语之{n}" for n in range(len(PLACES)) if f"密语之{n}" not in text] == []


@pytest.fixture
def page(chromium: Browser, lecturers: Path) -> Iterator[Page]:
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
    opened = context.new_page()
    opened.goto((lecturers / "cases/first-case.html").as_uri())
    yield opened
    context.close()


@pytest.mark.browser
def test_answers_stay_closed_until_the_lecturer_opens_them_and_then_on_the_next_page_too(
    page: Page, lecturers: Path
) -> None:
    assert "密语" not in page.inner_text("body")
    switch = page.get_by_role("button", name="讲师模式")
    expect(switch).to_have_attribute("aria-pressed", "false")
    switch.click()
    shown = page.inner_text("body")
    assert [n for n in range(6) if f"密语之{n}" not in shown] == []
    page.goto((lecturers / "lessons/how-to.html").as_uri())
    expect(page.get_by_text("密语之10")).to_be_visible()
    page.get_by_role("button", name="讲师模式").click()
    expect(page.get_by_text("密语之10")).to_be_hidden()


@pytest.mark.browser
def test_every_printed_page_bears_the_strip(page: Page) -> None:
    page.evaluate("document.querySelector('.case').style.minHeight = '70cm'")
    sheets = on_paper(page).pages
    assert len(sheets) > 1
    assert [number for number, text in enumerate(sheets) if "讲师版" not in text] == []


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_it(page: Page, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.reload()
    page.get_by_role("button", name="讲师模式").click()
    assert violations(page) == []


@pytest.mark.browser
def test_without_javascript_nothing_is_closed(chromium: Browser, lecturers: Path) -> None:
    context = chromium.new_context(offline=True, java_script_enabled=False)
    opened = context.new_page()
    opened.goto((lecturers / "cases/first-case.html").as_uri())
    expect(opened.get_by_text("密语之5")).to_be_visible()
    expect(opened.get_by_text("讲师版　有答案")).to_be_visible()
    context.close()
