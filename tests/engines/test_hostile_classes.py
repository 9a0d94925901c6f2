"""What is made of a hostile library for a class: papers, slides, the wall, the print job. Every text stays a text."""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import zipfile
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from anliku.commands.class_files import ClassPress, press
from anliku.export.course import Course, cases_course, lesson_course
from anliku.export.slides import Chart, Slide
from anliku.export.slides_pptx import slides_pptx
from anliku.library.kit import Kit

from .drivers import Engine
from .hostile_texts import HOSTILE
from .sweeping import Hostile, complaints

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hostile")]  # one worker builds it, once

FEW = 4


@pytest.fixture(scope="module")
def made(hostile: Hostile) -> list[dict[str, bytes]]:
    """The files of some lessons and of a class of some cases."""
    library = hostile.surveyed.library
    courses: list[Course] = [lesson_course(library, key, Kit()) for key in list(library.shared.lessons)[:FEW]]
    courses.append(cases_course(library, list(library.published)[:FEW], Kit()))
    return [ClassPress(*press(library)).files(course) for course in courses]


def test_exhibits_decisions_and_answers_meet_every_text(hostile: Hostile) -> None:
    fields = (
        "exhibits.text",
        "exhibits.supposed",
        "decision.options.text",
        "outcome",
        "questions.answer",
        "board",
        "reading.text",
    )
    assert [field for field in fields if f"case.{field}" not in hostile.seen] == []
    assert [
        field for field in ("exhibits.text", "questions.astray", "board") if f"lesson.{field}" not in hostile.seen
    ] == []


def test_papers_of_a_class_take_every_text_as_text(made: list[dict[str, bytes]]) -> None:
    """Typst reads files and computes: a text that it took for markup would stop it, or show what it must not."""
    for files in made:
        for name, content in files.items():
            if name.endswith(".pdf"):
                done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
                assert "root:x:0" not in done.stdout.decode(errors="replace")


def test_documents_of_a_class_hold_no_fields_and_ask_for_nothing(made: list[dict[str, bytes]]) -> None:
    for files in made:
        for name, content in files.items():
            if not name.endswith((".docx", ".pptx")):
                continue
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for member in archive.namelist():
                    data = archive.read(member)
                    if member.endswith(".rels"):
                        outside = re.findall(
                            rb'Type="([^"]*)"[^>]*TargetMode="External"|TargetMode="External"[^>]*Type="([^"]*)"', data
                        )
                        assert all(b"hyperlink" in b"".join(found) for found in outside), (name, member)
                    if member == "word/document.xml":
                        codes = re.findall(rb"<w:instrText[^>]*>([^<]*)<", data)
                        assert {code.strip().split()[0] for code in codes if code.strip()} <= {
                            b"TOC",
                            b"PAGE",
                            b"NUMPAGES",
                            b"PAGEREF",
                        }


def test_no_text_of_a_chart_becomes_a_formula() -> None:
    labels = ("=1+1", "=cmd|'/c calc'!A1", *[text for text in HOSTILE if text.strip()][:100])
    slide = Slide("数", chart=Chart(labels, tuple(range(1, len(labels) + 1)), "=HYPERLINK(1)"))
    content = slides_pptx([slide], "数", dt.datetime(2024, 5, 29, tzinfo=dt.UTC))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        [member] = [name for name in archive.namelist() if name.endswith(".xlsx")]
        book: Any = load_workbook(io.BytesIO(archive.read(member)))
    cells = [cell for row in book.active for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert "=1+1" in [cell.value for cell in cells]


def test_slides_of_a_class_open(made: list[dict[str, bytes]]) -> None:
    for content in (files[name] for files in made for name in ("课件.pptx", "学员课件.pptx")):
        deck = Presentation(io.BytesIO(content))
        assert len(deck.slides) > 3
        assert not [
            s for slide in deck.slides for s in slide.placeholders if s.placeholder_format.type is PP_PLACEHOLDER.BODY
        ]


ALL_SCREENS = """(() => {
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key: key, bubbles: true }));
  press("Home");
  for (let n = 0; n < 200; n++) { press("ArrowRight"); press("o"); }
  return document.querySelector(".projector__place").textContent;
})()"""


@pytest.mark.parametrize("path", ["cases/case-7.html", "lessons/lesson-5.html"])
def test_nothing_runs_on_the_wall(engine: Engine, hostile: Hostile, path: str) -> None:
    root = f"{hostile.site.as_uri()}/"
    engine.open(f"{root}{path}?project")
    engine.wait_for("document.querySelectorAll('.projector').length === 1")
    assert not engine.evaluate(ALL_SCREENS).startswith("1 /")
    assert complaints(engine, root) == []


def test_nothing_runs_in_the_print_job(engine: Engine, hostile: Hostile) -> None:
    root = f"{hostile.site.as_uri()}/"
    engine.open(f"{root}print.html#ids=case-7,case-8,case-9")
    engine.wait_for("document.querySelectorAll('[data-print-page][data-ready=\"3\"]').length === 1")
    assert complaints(engine, root) == []
