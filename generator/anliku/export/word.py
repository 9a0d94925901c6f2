"""Parts of a DOCX: page, header, footer, paragraphs, tables. Fonts are named for each script, so that Word and WPS agree.

Tables and paragraphs are written as XML: python-docx takes a second for sixty rows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from .docx_file import blank_document, document_bytes
from .xml_text import MAX_PROPERTY, xml_text

BODY_FONT, HEADING_FONT, LATIN_FONT = "仿宋", "黑体", "Times New Roman"
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")
_SHADE = '<w:shd w:val="clear" w:color="auto" w:fill="E8E8E8"/>'


class CellLine(NamedTuple):
    """A paragraph in a cell. size in points; ruled: a dotted line to write on stands below it; apart: room above it."""

    text: str = ""
    size: float = 10.5
    bold: bool = False
    centred: bool = False
    ruled: bool = False
    apart: bool = False
    grey: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """A cell that names what stands beside or below it."""

    text: str
    size: float = 10.5


Cell = str | Head | Sequence[CellLine]


class WordPaper:
    """A document of A4 pages."""

    def __init__(
        self, title: str, identity: str, *, flipped: bool = False, margin: float = 14, plain: bool = False
    ) -> None:
        """plain: without header and footer."""
        self.document = blank_document()
        self._title, self._identity = title, identity
        style = self.document.styles["Normal"]
        style.font.size = Pt(10.5)
        style.paragraph_format.space_after = Pt(0)
        name_fonts(style.element.get_or_add_rPr(), BODY_FONT)
        properties = self.document.core_properties
        properties.author, properties.language, properties.comments = "anliku", "zh-CN", ""
        properties.title = xml_text(title)[:MAX_PROPERTY]
        self._set_page(self.document.sections[0], flipped, margin)
        if plain:
            self.document.sections[0].top_margin = self.document.sections[0].bottom_margin = Mm(10)
            return
        self._head_and_foot(self.document.sections[0])

    def turn(self, *, flipped: bool, margin: float = 14) -> None:
        """Begin a new page, upright or wide, with the same header and footer."""
        self._set_page(self.document.add_section(WD_SECTION.NEW_PAGE), flipped, margin)

    def imprint(self, text: str) -> None:
        """Say below the number of every page who publishes the library; nothing where it does not tell."""
        if text:
            below = self.document.sections[0].footer.add_paragraph()
            below.alignment = WD_ALIGN_PARAGRAPH.CENTER
            write(below, text, Pt(8))

    def title(self, text: str) -> None:
        """Append a title."""
        self._append(_paragraph_xml(text, 18, HEADING_FONT, '<w:jc w:val="center"/>'))

    def heading(self, text: str, size: float = 13) -> None:
        """Append a heading that stays with what follows."""
        self._append(_paragraph_xml(text, size, HEADING_FONT, '<w:keepNext/><w:spacing w:before="140" w:after="60"/>'))

    def line(self, text: str, size: float = 10.5) -> None:
        """Append a paragraph."""
        self._append(_paragraph_xml(text, size, BODY_FONT))

    def table(
        self,
        widths: Sequence[float],
        head: Sequence[str] | None,
        rows: Iterable[Sequence[Cell]],
        *,
        split: bool = False,
    ) -> None:
        """Append a table; widths in millimetres. Its head repeats on every page; rows part between pages if `split`."""
        lines = [_row_xml(widths, [Head(name) for name in head], repeat=True)] if head else []
        lines += [_row_xml(widths, row, split=split) for row in rows]
        self._append(_table_xml(widths, lines) + _gap_xml(4))

    def beside(self, widths: Sequence[float], cells: Sequence[Sequence[str]]) -> None:
        """Append tables and paragraphs, as XML, side by side without a frame."""
        row = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr>{"".join(parts)}</w:tc>'
            for width, parts in zip(widths, cells, strict=True)
        )
        # Word wants a paragraph at the end; it must not take a page.
        self._append(_table_xml(widths, [f"<w:tr>{row}</w:tr>"], framed=False) + _gap_xml(1))

    def _append(self, xml: str) -> None:
        """Append paragraphs and tables to the body, whose last element is not one of them."""
        body = self.document.element.body
        for element in list(parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")):
            body.insert(len(body) - 1, element)

    def bytes(self, stamp: dt.datetime) -> bytes:
        """Return the file."""
        return document_bytes(self.document, stamp)

    @staticmethod
    def _set_page(section: Any, flipped: bool, margin: float) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if flipped else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if flipped else (Mm(210), Mm(297))
        section.left_margin = section.right_margin = Mm(margin)
        section.top_margin, section.bottom_margin = Mm(17), Mm(15)
        section.header_distance = section.footer_distance = Mm(7)

    def _head_and_foot(self, section: Any) -> None:
        write(section.header.paragraphs[0], f"{self._title}　{self._identity}", Pt(8.5))
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
            write(footer, text, Pt(9))
            if field:
                add_field(footer, field)


def write(paragraph: Any, text: str, size: Any, font: str = BODY_FONT) -> None:
    """Append a text to a paragraph."""
    run = paragraph.add_run(xml_text(text))
    run.font.size = size
    name_fonts(run._r.get_or_add_rPr(), font)


def name_fonts(properties: Any, east_asian: str) -> None:
    """Name the font of each script: Word ignores a font that is set for Latin letters alone."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for attribute, value in (("ascii", LATIN_FONT), ("hAnsi", LATIN_FONT), ("eastAsia", east_asian)):
        fonts.set(qn(f"w:{attribute}"), value)


