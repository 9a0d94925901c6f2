"""What a class works with: decisions, exhibits and reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library import FieldPath, Library, Origin, Shared
from ...library.models import Case, Decision, Exhibit, Reading
from ...library.rounds import given_texts
from ..findings import Remark, error, warning

_FEWEST = 2
_RUN = 12  # characters in a row that no two texts have in common by chance
_MARKS = re.compile(r"[^\w\u4e00-\u9fff]+")


def teaching_of_case(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """An exhibit or a work to read comes from nowhere, or a decision leaves nothing to decide."""
    yield from _exhibits(case.exhibits, origin)
    yield from _reading(case.reading, origin)
    if case.decision:
        yield from _decision(case.decision, len(case.practice), origin)


def teaching_of_lessons(library: Library) -> Iterator[Remark]:
    """An exhibit of a lesson, or a work to read for it, comes from nowhere."""
    shared = library.shared
    for key, lesson in shared.lessons.items():
        yield from _exhibits(lesson.exhibits, shared.origins["lesson", key])
        yield from _reading(lesson.reading, shared.origins["lesson", key])


def outcome_told_before(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """What handout A shows says in the same words what became of it."""
    runs = _runs(case.outcome) if case.decision else frozenset()
    for at, text in given_texts(case) if runs else ():
        told = next((run for run in _windows(text) if run in runs), "")
        if told:
            message = f"材料甲里已经有“后来怎样”的话：“{told}”。学员还没有作决定就看到了结果。"
            remedy = "从这里删去；讨论后来的问题写上 round: after。"
            yield warning("outcome-told", origin, at, message, remedy)


def _runs(text: str) -> frozenset[str]:
    return frozenset(_windows(text))


def _windows(text: str) -> Iterator[str]:
    bare = _MARKS.sub("", text)
    yield from (bare[at : at + _RUN] for at in range(len(bare) - _RUN + 1))


def _exhibits(exhibits: tuple[Exhibit, ...], origin: Origin) -> Iterator[Remark]:
    for number, exhibit in enumerate(exhibits):
        if not exhibit.source and not exhibit.supposed:
            message = f"附件“{exhibit.title}”没有写来源，也没有写是教学用假设。"
            remedy = "取自来源的写 source 和 locator；为教学假设的写 supposed，说明假设了什么。"
            yield error("exhibit-without-source", origin, ("exhibits", number), message, remedy)


def _reading(reading: tuple[Reading, ...], origin: Origin) -> Iterator[Remark]:
    for number, one in enumerate(reading):
        if not one.source and not one.text:
            message = "这一条延伸阅读没有写读什么。"
            yield error(
                "reading-without-work", origin, ("reading", number), message, "写 source，或在 text 里写全著录。"
            )


def _decision(decision: Decision, steps: int, origin: Origin) -> Iterator[Remark]:
    if decision.after_step > steps:
        message = f"after_step 写的是 {decision.after_step}，做法只有 {steps} 步。"
        yield error("unknown-step", origin, ("decision", "after_step"), message, f"写 0 到 {steps} 之间的数。")
    if len(decision.options) < _FEWEST:
        message = f"只有 {len(decision.options)} 个办法，没有什么可定的。"
        yield warning("few-options", origin, ("decision",), message, "写两三个都说得通的办法（options）。")
    for number, option in enumerate(decision.options):
        missing = "、".join(label for label, text in option.reasons if not text)
        if missing:
            at: FieldPath = ("decision", "options", number)
            message = f"办法“{option.text}”没有写{missing}的理由，学员一看就知道该选哪个。"
            yield warning("one-sided-option", origin, at, message, "for 和 against 都写上。")
