"""The ballot for those served: plain questions and boxes, two ballots of A5 side by side on one A4, as data, PDF and DOCX."""

from __future__ import annotations

import datetime as dt
from typing import Any

from ..checklist import Checklist, Item
from ..library.models import Assessor
from .fonts import FontChoice
from .measure import POINT, line_count, packed
from .paper import BLANK, HOW_TO_MARK, choices_of, imprint_of
from .typeset import set_pdf
from .word import CellLine, Page, WordPaper, line_xml

TEMPLATE = "ballot.typ"
_PAGE = Page(flipped=True, margin=12)
_COLUMN, _BETWEEN = 124.5, 24.0  # millimetres; the cut goes through the middle of the sheet
_SIZES = (13.0, 12.0, 11.0, 10.5, 10.0, 9.5, 9.0)
_ROOM = 180  # millimetres of height


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
        "how": HOW_TO_MARK,
        "questions": [
            {"ask": item.indicator.ballot, "choices": choices_of(item.form) or [f"{BLANK} {item.form.unit}"]}
            for item in asked
        ],
        "more": "还想说的话：",
        "thanks": "谢谢您！",
        "identity": f"{checklist.name}　{checklist.version}",
        "imprint": imprint_of(checklist),
    }


def ballot_pdf(data: dict[str, Any], stamp: dt.datetime, fonts: FontChoice) -> bytes:
    """Return the bytes of a PDF with one page, the letters as large as it takes."""
    return set_pdf(TEMPLATE, data, stamp, fonts)


def ballot_docx(data: dict[str, Any], stamp: dt.datetime) -> bytes:
    """Return the bytes of a DOCX that can be worded anew before it is printed."""
    paper = _paper(f"{data['title']}　{data['identity']}")
    size = next((size for size in _SIZES if _height(data, size) <= _ROOM), _SIZES[-1])
    one = [line_xml(line) for line in _ballot(data, size)]
    paper.beside((_COLUMN, _BETWEEN, _COLUMN), (one, [line_xml(CellLine())], one))
    return paper.bytes(stamp)


def prepare() -> None:
    """Make what all ballots as DOCX share, for processes that are forked afterwards."""
    _paper("").prepare()


def _paper(title: str) -> WordPaper:
    return WordPaper(title, page=_PAGE, plain=True)


def _ballot(data: dict[str, Any], size: float) -> list[CellLine]:
    """The lines of one ballot; a choice never parts from its box."""
    room = _width(size)
    made = [
        CellLine(data["title"], size * 1.4, bold=True, centred=True),
        CellLine(data["unit"] + "＿" * int(room - len(data["unit"]) - 1), size),
        CellLine(data["how"], size),
    ]
    for number, question in enumerate(data["questions"], 1):
        made.append(CellLine(f"{number}. {question['ask']}", size, bold=True, apart=True))
        made += [CellLine(f"　{choices}", size) for choices in packed(question["choices"], room - 1.5)]
    return [
        *made,
        CellLine(data["more"] + "＿" * int(room - len(data["more"]) - 1), size, apart=True),
        CellLine(f"{data['thanks']}　　{data['identity']}", 8, apart=True),
        *([CellLine(data["imprint"], 8)] if data["imprint"] else []),
    ]


def _width(size: float) -> float:
    """How many characters of this size stand on a line of the ballot."""
    return (_COLUMN - 4) / (size * POINT)


def _height(data: dict[str, Any], size: float) -> float:
    """The height of a ballot in millimetres, reckoned amply: fonts differ."""
    lines_of = ((line, line_count(line.text, _width(line.size) - 0.5)) for line in _ballot(data, size))
    return sum(count * line.size * POINT * 1.32 + (1.1 if line.apart else 0) for line, count in lines_of)
