"""A paper of blocks as DOCX, made like the PDF of the same blocks."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable
from typing import Any

from docx.enum.section import WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from .blocks import Paper
from .docx_file import (
    BODY_FONT,
    HEADING_FONT,
    add_field,
    blank_document,
    document_bytes,
    name_fonts,
    number_pages,
    write,
)
from .measure import line_count
from .pictures import for_word
from .xml_text import MAX_PROPERTY, xml_text

_BODY, _SMALL, _HEADINGS = Pt(12), Pt(9.5), {1: Pt(18), 2: Pt(13.5), 3: Pt(12)}
_WIDTH, _PADDING, _HALF_A_PAGE, _END = Mm(158), Mm(8), Mm(120), Mm(110)
_LINE, _ROW = Mm(6.5), Mm(9.5)  # of text, and to write on
_RED, _GREY = RGBColor(0x9B, 0x1B, 0x1E), RGBColor(0x59, 0x59, 0x59)
_MARKS = {"bullet": "■", "box": "□"}
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def paper_docx(paper: Paper, stamp: dt.datetime) -> bytes:
    """Return the bytes of the document."""
    writer = _DocxWriter(paper.data())
    writer.write()
    return document_bytes(writer.document, stamp)


class _DocxWriter:
    """Writes one document. self._in: the body, or the cell of a frame, that paragraphs and tables go to."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self.document = blank_document()
        self._in: Any = self.document

    def write(self) -> None:
        self._properties()
        sections = self._data["sections"]
        if self._data["cover"]:
            self._cover()
        for index, section in enumerate(sections):
            if index or self._data["cover"]:
                self.document.add_section(WD_SECTION.NEW_PAGE)
            self._margins(self.document.sections[-1], section["running"])
            if not index and not self._data["cover"]:
                self._title()
            start = len(self.document.element.body) - 1
            self._blocks(section["blocks"], f"case{index}" if section["title"] else "")
            self._keep_end(start)

    def _keep_end(self, start: int) -> None:
        """Keep the end of a section together, so that its last page holds more than a line or two. start: where the section
        begins in the body."""
        left: int = _END
        for element in reversed(self.document.element.body[start:-1]):
            left -= _height(element)
            if left < 0:
                return
            for paragraph in element.iter(qn("w:p")):
                Paragraph(paragraph, self.document).paragraph_format.keep_with_next = True

    def _properties(self) -> None:
        style = self.document.styles["Normal"]
        style.font.size = _BODY
        style.paragraph_format.space_after = Pt(0)
        style.paragraph_format.line_spacing = 1.4
        name_fonts(style.element.get_or_add_rPr(), BODY_FONT)
        self.document.core_properties.title = xml_text(self._data["title"])[:MAX_PROPERTY]

    def _margins(self, section: Any, running: str) -> None:
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(27), Mm(24)
        section.left_margin = section.right_margin = Mm(26)
        section.header_distance = section.footer_distance = Mm(13)
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        head = section.header.paragraphs[0]
        strip = f"【{self._data['strip']}】 " if self._data["strip"] else ""
        head.style.paragraph_format.tab_stops.clear_all()
        head.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
        write(head, f"{strip}{self._data['library']}\t{running}", Pt(9))
        number_pages(section.footer.paragraphs[0])

    def _cover(self) -> None:
        self._margins(self.document.sections[0], "")
        for _ in range(8):
            self.document.add_paragraph()
        self._title(center=True)
        head = self.document.add_paragraph()
        head.paragraph_format.page_break_before = True
        write(head, "目　录", _HEADINGS[1], HEADING_FONT)
        for index, section in enumerate(self._data["sections"]):
            if section["title"]:
                line = self.document.add_paragraph()
                line.paragraph_format.tab_stops.add_tab_stop(_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
                write(line, f"{section['title']}\t", _BODY)
                add_field(line, f"PAGEREF case{index}")

    def _title(self, *, center: bool = False) -> None:
        title = self.document.add_paragraph()
        title.paragraph_format.space_after = Pt(10)
        write(title, self._data["title"], Pt(30 if center else 22), HEADING_FONT)
        lines = [title]
        for text in self._data["about"]:
            lines.append(self.document.add_paragraph())
            write(lines[-1], text, Pt(13 if center else 11))
        for line in lines if center else ():
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _blocks(self, blocks: Iterable[dict[str, Any]], bookmark: str = "") -> None:
        for block in blocks:
            getattr(self, f"_{block['kind']}")(block)
            if bookmark and block["kind"] == "heading":
                _mark(self._in.paragraphs[-1], bookmark)
                bookmark = ""

    # ---- blocks ----

    def _heading(self, block: dict[str, Any]) -> None:
        paragraph = self._paragraph(keep=True)
        paragraph.paragraph_format.space_before = Pt(14 if block["level"] == 2 else 8)
        paragraph.paragraph_format.space_after = Pt(4)
        paragraph.paragraph_format.line_spacing = 1.15
        _outline(paragraph, block["level"])
        write(paragraph, block["text"], _HEADINGS[block["level"]], HEADING_FONT)
        if block["level"] == 2:
            paragraph.runs[0].font.color.rgb = _RED

    def _prose(self, block: dict[str, Any]) -> None:
        self._flow(block["nodes"])

    def _list(self, block: dict[str, Any]) -> None:
        for number, nodes in enumerate(block["items"], block["start"]):
            self._item(nodes, _MARKS.get(block["mark"], f"{number}."), 0)
        self._in.paragraphs[-1].paragraph_format.keep_with_next = block["keep"]

    def _table(self, block: dict[str, Any]) -> None:
        whole = sum(block["shares"])
        widths = [round(_WIDTH * share / whole) for share in block["shares"]]
        cells = [[[name] for name in block["head"]], *([[text] for text in row] for row in block["rows"])]
        self._grid(cells, widths, head=True)

    def _lines(self, block: dict[str, Any]) -> None:
        table = self._in.add_table(block["count"], 1)
        _borders(table, ("bottom", "insideH"))
        for row in table.rows:
            row.height = _ROW
            row.cells[0].paragraphs[0].paragraph_format.keep_with_next = True
        self._small_gap()

    def _note(self, block: dict[str, Any]) -> None:
        if block["text"]:
            paragraph = self._paragraph(keep=block["keep"])
            paragraph.paragraph_format.line_spacing = 1.2
            write(paragraph, block["text"], _SMALL)
            paragraph.runs[0].font.color.rgb = _GREY

    def _frame(self, block: dict[str, Any]) -> None:
        outer = self._in
        table = outer.add_table(1, 1)
        _borders(table, _EDGES)
        _pad(table)
        _keep_whole(table.rows[0], repeat=False)
        self._in = table.cell(0, 0)
        self._blocks(block["blocks"])
        first = self._in.paragraphs[0]
        if not first.text and len(self._in._tc) > 2:
            first._p.getparent().remove(first._p)
        if self._in._tc[-1].tag != qn("w:p"):
            self._in.add_paragraph()  # a cell must end with a paragraph
        self._in = outer
        self._small_gap()

    # ---- nodes of prose ----

    def _flow(self, nodes: Any, indent: int = 0) -> None:
        for node in nodes:
            if isinstance(node, str):
                self._line([node], indent)
            elif node["tag"] in ("ul", "ol"):
                for number, kid in enumerate(node["kids"], node.get("start", 1)):
                    self._item(kid["kids"], "■" if node["tag"] == "ul" else f"{number}.", indent)
            elif node["tag"] == "img":
                self._picture(node, indent)
            elif node["tag"] == "table":
                self._html_table(node)
            elif node["tag"] in ("blockquote", "dl", "dd"):
                self._flow(node["kids"], indent + 1)
            elif node["tag"] != "hr":
                self._line(node["kids"], indent, bold=node["tag"] in ("h3", "h4", "h5", "h6", "dt"))

    def _line(self, kids: Any, indent: int, *, bold: bool = False) -> Any:
        paragraph = self._paragraph(keep=bold)
        paragraph.paragraph_format.left_indent = Pt(24 * indent)
        if not bold and not indent:
            paragraph.paragraph_format.first_line_indent = Pt(24)
        _inline(paragraph, kids, bold=bold)
        return paragraph

    def _picture(self, node: Any, indent: int) -> None:
        """Put a picture in a line of its own, with what it says of itself below."""
        shown = self._line([], indent)
        room = _WIDTH if self._in is self.document else _WIDTH - _PADDING
        is_shown = _show(shown, node, room - Pt(24 * indent))
        lines = [shown]
        if is_shown and node["caption"]:
            shown.paragraph_format.keep_with_next = True
            lines.append(self._line([], indent))
            write(lines[-1], node["caption"], _SMALL)
            lines[-1].runs[0].font.color.rgb = _GREY
        for line in lines if is_shown else ():
            line.paragraph_format.first_line_indent = Pt(0)
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _item(self, kids: Any, mark: str, indent: int) -> None:
        first: Any = kids[0] if kids else ""
        inside = not isinstance(first, str) and first["tag"] == "p"
        begun: list[Any] = [first] if isinstance(first, str) else list(first["kids"]) if inside else []
        paragraph = self._line([f"{mark}\t", *begun], 0)
        form = paragraph.paragraph_format
        form.left_indent, form.first_line_indent = Pt(24 * indent + 21), Pt(-21)
        form.tab_stops.add_tab_stop(Pt(24 * indent + 21))
        self._flow(kids[1:] if inside or isinstance(first, str) else kids, indent + 1)

    def _html_table(self, node: Any) -> None:
        rows = [[cell["kids"] for cell in row["kids"]] for row in _rows(node)]
        columns = max((len(row) for row in rows), default=0)
        if columns:
            filled = [row + [[]] * (columns - len(row)) for row in rows]
            width = _WIDTH if self._in is self.document else _WIDTH - _PADDING
            self._grid(filled, [width // columns] * columns, head=True)

    def _grid(self, cells: list[list[Any]], widths: list[int], *, head: bool) -> None:
        table = self._in.add_table(len(cells), len(widths))
        table.autofit = False
        _borders(table, _EDGES)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width  # LibreOffice goes by the grid, Word by the cells
        for number, (row, texts) in enumerate(zip(table.rows, cells, strict=True)):
            _keep_whole(row, repeat=head and not number)
            if not any(texts):
                row.height = Mm(12)  # to write in
            for cell, kids, width in zip(row.cells, texts, widths, strict=True):
                cell.width = width
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = 1.2
                _inline(paragraph, kids, bold=head and not number, size=Pt(10.5), room=width - Mm(5))
        self._small_gap()

    def _paragraph(self, *, keep: bool = False) -> Any:
        paragraph = self._in.add_paragraph()
        paragraph.paragraph_format.keep_with_next = keep
        return paragraph

    def _small_gap(self) -> None:
        """Two tables without a paragraph between them would be one."""
        self._paragraph().paragraph_format.line_spacing = Pt(6)


def _height(element: Any) -> int:
    """Reckon how high a paragraph or a table of the body will be."""
    if element.tag == qn("w:p"):
        return line_count("".join(element.itertext()), _WIDTH / _BODY) * int(_LINE)
    rows = ([line_count("".join(cell.itertext()), cell.width / _BODY) for cell in row.tc_lst] for row in element.tr_lst)
    return sum(max(int(_ROW), max(cells) * int(_LINE)) for cells in rows)


def _rows(node: Any) -> list[Any]:
    found = []
    for kid in node["kids"]:
        found += [kid] if kid["tag"] == "tr" else _rows(kid)
    return found


def _inline(paragraph: Any, kids: Any, *, bold: bool = False, size: Any = _BODY, room: int = _WIDTH) -> None:
    for kid in kids:
        if isinstance(kid, str):
            write(paragraph, kid, size, HEADING_FONT if bold else BODY_FONT)
        elif kid["tag"] == "br":
            paragraph.add_run().add_break()
        elif kid["tag"] == "img":
            if _show(paragraph, kid, room) and kid["caption"]:
                paragraph.add_run().add_break()
                write(paragraph, kid["caption"], _SMALL)
        else:
            _inline(paragraph, kid["kids"], bold=bold or kid["tag"] == "strong", size=size, room=room)


def _show(paragraph: Any, node: Any, room: int) -> bool:
    """Append a picture as large as browsers show it, at most so wide and half a page high; one that Word cannot take is named."""
    width, height = Pt(node["width"]), Pt(node["height"])
    scale = min(1, room / width, _HALF_A_PAGE / height)
    try:
        data = io.BytesIO(for_word(node["picture"]))
        shown = paragraph.add_run().add_picture(data, round(width * scale), round(height * scale))
    except Exception:  # what it is depends on the file, and a document without a picture is better than none
        write(paragraph, node["said"], _BODY)
        return False
    shown._inline.docPr.set("descr", xml_text(node["alt"]))
    for side in ("distT", "distB", "distL", "distR"):
        shown._inline.set(side, "0")  # LibreOffice takes a side that is not named for an eighth of an inch
    return True


def _borders(table: Any, edges: Iterable[str]) -> None:
    table.autofit = False
    drawn = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="888888"/>' for edge in edges)
    made = parse_xml(f"<w:tblBorders {nsdecls('w')}>{drawn}</w:tblBorders>")
    table._tbl.tblPr.insert_element_before(made, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")


def _pad(table: Any) -> None:
    """Keep the text of a frame away from its edges."""
    sides = (("top", 100), ("left", 160), ("bottom", 100), ("right", 160))
    around = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides)
    made = parse_xml(f"<w:tblCellMar {nsdecls('w')}>{around}</w:tblCellMar>")
    table._tbl.tblPr.insert_element_before(made, "w:tblLook")


def _keep_whole(row: Any, *, repeat: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeat:
        properties.append(OxmlElement("w:tblHeader"))


def _outline(paragraph: Any, level: int) -> None:
    """Give a paragraph its level in the outline, by which office programs and screen readers move."""
    properties = paragraph._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="{level - 1}"/>'))


def _mark(paragraph: Any, name: str) -> None:
    number = name.removeprefix("case")
    for tag, more in (("bookmarkStart", f' w:name="{name}"'), ("bookmarkEnd", "")):
        paragraph._p.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="{number}"{more}/>'))
