"""Which passage of which source carries which part of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .models import Case, Form, Part, parts_of, sections_of
from .problems import FieldPath
from .prose import names_of

_STEP = "step-"


class Passage(NamedTuple):
    """A passage that a case cites. number: as readers see it, counted through the list of sources."""

    number: int
    source: str
    locator: str
    parts: tuple[str, ...]


def passages_of(case: Case) -> tuple[Passage, ...]:
    """Return the passages that a case cites, by source in the order of the page; nothing when none says what it carries."""
    if not any(citation.for_ for citation in case.sources):
        return ()
    return cited_passages(case)


def cited_passages(case: Case) -> tuple[Passage, ...]:
    """Return every passage that a case cites, by source in the order of the page."""
    by_source = [citation for source in case.cited for citation in case.sources if citation.source == source]
    return tuple(Passage(number, one.source, one.locator, one.for_) for number, one in enumerate(by_source, 1))


def name_at(at: FieldPath) -> str:
    """Return the name of the part that a place in a case belongs to: that of the field, or of the step."""
    part = next(part for part in parts_of(Case) if part.key == at[0])
    return f"{_STEP}{int(at[1]) + 1}" if part.form is Form.STEPS else part.key


def labels_of(case: Case) -> dict[str, str]:
    """Return the name of each part as a source writes it, with the name that readers see."""
    labels = {part.key: part.title(case.kind.value) for part in parts_of(Case)}
    return {name: labels.get(name) or f"第{name.removeprefix(_STEP)}步" for name in names_of(case)}


def carriers_of(case: Case) -> Mapping[str, tuple[Passage, ...]]:
    """Return the passages that carry each part; what carries all steps together carries each of them."""
    passages = passages_of(case)
    found: dict[str, tuple[Passage, ...]] = {}
    for part in parts_of(Case):
        for name in _names(case, part) if passages else ():
            carrying = tuple(one for one in passages if name in one.parts or part.key in one.parts)
            if carrying:
                found[name] = carrying
    return found


def to_be_carried(case: Case) -> Iterator[str]:
    """Yield the names of the parts that tell what happened, so that a passage must carry them."""
    for part in sections_of(Case):
        if part.carried and getattr(case, part.key):
            yield from _names(case, part)


def _names(case: Case, part: Part) -> Iterator[str]:
    if part.form is Form.STEPS:
        yield from (f"{_STEP}{number}" for number in range(1, len(getattr(case, part.key)) + 1))
    else:
        yield part.key
