"""Text that may stand between the double quotes of a script without an escape."""

from __future__ import annotations

import re

PARAGRAPH, QUOTE, BACKSLASH = "\x04", "\x05", "\x07"
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f\u2028\u2029]")


def quotable(text: str) -> str:
    """Return the text with a space for each control character, and line breaks, quotes and backslashes as others.

    `anliku.hits.unpack` puts back what was there.
    """
    if _CONTROL.search(text):
        text = _CONTROL.sub(" ", text)
    return text.replace("\\", BACKSLASH).replace('"', QUOTE).replace("\n", PARAGRAPH)
