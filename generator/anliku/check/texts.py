"""Every text of a record with its place, for the rules that look at texts whatever they are for."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cache
from typing import Any

from ..library import FieldPath
from ..library.models import Record


@cache
def _fields(model: type[Record]) -> tuple[tuple[str, str], ...]:
    return tuple((name, field.alias or name) for name, field in model.model_fields.items())


def texts_of(value: Any, at: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Yield (place, text) for every text below `value`, ids and numbers included, in the order of the model."""
    if isinstance(value, str):
        if value and not isinstance(value, Enum):
            yield at, value
    elif isinstance(value, Record):
        for name, key in _fields(type(value)):
            yield from texts_of(getattr(value, name), (*at, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts_of(item, (*at, index))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from texts_of(item, (*at, key))
    elif isinstance(value, int) and abs(value) >= 10**9:
        yield at, str(value)


_BETWEEN = "。\n"  # so that no number and no mark runs on into the next text


_last: tuple[Record | None, str] = (None, "")  # several rules look at the same record one after the other


def joined(value: Record) -> str:
    """Return all texts of a record in one, so that a rule can look once before it looks closely."""
    global _last  # noqa: PLW0603 - a memory of one record; records do not change
    if _last[0] is not value:
        parts: list[str] = []
        _collect(value, parts.append)
        _last = (value, _BETWEEN.join(parts))
    return _last[1]


def _collect(record: Record, add: Any) -> None:
    """Call `add` with every text that `texts_of` yields; for speed without places, since every case comes here."""
    for value in record.__dict__.values():
        kind = type(value)
        if kind is str:
            if value:
                add(value)
        elif kind is tuple:
            for item in value:
                if type(item) is str:
                    add(item)
                elif isinstance(item, Record):
                    _collect(item, add)
        elif isinstance(value, Record):
            _collect(value, add)
        elif kind is dict:
            _collect_values(value, add)
        elif kind is int and abs(value) >= 10**9:
            add(str(value))


def _collect_values(value: dict[str, Any], add: Any) -> None:
    for item in value.values():
        if type(item) is str:
            add(item)
        else:
            _collect(item, add)
