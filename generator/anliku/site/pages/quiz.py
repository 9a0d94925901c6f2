"""What the self-test asks about: meanings of terms, and of some cases their figures, what they did, need and warn of.

A question for discussion cannot be asked here: what a good answer holds is for lecturers, and a learners' edition has no
byte of it. So the questions on a case rest on what every reader sees of it, and each is right or wrong with the passage.
"""

from __future__ import annotations

from collections.abc import Iterator

from ...library import Entry
from ...library.dialect import shown_text
from ...library.models import Case, CaseKind, Stage
from ...library.rounds import steps_before
from ...library.story import opening, weighed_of
from ..facts.published import Site
from .listdata import script_json

HEAD = "var anliku=window.anliku||{};anliku.quiz="
"""What makes the data known to the page's scripts; belongs to the key of the file."""

_CASES = 60  # a test has ten questions, and ten thousand cases need not be read for them
_LONGEST = 140  # characters of a meaning that is read in a test
_SHORT = 80  # of a sentence that is one of four to choose from
_DOING = (CaseKind.PRACTICE, CaseKind.BRIEF)  # the steps of the others were not taken


def quiz_cases(site: Site) -> tuple[Entry, ...]:
    """Return the cases that are asked of, spread evenly over the list."""
    ordered = sorted(site.entries.values(), key=lambda entry: entry.id)
    return tuple(ordered[:: max(1, -(-len(ordered) // _CASES))])


def quiz_script(site: Site) -> str:
    """Return study/quiz.js: what is asked of each case by its id, and lists that say what may be asked.

    cases: titles. terms: [id, name, meaning]. figures: [case, label, text, unit, cue in the source].
    steps: [case, number, heading, its first sentence]. weighed: [case, anchor, what is asked, the sentence].
    options: [case, what is decided, ways of deciding, for or against, which way, the reason].
    """
    asked = [(entry, site.library.cases[entry.id]) for entry in quiz_cases(site)]
    meanings = ((term.id, term.name, shown_text(term.definition)) for term in site.shared.terms.values())
    data = {
        "cases": {entry.id: entry.title for entry, _ in asked},
        "terms": [list(one) for one in meanings if len(one[2]) <= _LONGEST],
        "figures": [
            [case.id, f"{f.label}（{f.at}）" if f.at else f.label, f.text, f.unit, f.locator]
            for _, case in asked
            for f in case.figures
        ],
        "steps": [[case.id, *step] for _, case in asked for step in _steps(case)],
        "weighed": [[case.id, *one] for _, case in asked for one in weighed_of(case) if len(one.answer) <= _SHORT],
        "options": [[case.id, *reason] for _, case in asked for reason in _reasons(case)],
    }
    return f"{HEAD}{script_json(data)};\n"


def _steps(case: Case) -> Iterator[tuple[int, str, str]]:
    """Yield what was done, as far as a class may see it before it decides."""
    if case.kind not in _DOING:
        return
    for number, step in enumerate(steps_before(case), 1):
        said = opening(step.text)
        if step.stage is Stage.DONE and len(said) <= _SHORT:
            yield number, step.heading, said


def _reasons(case: Case) -> Iterator[tuple[str, list[str], str, int, str]]:
    """Yield the reasons for and against each way of deciding."""
    if case.decision is None:
        return
    ways = [option.text for option in case.decision.options]
    for number, option in enumerate(case.decision.options):
        for label, reason in option.reasons:
            if reason and len(reason) <= _LONGEST:
                yield case.decision.title or case.title, ways, label, number, reason
