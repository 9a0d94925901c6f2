"""Which passage carries which part of a case."""

from __future__ import annotations

from collections.abc import Iterator

from ...library import Origin, Shared
from ...library.models import Case
from ..findings import Remark, error
from ..nearest import did_you_mean, quoted

_PARTS = ("summary", "problem", "practice", "results", "insights", "conditions", "limits", "questions", "teaching")


def parts_of(case: Case) -> tuple[str, ...]:
    """Return the names by which a source may say what it carries, in the order of the page."""
    steps = (f"step-{number}" for number in range(1, len(case.practice) + 1))
    before = _PARTS.index("practice") + 1
    return (*_PARTS[:before], *steps, *_PARTS[before:])


def unknown_parts(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A source says that it carries a part that the case does not have."""
    known = parts_of(case)
    for number, citation in enumerate(case.sources):
        for index, part in enumerate(citation.for_):
            if part not in known:
                at = ("sources", number, "for", index)
                message = f"本案例没有{quoted(part)}这一部分。"
                remedy = did_you_mean(part, known, f"可以写：{'、'.join(known)}。")
                yield error("unknown-part", origin, at, message, remedy)
