"""Two periods of one assessor compared like for like: scored over the items that are the same in both, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ..asked.items import Item
from ..asked.scoring import Given, rounded, score
from .result import Result

LEAST_SHARE = 0.7  # below it the two scores speak of different things, and no trend is told


class Side(NamedTuple):
    """One of the two periods: its result, and the items that were put."""

    period: str
    result: Result
    asked: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Alike:
    """What two periods have in common.

    common: items that were answered in both and not changed between them; answered: items that were answered in either.
    before, after: the scores over the common items, with the weights of the later period; None where there are none.
    """

    periods: tuple[str, str]
    common: int
    answered: int
    before: float | None
    after: float | None

    @property
    def share(self) -> float:
        """The common items' share of all that were answered, 0–1."""
        return self.common / self.answered if self.answered else 0.0

    @property
    def comparable(self) -> bool:
        """Whether enough is common for a trend."""
        return self.common > 0 and self.share >= LEAST_SHARE

    @property
    def change(self) -> float | None:
        """From before to after in points as shown; None where too little is common."""
        if not self.comparable or self.before is None or self.after is None:
            return None
        return round(rounded(self.after) - rounded(self.before), 1)


def alike(before: Side, after: Side) -> Alike:
    """Compare two results of one assessor over their common items."""
    answers = before.result.answers, after.result.answers
    valued = [{i.id for i in side.asked if _is_valued(side.result.answers.get(i.id))} for side in (before, after)]
    same_version = before.result.version == after.result.version != ""
    common = tuple(
        item
        for item in after.asked
        if item.id in valued[0] & valued[1] and _is_same(answers[0][item.id], answers[1][item.id], same_version)
    )
    return Alike(
        periods=(before.period, after.period),
        common=len(common),
        answered=len(valued[0] | valued[1]),
        before=score(common, answers[0]).value,
        after=score(common, answers[1]).value,
    )


def _is_valued(given: Given | None) -> bool:
    return given is not None and not given.na and given.value is not None


def _is_same(one: Given, other: Given, same_version: bool) -> bool:
    """Say whether two answers were given to the same item: by its hashes, or where one is missing by the version."""
    return one.hash == other.hash if one.hash and other.hash else same_version
