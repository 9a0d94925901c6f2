"""Reckon how much room a text takes, in widths of a Chinese character, because office programs do not agree on it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

GAP = "　"
POINT = 0.3528  # millimetres of a point, and so of a Chinese character for each point of its size
_KNOWN = 4096
_WIDE = ("W", "F", "A")  # boxes and dashes are as wide as Han in Chinese fonts


@lru_cache(_KNOWN)
def ems(text: str) -> float:
    """Return the width of a text on one line."""
    return sum(1.0 if unicodedata.east_asian_width(character) in _WIDE else 0.55 for character in text)


@lru_cache(_KNOWN)  # most texts stand in the checklists of many types
def line_count(text: str, width: float) -> int:
    """Return how many lines a text takes at this width, at least one."""
    return sum(max(1, -int(-ems(line) // max(width, 1))) for line in text.split("\n"))


def packed(choices: Iterable[str], width: float) -> list[str]:
    """Return lines of whole choices: one never breaks from its box unless it is wider than a line."""
    made: list[str] = []
    for choice in choices:
        if made and ems(made[-1] + GAP + choice) <= width:
            made[-1] += GAP + choice
        else:
            made.append(choice)
    return made


def pieces(text: str, width: float, most: int) -> list[str]:
    """Return a text in pieces of at most so many lines, for rows that an office program would cut off.

    Nothing is lost: the pieces together are the text, but for line breaks between them.
    """
    shown = [line for paragraph in text.split("\n") for line in _wrapped(paragraph, width)]
    groups = (shown[start : start + most] for start in range(0, len(shown), most))
    return ["".join(line + ("\n" if ends else "") for line, ends in group).removesuffix("\n") for group in groups]


def _wrapped(paragraph: str, width: float) -> Iterator[tuple[str, bool]]:
    """Yield the lines that a paragraph takes, and whether it ends there."""
    line, taken = "", 0.0
    for character in paragraph:
        wide = ems(character)
        if taken + wide > width and line:
            yield line, False
            line, taken = "", 0.0
        line, taken = line + character, taken + wide
    yield line, True
