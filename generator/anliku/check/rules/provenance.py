"""Which passage carries which part of a case."""

from __future__ import annotations

from collections.abc import Iterator

from ...library import Library, Origin, Shared
from ...library.models import Case, Record, Status
from ...library.prose import names_of
from ...library.provenance import carriers_of, labels_of, passages_of, to_be_carried
from ..findings import Remark, error, warning
from ..nearest import did_you_mean, quoted
from ..texts import texts_of

_SHORTEST, _LONGEST = 6, 25


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


def uncarried_parts(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A published case says of some passages what they carry, and of a part that tells what happened no passage does."""
    if case.status is not Status.PUBLISHED or not passages_of(case):
        return
    carried, labels = carriers_of(case), labels_of(case)
    bare = [f"{labels[name]}（{name}）" for name in to_be_carried(case) if name not in carried]
    if bare:
        message = f"没有写明出处的部分：{'、'.join(bare)}。"
        remedy = "在 sources 里写上撑起它的那一处，并在 for 里列出它；来源里找不到的，从正文里删去。"
        yield warning("uncarried-part", origin, ("sources",), message, remedy)


def case_locators(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A locator is too short to be found once only, or so long that it is a quotation."""
    yield from _locators(case, origin)


def shared_locators(library: Library) -> Iterator[Remark]:
    """A locator in a shared record is too short, or so long that it is a quotation."""
    for kind, key, record in library.shared.records():
        yield from _locators(record, library.shared.origins[kind, key])


def _locators(record: Record, origin: Origin) -> Iterator[Remark]:
    if all(_SHORTEST <= size <= _LONGEST for size in _sizes(record)):
        return
    for at, text in texts_of(record):
        if at[-1] == "locator" and not _SHORTEST <= len(text) <= _LONGEST:
            much = "太短，在来源里会找到好几处" if len(text) < _SHORTEST else "太长，成了摘抄"
            message = f"“{text[:_LONGEST]}”有 {len(text)} 个字，{much}。"
            remedy = f"写来源中出现的 6–15 个字，最多 {_LONGEST} 个。"
            yield warning("locator-length", origin, at, message, remedy)


def _sizes(record: Record) -> Iterator[int]:
    """Yield the length of every locator below a record; without places, since every case of a library is asked."""
    for name, value in record.__dict__.items():
        if type(value) is str:
            if name == "locator" and value:
                yield len(value)
        elif isinstance(value, Record):
            yield from _sizes(value)
        elif type(value) is tuple and value and isinstance(value[0], Record):
            for item in value:
                yield from _sizes(item)
