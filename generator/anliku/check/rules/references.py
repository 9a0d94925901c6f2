"""References: each leads to something that exists, and those between cases lead back."""

from __future__ import annotations

from collections.abc import Iterator

from ...library import Library, Origin, Shared
from ...library.models import Case
from .. import referable as tables
from ..findings import Remark, error, warning
from ..referable import broken_one


def broken_references(case: Case, shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A shared record that a case names does not exist; other cases are looked for by `broken_relations`."""
    yield from tables.broken(case, shared, origin)


def broken_shared_references(library: Library) -> Iterator[Remark]:
    """A shared record names something that does not exist."""
    shared = library.shared
    for kind, key, record in shared.records():
        yield from tables.broken(record, shared, shared.origins[kind, key], library)
    dimension_of_file = {shared.origins["indicator", key].path: name for key, name in shared.dimension_of.items()}
    for path, dimension in dimension_of_file.items():  # stands beside the indicators, once for all of them
        yield from broken_one(tables.shared_table("dimension", shared), dimension, Origin(path), ("dimension",))


def figure_source_not_cited(case: Case, shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A figure is taken from a source that the case does not list, neither itself nor the collection it is part of."""
    cited = {citation.source for citation in case.sources}
    reported: set[str] = set()
    for index, figure in enumerate(case.figures):
        source = shared.sources.get(figure.source)
        whole = source.part_of if source else None
        if source and not {figure.source, whole} & cited and figure.source not in reported:
            reported.add(figure.source)
            message = f"数字的来源“{figure.source}”不在本案例的 sources 里。"
            remedy = f"在 sources 里补上一条 {{source: {figure.source}, locator: …}}。"
            yield warning("figure-source-not-cited", origin, ("figures", index, "source"), message, remedy)


def broken_relations(library: Library) -> Iterator[Remark]:
    """A related case does not exist, is the case itself, or does not name this case in return."""
    known = tables.cases(library)
    related = {key: entry.related for key, entry in library.entries.items()}
    for key, others in related.items():
        one_way: list[str] = []
        for index, other in enumerate(others):
            back = related.get(other)
            if back is None:
                yield from broken_one(known, other, _origin(library, key), ("related", index))
            elif other == key:
                remedy = "删去这一项。"
                yield error("related-to-itself", _origin(library, key), ("related", index), _ITSELF, remedy)
            elif key not in back:
                one_way.append(other)
        if one_way:
            message = f"相关案例只写了一头：{'、'.join(one_way)} 没有把本案例列为相关案例。"
            remedy = f"在对方的 related 里加上 {key}；确实不必互相引用的，从这里删去。"
            yield warning("one-way-related", _origin(library, key), ("related",), message, remedy)


_ITSELF = "相关案例里写了本案例自己。"


def _origin(library: Library, key: str) -> Origin:
    return Origin(library.entries[key].path)
