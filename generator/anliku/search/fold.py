"""Traditional characters and their simplified forms, for queries typed in the other script.

`traditional.txt` lists a simplified character followed by its traditional ones, blank-separated: the single-character
part of OpenCC 1.4.2's t2s conversion (BYVoid and contributors, Apache License 2.0). The index itself is not folded, so
that an exact hit is what was typed; the browser tries the other script when that finds nothing.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def fold_table() -> dict[str, str]:
    """{"simplified": s, "traditional": t}, both of one length: t[i] is a traditional form of s[i]."""
    entries = (files(__package__ or "anliku.search") / "traditional.txt").read_text("utf-8").split()
    pairs = [(entry[0], form) for entry in entries for form in entry[1:]]
    return {"simplified": "".join(s for s, _ in pairs), "traditional": "".join(t for _, t in pairs)}


def to_simplified(text: str) -> str:
    """`text` with every traditional character replaced."""
    table = fold_table()
    return text.translate(str.maketrans(table["traditional"], table["simplified"]))
