"""What a field is to readers, declared beside the field.

Page, search, handbook, comparison, completeness, the rules for prose, `anliku new` and the review all ask here:

    limits: Annotated[OptionalText, Part("局限与提醒", Form.NOTICE, asked=True)] = Field("", …)
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache
from types import MappingProxyType

from .base import Record

_FIRST_WORDS = re.compile(r"[，、：；（。]")


class Form(Enum):
    """How a part is written, and so how it is shown."""

    FACT = "fact"  # a value in the box above the text
    LEAD = "lead"  # a plain text: title, summary, heading of a step
    PROSE = "prose"  # Markdown
    NOTICE = "notice"  # Markdown in a box
    LIST = "list"  # short texts in Markdown
    STEPS = "steps"
    FIGURES = "figures"
    DECISION = "decision"
    SEALED = "sealed"  # Markdown that is shown when the lecturer asks for it
    EXHIBITS = "exhibits"
    READING = "reading"
    QUESTIONS = "questions"
    TEACHING = "teaching"
    PLAN = "plan"
    CASES = "cases"
    EXCERPTS = "excerpts"
    TASK = "task"


class Compared(Enum):
    """How much of a part stands in the table that compares cases."""

    NOT = ""
    WHOLE = "whole"
    BEGINNING = "beginning"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a record.

    heading: what readers see above it. form: how it is written.
    asked: whether a record without it counts as incomplete; spared: kinds of case that it is not asked of.
    hint: what `anliku new` writes in its place. renamed: another heading, by kind of case.
    carried: whether it tells what happened somewhere, so that a passage of a source must carry it.
    compared: how much of it the comparison shows. printed: its heading in the handbook, where that differs.
    given: whether a class has it before it decides: on handout A of a case with a decision.
    lecturers: whether only a lecturer's build shows it. sealed: whether it tells how it ended, which learners get from
    the lecturer, on handout B. most: how many characters its place has room for, 0 for any.
    drawn: what the strip that draws a case calls it, see `library/story.py`; steps are drawn by their headings. weighed: the
    question that its first sentence answers for whoever wonders whether the case can be learnt from.
    anchor: its anchor on the page, where that is not the field. key: the field; filled in by `parts_of`.
    """

    heading: str
    form: Form
    asked: bool = False
    spared: tuple[str, ...] = ()
    hint: str = ""
    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    carried: bool = False
    compared: Compared = Compared.NOT
    printed: str = ""
    given: bool = False
    lecturers: bool = False
    sealed: bool = False
    most: int = 0
    drawn: str = ""
    weighed: str = ""
    anchor: str = ""
    key: str = ""

    @property
    def is_section(self) -> bool:
        """Whether the part has a heading of its own on the page."""
        return self.form not in (Form.FACT, Form.LEAD)

    @property
    def for_learners(self) -> bool:
        """Whether a learners' build, file or pack may hold it; what is sealed reaches learners on handout B alone."""
        return not (self.lecturers or self.sealed)

    def title(self, kind: str = "") -> str:
        """Return the heading for a kind of case."""
        return self.renamed.get(kind, self.heading)


@cache
def parts_of(model: type[Record]) -> tuple[Part, ...]:
    """Return the parts of a model, in the order of its fields, which is that of the page."""
    return tuple(
        replace(mark, key=name, anchor=mark.anchor or name)
        for name, field_info in model.model_fields.items()
        for mark in field_info.metadata
        if isinstance(mark, Part)
    )


@cache
def heading_of(model: type[Record], name: str) -> str:
    """Return what readers see above a field: the heading of its part, else the first words of its description."""
    found = model.model_fields[name]
    part = next((mark for mark in found.metadata if isinstance(mark, Part)), None)
    return part.heading if part else _FIRST_WORDS.split(found.description or name)[0].strip()


@cache
def sections_of(model: type[Record]) -> tuple[Part, ...]:
    """Return the parts that have a heading of their own on the page."""
    return tuple(part for part in parts_of(model) if part.is_section)
