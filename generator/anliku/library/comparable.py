"""Figures of a case that can be shown side by side: those of one unit whose sizes fit one picture, and those of one thing
at different times.
"""

from __future__ import annotations

from collections.abc import Sequence

from .models import Figure

_MOST_BARS = 8
_WIDEST_SPREAD = 150  # times that the largest bar may be as long as the shortest
_WHOLE = 100  # per cent


def bar_value(figure: Figure) -> float:
    """Return the value of a figure; 0 for a range or a time, which no bar can show."""
    try:
        return float(figure.value)
    except ValueError:
        return 0.0


def comparable(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Return the figures that can be compared, by unit, in their order; each unit whole or not at all."""
    return {unit: mine for unit, mine in by_unit(figures).items() if unit and _fit_one_picture(mine)}


def by_unit(figures: Sequence[Figure]) -> dict[str, list[Figure]]:
    """Return figures by their units, in the order in which each unit first occurs."""
    found: dict[str, list[Figure]] = {}
    for figure in figures:
        found.setdefault(figure.unit, []).append(figure)
    return found


def _fit_one_picture(figures: Sequence[Figure]) -> bool:
    numbers = [value for value in map(bar_value, figures) if value > 0]
    fits = len(numbers) == len(figures) and 2 <= len(numbers) <= _MOST_BARS
    return fits and max(numbers) <= _WIDEST_SPREAD * min(numbers)


def bars_of(figures: Sequence[Figure]) -> list[int]:
    """Return for each figure how long its bar is in hundredths, 0 for no bar: per cent of the whole, others of the largest."""
    groups = comparable(figures)
    longest = {unit: max(map(bar_value, mine)) for unit, mine in groups.items()}
    if "%" in longest:
        longest["%"] = max(_WHOLE, longest["%"])
    return [max(1, round(100 * bar_value(f) / longest[f.unit])) if f.unit in longest else 0 for f in figures]


def changes_of(figures: Sequence[Figure]) -> list[list[Figure]]:
    """Return the figures that say the same thing at different times, as they follow each other."""
    same: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        if figure.at:
            same.setdefault((figure.label, figure.unit), []).append(figure)
    return [mine for mine in same.values() if len({figure.at for figure in mine}) > 1]
