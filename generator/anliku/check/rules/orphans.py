"""Terms and sources that nothing uses."""

from __future__ import annotations

from collections.abc import Iterator

from ...library import Library
from ...library.models import references_of
from ...library.term_use import terms_in_text
from ..findings import Remark, warning
from ..texts import joined


def orphan_terms(library: Library) -> Iterator[Remark]:
    """A term occurs in no case, policy or framework."""
    shared = library.shared
    if _something_unread(library):
        return
    orphans = shared.terms.keys() - set[str]().union(*(entry.terms for entry in library.entries.values()))
    if orphans:
        texts = [joined(record) for records in (shared.policies, shared.frameworks) for record in records.values()]
        orphans -= set(terms_in_text("\n".join(texts), shared))
    for key, term in shared.terms.items():
        if key in orphans:
            message = f"术语“{term.name}”在案例、政策和框架里都没有出现。"
            remedy = "补上正文里用的说法作别名（aliases）；确实用不着就删去。"
            yield warning("orphan-term", shared.origins["term", key], (), message, remedy)


def orphan_sources(library: Library) -> Iterator[Remark]:
    """A source is cited by nothing, and so is everything that is part of it."""
    shared = library.shared
    if _something_unread(library):
        return
    waiting = set[str]().union(*(entry.sources for entry in library.entries.values()))
    for kind, _, record in shared.records():
        if kind != "source":  # a collection is used by whoever uses what is part of it
            waiting |= {reference.id for reference in references_of(record) if reference.ref.kind == "source"}
    used: set[str] = set()
    while waiting:
        used |= waiting
        above = {shared.sources[key].part_of for key in waiting if key in shared.sources}
        waiting = {key for key in above if key} - used
    for key, source in shared.sources.items():
        if key not in used:
            message = f"来源“{source.title}”（{key}）没有被引用过。"
            yield warning(
                "orphan-source", shared.origins["source", key], (), message, "用到它的记录里写上引用；用不着就删去。"
            )


def _something_unread(library: Library) -> bool:
    """Say whether a file that could not be read may hold the use that seems to be missing."""
    return bool(library.problems)
