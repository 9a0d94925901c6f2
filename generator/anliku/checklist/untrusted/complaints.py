"""What is wrong with a result file, said in Chinese; bounded, because a stranger's file may be wrong a million times."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...printable import printable

MAX_COMPLAINTS = 20


@dataclass(frozen=True, slots=True)
class Complaint:
    """Something wrong with a result file. `place` is an item or a cell; `fatal` when the file is not counted."""

    file: str
    place: str
    message: str
    fatal: bool = False

    def __str__(self) -> str:
        return printable("：".join(part for part in (self.file, self.place, self.message) if part))


class NotReadableError(Exception):
    """A file that cannot be used; the message is Chinese and for the user. `place` says where, as far as known."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(message)
        self.place = place


class Complaints:
    """The complaints of one file: the first few in full, of the rest the number."""

    def __init__(self, file: str) -> None:
        self.file = file
        self._kept: list[Complaint] = []
        self._more = 0

    def say(self, place: str, message: str, *, fatal: bool = False) -> None:
        """Add a complaint; a fatal one is always kept."""
        if fatal or len(self._kept) < MAX_COMPLAINTS:
            self._kept.append(Complaint(self.file, place, message, fatal))
        else:
            self._more += 1

    def __iter__(self) -> Iterator[Complaint]:
        yield from self._kept
        if self._more:
            yield Complaint(self.file, "", f"还有 {self._more} 处问题，没有一一列出")


def quoted(value: Any) -> str:
    """Show a foreign value in a message: short, on one line, without control characters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    clean = printable(text[:80])
    return f"“{clean[:40]}{'…' if len(clean) > 40 else ''}”"
