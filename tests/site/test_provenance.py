"""Each part of a case shows the passages that carry it, and each step how far it has come: on the page, in search, on paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anliku.check.survey import survey
from anliku.export.chapters import chapters
from anliku.export.handbook import Book, handbook_data
from anliku.search.documents import case_document
from anliku.site.texts.markdown import MarkdownRenderer
from tests.support import CASE, changed

from .building import built, mini_library

FIRST = changed(
    CASE,
    "practice:\n"
    "  - {heading: 设代办点, text: 村里设了代办点。}\n"
    "  - {heading: 定时限, text: 三天办结。, stage: planned}\n"
    "  - {heading: 公开, text: 名单上墙。, stage: advised}",
    "sources:\n"
    "  - {source: survey, locator: 村里设代办点, for: [step-1, problem]}\n"
    "  - {source: report, locator: 群众少跑了许多路, for: [results, practice]}\n"
    "  - {source: survey, locator: 三天以内要办结, for: [step-2]}\n"
    "  - {source: survey}",
)
SOURCES = "sources:\n  - {id: survey, title: 调研报告}\n  - {id: report, title: 工作总结}\n"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = mini_library(tmp_path_factory.mktemp("library"), first_case=FIRST)
    (folder / "content/sources.yml").write_text(SOURCES, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (built(root).out / "cases/first-case.html").read_text(encoding="utf-8")


def numbers(html: str) -> list[str]:
    return re.findall(r'<a href="#p(\d+)">\1</a>', html)


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [
        ('id="problem"', 'id="practice"', ["1"]),
        ('id="step-1"', 'id="step-2"', ["1", "4"]),
        ('id="step-2"', 'id="step-3"', ["2", "4"]),
        ('id="step-3"', "</ol>", ["4"]),
        ('id="results"', 'id="insights"', ["4"]),
        ('id="insights"', 'id="sources"', []),
    ],
)
def test_a_part_leads_to_its_passages(page: str, begin: str, end: str, found: list[str]) -> None:
    start = page.index(begin)
    assert numbers(page[start : page.index(end, start)]) == found


def test_the_sources_say_what_each_passage_carries(page: str) -> None:
    listed = re.findall(r'<li id="p(\d)">(.*)', page)
    assert listed == [
        ("1", "见“村里设代办点”处（第1步、背景与问题）"),
        ("2", "见“三天以内要办结”处（第2步）"),
        ("3", ""),
        ("4", "见“群众少跑了许多路”处（成效、做法）"),
    ]


def test_contents_of_the_page_are_without_numbers(page: str) -> None:
    toc = page[page.index('<nav class="toc"') :].split("</nav>", maxsplit=1)[0]
    assert "出处" not in toc
    assert '<a href="#problem">背景与问题</a>' in toc


def test_a_step_says_how_far_it_has_come(page: str) -> None:
    headings = [re.sub("<[^>]+>", "", text) for text in re.findall("<h3>(.*?)</h3>", page)]
    assert headings == ["设代办点", "定时限（计划）", "公开（建议）"]


def test_a_case_that_says_nothing_of_it_looks_as_before(root: Path) -> None:
    other = (root / "site/cases/second-case.html").read_text(encoding="utf-8")
    assert "origin" not in other
    assert "<span>见“村里设代办点”处</span>" in other


def test_search_finds_plans_and_advice(root: Path) -> None:
    library = survey(root).library
    document = case_document(library.cases["first-case"], library.shared)
    assert [s.heading for s in document.sections if s.anchor.startswith("step-")] == [
        "做法：设代办点",
        "做法：定时限（计划）",
        "做法：公开（建议）",
    ]


def test_the_handbook_says_both_in_notes(root: Path) -> None:
    library = survey(root).library
    data = handbook_data(library, chapters(library), Book("案例库"), MarkdownRenderer())
    cases = {one["id"]: one for c in data["chapters"] for s in c["sections"] for one in s["cases"]}
    parts = {part["title"]: part for part in cases["first-case"]["parts"]}
    assert {title: part["origin"] for title, part in parts.items() if part["origin"]} == {
        "背景与问题": "出处 1",
        "成效": "出处 4",
    }
    assert [(s["heading"], s["origin"]) for s in parts["做法"]["content"]] == [
        ("设代办点", "出处 1、4"),
        ("定时限（计划）", "出处 2、4"),
        ("公开（建议）", "出处 4"),
    ]
    first, second = (text.replace("\u2060", "").replace("\u200b", "") for text in cases["first-case"]["sources"])
    assert (
        first
        == "《调研报告》。出处 1 见“村里设代办点”处（第1步、背景与问题）；出处 2 见“三天以内要办结”处（第2步）；出处 3。"
    )
    assert second == "《工作总结》。出处 4 见“群众少跑了许多路”处（成效、做法）。"
    assert {part["origin"] for part in cases["second-case"]["parts"]} == {""}
