"""Decision, dissent, outcome, exhibits, board, answers and reading: on the page, in search and in the handbook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from anliku.check.survey import survey
from anliku.export.chapters import chapters
from anliku.export.handbook import Book, handbook_data
from anliku.search.documents import case_document
from anliku.site.texts.markdown import MarkdownRenderer
from tests.support import CASE, changed

from .building import built, mini_library

DECIDED = changed(
    CASE,
    "decision:\n  title: 谁来跑腿\n  who: 村支书来定\n  when: 春耕以前\n  knowing: 钱**不多**。\n  after_step: 1\n"
    "  options:\n    - {text: 请专人, for: 找得到人, against: 要花钱}\n    - {text: 轮着来, for: 不花钱, against: 常常不在}",
    "dissent: 会计摇头。",
    "outcome: 末了请了**退休教师**。",
    "exhibits:\n  - {title: 登记表, text: '| 姓名 | 事由 |\n\n      | --- | --- |\n\n      | 甲 | 办证 |', supposed: 姓名是假设的}\n"
    "  - {title: 通知原样, text: 请代办, source: survey, locator: 村里设代办点}",
    "questions:\n  - {ask: 怎么定, hint: 密语一, answer: 密语二, astray: 密语三}\n  - {ask: 后来好吗, round: after}",
    "board: 密语四",
    "reading:\n  - {source: survey, why: 读第二部分}\n  - {text: 某甲. 某书}",
    "teaching: {note: 密语五, objectives: [会定]}",
)
SECRETS = ("密语一", "密语二", "密语三", "密语四", "密语五")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini_library(tmp_path_factory.mktemp("library"), first_case=DECIDED)


@pytest.fixture(scope="module")
def site(root: Path) -> Path:
    return built(root).out


def test_the_page_shows_the_decision_and_keeps_the_outcome_for_the_lecturer(site: Path) -> None:
    page = (site / "cases/first-case.html").read_text(encoding="utf-8")
    order = [
        "背景与问题</h2>",
        "要作的决定</h2>",
        "做法</h2>",
        "不同看法</h2>",
        "后来怎样</h2>",
        "附件</h2>",
        "延伸阅读</h2>",
    ]
    assert [page.index(heading) for heading in order] == sorted(page.index(heading) for heading in order)
    for text in (
        "谁来跑腿",
        "村支书来定",
        "春耕以前",
        "<strong>不多</strong>",
        "请专人",
        "赞成：找得到人",
        "反对：常常不在",
    ):
        assert text in page
    assert "讨论以后由讲师说" in page
    assert "退休教师" not in page
    assert "<b>教学用假设</b>：姓名是假设的" in page
    assert '取自<a href="../sources.html#survey">调研报告</a> “村里设代办点”' in page
    assert '<section class="exhibit" id="exhibit-2">' in page


def test_no_file_for_learners_holds_what_is_for_lecturers(site: Path) -> None:
    for file in site.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not [secret for secret in SECRETS if secret.encode() in content], file


def test_a_lecturer_sees_answers_board_and_an_open_outcome(root: Path, tmp_path: Path) -> None:
    page = (built(root, lecturer=True, out=tmp_path / "site").out / "cases/first-case.html").read_text(encoding="utf-8")
    assert all(secret in page for secret in SECRETS)
    sealed = page.split('<details class="sealed" open>')[1].split("</details>")[0]
    assert "末了请了<strong>退休教师</strong>" in sealed


def test_search_finds_the_new_parts_and_leads_to_them(root: Path) -> None:
    surveyed = survey(root)
    document = case_document(surveyed.library.cases["first-case"], surveyed.library.shared)
    places = {section.anchor: section.text for section in document.sections}
    assert "轮着来" in places["decision"]
    assert "outcome" not in places
    assert "退休教师" not in str(document)
    assert "姓名是假设的" in places["exhibit-1"]
    assert "读第二部分" in places["reading"]
    assert not [secret for secret in SECRETS if secret in str(document)]


def test_the_handbook_for_learners_keeps_the_outcome_back(root: Path) -> None:
    library = survey(root).library
    for lecturer in (False, True):
        book = handbook_data(library, chapters(library), Book("库", lecturer=lecturer), MarkdownRenderer())
        data = json.dumps(book, ensure_ascii=False)
        assert ("退休教师" in data) is lecturer
        assert "请专人" in data
        assert "教学用假设：姓名是假设的" in data
        assert "调研报告[Z]. [出版者不详], [日期不详].　读第二部分" in data
        assert [secret in data for secret in SECRETS] == [lecturer] * len(SECRETS)
