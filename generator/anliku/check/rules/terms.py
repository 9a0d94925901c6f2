"""Which glossary terms a case uses."""

from __future__ import annotations

from ...library import Shared
from ...library.models import Case


def prose_of(case: Case) -> tuple[str, ...]:
    """Return every text of a case that readers see as prose, without figures, sources and teaching notes."""
    steps = (part for step in case.practice for part in (step.heading, step.text))
    asks = (question.ask for question in case.questions)
    return (
        case.title, case.summary, case.problem, *steps, case.results, *case.insights, case.conditions, case.limits, *asks,
    )  # fmt: skip


def terms_in(case: Case, shared: Shared) -> tuple[str, ...]:
    """Return the ids of the terms whose name or alias occurs in the case, in the order of the glossary."""
    text = "\n".join(prose_of(case))
    return tuple(term.id for term in shared.terms.values() if any(name in text for name in (term.name, *term.aliases)))
