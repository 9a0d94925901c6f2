"""A self-assessment as DOCX: the same items as the PDF, with East Asian fonts named so that Word and WPS agree."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from ..checklist import Checklist, Result, Scheme
from ..library import Shared
from .paper import paper_data
from .xml_text import MAX_PROPERTY, xml_text
from .zipped import stable_zip

BODY_FONT, HEADING_FONT, LATIN_FONT = "仿宋", "黑体", "Times New Roman"
_SMALL = Pt(10.5)
_ITEM_WIDTHS = (Mm(12), Mm(74), Mm(42), Mm(28))
_GAP_WIDTHS = (Mm(12), Mm(42), Mm(22), Mm(44), Mm(15), Mm(21))
_EDGES = ("top", "left", "bottom", "right", "insideH", "insideV")


def checklist_docx(
    checklist: Checklist, scheme: Scheme, shared: Shared, stamp: dt.datetime, result: Result | None = None
) -> bytes:
    """Return the file's bytes; with a result, the answers are filled in and scores and gaps follow."""
    writer = _Writer(paper_data(checklist, scheme, shared, result))
    writer.write()
    out = io.BytesIO()
    writer.document.save(out)
    return stable_zip(out.getvalue(), stamp)


class _Writer:
    """Writes one document."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._data = data
        self.document = Document()

    def write(self) -> None:
        self._page()
        data = self._data
        title = self.document.add_paragraph()
        title.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(title, data["title"], Pt(22), HEADING_FONT)
        lines = [[line["label"], line["value"]] for line in data["particulars"]]
        self._table((Mm(28), Mm(128)), None, lines)
        for note in data["notes"]:
            self._paragraph(note)
        if data["screening"]:
            self._heading("先答这几问")
            rows = [[q["ask"] + (f"（{q['hint']}）" if q["hint"] else ""), q["answer"]] for q in data["screening"]]
            self._table((Mm(120), Mm(36)), ("问题", "回答"), rows)
        for section in data["sections"]:
            if section["rows"]:
                self._heading(section["title"])
                self._table(
                    _ITEM_WIDTHS, ("序号", "问题与标准", "回答", "佐证、备注"), map(_item_cells, section["rows"])
                )
        if data["result"]:
            self._result(data["result"])
        self._paragraph("")
        self._paragraph("　　".join(f"{name}：＿＿＿＿＿＿" for name in data["signature"]), indent=False)

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        style = self.document.styles["Normal"]
        style.font.size = Pt(16)
        style.paragraph_format.space_after = Pt(0)
        _fonts(style.element.get_or_add_rPr(), BODY_FONT)
        properties = self.document.core_properties
        properties.author, properties.language, properties.comments = "anliku", "zh-CN", ""
        properties.title = xml_text(self._data["title"])[:MAX_PROPERTY]
        _run(section.header.paragraphs[0], f"{self._data['title']}　{self._data['identity']}", Pt(9))
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
            _run(footer, text, _SMALL)
            if field:
                _field(footer, field)

    def _heading(self, text: str) -> None:
        paragraph = self.document.add_heading(level=1)
        paragraph.paragraph_format.keep_with_next = True
        _run(paragraph, text, Pt(16), HEADING_FONT)
        paragraph.runs[0].font.color.rgb = RGBColor(0, 0, 0)

    def _paragraph(self, text: str, *, indent: bool = True) -> None:
        paragraph = self.document.add_paragraph()
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(32)
        _run(paragraph, text, Pt(16))

    def _table(self, widths: Sequence[int], head: Sequence[str] | None, rows: Iterable[Sequence[str]]) -> None:
        """Append a table before the section's properties. Written as XML: python-docx takes a second for sixty rows."""
        body = self.document.element.body
        body.insert(len(body) - 1, parse_xml(_table_xml(widths, head, rows)))
        self.document.add_paragraph().paragraph_format.line_spacing = Pt(6)

    def _result(self, result: dict[str, Any]) -> None:
        self._heading("得分")
        self._table((Mm(90), Mm(33), Mm(33)), ("维度", "得分", "已答/应答"), result["scores"])
        self._paragraph(result["grade"])
        for label, asks in (("关键项不达标", result["critical"]), ("条目已改，请复核", result["recheck"])):
            if asks:
                self._paragraph(f"{label}：{'；'.join(asks)}")
        if result["gaps"]:
            self._heading("要补的差距")
            rows = [
                [
                    str(n),
                    g["ask"],
                    g["state"],
                    g["remedy"] + (f"\n依据：{g['basis']}" if g["basis"] else ""),
                    g["owner"],
                    g["due"],
                ]
                for n, g in enumerate(result["gaps"], 1)
            ]
            self._table(_GAP_WIDTHS, ("序号", "问题", "现状", "怎么补", "责任人", "期限"), rows)


