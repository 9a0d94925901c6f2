"""A finding: one thing an editor should know about, with its place and how to mend it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from ..library import FieldPath, Origin, Place, locate


class Severity(StrEnum):
    """Errors stop a build; warnings do so only with `--strict`."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. `path` is relative to the library; line and column count from 1; 0 means the file as a whole.

    accepted: the reason for which the record accepts this warning.
    """

    code: str
    severity: Severity
    path: str
    line: int
    column: int
    message: str
    remedy: str
    accepted: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain data for JSON output."""
        fields = asdict(self)
        return fields if self.accepted else {key: value for key, value in fields.items() if key != "accepted"}


@dataclass(frozen=True, slots=True)
class Remark:
    """What a rule says, before its line is looked up: the place is the path of keys inside the record.

    word: what to point at within a long text, when it is more than the text as a whole.
    """

    code: str
    severity: Severity
    origin: Origin
    at: FieldPath
    message: str
    remedy: str
    word: str = ""

    def pointing_at(self, word: str) -> Remark:
        """Return the same remark, pointing at a word in the text."""
        return replace(self, word=word)

    def located(self, root: Path) -> Finding:
        """Return the finding, reading the file's marks for its line and column."""
        return self.placed(locate(root, self.origin.path, self.origin.at + self.at, self.word))

    def placed(self, place: Place | None) -> Finding:
        """Return the finding at a place that is known already; without one it is about the file as a whole."""
        line, column = place or (0, 0)
        return Finding(self.code, self.severity, self.origin.path, line, column, self.message, self.remedy)


def error(code: str, origin: Origin, at: FieldPath, message: str, remedy: str) -> Remark:
    """Return a remark that stops a build."""
    return Remark(code, Severity.ERROR, origin, at, message, remedy)


def warning(code: str, origin: Origin, at: FieldPath, message: str, remedy: str) -> Remark:
    """Return a remark that does not stop a build unless it is strict."""
    return Remark(code, Severity.WARNING, origin, at, message, remedy)
