"""A naive oracle for collected results, written from the words of the contract alone, in exact arithmetic.

It reads the data of result files and plain descriptions of items, and shares nothing with the program.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

ITEMS: dict[str, dict[str, Any]] = {
    "yes": {"type": "yes_no", "weight": 2, "critical": True, "who": ["self"], "in": "leadership"},
    "plan": {"type": "yes_no", "weight": 1, "who": ["self"], "in": "leadership"},
    "levels": {"type": "levels", "of": 3, "weight": 1, "who": ["self", "superior"], "in": "team"},
    "mean": {"type": "rating", "weight": 3, "who": ["self", "masses", "superior"], "in": "team"},
    "days": {"type": "number", "target": 60, "weight": 1, "who": ["self"], "in": "venue"},
}
SHARES = {"self": 30, "masses": 40, "superior": 30}
GRADES = (("优秀", 85), ("合格", 60), ("待改进", 0))
PASS = Fraction(6, 10)


def points(item: Mapping[str, Any], value: Any) -> Fraction:
    """Points 0–1 of an answer."""
    if item["type"] == "yes_no":
        return Fraction(int(value))
    if item["type"] == "levels":
        return Fraction(value, item["of"] - 1)
    if item["type"] == "rating":
        return (Fraction(value) - 1) / 4
    return min(Fraction(1), Fraction(value) / item["target"])


def met(item: Mapping[str, Any], value: Any) -> bool:
    """Whether the standard is met: levels and ratings from the pass mark on, the rest with full points."""
    return points(item, value) >= (PASS if item["type"] in ("levels", "rating") else 1)


def score(answers: Mapping[str, Any], who: str, only: Iterable[str] = ITEMS) -> Fraction | None:
    """Σ weight·points / Σ weight of the answered, 0–100."""
    known = [key for key in only if who in ITEMS[key]["who"] and answers.get(key) is not None]
    weight = sum(ITEMS[key]["weight"] for key in known)
    earned = sum((ITEMS[key]["weight"] * points(ITEMS[key], answers[key]) for key in known), Fraction(0))
    return 100 * earned / weight if weight else None


def total(by_assessor: Mapping[str, Mapping[str, Any]]) -> Fraction | None:
    """The assessors' scores by their shares; who has none does not count."""
    scores = {who: found for who, answers in by_assessor.items() if (found := score(answers, who)) is not None}
    shares = sum(SHARES[who] for who in scores)
    return sum((SHARES[who] * value for who, value in scores.items()), Fraction(0)) / shares if shares else None


def shown(value: Fraction | None) -> float | None:
    """One decimal, halves up."""
    return None if value is None else float(Fraction(math.floor(value * 10 + Fraction(1, 2)), 10))


def failed(by_assessor: Mapping[str, Mapping[str, Any]]) -> set[str]:
    """The items that any assessor's answer does not meet."""
    return {
        key
        for who, answers in by_assessor.items()
        for key, value in answers.items()
        if value is not None and who in ITEMS[key]["who"] and not met(ITEMS[key], value)
    }


def grade(by_assessor: Mapping[str, Mapping[str, Any]]) -> str:
    """By the score as shown; an unmet critical item keeps from the first."""
    value = shown(total(by_assessor))
    if value is None:
        return ""
    place = next(n for n, (_, least) in enumerate(GRADES) if value >= least)
    capped = any(ITEMS[key].get("critical") for key in failed(by_assessor))
    return GRADES[max(place, 1) if capped else place][0]


def change(before: Mapping[str, Any], after: Mapping[str, Any], who: str, changed: Iterable[str] = ()) -> float | None:
    """Like for like: over what was answered in both and not changed between; None below 70 % of what was answered."""
    asked = [key for key in ITEMS if who in ITEMS[key]["who"]]
    either = [key for key in asked if before.get(key) is not None or after.get(key) is not None]
    both = [key for key in asked if before.get(key) is not None and after.get(key) is not None and key not in changed]
    if not both or 10 * len(both) < 7 * len(either):
        return None
    one, two = shown(score(before, who, both)), shown(score(after, who, both))
    return None if one is None or two is None else round(two - one, 1)
