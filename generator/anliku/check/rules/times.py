"""Minutes that add up, and dates in their order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ...library import FieldPath, Library, Origin, Shared
from ...library.models import Case, PlanItem
from ..findings import Remark, error, warning

_DATE_LIKE = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")


def case_times(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A case's teaching plan does not add up, its period runs backwards, or a figure's date is none."""
    if case.teaching and case.teaching.plan and case.teaching.minutes is not None:
        yield from _sum(case.teaching.minutes, case.teaching.plan, origin, ("teaching", "minutes"))
    yield from _order(case.period.from_, case.period.to, origin, ("period", "to"))
    for index, figure in enumerate(case.figures):
        found = _DATE_LIKE.fullmatch(figure.at) if figure.at else None
        if found and not (1 <= int(found[2]) <= 12 and 1 <= int(found[3] or 1) <= 31):
            message = f"“{figure.at}”不是日期。"
            yield error(
                "bad-date", origin, ("figures", index, "at"), message, "写成 2009-10-18，或 2009 年底 这样的文字。"
            )


def shared_times(library: Library) -> Iterator[Remark]:
    """The minutes of a lesson's plan do not add up, or a policy's date is none."""
    shared = library.shared
    for key, lesson in shared.lessons.items():
        yield from _sum(lesson.minutes, lesson.plan, shared.origins["lesson", key], ("minutes",))
    for key, policy in shared.policies.items():
        state = policy.in_force
        yield from _order(state.from_, state.to, shared.origins["policy", key], ("in_force", "to"))


def _sum(minutes: int, plan: Iterable[PlanItem], origin: Origin, at: FieldPath) -> Iterator[Remark]:
    total = sum(item.minutes for item in plan)
    if total != minutes:
        message = f"各段加起来是 {total} 分钟，总时长写的是 {minutes} 分钟。"
        yield warning("minutes-do-not-add-up", origin, at, message, "改总时长，或调整 plan 里各段的时间。")


def _order(start: str | None, end: str | None, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    if start and end:
        known = min(len(start), len(end))
        if start[:known] > end[:known]:
            message = f"结束时间 {end} 早于开始时间 {start}。"
            yield error("dates-reversed", origin, at, message, "核对来源，改正其中一个。")
