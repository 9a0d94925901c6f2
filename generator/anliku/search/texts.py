"""Text shards: what a hit shows, a few documents a file.

A document is a record of fields separated by control characters, so that reading it needs no parser: id, kind, url,
title, lead (summary, topics, headings of sections), body (texts of sections), anchors, and how many sections there are.
Nothing in it needs escaping between the double quotes of a script. The index is made from records too: control
characters separate words, as the line breaks do in their place.
"""

from __future__ import annotations

from ..data_scripts.safe import quotable
from .layout import Fields
from .model import Document, searched_as

FIELD, PART = "\x01", "\x02"


def record(document: Document) -> str:
    """The document as one string that may stand between double quotes in a script."""
    sections = document.sections
    parts = (
        (document.id,),
        (document.kind,),
        (document.url,),
        (document.title,),
        (document.summary, *document.topics, *(section.heading for section in sections)),
        (section.text for section in sections),
        (section.anchor for section in sections),
        (str(len(sections)),),
    )
    return FIELD.join([PART.join(map(quotable, part)) for part in parts])


def searched_fields(text: str) -> Fields:
    """The searchable fields of the document in a record; see `Document.fields`."""
    _, kind, _, title, lead, body, _ = text.split(FIELD, 6)
    return searched_as(kind, title, lead, body)
