"""Cut long lists to what somebody reads, and say how much was left out; the workbook has all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
_LONG, _FIRST, _LAST = 60, 20, 30
NAMES = 12


class Abridged(NamedTuple, Generic[T]):
    """The rows that are shown, and how many more there are."""

    rows: Sequence[T]
    more: int


def abridged(rows: Sequence[T], most: int) -> Abridged[T]:
    """Return the first rows."""
    return Abridged(rows[:most], max(0, len(rows) - most))


def parted(rows: Sequence[T]) -> tuple[Sequence[T], int, Sequence[T]]:
    """Return the first rows of a long ranking, how many are left out, and its last rows; a short ranking whole."""
    if len(rows) <= _LONG:
        return rows, 0, ()
    return rows[:_FIRST], len(rows) - _FIRST - _LAST, rows[-_LAST:]


def names_text(names: Sequence[str], most: int = NAMES) -> str:
    """Return names in a row, beyond `most` their number."""
    shown = "、".join(names[:most])
    return shown if len(names) <= most else f"{shown} 等 {len(names)} 个"
