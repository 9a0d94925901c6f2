"""Documents of Word as files: what a new one begins with, and how it is written."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from typing import Any

from docx import Document
from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI
from docx.opc.pkgwriter import _ContentTypesItem
from docx.oxml.ns import qn

from .zipped import Members, zipped

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
    for the Word of 2010 alone, and the picture of an empty page.
    """
    document = Document()
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:type")) == "table" and style.get(qn("w:default")) is None:
            styles.remove(style)
    for source in (document.part, document.part.package):
        for key in [key for key, rel in source.rels.items() if rel.reltype.endswith(_IDLE)]:
            del source.rels[key]
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
