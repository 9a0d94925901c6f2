"""What units set themselves to mend, by the day that they wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from ..asked.scoring import Given
from ..collection.collection import Unit
from ..results.period import parse_period
from .due import due_day
from .model import State, Task

SOON = 30
_ORDER = tuple(State)


def tasks_of(units: Iterable[Unit], day: dt.date) -> tuple[Task, ...]:
    """Return what has an owner or a time, or is done: late ones first, in each state by their day."""
    found = [task for unit in units for task in _of_unit(unit, day)]
    return tuple(sorted(found, key=lambda t: (_ORDER.index(t.state), t.day or dt.date.max, t.unit.name, t.item.id)))


def _of_unit(unit: Unit, day: dt.date) -> Iterator[Task]:
    period = parse_period(unit.period)
    for assessor, result in unit.results.items():
        for item in unit.asked[assessor]:
            given = result.answers.get(item.id)
            if given and (given.owner or given.due or given.done):
                due = due_day(given.due, period.year if period else _year_of(given))
                state, late = _state(given, due, day)
                yield Task(unit, item, given, assessor, due, state, late)


def _year_of(given: Given) -> int | None:
    return int(given.on[:4]) if given.on[:4].isdecimal() and given.on[:4].isascii() else None


def _state(given: Given, due: dt.date | None, day: dt.date) -> tuple[State, int]:
    """How it stands, and by how many days it is late."""
    if given.done:
        return State.DONE, 0
    if due is None:
        return State.UNDATED, 0
    late = (day - due).days
    if late > 0:
        return State.OVERDUE, late
    return (State.SOON if -late <= SOON else State.LATER), 0
