"""The slides of a class as plain data: what stands on each, line by line, and what the lecturer says to it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ..library import Shared
from ..library.comparable import bar_value, by_unit, comparable
from ..library.dialect import shown_text
from ..library.models import Case, Figure, Question, Round, heading_of
from ..library.rounds import questions_of, steps_after, steps_before
from .case_blocks import ASKED_LATER, TASK_CHECK, option_letter
from .course import Course

LINE = 34  # characters of Chinese that a line of a slide holds; nobody reads longer ones from the back row
_LINES = 9
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？]?[”」）]*")
_FOR_LECTURERS = "讲师版：备注里有答案，后面有“后来怎样”，不要把这个文件发给学员。"


class SlideLine(NamedTuple):
    """A paragraph on a slide. label: bold, before it; level: 0 for plain text, 1 for a point."""

    text: str
    level: int = 1
    label: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars of figures with one unit."""

    labels: tuple[str, ...]
    values: tuple[float, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide. cover: whether it opens the class or a case. running: the case it belongs to.

    later: whether it tells what a class may see only when it has decided.
    """

    title: str
    lines: tuple[SlideLine, ...] = ()
    notes: str = ""
    chart: Chart | None = None
    table: tuple[tuple[str, str], ...] = field(default=())
    cover: bool = False
    running: str = ""
    later: bool = False


def slides_of(course: Course, shared: Shared) -> tuple[Slide, ...]:
    """Return the slides of a class; none holds more than it has room for."""
    return tuple(piece for slide in _all(course, shared) for piece in _fitting(slide))


def learners_slides_of(course: Course, shared: Shared) -> tuple[Slide, ...]:
    """Return the slides that may be handed out: what handout A may tell, and no word of the lecturer's notes."""
    return tuple(replace(slide, notes="") for slide in slides_of(course, shared) if not slide.later)


def _all(course: Course, shared: Shared) -> Iterator[Slide]:
    about = tuple(SlideLine(text, 0) for text in (*course.about, *course.imprint))
    yield Slide(course.title, about, _FOR_LECTURERS, cover=True)
    # Those of a case are for whoever knows how it ended, see `rounds.py`; those of a lesson pack are for everybody.
    later = course.lesson is None and any(case.decision for case in course.cases)
    if course.objectives:
        yield Slide("这一课学完能做什么", _points(course.objectives), later=later)
    if course.plan:
        plan = tuple(SlideLine(shown_text(item.do), 1, f"{item.minutes} 分钟　") for item in course.plan)
        yield Slide("怎么安排", plan, f"共 {sum(item.minutes for item in course.plan)} 分钟。", later=later)
    for case in course.cases:
        yield from _case(course, case, shared)
    yield from _questions("讨论", (one for one in course.questions if one.round is Round.BEFORE))
    yield from _questions(ASKED_LATER, (one for one in course.questions if one.round is Round.AFTER))
    if course.lesson and course.lesson.task:
        task = course.lesson.task
        yield Slide(f"小组任务：{task.title}（{task.minutes} 分钟）", _texts(task.brief))
        if task.checklist:
            yield Slide(TASK_CHECK, tuple(SlideLine(f"□ {shown_text(text)}", 0) for text in task.checklist))
    yield Slide("今天带走什么", (SlideLine("写一句：回去先做哪一件，什么时候，谁来做。", 0),), cover=True)


def _case(course: Course, case: Case, shared: Shared) -> Iterator[Slide]:
    """Yield the slides of a case, each bearing its name below the title."""
    for slide in _before(course, case, shared):
        yield slide if slide.cover else replace(slide, running=course.title_before(case))
    for slide in _after(case):
        yield replace(slide, running=course.title_after(case), later=True)


def _before(course: Course, case: Case, shared: Shared) -> Iterator[Slide]:
    yield Slide(course.title_before(case), _map(case, shared), shown_text(case.limits), cover=True)
    if case.problem:
        yield Slide("原来是什么情况", _texts(case.problem))
    for number, step in enumerate(steps_before(case), 1):
        yield Slide(f"第{number}步：{step.title}", _texts(step.text))
    if case.decision:
        yield from _decision(case)
        yield from _questions("想一想", questions_of(case, Round.BEFORE))
    else:
        yield from _came_of_it(case)
        if not course.questions:
            yield from _questions("讨论", questions_of(case, Round.BEFORE))


def _after(case: Case) -> Iterator[Slide]:
    if case.outcome:
        yield Slide(
            heading_of(Case, "outcome"),
            _texts(case.outcome),
            "先让各组说完自己的决定，再翻到这一页。" * bool(case.decision),
        )
    if case.decision:
        for number, step in enumerate(steps_after(case), len(steps_before(case)) + 1):
            yield Slide(f"第{number}步：{step.title}", _texts(step.text))
        yield from _came_of_it(case)
    yield from _questions("再想一想" if case.decision else "讨论", questions_of(case, Round.AFTER))


def _came_of_it(case: Case) -> Iterator[Slide]:
    if case.results:
        yield Slide(heading_of(Case, "results"), _texts(case.results))
    yield from _figures(case.figures)
    if case.conditions:
        yield Slide("要有什么条件", _texts(case.conditions))


def _map(case: Case, shared: Shared) -> tuple[SlideLine, ...]:
    """Where and when, and the way through the case, as far as the class may see it yet."""
    types = "、".join(shared.organisations[o].name for o in case.organisations if o in shared.organisations)
    facts = (("地方", str(case.region)), ("时间", case.period.text), ("适合", types))
    told = [SlideLine(text, 0, f"{label}：") for label, text in facts if text]
    steps = " → ".join(step.heading for step in steps_before(case))
    told += [SlideLine(steps, 0, "路线：")] if steps else []
    told += [SlideLine(text, 0, f"{label}：") for label, text in case.decision.facts[:1]] if case.decision else []
    return tuple(told)


def _decision(case: Case) -> Iterator[Slide]:
    decision = case.decision
    assert decision
    known = [SlideLine(text, 0, f"{label}：") for label, text in decision.facts if text]
    yield Slide(heading_of(Case, "decision"), (*known, *_texts(decision.knowing)), "停在这里，让每人先写下自己的选择。")
    for number, option in enumerate(decision.options):
        reasons = (SlideLine(text, 1, f"{label}：") for label, text in option.reasons if text)
        lines = (SlideLine(option.text, 0), *reasons)
        yield Slide(f"办法{option_letter(number)}", lines)


def _questions(title: str, questions: Iterable[Question]) -> Iterator[Slide]:
    """Yield a slide for each question; slides with one title are counted, so that nobody takes them for one."""
    asked = tuple(questions)
    for number, question in enumerate(asked, 1):
        notes = "\n".join(f"{label}：{shown_text(text)}" for label, text in question.told if text)
        lines = tuple(SlideLine(text, 0) for text in shown_text(question.ask).split("\n"))
        counted = f"{title}（{number}/{len(asked)}）" if len(asked) > 1 else title
        yield Slide(counted, lines, notes, later=question.round is Round.AFTER)


# ---- figures ----


def _figures(figures: Sequence[Figure]) -> Iterator[Slide]:
    """Yield a chart for figures that can be compared, and a table for the others."""
    compared = comparable(figures)
    for unit, mine in compared.items():
        yield _chart(unit, mine)
    rest = [figure for unit, mine in by_unit(figures).items() if unit not in compared for figure in mine]
    slides = -(-len(rest) // (_LINES - 1))
    each = -(-len(rest) // max(1, slides))  # shared out, so that none is left with one row
    for at in range(0, len(rest), max(1, each)):
        shown = rest[at : at + each]
        yield Slide(
            f"关键数字{'（续）' if at else ''}", table=tuple((f.label, f.text) for f in shown), notes=_origins(shown)
        )


def _chart(unit: str, figures: list[Figure]) -> Slide:
    values = tuple(map(bar_value, figures))
    labels = tuple(f"{f.label}（{f.at}）" if f.at else f.label for f in figures)
    return Slide(f"关键数字（{unit}）", notes=_origins(figures), chart=Chart(labels, values, unit))


def _origins(figures: Iterable[Figure]) -> str:
    return "\n".join(f"{f.label}：{f.text}。出处 {f.source}，“{f.locator}”" for f in figures)


# ---- fitting ----


def _points(texts: Iterable[str]) -> tuple[SlideLine, ...]:
    return tuple(SlideLine(shown_text(text)) for text in texts)


def _texts(markdown: str) -> tuple[SlideLine, ...]:
    """Return a text as lines: a point for each paragraph or list item, in pieces that a slide holds."""
    return tuple(
        SlideLine(piece) for paragraph in shown_text(markdown).split("\n") for piece in _pieces(paragraph) if piece
    )


def _pieces(paragraph: str, most: int = LINE * 4) -> Iterator[str]:
    """Yield a paragraph in pieces of whole sentences."""
    piece = ""
    for sentence in filter(None, _SENTENCE.findall(paragraph)):
        for start in range(0, len(sentence), most):
            part = sentence[start : start + most]
            if piece and len(piece) + len(part) > most:
                yield piece
                piece = ""
            piece += part
    yield piece


def height(line: SlideLine) -> int:
    """Return how many lines of a slide a paragraph takes, at most."""
    return max(1, -(-int(_columns(line.label + line.text) + 1.5) // LINE))


def _columns(text: str) -> float:
    """Return the width of a text in characters of Chinese."""
    return sum(1.0 if ord(character) > 0x2E7F or character in "“”‘’—…·～" else 0.6 for character in text)


def _fitting(slide: Slide) -> Iterator[Slide]:
    """Yield a slide, or its pieces when it is too full; only the first has the notes."""
    pieces = _divided(slide.lines, _LINES)
    # As even as the fewest slides can be: a last one with a single line looks like a mistake.
    even = (_divided(slide.lines, most) for most in range(1, _LINES))
    pieces = next((one for one in even if len(one) == len(pieces)), pieces) if len(pieces) > 1 else pieces
    for number, lines in enumerate(pieces):
        yield _piece(slide, lines, number)


def _divided(lines: Iterable[SlideLine], most: int) -> list[list[SlideLine]]:
    """Return paragraphs in groups that are no higher than so many lines, unless a single one is; at least one group."""
    groups: list[list[SlideLine]] = [[]]
    used = 0
    for line in lines:
        if groups[-1] and used + height(line) > most:
            groups.append([])
            used = 0
        groups[-1].append(line)
        used += height(line)
    return groups


def _piece(slide: Slide, lines: list[SlideLine], number: int) -> Slide:
    if not number:
        return replace(slide, lines=tuple(lines))
    return replace(slide, lines=tuple(lines), title=f"{slide.title}（续）", notes="", cover=False)
