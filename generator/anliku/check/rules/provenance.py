"""Which passage carries which part of a case."""

from __future__ import annotations

from collections.abc import Iterator

from ...library import Origin, Shared
from ...library.models import Case
from ...library.prose import names_of
from ..findings import Remark, error
from ..nearest import did_you_mean, quoted


def unknown_parts(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A source says that it carries a part that the case does not have."""
    known = names_of(case)
    for number, citation in enumerate(case.sources):
        for index, part in enumerate(citation.for_):
            if part not in known:
                at = ("sources", number, "for", index)
                message = f"本案例没有{quoted(part)}这一部分。"
                remedy = did_you_mean(part, known, f"可以写：{'、'.join(known)}。")
                yield error("unknown-part", origin, at, message, remedy)
