"""What XML can hold of a text: the formats of office programs are XML and refuse the rest."""

from __future__ import annotations

import re

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
MAX_PROPERTY = 255  # of a title among a document's properties


def xml_text(text: str) -> str:
    """Return the text without the characters that XML cannot hold."""
    return _CONTROL.sub("", text)


def workbook_text(text: str) -> str:
    """Return a text as a workbook keeps it: what looks like an escape of that format, such as _x000D_, stays text."""
    return _ESCAPED.sub("_x005F_", xml_text(text))
