"""What went wrong while a library was read, as data; `check/schema.py` puts it into words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

FieldPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One failure to read or validate.

    kind: what happened: a name of ours (`encoding`, `tab`, …) or a Pydantic error type (`missing`, `enum`, …).
    path: file, relative to the library, with forward slashes.
    at: keys and indices that lead to the value inside the file, when the file could be parsed.
    line, column: counted from 1, when the parser named them.
    detail: values for the message.
    """

    kind: str
    path: str
    at: FieldPath = ()
    line: int | None = None
    column: int | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)
