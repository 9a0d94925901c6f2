"""May this library leave the house? What stays behind, and what must be mended first."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ..library.models import Status
from .findings import Finding, Severity
from .rules.privacy import id_numbers, mobile_numbers, secrecy_marks
from .survey import Survey

PAGES = "content/pages"
_REVIEW = "not-reviewed"
_LABELS: dict[str, str] = {status.value: status.label for status in Status}


@dataclass(frozen=True)
class Publication:
    """What a pack leaves out, as (title, why), and the findings that forbid it."""

    left_out: tuple[tuple[str, str], ...]
    forbidding: tuple[Finding, ...]
    unreviewed: tuple[Finding, ...]


def publication(root: Path, surveyed: Survey) -> Publication:
    """Return what a pack of this library would leave out, and what stands against making it.

    Errors are not repeated here: with any of them there is no site to pack.
    """
    library = surveyed.library
    lessons = library.shared.lessons.values()
    hidden = [(entry.title, _LABELS[entry.status]) for entry in library.entries.values() if _is_hidden(entry.status)]
    hidden += [(lesson.title, lesson.status.label) for lesson in lessons if _is_hidden(lesson.status)]
    paths = {entry.path for entry in library.published.values()}
    unreviewed = tuple(f for f in surveyed.findings if f.code == _REVIEW and f.path in paths)
    return Publication(tuple(hidden), tuple(page_findings(root)), unreviewed)


def _is_hidden(status: str) -> bool:
    return status != Status.PUBLISHED


def page_findings(root: Path) -> list[Finding]:
    """Return the personal data and secrecy marks in the ordinary pages, which no rule for records reads."""
    findings = []
    for file in sorted((root / PAGES).rglob("*.md")):
        path = file.relative_to(root).as_posix()
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
            findings += [
                Finding(code, Severity.ERROR, path, number, 1, message, remedy)
                for code, message, remedy in _in_line(line)
            ]
    return findings


def _in_line(line: str) -> list[tuple[str, str, str]]:
    away = "删去号码；页面上不写个人信息。"
    found = [("id-number", "这里有一个身份证号码。", away) for _ in id_numbers(line)]
    found += [("mobile-number", f"这里有一个手机号码（{n[:3]}****{n[-4:]}）。", away) for n in mobile_numbers(line)]
    found += [
        ("secrecy-mark", f"这里有密级或内部标记“{mark}”。", "先查明材料能否公开；不能公开的，整页撤下。")
        for mark in secrecy_marks(line)
    ]
    return found
