"""Documents of Word as files."""

from __future__ import annotations

import datetime as dt
from typing import Any

from docx.opc.packuri import CONTENT_TYPES_URI, PACKAGE_URI
from docx.opc.pkgwriter import _ContentTypesItem

from .zipped import Members, zipped


def document_bytes(document: Any, stamp: dt.datetime) -> bytes:
    """Return the bytes of a document; the time in it is `stamp`."""
    return zipped(members_of(document), stamp)


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
