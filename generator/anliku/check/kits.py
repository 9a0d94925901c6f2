"""`kit.yml`: read and checked the same way whether it lies beside the library or is named on the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..library import Library, Origin
from ..library.kit import FILE, KIT, Kit, OwnLesson, read_kit
from ..library.models import Lesson
from .doubts import doubts_of_file
from .findings import Finding, Remark, error, warning
from .naming import with_meant
from .referable import broken
from .rules.publishing import hidden_cases, led_to_hidden
from .schema import finding_of


def checked_kit(library: Library, folder: Path, name: str = FILE, *, needed: bool = False) -> tuple[Kit, list[Finding]]:
    """Return what the file says and what is to be said of it; a file that is not there says nothing unless it is needed."""
    kit, problems = read_kit(folder, name, needed=needed)
    shared = library.shared
    findings = [finding_of(with_meant(problem, shared), folder, shared.vocabulary) for problem in problems]
    findings += [remark.located(folder) for remark in _remarks(kit, library, Origin(name))]
    findings += [finding for _, finding in doubts_of_file(folder, name, KIT)]
    return kit, findings


def _remarks(kit: Kit, library: Library, origin: Origin) -> Iterator[Remark]:
    """Yield what does not fit the library: ids that it lacks, cases that nobody sees, minutes for another plan."""
    yield from broken(kit, library.shared, origin, library)
    hidden = hidden_cases(library)
    for key, own in kit.lessons.items():
        order = ((("lessons", key, "cases", at), case) for at, case in enumerate(own.cases))
        yield from led_to_hidden(order, hidden, origin)
        yield from _twice(key, own, origin)
        if key in library.shared.lessons:
            yield from _minutes(library.shared.lessons[key], own, origin)


def _twice(key: str, own: OwnLesson, origin: Origin) -> Iterator[Remark]:
    for at, case in enumerate(own.cases):
        if case in own.cases[:at]:
            place = ("lessons", key, "cases", at)
            yield warning("repeated-item", origin, place, f"“{case}”在 cases 里写了两次。", "删去多余的一项。")


def _minutes(lesson: Lesson, own: OwnLesson, origin: Origin) -> Iterator[Remark]:
    if own.minutes and len(own.minutes) != len(lesson.plan):
        message = f"minutes 有 {len(own.minutes)} 段，教学包的时间安排有 {len(lesson.plan)} 段。"
        remedy = "一段写一个数，先后照教学包的时间安排。"
        yield error("minutes-unlike-plan", origin, ("lessons", lesson.id, "minutes"), message, remedy)
