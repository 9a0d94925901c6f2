"""Whether a library may be handed on: what a pack leaves out, and what must be mended first."""

from __future__ import annotations

from dataclasses import dataclass

from ..library.models import Status
from .findings import Finding
from .survey import Survey

_REVIEW = "not-reviewed"
_LABELS: dict[str, str] = {status.value: status.label for status in Status}


@dataclass(frozen=True)
class Publication:
    """What a pack leaves out, as (title, why), and the findings on published cases that nobody has reviewed."""

    left_out: tuple[tuple[str, str], ...]
    unreviewed: tuple[Finding, ...]


def publication(surveyed: Survey) -> Publication:
    """Return what a pack of this library would leave out, and what stands against making it.

    Personal data and secrecy marks are errors: with any of them there is no site to pack.
    """
    library = surveyed.library
    lessons = library.shared.lessons.values()
    hidden = [(entry.title, _LABELS[entry.status]) for entry in library.entries.values() if _is_hidden(entry.status)]
    hidden += [(lesson.title, lesson.status.label) for lesson in lessons if _is_hidden(lesson.status)]
    paths = {entry.path for entry in library.published.values()}
    unreviewed = tuple(f for f in surveyed.findings if f.code == _REVIEW and f.path in paths)
    return Publication(tuple(hidden), unreviewed)


def _is_hidden(status: str) -> bool:
    return status != Status.PUBLISHED
