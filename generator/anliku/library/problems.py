"""What went wrong while a library was read, as data; `check/schema.py` puts it into words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

FieldPath = tuple[str | int, ...]
# What a YAML file can hold, and nothing else, because what is known of a file crosses to other processes.
Plain = None | bool | int | float | str | dt.date | list["Plain"] | dict["Plain", "Plain"]


class NullWord(str):
    """`~` or `null` without quotation marks: nothing where a field may be empty, and a text where it wants one."""

    __slots__ = ()


def plain_value(value: object) -> Plain:
    """Return a value that a file can hold as it is, and any other value as its text."""
    if isinstance(value, list | tuple):
        return [plain_value(one) for one in value]
    if isinstance(value, dict):
        return {plain_value(key): plain_value(one) for key, one in value.items()}
    if isinstance(value, str):
        return str(value)  # no kin of a text goes from one process to another
    return value if value is None or isinstance(value, bool | int | float | str | dt.date) else str(value)


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure to read or validate.

    kind: what happened: a name of ours (`encoding`, `tab`, …) or a Pydantic error type (`missing`, `enum`, …).
    path: file, relative to the library, with forward slashes.
    at: keys and indices that lead to the value inside the file, when the file could be parsed.
    line, column: counted from 1, when the parser named them.
    detail: values for the message.
    within: the model that knows the place, and how deep in `at` it begins, where the file's kind does not tell.
    """

    kind: str
    path: str
    at: FieldPath = ()
    line: int | None = None
    column: int | None = None
    detail: dict[str, Plain] = field(default_factory=dict)
    within: tuple[type[Any], int] | None = None
