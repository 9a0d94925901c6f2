"""What may be referred to, and the remark for a reference to what is not there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from ...library import EVERY_ID, FieldPath, Library, Origin, Shared
from ..findings import Remark, error
from ..nearest import did_you_mean, listed, quoted


class Table(NamedTuple):
    """Everything of one kind that may be referred to.

    unread: ids that exist but could not be read; they have findings of their own and make no broken reference.
    """

    label: str
    ids: Collection[str]
    unread: Collection[str]
    where: str


def organisations(shared: Shared) -> Table:
    """Return the organisation types."""
    return _table("组织类型", shared.organisations, shared, "organisation", "content/organisations.yml")


def dimensions(shared: Shared) -> Table:
    """Return the dimensions."""
    return _table("维度", shared.dimensions, shared, "framework", "content/frameworks.yml")


def services(shared: Shared) -> Table:
    """Return the services."""
    return _table("服务类别", shared.services, shared, "framework", "content/frameworks.yml")


def policies(shared: Shared) -> Table:
    """Return the policies."""
    return _table("政策", shared.policies, shared, "policy", "content/policies/")


def sources(shared: Shared) -> Table:
    """Return the sources."""
    return _table("来源", shared.sources, shared, "source", "content/sources.yml")


def terms(shared: Shared) -> Table:
    """Return the terms."""
    return _table("术语", shared.terms, shared, "term", "content/terms.yml")


def indicators(shared: Shared) -> Table:
    """Return the indicators of the pool."""
    return _table("指标", shared.indicators, shared, "indicator", "content/indicators/")


def screening(shared: Shared) -> Table:
    """Return the screening questions."""
    return _table("筛选题", shared.screening, shared, "screening", "content/screening.yml")


def cases(library: Library) -> Table:
    """Return the cases."""
    unread = {PurePosixPath(p.path).stem for p in library.problems if p.path.startswith("cases/")}
    return Table("案例", library.entries, unread, "cases/")


def _table(label: str, ids: Collection[str], shared: Shared, kind: str, where: str) -> Table:
    unread = {key for name, key in shared.unread if name == kind} if shared.unread else set()
    if kind == "framework" and unread:
        unread = {EVERY_ID}  # a framework holds many ids, and nobody can tell which are missing
    return Table(label, ids, unread, where)


def broken(table: Table, references: Iterable[str], origin: Origin, *at: str | int) -> Iterator[Remark]:
    """Yield a remark for each reference in a list at the place `at` that leads nowhere."""
    for index, reference in enumerate(references):
        if reference not in table.ids:
            yield from broken_one(table, reference, origin, (*at, index))


def broken_one(table: Table, reference: str | None, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    """Yield a remark when a single reference leads nowhere."""
    if reference is None or reference in table.ids or reference in table.unread or EVERY_ID in table.unread:
        return
    message = f"没有 id 为{quoted(reference)}的{table.label}。"
    yield error(
        "broken-reference", origin, at, message, did_you_mean(reference, table.ids, f"查 {table.where} 里的 id。")
    )


def broken_excerpts(shared: Shared, references: Iterable[str], origin: Origin, *at: str | int) -> Iterator[Remark]:
    """Yield a remark for each `<policy>/<excerpt>` in a list that leads nowhere."""
    for index, reference in enumerate(references):
        if reference not in shared.excerpts:
            yield from _broken_excerpt(shared, reference, origin, (*at, index))


def _broken_excerpt(shared: Shared, reference: str, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    policy, slash, _ = reference.partition("/")
    table = policies(shared)
    if policy in table.unread or EVERY_ID in table.unread:
        return
    if policy in table.ids and not slash:
        of_policy = [key for key in shared.excerpts if key.startswith(policy + "/")]
        message = f"{quoted(reference)}只写了政策，没有写摘编。"
        yield error("broken-reference", origin, at, message, f"写到哪一条摘编：{listed(of_policy)}。")
    elif policy in table.ids:
        of_policy = [key for key in shared.excerpts if key.startswith(policy + "/")]
        message = f"政策“{policy}”里没有{quoted(reference)}这条摘编。"
        remedy = did_you_mean(reference, of_policy, f"查 content/policies/{policy}.yml。")
        yield error("broken-reference", origin, at, message, remedy)
    else:
        message = f"没有{quoted(reference)}这条政策摘编。"
        remedy = did_you_mean(reference, list(shared.excerpts), "写作 <政策id>/<摘编id>，查 content/policies/。")
        yield error("broken-reference", origin, at, message, remedy)
