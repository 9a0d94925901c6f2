"""What many people answered, counted by choice, and many slips of one unit as one result.

The value of a counted answer is the mean of what was chosen, a yes being 1. Points rise in a straight line from the
worst choice to the best, so its points are the mean of everybody's points.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...library.models import Assessor
from ..asked.answer_forms import AnswerForm, Value, answer_of, is_valid
from ..asked.scoring import Counts, Given
from .result import Result

MAX_PEOPLE = 1_000_000
SMALL = 10  # below this one slip moves the mean by more than a tenth of the way from the worst choice to the best
SMALL_NOTE = "人数少，只供参考"
_TEXTS = ("reason", "evidence", "note", "owner", "due")


def small_note(result: Result) -> str:
    """Say that those served who answered are too few to rest much on; "" where they are not, and for other assessors."""
    return SMALL_NOTE if result.assessor is Assessor.MASSES and result.people < SMALL else ""


def people_text(result: Result) -> str:
    """Say how many slips were returned, of how many, and that they are few."""
    of = f"（发出 {result.handed_out}）" if result.handed_out else ""
    note = small_note(result)
    return f"{result.people} 份{of}{'，' + note if note else ''}"


def mean_of(counts: Counts) -> Value:
    """Return the mean of the answers; where all are the same, that answer itself."""
    if len(counts) == 1:
        return counts[0][0]
    return sum(float(value) * number for value, number in counts) / sum(number for _, number in counts)


def choice_of(form: AnswerForm, key: str) -> Value | None:
    """Return the choice that a key of a tally names: by its value as JSON writes it or by its words."""
    if not form.free:
        named = {str(choice.value).lower(): choice.value for choice in form.choices}
        if key in named:
            return named[key]
    found = answer_of(form, key)
    return found if found is not None and is_valid(form, found) else None


def is_count(value: object) -> bool:
    """Say whether this is a number of people."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    return number and 0 <= value <= MAX_PEOPLE and value == int(value)  # type: ignore[operator, call-overload]


def ordered(counts: Mapping[Value, int]) -> Counts:
    """Return the counts from the worst choice to the best, without those that nobody chose."""
    return tuple((value, counts[value]) for value in sorted(counts, key=float) if counts[value])


def merged(results: Sequence[Result], hashes: Mapping[str, str]) -> Result:
    """Return slips and tallies of one unit and period as one result: the answers of all, counted.

    A result without a tally is the answer of one, or of as many as it says were returned. hashes: of the items as they
    are now, so that an answer to an older item stays one to be looked at again.
    """
    if len(results) == 1:
        return results[0]
    keys = dict.fromkeys(key for result in results for key in result.answers)
    newest = max(results, key=lambda result: (result.saved, result.created))
    handed_out = [result.handed_out for result in results]
    return replace(
        newest,
        answers={key: _joined(key, results, hashes.get(key, "")) for key in keys},
        screening=_majority(results),
        unknown={key: entry for result in results for key, entry in result.unknown.items()},
        returned=sum(result.people for result in results),
        handed_out=sum(handed_out) if all(handed_out) else 0,
    )


def _joined(key: str, results: Sequence[Result], present: str) -> Given:
    pairs = [(result.answers[key], result.returned) for result in results if key in result.answers]
    counts: Counter[Value] = Counter()
    for given, returned in pairs:
        if not given.na and given.value is not None:
            counts.update(dict(given.counts or ((given.value, returned or 1),)))
    answered = [given for given, _ in pairs if given.na or given.value is not None]
    marks = sorted({given.hash for given in answered if given.hash}, key=lambda mark: (mark == present, mark))
    found = ordered(counts)
    made = Given(
        value=mean_of(found) if found else None,
        na=not found and bool(answered),
        on=max((given.on for given, _ in pairs), default=""),
        revision=min((given.revision or 1 for given in answered), default=0),
        hash=marks[0] if marks else "",
        counts=found,
    )
    texts: dict[str, Any] = {name: _texts(getattr(given, name) for given, _ in pairs) for name in _TEXTS}
    return replace(made, **texts)


def _texts(texts: Iterable[str]) -> str:
    """Join what several people wrote, each once."""
    return "；".join(dict.fromkeys(text for text in texts if text))


def _majority(results: Sequence[Result]) -> dict[str, bool]:
    said = {key: [r.screening[key] for r in results if key in r.screening] for r in results for key in r.screening}
    return {key: 2 * sum(votes) > len(votes) for key, votes in said.items()}
