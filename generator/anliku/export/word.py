"""Parts of a DOCX: page, header, footer, paragraphs, tables. Fonts are named for each script, so that Word and WPS agree.

Tables and paragraphs are written as XML: python-docx takes a second for sixty rows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm, Pt

from .docx_file import BODY_FONT, HEADING_FONT, LATIN_FONT, blank_document, name_fonts, number_pages
from .docx_frame import DocxFrame, mark
from .xml_text import xml_text
from .zipped import zipped

_HEAD, _FOOT = "head", "foot"
_CENTRED = '<w:jc w:val="center"/>'
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


class Page(NamedTuple):
    """How the pages of a section lie. margin: at both sides, in millimetres."""

    flipped: bool
    margin: float


UPRIGHT = Page(flipped=False, margin=14)


class WordPaper:
    """A document of A4 pages."""

    def __init__(
        self, title: str, identity: str = "", page: Page = UPRIGHT, *, plain: bool = False, imprint: str = ""
    ) -> None:
        """plain: without header and footer, so without identity and imprint, which stand there.

        imprint: who publishes the library, below the number of every page.
        """
        assert not (plain and (identity or imprint))
        self._title, self._plain = title, plain
        head = _run_xml(f"{title}　{identity}", 8.5, BODY_FONT)
        foot = _paragraph_xml(imprint, 8, BODY_FONT, _CENTRED) if imprint else ""
        self._around = {} if plain else {_HEAD: head, _FOOT: foot}
        self._pages = [page]
        self._texts: list[list[str]] = [[]]

    def turn(self, page: Page) -> None:
        """Begin a new page, with the same header and footer."""
        self._pages.append(page)
        self._texts.append([])

    def title(self, text: str) -> None:
        """Append a title."""
        self._append(_paragraph_xml(text, 18, HEADING_FONT, _CENTRED))

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
        """Append paragraphs and tables."""
        self._texts[-1].append(xml)

    def bytes(self, stamp: dt.datetime) -> bytes:
        """Return the file."""
        texts = {_text_of(number): "".join(said) for number, said in enumerate(self._texts)}
        return zipped(self._frame().filled(self._title, {**self._around, **texts}), stamp)

    def prepare(self) -> None:
        """Make what it shares with other papers of the same pages."""
        self._frame()

    def _frame(self) -> DocxFrame:
        return _frame(tuple(self._pages), self._plain)


def _text_of(number: int) -> str:
    """Return the name of the mark where the text of a section stands."""
    return f"text-{number}"


@cache
def _frame(pages: tuple[Page, ...], plain: bool) -> DocxFrame:
    """Return a document with these sections, whose texts are still missing. plain: without header and footer."""
    document = blank_document()
    style = document.styles["Normal"]
    style.font.size = Pt(10.5)
    style.paragraph_format.space_after = Pt(0)
    name_fonts(style.element.get_or_add_rPr(), BODY_FONT)
    body = document.element.body
    for number, page in enumerate(pages):
        section = document.add_section(WD_SECTION.NEW_PAGE) if number else document.sections[0]
        _set_page(section, page)
        if plain:
            section.top_margin = section.bottom_margin = Mm(10)
        body.insert(len(body) - 1, mark(_text_of(number)))
    if not plain:
        first = document.sections[0]
        first.header.paragraphs[0]._p.append(mark(_HEAD))
        number_pages(first.footer.paragraphs[0])
        first.footer._element.append(mark(_FOOT))
    return DocxFrame(document)


def _set_page(section: Any, page: Page) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE if page.flipped else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if page.flipped else (Mm(210), Mm(297))
    section.left_margin = section.right_margin = Mm(page.margin)
    section.top_margin, section.bottom_margin = Mm(17), Mm(15)
    section.header_distance = section.footer_distance = Mm(7)


def _paragraph_xml(text: str, size: float, font: str, look: str = "") -> str:
    """Return a paragraph as `docx_file.write` would make it; python-docx takes ten times as long. look: its properties."""
    properties = f"<w:pPr>{look}</w:pPr>" if look else ""
    return f"<w:p>{properties}{_run_xml(text, size, font)}</w:p>"


def _run_xml(text: str, size: float, font: str) -> str:
    pieces = [piece for piece in re.split("([\t\n\r])", xml_text(text)) if piece]
    said = "".join(
        "<w:tab/>" if piece == "\t" else "<w:br/>" if piece in "\n\r" else _text_xml(piece) for piece in pieces
    )
    fonts = f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{font}"/>'
    return f'<w:r><w:rPr>{fonts}<w:sz w:val="{round(size * 2)}"/></w:rPr>{said}</w:r>'


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
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(map(_twips, widths))}" w:type="dxa"/>'
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