def _table_xml(widths: Sequence[int], head: Sequence[str] | None, rows: Iterable[Sequence[str]]) -> str:
    """Return a table with a border everywhere, rows that do not split, and a heading row that repeats."""
    edges = "".join(f'<w:{e} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for e in _EDGES)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    total = sum(map(_twips, widths))
    lines = [_row_xml(widths, head, HEADING_FONT, repeat=True)] if head else []
    lines += [_row_xml(widths, row, BODY_FONT) for row in rows]
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{total}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(lines)}</w:tbl>'
    )


def _row_xml(widths: Sequence[int], texts: Sequence[str], font: str, *, repeat: bool = False) -> str:
    size = '<w:tcPr><w:tcW w:w="{}" w:type="dxa"/></w:tcPr>'
    cells = "".join(
        f"<w:tc>{size.format(_twips(width))}{_paragraphs_xml(text, font, repeat)}</w:tc>"
        for width, text in zip(widths, texts, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if repeat else ''}</w:trPr>{cells}</w:tr>"


def _paragraphs_xml(text: str, font: str, keep: bool) -> str:
    """Return the lines of a cell as paragraphs; `keep` holds a heading row and the row after it together."""
    properties = "<w:pPr><w:keepNext/></w:pPr>" if keep else ""
    fonts = f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{font}"/>'
    look = f'<w:rPr>{fonts}<w:sz w:val="21"/></w:rPr>'
    return "".join(
        f'<w:p>{properties}<w:r>{look}<w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
        for line in xml_text(text).split("\n")
    )


def _twips(length: int) -> int:
    """Return a length of python-docx (EMU) in twentieths of a point."""
    return round(length / 635)


def _item_cells(row: dict[str, Any]) -> list[str]:
    lines = [("★" if row["critical"] else "") + row["ask"]]
    if row["condition"]:
        lines.append(f"（{row['condition']}）")
    lines.append(f"标准：{row['statement']}")
    proof = [f"{label}：{row[key]}" for key, label in (("verify", "核实"), ("evidence", "佐证")) if row[key]]
    lines += ["　".join(proof)] if proof else []
    lines.append(f"{row['who']}　权重 {row['weight']}　{row['id']}")
    return [str(row["number"]), "\n".join(lines), "\n".join(row["answer"]), "\n".join(row["notes"])]


def _gap_cells(number: int, gap: dict[str, Any]) -> list[str]:
    remedy = gap["remedy"] + (f"\n依据：{gap['basis']}" if gap["basis"] else "")
    return [str(number), gap["ask"], gap["state"], remedy, gap["owner"], gap["due"]]


def _run(paragraph: Any, text: str, size: Any, font: str = BODY_FONT) -> None:
    run = paragraph.add_run(xml_text(text))
    run.font.size = size
    _fonts(run._r.get_or_add_rPr(), font)


def _fonts(properties: Any, east_asian: str) -> None:
    """Name the font of each script: Word ignores a font that is set for Latin letters alone."""
    fonts = properties.find(qn("w:rFonts"))
    if fonts is None:
        fonts = OxmlElement("w:rFonts")
        properties.insert(0, fonts)
    for attribute, value in (("ascii", LATIN_FONT), ("hAnsi", LATIN_FONT), ("eastAsia", east_asian)):
        fonts.set(qn(f"w:{attribute}"), value)


def _field(paragraph: Any, instruction: str) -> None:
    """Append a field that the office program fills in, such as the number of the page."""
    size = '<w:rPr><w:sz w:val="21"/></w:rPr>'
    field = f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r>{size}<w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))
