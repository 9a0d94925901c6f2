"""Which glossary terms a case uses."""

from __future__ import annotations

from ...library import FieldPath, Shared
from ...library.models import Case


def prose_places(case: Case) -> tuple[tuple[FieldPath, str], ...]:
    """Return every text of a case that readers see as prose, without figures, sources and teaching notes."""
    steps = [
        (("practice", index, key), text)
        for index, step in enumerate(case.practice)
        for key, text in (("heading", step.heading), ("text", step.text))
    ]
    insights = [(("insights", index), text) for index, text in enumerate(case.insights)]
    asks = [(("questions", index), question.ask) for index, question in enumerate(case.questions)]
    return (
        (("title",), case.title),
        (("summary",), case.summary),
        (("problem",), case.problem),
        *steps,
        (("results",), case.results),
        *insights,
        (("conditions",), case.conditions),
        (("limits",), case.limits),
        *asks,
    )


def prose_of(case: Case) -> tuple[str, ...]:
    """Return the texts of `prose_places` alone."""
    steps = [part for step in case.practice for part in (step.heading, step.text)]
    head = (case.title, case.summary, case.problem)
    return (
        *head, *steps, case.results, *case.insights, case.conditions, case.limits, *[q.ask for q in case.questions],
    )  # fmt: skip


def terms_in(case: Case, shared: Shared) -> tuple[str, ...]:
    """Return the ids of the terms whose name or alias occurs in the case, in the order of the glossary."""
    return terms_in_text("\n".join(prose_of(case)), shared)


def terms_in_text(text: str, shared: Shared) -> tuple[str, ...]:
    """Return the ids of the terms whose name or alias occurs in the text, in the order of the glossary."""
    found = shared.term_finder.names_in(text)
    return tuple(dict.fromkeys(term for name, term in shared.term_names if name in found))
