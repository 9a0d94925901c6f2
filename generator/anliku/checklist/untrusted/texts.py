"""What a text of a result file is, whatever wrote it; the page's script follows the same rules."""

from __future__ import annotations

import math
import re
from typing import Any

MAX_TEXT = 4_000
# What Python and JavaScript both may take for a blank; the two differ in what their own functions strip.
_BLANKS = "\t\n\v\f\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_ENDS = re.compile(f"^[{_BLANKS}]+|[{_BLANKS}]+$")
_BLANK = re.compile(f"[{_BLANKS}]+")
_HALF = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return the text without blanks at its ends; half a character, which no file can hold, becomes a mark."""
    return _HALF.sub("\ufffd", _ENDS.sub("", text))


def without_blanks(text: str) -> str:
    """Return the text without any blank."""
    return _BLANK.sub("", text)


def text_or_number(value: Any) -> str | None:
    """Return a text, or a number as one: a period or a house number that someone's program did not quote.

    None for what is neither; a missing one is "".
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return None
    if value == int(value):
        return str(int(value)) if abs(value) < 2**53 else None
    return repr(value) if 1e-4 <= abs(value) < 1e15 else None
