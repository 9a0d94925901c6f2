"""A case at a glance: the stations that a strip draws it with, and what a reader weighs before learning from it.

Which parts they are stands beside the model, see `Part.drawn` and `Part.weighed`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .dialect import shown_text
from .models import Case, Form, Stage, Step
from .rounds import parts_after, parts_before, steps_after, steps_before

# What stands in quotation marks or brackets belongs to its sentence, whatever it ends with.
_SENTENCE = re.compile(r"(?:“[^”]*”|（[^）]*）|[^。！？])+[。！？]?")
_BLANK = re.compile(r"\n[ \t]*\n")
_CIRCLED = 20  # numbers in a ring that every font of a system has


class Station(NamedTuple):
    """A station of the strip. mark: a step's number. stage: how far a step has come, unless it is done."""

    anchor: str
    text: str
    mark: str = ""
    stage: str = ""


class Weighed(NamedTuple):
    """What a part says first. question: what the reader asks."""

    anchor: str
    question: str
    answer: str


def stations_of(case: Case) -> tuple[Station, ...]:
    """Return the stations of a case: a decision stands after what led to it; of what came then, only that something did."""
    return (*_before(case), *_after(case))


def _before(case: Case) -> Iterator[Station]:
    for part in parts_before(case):
        if part.form is Form.STEPS:
            yield from (_step(number, step) for number, step in enumerate(steps_before(case), 1))
        elif part.drawn:
            yield Station(part.anchor, part.drawn)


def _after(case: Case) -> Iterator[Station]:
    for part in parts_after(case):
        if part.form is Form.STEPS and steps_after(case):
            yield Station(f"step-{len(steps_before(case)) + 1}", "定下以后")
        elif part.drawn:
            yield Station(part.anchor, part.drawn)


def _step(number: int, step: Step) -> Station:
    mark = chr(ord("①") + number - 1) if number <= _CIRCLED else f"{number} "
    return Station(f"step-{number}", step.heading, mark, "" if step.stage is Stage.DONE else step.stage.label)


def weighed_of(case: Case) -> tuple[Weighed, ...]:
    """Return what a reader weighs, each with the first sentence of its part; nothing that gives a decision away."""
    found = (part for part in parts_before(case) if part.weighed)
    return tuple(Weighed(part.anchor, part.weighed, opening(getattr(case, part.key))) for part in found)


def opening(markdown: str) -> str:
    """Return the first sentence of a text; of one that leads to a list, its first item as well."""
    begin = markdown if "<!--" in markdown else "\n\n".join(_BLANK.split(markdown.strip(), 2)[:2])  # the parser is slow
    lines = shown_text(begin).split("\n")
    first = _first_sentence(lines[0])
    leads = first.endswith(("：", ":")) and len(lines) > 1
    return first + _first_sentence(lines[1]) if leads else first


def _first_sentence(line: str) -> str:
    found = _SENTENCE.match(line)
    return found[0] if found else line
