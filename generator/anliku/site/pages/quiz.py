"""What the self-test asks of: terms with their meanings, and figures of some cases with the passages that give them."""

from __future__ import annotations

from ...library import Entry
from ...search.plain import plain
from ..facts.published import Site
from .listdata import script_json

_CASES = 60  # a test has ten questions, and ten thousand cases need not be read for them
_LONGEST = 140  # characters of a meaning that is read in a test


def quiz_cases(site: Site) -> tuple[Entry, ...]:
    """Return the cases whose figures are asked for, spread evenly over the list."""
    ordered = sorted(site.entries.values(), key=lambda entry: entry.id)
    return tuple(ordered[:: max(1, -(-len(ordered) // _CASES))])


def quiz_script(site: Site) -> str:
    """Return study/quiz.js: terms as [id, name, meaning]; figures as [case, title, label, text, unit, cue in the source]."""
    meanings = ((term.id, term.name, plain(term.definition)) for term in site.shared.terms.values())
    data = {
        "terms": [list(one) for one in meanings if len(one[2]) <= _LONGEST],
        "figures": [
            [entry.id, entry.title, f"{f.label}（{f.at}）" if f.at else f.label, f.text, f.unit, f.locator]
            for entry in quiz_cases(site)
            for f in site.library.cases[entry.id].figures
        ],
    }
    return f"window.anlikuQuiz={script_json(data)};\n"