def _paragraph_xml(text: str, size: float, font: str, look: str = "") -> str:
    """Return a paragraph as `write` would make it; python-docx takes ten times as long. look: its properties."""
    pieces = [piece for piece in re.split("([\t\n\r])", xml_text(text)) if piece]
    said = "".join(
        "<w:tab/>" if piece == "\t" else "<w:br/>" if piece in "\n\r" else _text_xml(piece) for piece in pieces
    )
    fonts = f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{font}"/>'
    properties = f"<w:pPr>{look}</w:pPr>" if look else ""
    return f'<w:p>{properties}<w:r><w:rPr>{fonts}<w:sz w:val="{round(size * 2)}"/></w:rPr>{said}</w:r></w:p>'


def _text_xml(text: str) -> str:
    kept = "" if text == text.strip() else ' xml:space="preserve"'
    return f"<w:t{kept}>{escape(text)}</w:t>"


def _gap_xml(points: int) -> str:
    """Return a paragraph without text that is so high."""
    return f'<w:p><w:pPr><w:spacing w:line="{points * 20}" w:lineRule="exact"/></w:pPr></w:p>'


def table_xml(widths: Sequence[float], head: Sequence[str] | None, rows: Iterable[Sequence[Cell]]) -> str:
    """Return a framed table as XML, to stand inside a cell."""
    lines = [_row_xml(widths, [Head(name) for name in head], repeat=True)] if head else []
    return _table_xml(widths, [*lines, *(_row_xml(widths, row) for row in rows)])


def line_xml(line: CellLine, *, keep: bool = False) -> str:
    """Return a paragraph as XML; `keep` holds it together with the next."""
    edges = "".join(
        f'<w:{edge} w:val="dotted" w:sz="4" w:space="1" w:color="808080"/>' for edge in ("bottom", "between")
    )
    rule = f"<w:pBdr>{edges}</w:pBdr>" if line.ruled else ""
    spacing = f'<w:spacing w:before="{120 if line.ruled else 60 if line.apart else 0}" w:after="0"/>'
    align = '<w:jc w:val="center"/>' if line.centred else ""
    font = HEADING_FONT if line.bold else BODY_FONT
    fonts = f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{font}"/>'
    grey = '<w:color w:val="505050"/>' if line.grey else ""
    size = f'<w:sz w:val="{round(line.size * 2)}"/>'
    texts = xml_text(line.text).split("\n")
    runs = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(text)}</w:t>' for text in texts)
    kept = "<w:keepNext/>" if keep else ""
    return f"<w:p><w:pPr>{kept}{rule}{spacing}{align}</w:pPr><w:r><w:rPr>{fonts}{grey}{size}</w:rPr>{runs}</w:r></w:p>"


def _table_xml(widths: Sequence[float], rows: Iterable[str], *, framed: bool = True) -> str:
    style = "single" if framed else "nil"
    edges = "".join(f'<w:{edge} w:val="{style}" w:sz="4" w:space="0" w:color="000000"/>' for edge in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    sides = (("top", 30), ("left", 70), ("bottom", 30), ("right", 70)) if framed else ()
    inside = "".join(f'<w:{side} w:w="{room}" w:type="dxa"/>' for side, room in sides)
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(map(_twips, widths))}" w:type="dxa"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{inside}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row_xml(widths: Sequence[float], cells: Sequence[Cell], *, repeat: bool = False, split: bool = False) -> str:
    made = "".join(_cell_xml(width, cell, repeat) for width, cell in zip(widths, cells, strict=True))
    properties = ("" if split else "<w:cantSplit/>") + ("<w:tblHeader/>" if repeat else "")
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{made}</w:tr>"


def _cell_xml(width: float, cell: Cell, keep: bool) -> str:
    head = isinstance(cell, Head)
    shown = _lines_of(cell, keep)
    middle = '<w:vAlign w:val="center"/>' if head or shown[0].centred else ""
    size = f'<w:tcW w:w="{_twips(width)}" w:type="dxa"/>'
    body = "".join(line_xml(line, keep=keep) for line in shown)
    return f"<w:tc><w:tcPr>{size}{_SHADE if head else ''}{middle}</w:tcPr>{body}</w:tc>"


def _lines_of(cell: Cell, centred: bool) -> Sequence[CellLine]:
    """The paragraphs of a cell, of which there is at least one."""
    if isinstance(cell, str):
        return [CellLine(cell)]
    if isinstance(cell, Head):
        return [CellLine(cell.text, cell.size, bold=True, centred=centred)]
    return cell or [CellLine()]


def _twips(width: float) -> int:
    """Return millimetres in twentieths of a point."""
    return round(width * 56.6929)


def add_field(paragraph: Any, instruction: str) -> None:
    """Append a field that the office program fills in, such as the number of the page."""
    size = '<w:rPr><w:sz w:val="18"/></w:rPr>'
    field = f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r>{size}<w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))
