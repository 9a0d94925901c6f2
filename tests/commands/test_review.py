"""`anliku review`: every sentence of a case beside what its sources say."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from anliku.check.survey import survey
from anliku.export.review_html import marked, sentences
from anliku.library.models import Review
from tests.support import case, write_library

from .test_commands import anliku

SOURCE = "前面一句。去年，村里力争\n设 代办点，\n惠及三十户。后面一句，下一步还要扩大。"
FIELDS = (
    "sources:\n  - {source: survey, locator: 村里力争设代办点, for: [step-1, problem]}\n  - {source: survey, locator: 来源里没有这句, for: [results]}",
    "figures:\n  - {label: 户数, value: 30, unit: 户, source: survey, locator: 惠及三十户。后面}",
    "problem: |\n  办事要跑**12公里**。为难！\n\n  - 路远\n  - 材料缺",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library", {"cases/first-case.yml": case(*FIELDS)})


def texts(page: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", page))


def review(root: Path, *options: str) -> tuple[str, str]:
    code, said, errors = anliku("-C", root, "review", "first-case", "-o", "out.html", *options, cwd=root)
    assert code == 0, errors
    return (root / "out.html").read_text(encoding="utf-8"), said


@pytest.mark.parametrize(("name", "encoding"), [("survey.txt", "utf-8"), ("part/011_ab.md", "gb18030"), ("a.docx", "")])
def test_passages_are_found_across_lines_in_any_file(root: Path, tmp_path: Path, name: str, encoding: str) -> None:
    file = tmp_path / "sources" / name
    file.parent.mkdir(parents=True)
    if encoding:
        file.write_text(SOURCE, encoding=encoding)
    else:
        document = Document()
        document.add_paragraph(SOURCE)
        document.save(str(file))
    page, _ = review(root, "--sources", str(tmp_path / "sources"))
    assert '<mark class="cue">村里力争设代办点</mark>，惠及<mark class="number">三十</mark>户' in page
    assert name in page
    assert "来源这里有“力争”，案例这一部分没有" in page
    assert "在给的材料里找不到“来源里没有这句”" in page
    assert "下一步" not in page[: page.index('<mark class="cue">')].split("来源这里有")[1].split("案例这一部分")[0]


def test_a_file_named_after_the_source_goes_before_the_others(root: Path, tmp_path: Path) -> None:
    for name in ("other.txt", "1-survey.txt"):
        (tmp_path / name).write_text(SOURCE, encoding="utf-8")
    (tmp_path / "broken.docx").write_bytes(b"PK")
    page, told = review(root, "--sources", str(tmp_path))
    assert "1-survey.txt" in page
    assert "other.txt" not in page
    assert "打不开的材料：broken.docx。" in told


def test_without_sources_it_says_what_to_look_up(root: Path) -> None:
    page, _ = review(root)
    assert "请在这份材料里查“村里力争设代办点”，读它前后几段。" in page
    assert page.count("data-sentence=") == len(re.findall(r"<label><input", page)) > 10
    assert "办事要跑12公里。" in texts(page)


def test_every_sentence_of_prose_has_its_tick() -> None:
    assert sentences("一。二！三；四\n\n- 五\n- **六**：七。") == ["一。", "二！", "三；", "四", "五", "六：七。"]
    assert marked("力争<b>3.5万") == '<mark class="hedge">力争</mark>&lt;b&gt;<mark class="number">3.5</mark>万'
    assert marked("重要、需要、要求") == "重要、需要、要求"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("review", "first-cas"), "没有编号为 first-cas 的案例。"),
        (("review", "first-case", "--sources", "nowhere"), "找不到文件夹 nowhere。"),
        (("review", "first-case", "--sources", "cases"), "里没有能读的原文。"),
    ],
)
def test_what_cannot_be_reviewed(root: Path, arguments: tuple[str, ...], said: str) -> None:
    code, _, errors = anliku("-C", root, *arguments, cwd=root)
    assert code != 0
    assert said in errors


def test_a_file_of_somebody_else_is_not_replaced(root: Path) -> None:
    (root / "out.html").write_text("mine", encoding="utf-8")
    assert anliku("-C", root, "review", "first-case", "-o", "out.html", cwd=root)[0] == 1
    assert (root / "out.html").read_text(encoding="utf-8") == "mine"


@pytest.mark.browser
def test_ticks_are_kept_and_become_the_record_of_the_review(chromium: Browser, root: Path) -> None:
    review(root)
    page = chromium.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda message: troubles.append(message.text))
    page.goto((root / "out.html").as_uri())
    boxes = page.locator("[data-sentence]")
    expect(page.locator("[data-yaml]")).to_be_hidden()
    for box in boxes.all():
        box.check()
    page.reload()
    assert page.locator("[data-sentence]:checked").count() == boxes.count()
    page.locator("[data-by]").fill('支部"书记')
    page.locator("[data-on]").fill("2026-01-31")
    given = page.locator("[data-yaml]").inner_text()
    assert troubles == []
    count = boxes.count()
    page.close()
    folder = write_library(root.parent / "checked", {"cases/first-case.yml": case(*FIELDS, given)})
    record = survey(folder).library.cases["first-case"]
    assert record.reviewed == Review(by='支部"书记', on="2026-01-31", checked=count)
