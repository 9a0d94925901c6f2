"""How the answers to each item are spread over the units of a type."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from ...library.models import Assessor
from ..asked.answer_forms import AnswerForm, Value
from ..asked.items import Item
from ..asked.scoring import Given
from ..collection.collection import Unit
from ..results.tally import SMALL, SMALL_NOTE
from .model import Count, Spread


def spreads_of(units: Sequence[Unit]) -> tuple[Spread, ...]:
    """Return one for each item and assessor, in the order of the checklist."""
    found: dict[tuple[str, str, Assessor], tuple[Item, list[Given | None]]] = {}
    for unit in units:
        for assessor, items in unit.asked.items():
            answers = unit.results[assessor].answers
            for item in items:
                _, given = found.setdefault((item.id, item.hash, assessor), (item, []))
                given.append(answers.get(item.id))
    return tuple(_spread(units[0].type_name, item, a, given) for (_, _, a), (item, given) in found.items())


def _spread(type_name: str, item: Item, assessor: Assessor, given: Sequence[Given | None]) -> Spread:
    values = list(_values(one for one in given if one))
    absent = sum(one is not None and one.na for one in given)
    people = assessor is Assessor.MASSES
    counts = _counts(item.form, values)
    numbers = [] if counts else [float(value) for value, number in values for _ in range(number)]
    asked = sum(number for _, number in values)
    return Spread(
        type_name=type_name,
        item=item,
        assessor=assessor,
        counts=counts,
        low=min(numbers, default=None),
        middle=statistics.median(numbers) if numbers else None,
        high=max(numbers, default=None),
        answered=asked,
        not_applicable=absent,
        open=sum(one is None or (not one.na and one.value is None) for one in given),
        people=people,
        small=SMALL_NOTE if people and 0 < asked < SMALL else "",
    )


def _values(given: Iterable[Given]) -> Iterator[tuple[Value, int]]:
    for one in given:
        if one.counts:
            yield from one.counts
        elif not one.na and one.value is not None:
            yield one.value, 1


def _counts(form: AnswerForm, values: Iterable[tuple[Value, int]]) -> tuple[Count, ...]:
    """Return the number of each choice; a mean between two choices counts for the nearer one."""
    chosen: Counter[float] = Counter()
    choices = form.by_number
    for value, number in values if choices else ():
        chosen[float(min(choices, key=lambda choice: abs(float(choice.value) - float(value))).value)] += number
    return tuple(Count(choice.brief, chosen[float(choice.value)]) for choice in choices)
