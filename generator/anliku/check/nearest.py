"""The nearest valid spelling, and lists short enough to read."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from difflib import get_close_matches

_SHOWN = 12
_MANY = 300  # comparing with more would take longer than reading them


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like `word`, or None when none is like it."""
    words = list(known)
    if len(words) > _MANY:
        parts = set(word.split("-"))
        words = [other for other in words if other[:3] == word[:3] or not parts.isdisjoint(other.split("-"))]
        words = sorted(words, key=lambda other: (abs(len(other) - len(word)), other))[:_MANY]
    found = get_close_matches(word, words, n=1, cutoff=0.6)
    return found[0] if found else None


def did_you_mean(word: str, known: Collection[str], otherwise: str = "") -> str:
    """Return the remedy for an unknown word: its nearest neighbour, else the list of all, else `otherwise`."""
    near = nearest(word, known)
    if near:
        return f"是不是“{near}”？"
    return f"可以写：{listed(known)}。" if 0 < len(known) <= _SHOWN else otherwise


def listed(words: Collection[str]) -> str:
    """Return the words as a Chinese list, cut when it grows too long."""
    shown = "、".join(list(words)[:_SHOWN])
    return shown if len(words) <= _SHOWN else f"{shown} 等 {len(words)} 个"


def quoted(value: object, limit: int = 30) -> str:
    """Return a value in Chinese quotation marks, on one line and cut when it is long."""
    text = " ".join(str(value).split())
    return f"“{text if len(text) <= limit else text[:limit] + '…'}”"
