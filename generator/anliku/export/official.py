"""A Word document in the layout of official documents (GB/T 9704): 22 lines of 28 characters on A4, page numbers outside.

Fonts are named as the standard does, each with another name for a machine that lacks it. The body is written as XML:
python-docx takes a second for a table of sixty rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from .docx_file import blank_document
from .docx_frame import DocxFrame, mark
from .xml_text import xml_text
from .zipped import zipped

TITLE, BODY, HEADING, SUBHEADING, NUMBERS, LATIN = (
    "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体", "Times New Roman",
)  # fmt: skip
# What a machine without the font is to take instead, and the kind of font for one that has neither.
_INSTEAD = {
    TITLE: ("华文中宋", "roman"), BODY: ("仿宋", "modern"), HEADING: ("SimHei", "swiss"), SUBHEADING: ("楷体", "modern"),
    NUMBERS: ("SimSun", "roman"),
}  # fmt: skip
_LINE = 579  # a 22nd of the 225 mm between the margins, in twentieths of a point
_TIGHTER = -5  # twentieths of a point between characters of 16 points, so that 28 of them fit into 156 mm
_SIZE = 16
TEXT_WIDTH = 156  # mm
_HEADINGS = ((1, HEADING), (2, SUBHEADING), (3, BODY), (4, BODY))
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_TEXT = "text"


class Official:
    """A document that is written from its beginning to its end."""

    def __init__(self, title: str) -> None:
        """title: among the properties of the file."""
        self._title = title
        self._body: list[str] = []

    def title(self, text: str) -> None:
        """Write the title: 小标宋, 22 points, in the middle, one line free below."""
        self._paragraph(text, '<w:jc w:val="center"/>', _run(TITLE, 22))
        self._blank()

    def addressee(self, text: str) -> None:
        """Write whom it is to: at the left edge."""
        self._paragraph(text, "")

    def heading(self, level: int, text: str) -> None:
        """Write a heading: level 1 is 一、, 2 is （一）, 3 is 1. and 4 is （1）; the number is part of the text."""
        self._paragraph(text, f'<w:pStyle w:val="Heading{level}"/>', "")

    def paragraph(self, text: str, heading: str = "") -> None:
        """Write a paragraph, its first line set in by two characters; it may begin with a heading of level 2."""
        begin = f'<w:r>{_run(SUBHEADING, _SIZE)}<w:t xml:space="preserve">{escape(xml_text(heading))}</w:t></w:r>'
        self._paragraph(text, '<w:ind w:firstLineChars="200" w:firstLine="640"/>', "", begin if heading else "")

    def attachments(self, names: Sequence[str]) -> None:
        """List what is attached, one line free above."""
        self._blank()
        for number, name in enumerate(names, 1):
            head = "附件：" if number == 1 else "　　　"
            self._paragraph(f"{head}{number}. {name}", '<w:ind w:firstLineChars="200" w:firstLine="640"/>')

    def signature(self, who: str, day: str) -> None:
        """Write who signs and the day, at the right, four characters from the edge."""
        self._blank()
        for text in (who, day):
            self._paragraph(text, '<w:keepNext/><w:ind w:rightChars="400" w:right="1280"/><w:jc w:val="right"/>')

    def attachment(self, number: int, name: str) -> None:
        """Begin an attachment on a new page."""
        self._paragraph(f"附件 {number}", "<w:keepNext/><w:pageBreakBefore/>", _run(HEADING, _SIZE))
        self._paragraph(name, '<w:keepNext/><w:jc w:val="center"/>', _run(TITLE, 18))

    def page_break(self) -> None:
        """Begin a new page."""
        self._body.append('<w:p><w:r><w:br w:type="page"/></w:r></w:p>')

    def caption(self, text: str) -> None:
        """Write a line above a table."""
        self._paragraph(
            text, '<w:keepNext/><w:spacing w:before="120" w:line="400" w:lineRule="exact"/>', _run(HEADING, 12)
        )

    def note(self, text: str) -> None:
        """Write a small line below a table."""
        self._paragraph(text, '<w:spacing w:line="320" w:lineRule="exact"/>', _run(BODY, 10.5))

    def table(self, widths: Sequence[float], head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Write a table. widths: of its columns in shares; its rows do not split, and its head repeats on each page."""
        unit = TEXT_WIDTH * 1440 / 25.4 / sum(widths)
        sizes = [int(width * unit) for width in widths]
        edges = "".join(f'<w:{e} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for e in _EDGES)
        grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in sizes)
        margins = '<w:tblCellMar><w:left w:w="57" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
        lines = "".join(_row(sizes, row, BODY) for row in rows)
        self._body.append(
            f'<w:tbl><w:tblPr><w:tblW w:w="{sum(sizes)}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/>{margins}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
            f"{_row(sizes, head, HEADING, '<w:tblHeader/>')}{lines}</w:tbl>"
        )

    def content(self, stamp: dt.datetime) -> bytes:
        """Return the file's bytes."""
        return zipped(_frame().filled(self._title, {_TEXT: "".join(self._body)}), stamp)

    def _blank(self) -> None:
        self._body.append("<w:p/>")

    def _paragraph(self, text: str, properties: str, run: str = "", begin: str = "") -> None:
        self._body.append(_paragraph(text, properties, run, begin))


