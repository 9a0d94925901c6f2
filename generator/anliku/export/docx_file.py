"""Documents of Word by python-docx: what a new one begins with, texts with their fonts, fields, and the file."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI
from docx.opc.pkgwriter import _ContentTypesItem
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from .xml_text import xml_text
from .zipped import Members, zipped

BODY_FONT, HEADING_FONT, LATIN_FONT = "仿宋", "黑体", "Times New Roman"
_IDLE = ("/stylesWithEffects", "/thumbnail")


def blank_document() -> Any:
    """Return a new document."""
    return Document(io.BytesIO(_template()))


def document_bytes(document: Any, stamp: dt.datetime) -> bytes:
    """Return the bytes of a document; the time in it is `stamp`."""
    return zipped(members_of(document), stamp)


@cache
def _template() -> bytes:
    """Return what python-docx begins with, without nine tenths of it, which every document would have to read and to carry.

    These are a hundred styles of tables, which nothing here uses and which Word offers anyhow, a second list of all styles
    for the Word of 2010 alone, and the picture of an empty page. Its author and language are named.
    """
    document = Document()
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)
    for source in (document.part, document.part.package):
        for key in [key for key, rel in source.rels.items() if rel.reltype.endswith(_IDLE)]:
            del source.rels[key]
    properties = document.core_properties
    properties.author, properties.language, properties.comments = "anliku", "zh-CN", ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def members_of(document: Any) -> Members:
    """Return the files that a document consists of, as `document.save` would write them."""
    package = document.part.package
    parts = package.parts
    members = Members()
    members.writestr(CONTENT_TYPES_URI.membername, _ContentTypesItem.from_parts(parts).blob)  # type: ignore[no-untyped-call]
    members.writestr(PACKAGE_URI.rels_uri.membername, package.rels.xml)
    for part in parts:
        members.writestr(part.partname.membername, part.blob)
        if part.rels:
            members.writestr(part.partname.rels_uri.membername, part.rels.xml)
    return members


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


def add_field(paragraph: Any, instruction: str) -> None:
    """Append a field that the office program fills in, such as the number of the page."""
    size = '<w:rPr><w:sz w:val="18"/></w:rPr>'
    field = f'<w:fldSimple {nsdecls("w")} w:instr="{instruction}"><w:r>{size}<w:t>1</w:t></w:r></w:fldSimple>'
    paragraph._p.append(parse_xml(field))


def number_pages(paragraph: Any) -> None:
    """Say in a paragraph of the footer which page of how many this is."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, field in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        write(paragraph, text, Pt(9))
        if field:
            add_field(paragraph, field)
