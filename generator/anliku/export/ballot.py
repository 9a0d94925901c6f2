"""The ballot for those served: plain questions and boxes, two ballots of A5 side by side on one A4, as data, PDF and DOCX."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from ..checklist import Checklist, Item
from ..library.models import Assessor
from .checklist_docx import BODY_FONT, HEADING_FONT, _fonts, _run
from .fonts import FontChoice
from .paper import EMPTY_BOX
from .typeset import set_pdf
from .xml_text import MAX_PROPERTY, xml_text
from .zipped import stable_zip

TEMPLATE = "ballot.typ"
_HOW = "不用写名字。每题选一个，在前面的方框里打√。说不清的，空着就行。"
_BLANK = "＿" * 10
_ROOMY = 11  # questions up to which the DOCX has text of 12 points
_COLUMN, _BETWEEN = Mm(124.5), Mm(24)  # the cut goes through the middle of the sheet


def asked_of_masses(checklist: Checklist) -> tuple[list[Item], list[Item]]:
    """Return what those served assess: the items with a plain question, and those that have none yet."""
    items = [item for item in checklist.items if Assessor.MASSES in item.assessors]
    return [i for i in items if i.indicator.ballot], [i for i in items if not i.indicator.ballot]


def ballot_data(checklist: Checklist) -> dict[str, Any]:
    """Return what stands on one ballot."""
    asked, _ = asked_of_masses(checklist)
    return {
        "title": "请您说一说",
        "unit": "说的是：",
        "how": _HOW,
        "questions": [{"ask": item.indicator.ballot, "choices": _choices(item)} for item in asked],
        "more": "还想说的话：",
        "thanks": "谢谢您！",
        "identity": f"{checklist.name}　{checklist.version}",
    }


def _choices(item: Item) -> list[str]:
    """The choices from the worst to the best, each behind its box; a blank where a number is asked for."""
    form = item.form
    if not form.choices:
        return [f"＿＿＿＿ {form.unit}"]
    if form.free:
        ends = {form.low: " 很差", form.high: " 很好"}
        return [f"{EMPTY_BOX} {choice.brief}{ends.get(float(choice.value), '')}" for choice in form.by_number]
    return [f"{EMPTY_BOX} {choice.label}" for choice in form.choices]


def ballot_pdf(data: dict[str, Any], stamp: dt.datetime, fonts: FontChoice) -> bytes:
    """Return the bytes of a PDF with one page, the letters as large as it takes."""
    return set_pdf(TEMPLATE, data, stamp, fonts)


def ballot_docx(data: dict[str, Any], stamp: dt.datetime) -> bytes:
    """Return the bytes of a DOCX that can be worded anew before it is printed."""
    document = Document()
    _page(document, data)
    table = document.add_table(rows=1, cols=3)
    table.autofit = False
    left, between, right = table.rows[0].cells
    between.width = _BETWEEN
    size = Pt(12) if len(data["questions"]) <= _ROOMY else Pt(10.5)
    for cell in (left, right):
        cell.width = _COLUMN
        _ballot(cell, data, size)
    last = document.add_paragraph()  # Word wants one after a table; it must not begin a second page
    last.paragraph_format.line_spacing = Pt(1)
    out = io.BytesIO()
    document.save(out)
    return stable_zip(out.getvalue(), stamp)


def _page(document: Any, data: dict[str, Any]) -> None:
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(12)
    section.top_margin = section.bottom_margin = Mm(10)
    section.header_distance = section.footer_distance = Mm(5)
    style = document.styles["Normal"]
    style.paragraph_format.space_after = Pt(0)
    _fonts(style.element.get_or_add_rPr(), BODY_FONT)
    properties = document.core_properties
    properties.author, properties.language, properties.comments = "anliku", "zh-CN", ""
    properties.title = xml_text(f"{data['title']}　{data['identity']}")[:MAX_PROPERTY]


def _ballot(cell: Any, data: dict[str, Any], size: Any) -> None:
    title = cell.paragraphs[0]
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _run(title, data["title"], Pt(16), HEADING_FONT)
    _run(cell.add_paragraph(), data["unit"] + _BLANK, size)
    _run(cell.add_paragraph(), data["how"], size)
    for number, question in enumerate(data["questions"], 1):
        ask = cell.add_paragraph()
        ask.paragraph_format.space_before, ask.paragraph_format.keep_with_next = Pt(4), True
        _run(ask, f"{number}. {question['ask']}", size, HEADING_FONT)
        _run(cell.add_paragraph(), "　".join(question["choices"]), size)
    more = cell.add_paragraph()
    more.paragraph_format.space_before = Pt(4)
    _run(more, data["more"] + _BLANK * 2, size)
    end = cell.add_paragraph()
    end.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _run(end, f"{data['thanks']}　", size)
    _run(end, data["identity"], Pt(7))