def _paragraph(text: str, properties: str, run: str, begin: str = "") -> str:
    look = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f'<w:p>{look}{begin}<w:r>{run}<w:t xml:space="preserve">{escape(xml_text(text))}</w:t></w:r></w:p>'


def _run(font: str, size: float) -> str:
    half_points = round(size * 2)
    fonts = f'<w:rFonts w:ascii="{LATIN}" w:hAnsi="{LATIN}" w:eastAsia="{font}"/>'
    return f'<w:rPr>{fonts}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/></w:rPr>'


def _row(sizes: Sequence[int], texts: Sequence[str], font: str, more: str = "") -> str:
    properties = '<w:snapToGrid w:val="0"/><w:spacing w:line="300" w:lineRule="exact"/>'
    properties = f"<w:keepNext/>{properties}" if more else properties
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        f"{''.join(_paragraph(line, properties, _run(font, 10.5)) for line in text.split(chr(10)))}</w:tc>"
        for size, text in zip(sizes, texts, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{more}</w:trPr>{cells}</w:tr>"


@cache
def _frame() -> DocxFrame:
    """Return a document with the page, the styles and the fonts."""
    document = blank_document()
    _page(document)
    _styles(document)
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)
    document.element.body.insert(0, mark(_TEXT))
    fonts = next(p for p in document.part.package.iter_parts() if str(p.partname) == "/word/fontTable.xml")
    fonts._blob = fonts.blob.replace(b"</w:fonts>", _font_table().encode() + b"</w:fonts>")
    return DocxFrame(document)


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(22)  # so that the number stands 7 mm below the text
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    section._sectPr.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{_LINE}"/>'))


def _styles(document: Any) -> None:
    normal = document.styles["Normal"]
    _look(normal, BODY, _SIZE)
    normal.element.get_or_add_rPr().append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{_TIGHTER}"/>'))
    spacing = normal.paragraph_format
    spacing.space_after = spacing.space_before = Pt(0)
    spacing.line_spacing = Pt(_LINE / 20)
    for level, font in _HEADINGS:
        style = document.styles[f"Heading {level}"]
        _look(style, font, _SIZE)
        style.font.bold, style.font.italic = level == 3, False
        style.font.color.rgb = RGBColor(0, 0, 0)
        form = style.paragraph_format
        form.space_after = form.space_before = Pt(0)
        form.keep_with_next = level < 3
        form.first_line_indent = Pt(2 * _SIZE)


def _look(style: Any, font: str, size: int) -> None:
    """Set font and size; Word ignores a font that is set for Latin letters alone, and themes go before names."""
    style.font.size = Pt(size)
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for attribute, value in (("ascii", LATIN), ("hAnsi", LATIN), ("cs", LATIN), ("eastAsia", font)):
        fonts.set(qn(f"w:{attribute}"), value)
    properties.insert(0, fonts)


def _number(footer: Any, side: Any) -> None:
    """Put the page's number between dashes, one character from the outer edge."""
    footer.is_linked_to_previous = False
    paragraph = footer.paragraphs[0]
    paragraph.alignment = side
    form = paragraph.paragraph_format
    form.left_indent = form.right_indent = Pt(14)
    form.line_spacing = Pt(16)
    look = _run(NUMBERS, 14)
    for xml in (
        f"<w:r {nsdecls('w')}>{look}<w:t>— </w:t></w:r>".replace("<w:t>", '<w:t xml:space="preserve">'),
        f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r>{look}<w:t>1</w:t></w:r></w:fldSimple>',
        f"<w:r {nsdecls('w')}>{look}<w:t> —</w:t></w:r>".replace("<w:t>", '<w:t xml:space="preserve">'),
    ):
        paragraph._p.append(parse_xml(xml))


def _font_table() -> str:
    return "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{instead}"/><w:charset w:val="86"/><w:family w:val="{family}"/>'
        '<w:pitch w:val="variable"/></w:font>'
        for name, (instead, family) in _INSTEAD.items()
    )
