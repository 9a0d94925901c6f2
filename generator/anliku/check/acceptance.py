"""Warnings that an editor has looked at and accepted, with the reason in the record: `accept: {near-duplicate: …}`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..library import FieldPath, Origin
from .codes import ERRORS, WARNINGS
from .findings import Remark, warning
from .nearest import did_you_mean, quoted

Reasons = Mapping[str, str]


class Acceptance:
    """What the records of a library accept, and which of it was needed.

    given: the reasons by code, by (path, place) of each record that accepts anything.
    """

    def __init__(self, given: Mapping[tuple[str, FieldPath], Reasons]) -> None:
        self._given = given
        self._used: set[tuple[str, FieldPath, str]] = set()

    def reason(self, path: str, at: FieldPath, code: str) -> str:
        """Return why a warning at a place is accepted, "" when it is not; errors never are."""
        if code not in WARNINGS:
            return ""
        for depth in range(len(at), -1, -1):
            reasons = self._given.get((path, at[:depth]))
            if reasons and code in reasons:
                self._used.add((path, at[:depth], code))
                return reasons[code]
        return ""

    def leftovers(self) -> Iterator[Remark]:
        """Yield remarks on what need not, or cannot, be accepted."""
        for (path, at), reasons in self._given.items():
            for code in reasons:
                if (path, at, code) in self._used:
                    continue
                place = (Origin(path, at), ("accept", code))
                if code in WARNINGS:
                    message = f"accept 里的{quoted(code)}已经用不着：这条记录没有这种提醒了。"
                    yield warning("stale-accept", *place, message, "删去这一项。")
                elif code in ERRORS:
                    message = f"accept 里的{quoted(code)}是错误，不能只写理由放过去。"
                    yield warning("wrong-accept", *place, message, "改好错误，删去这一项。")
                else:
                    remedy = did_you_mean(code, WARNINGS, "写检查结果末尾方括号里的那个词。")
                    yield warning("wrong-accept", *place, f"没有{quoted(code)}这种提醒。", remedy)
