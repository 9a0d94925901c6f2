"""Text shards: what a hit shows, a few documents a file.

A document is a record of fields separated by control characters, so that reading it needs no parser:
id, kind, url, title, summary, topics, then for every section anchor, heading and text. Nothing in it needs escaping
between the double quotes of a script.
"""

from __future__ import annotations

import re

from .model import Document

FIELD, PART, PARAGRAPH, QUOTE, BACKSLASH = "\x01", "\x02", "\x04", "\x05", "\x07"
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]")


def record(document: Document) -> str:
    """The document as one string that may stand between double quotes in a script."""
    head = (document.id, document.kind, document.url, document.title, document.summary)
    rest = (document.topics, *((s.anchor, s.heading, s.text) for s in document.sections))
    return FIELD.join([*map(_clean, head), *(PART.join(map(_clean, parts)) for parts in rest)])


def _clean(text: str) -> str:
    """Control characters become spaces; line breaks, quotes and backslashes get characters of their own."""
    if _CONTROL.search(text):
        text = _CONTROL.sub(" ", text)
    return text.replace("\\", BACKSLASH).replace('"', QUOTE).replace("\n", PARAGRAPH)
