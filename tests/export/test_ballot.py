"""The ballot: what those served are asked, in plain words, twice on one sheet, and nothing else."""

import datetime as dt
import io
import re
import shutil
import subprocess

import pytest
from docx import Document
from docx.shared import Mm

from anliku.checklist import assemble
from anliku.export.ballot import asked_of_masses, ballot_data, ballot_docx, ballot_pdf
from anliku.export.fonts import NoFontError, choose_fonts

from ..checklist.build import LEVELS, RATING, indicator, shared

STAMP = dt.datetime(2026, 1, 2, 3, 4, 6, tzinfo=dt.UTC)
EVIL = '#strong[x] $1$ <b>&amp; "]}'
ALL = ["self", "masses"]


def library(count=0):
    more = [indicator(f"more-{n}", LEVELS, assessor=ALL, ballot=f"第{n}件事办得怎么样？") for n in range(count)]
    found = {"levels": [EVIL, "有时找得到", "总找得到"], "type": "levels"}
    pool = [
        indicator("yes", assessor=ALL, ballot="有人管您的事吗？", weight=7, critical=True),
        indicator(
            "found", found, assessor=ALL, ballot="找得到人吗？", overrides={"village": {"ballot": "村里找得到人吗？"}}
        ),
        indicator("mean", RATING, assessor=["masses"], ballot="您打几分？"),
        indicator("mine", ballot="不该问群众的"),
        indicator("bare", assessor=ALL),
    ]
    return shared({"leadership": [*pool, *more]})


@pytest.fixture(scope="module")
def fonts():
    try:
        return choose_fonts()
    except NoFontError:
        pytest.skip("needs a Chinese font")


def lines_of_pdf(raw, tmp_path):
    """Text of the left half of the sheet and of the right one, and the number of pages."""
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    (tmp_path / "a.pdf").write_bytes(raw)
    halves = []
    for left in (0, 421):
        box = ["-x", str(left), "-y", "0", "-W", "421", "-H", "596", "-r", "72"]
        command = ["pdftotext", "-raw", *box, str(tmp_path / "a.pdf"), "-"]
        halves.append(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    return ["".join(text.split()) for text in halves], halves[0].count("\f")


def lines_of_docx(raw):
    cells = Document(io.BytesIO(raw)).tables[0].rows[0].cells
    return ["".join(cell.text.split()) for cell in (cells[0], cells[2])]


SAID = ["1.有人管您的事吗？□是□否", "2.村里找得到人吗？□" + "".join(EVIL.split()) + "□有时找得到□总找得到",
        "3.您打几分？□1很差□2□3□4□5很好", "还想说的话"]  # fmt: skip


def test_both_halves_ask_the_same_and_only_that(tmp_path, fonts):
    data = ballot_data(assemble(library(), "village"))
    on_pdf, pages = lines_of_pdf(ballot_pdf(data, STAMP, fonts), tmp_path)
    assert pages == 1
    for half in (*on_pdf, *lines_of_docx(ballot_docx(data, STAMP))):
        for said in SAID:
            assert said in half
        assert not re.search("权重|关键|★|分值|不该问|做到了|yes|mean|found", half)
    assert on_pdf[0] == on_pdf[1]


@pytest.mark.parametrize("count", [0, 5, 12, 17])
def test_one_sheet_holds_fifteen_questions_and_a_second_side_the_rest(tmp_path, fonts, count):
    data = ballot_data(assemble(library(count), "village"))
    (left, right), pages = lines_of_pdf(ballot_pdf(data, STAMP, fonts), tmp_path)
    assert pages == (1 if count <= 12 else 2)
    assert left == right
    assert f"{count + 3}." in left
    assert "谢谢您" in left


def test_questions_that_have_no_plain_form_are_kept_apart():
    asked, without = asked_of_masses(assemble(library(), "village"))
    assert [item.id for item in asked] == ["yes", "found", "mean"]
    assert [item.id for item in without] == ["bare"]


def test_the_sheet_is_a4_and_the_same_every_time(fonts):
    data = ballot_data(assemble(library(), "village"))
    section = Document(io.BytesIO(ballot_docx(data, STAMP))).sections[0]
    assert (round(section.page_width / Mm(1)), round(section.page_height / Mm(1))) == (297, 210)
    assert ballot_docx(data, STAMP) == ballot_docx(data, STAMP)
    assert ballot_pdf(data, STAMP, fonts) == ballot_pdf(data, STAMP, fonts)
