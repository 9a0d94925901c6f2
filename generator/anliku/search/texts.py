"""Text shards: what a hit shows, a few documents a file.

A document is a record of fields separated by control characters, so that reading it needs no parser:
id, kind, url, title, summary, topics, then for every section anchor, heading and text. Nothing in it needs escaping
between the double quotes of a script.
"""

from __future__ import annotations

from ..shards.safe import quotable
from .model import Document

FIELD, PART = "\x01", "\x02"


def record(document: Document) -> str:
    """The document as one string that may stand between double quotes in a script."""
    head = (document.id, document.kind, document.url, document.title, document.summary)
    rest = (document.topics, *((s.anchor, s.heading, s.text) for s in document.sections))
    return FIELD.join([*map(quotable, head), *(PART.join(map(quotable, parts)) for parts in rest)])
