"""Which items stand on a form to fill in: whose, after which answers to the screening questions, all or the weightiest.

PDF, DOCX and XLSX are made from one plan, so they hold the same items in the same order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...library.models import Assessor, Screening
from ..asked.items import MAX_PER_SECTION, Checklist, Item

SHORT = 20  # what two pages hold at letters that can be read without glasses and with room to write


@dataclass(frozen=True)
class FormPlan:
    """What stands on a form.

    sections: title and items. others: the items that only others than this assessor answer, which a workbook keeps
    below what it prints; none where the assessor was named. screening: the answers that the form is made for, None
    where the form asks the questions itself. left_out: ids of the items that are on no part of the form.
    """

    checklist: Checklist
    assessor: Assessor
    sections: tuple[tuple[str, tuple[Item, ...]], ...]
    others: tuple[Item, ...] = ()
    screening: Mapping[str, bool] | None = None
    short: bool = False
    named: bool = False

    @property
    def items(self) -> tuple[Item, ...]:
        """The items of all sections, in order."""
        return tuple(item for _, items in self.sections for item in items)

    @property
    def questions(self) -> tuple[Screening, ...]:
        """The screening questions that some item of the form depends on."""
        asked = {item.indicator.only_if for item in (*self.items, *self.others)}
        return tuple(question for question in self.checklist.screening if question.id in asked)

    @property
    def left_out(self) -> tuple[str, ...]:
        """The items of the checklist that this form leaves out on purpose."""
        there = {item.id for item in (*self.items, *self.others)}
        return tuple(item.id for item in self.checklist.items if item.id not in there)


def plan_form(
    checklist: Checklist,
    assessor: Assessor | None = None,
    screening: Mapping[str, bool] | None = None,
    *,
    short: bool = False,
    whole: bool = False,
) -> FormPlan:
    """Return the plan of a form.

    assessor: whose form it is; None for the first of self, masses, superior who is asked anything.
    short: the critical items and as many of the heaviest as make twenty.
    whole: keep the items of the others although the assessor is named, as a filled-in form must.
    """
    named = assessor is not None and not whole
    whose = assessor or next((a for a in Assessor if any(a in i.assessors for i in checklist.items)), Assessor.SELF)
    active = checklist.items if screening is None else checklist.active(screening)
    mine = [item for item in active if whose in item.assessors]
    chosen = {item.id for item in (_weightiest(mine, screening) if short else mine)}
    return FormPlan(
        checklist=checklist,
        assessor=whose,
        sections=tuple(_sections(checklist, chosen)),
        others=() if named or short else tuple(item for item in active if whose not in item.assessors),
        screening=None if screening is None else {q.id: screening.get(q.id, False) for q in checklist.screening},
        short=short,
        named=named,
    )


def _sections(checklist: Checklist, chosen: Collection[str]) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """Yield the sections; what is left of a dimension that was cut into several is one again where it is short enough."""
    for dimension, name in checklist.dimensions.items():
        parts = [s for s in checklist.sections if s.dimension == dimension]
        kept = [(part.title, tuple(i for i in part.items if i.id in chosen)) for part in parts]
        left = tuple(item for _, items in kept for item in items)
        if len(left) <= MAX_PER_SECTION:
            kept = [(name, left)]
        yield from ((title, items) for title, items in kept if items)


def _weightiest(items: Sequence[Item], screening: Mapping[str, bool] | None) -> Iterable[Item]:
    """Choose every critical item, then the heaviest; among equals that of the dimension with the fewest so far.

    What depends on a screening question is left out unless the question was answered: a short form asks none in vain.
    """
    chosen = [item for item in items if item.indicator.critical]
    rest = [i for i in items if not i.indicator.critical and (screening is not None or i.indicator.only_if is None)]
    count = Counter(item.dimension for item in chosen)
    place = {item.id: n for n, item in enumerate(items)}
    while rest and len(chosen) < SHORT:
        best = min(rest, key=lambda item: (-item.indicator.weight, count[item.dimension], place[item.id]))
        rest.remove(best)
        chosen.append(best)
        count[best.dimension] += 1
    return chosen
