"""What a class is given before it decides, and what only afterwards: handout A and handout B.

A case without a decision is given whole; sealed parts are given to nobody before the decision.
"""

from __future__ import annotations

from collections.abc import Iterator

from .models import Case, Form, Part, Question, Round, Step, sections_of
from .problems import FieldPath


def parts_before(case: Case) -> tuple[Part, ...]:
    """Return the parts of a case that handout A shows: those of the page, the decision where it falls, after the steps."""
    shown = (part for part in sections_of(Case) if part.for_learners)
    parts = [part for part in shown if getattr(case, part.key) and (part.given or case.decision is None)]
    steps = next((at for at, part in enumerate(parts) if part.form is Form.STEPS), 0)
    decisions = [part for part in parts if part.form is Form.DECISION]
    rest = [part for part in parts if part.form is not Form.DECISION]
    return (*rest[: steps + 1 - len(decisions)], *decisions, *rest[steps + 1 - len(decisions) :])


def parts_after(case: Case) -> tuple[Part, ...]:
    """Return the parts of a case that only handout B shows; both may have steps and questions, but never the same ones."""
    before = {part.key for part in parts_before(case) if part.form not in (Form.STEPS, Form.QUESTIONS)}
    shown = (part for part in sections_of(Case) if not part.lecturers and part.key not in before)
    return tuple(part for part in shown if getattr(case, part.key))


def later_keys(case: Case) -> frozenset[str]:
    """Return the keys of the parts that a class may see only when it has decided; none where nothing is to be decided."""
    if case.decision is None:
        return frozenset()
    return frozenset(part.key for part in parts_after(case)) - {part.key for part in parts_before(case)}


def steps_before(case: Case) -> tuple[Step, ...]:
    """Return the steps that were taken before the decision."""
    return case.practice[: case.decision.after_step] if case.decision else case.practice


def steps_after(case: Case) -> tuple[Step, ...]:
    """Return the steps that were taken after it."""
    return case.practice[len(steps_before(case)) :]


def questions_of(case: Case, round_: Round) -> tuple[Question, ...]:
    """Return the questions that are asked in a round."""
    return tuple(question for question in case.questions if question.round is round_)


def given_texts(case: Case) -> Iterator[tuple[FieldPath, str]]:
    """Yield every text that handout A shows of a case with a decision, with its place."""
    if case.decision is None:
        return
    yield ("problem",), case.problem
    yield from ((("decision", name), getattr(case.decision, name)) for name in ("title", "who", "when", "knowing"))
    for number, option in enumerate(case.decision.options):
        for name, text in (("text", option.text), ("for", option.for_), ("against", option.against)):
            yield ("decision", "options", number, name), text
    for number, step in enumerate(steps_before(case)):
        yield ("practice", number, "text"), f"{step.heading}\n{step.text}"
    for number, exhibit in enumerate(case.exhibits):
        yield ("exhibits", number, "text"), f"{exhibit.title}\n{exhibit.text}"
    for number, question in enumerate(case.questions):
        if question.round is Round.BEFORE:
            yield ("questions", number), question.ask
