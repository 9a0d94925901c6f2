"""The one filter for text of foreign origin: what a terminal or a reader's eye would obey instead of show.

A manifest, a file's name, a record of the library, a result: whoever wrote it could make a terminal clear the screen, turn
the direction of writing, or show a second name that looks like the first. `commands/console.py` sends everything through
here, so no command can forget to.
"""

from __future__ import annotations

import re

# Controls (C0, C1), soft hyphen, marks that turn the direction of writing, characters without width, separators of lines
# and paragraphs, fillers, lone surrogates, tags and non-characters. A list of our own, since Unicode's grows with each
# Python and the page that checks a pack must hold the same one.
UNPRINTABLE = (
    (0x0000, 0x001F), (0x007F, 0x009F), (0x00AD, 0x00AD), (0x034F, 0x034F), (0x0600, 0x0605), (0x061C, 0x061C),
    (0x06DD, 0x06DD), (0x070F, 0x070F), (0x0890, 0x0891), (0x08E2, 0x08E2), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x2028, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164), (0xD800, 0xDFFF),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0xFFFE, 0xFFFF), (0x110BD, 0x110BD),
    (0x110CD, 0x110CD), (0x13430, 0x1343F), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
MOST = 4_000
"""Characters of a line; a path may have as many."""
NAME = 200
"""Characters of a foreign name."""

_BAD = re.compile("[" + "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in UNPRINTABLE) + "]")


class PrintableLines(str):
    """Several lines that went through the filter already, with line ends and colours of our own."""

    __slots__ = ()


def is_printable(text: str) -> bool:
    """Say whether a text holds nothing that the filter would replace."""
    return not _BAD.search(text)


def printable(text: str, most: int = MOST) -> str:
    r"""Return a text as one line that shows what it holds: an escape character becomes `\u001b`, as in JSON.

    most: characters that are shown; the middle of a longer text is left out, and said to be.
    """
    if len(text) > most:
        text = f"{text[: most * 2 // 3]}……（共 {len(text)} 个字）……{text[len(text) - most // 3 :]}"
    return _BAD.sub(_escape, text)


def masked(text: str) -> str:
    """Return a text of the same length with a dot for every character that must not be printed."""
    return _BAD.sub("·", text.replace("\t", " "))


def block(text: str) -> PrintableLines:
    """Return a text of several lines, each made printable; what is JSON stays the same JSON."""
    return PrintableLines("\n".join(_BAD.sub(_escape, line) for line in text.split("\n")))


def _escape(found: re.Match[str]) -> str:
    code = ord(found.group())
    if code <= 0xFFFF:
        return f"\\u{code:04x}"
    return f"\\u{0xD800 + ((code - 0x10000) >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
