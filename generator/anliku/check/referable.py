"""What may be referred to, and the remark for a reference to what is not there."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import PurePosixPath
from typing import NamedTuple

from ..library import EVERY_ID, FieldPath, Library, Origin, Shared, renamed, renamed_cases
from ..library.kinds import LABELS
from ..library.models import Record, references_of
from .fields import FieldSpot
from .findings import Remark, error
from .nearest import did_you_mean, listed, quoted


class Table(NamedTuple):
    """Everything of one kind that may be referred to.

    unread: ids that exist but could not be read; they have findings of their own and make no broken reference.
    renamed: asked for the present ids by the former ones, once a reference leads nowhere.
    """

    label: str
    ids: Collection[str]
    unread: Collection[str]
    where: str
    renamed: Callable[[], Mapping[str, str]] = dict


class _Kept(NamedTuple):
    """Where the records of one kind are. kind: that of their files."""

    kind: str
    where: str
    ids: Callable[[Shared], Collection[str]]


_KEPT: dict[str, _Kept] = {
    "organisation": _Kept("organisation", "content/organisations.yml", lambda s: s.organisations),
    "dimension": _Kept("framework", "content/frameworks.yml", lambda s: s.dimensions),
    "service": _Kept("framework", "content/frameworks.yml", lambda s: s.services),
    "policy": _Kept("policy", "content/policies/", lambda s: s.policies),
    "excerpt": _Kept("policy", "content/policies/", lambda s: s.excerpts),
    "source": _Kept("source", "content/sources.yml", lambda s: s.sources),
    "lesson": _Kept("lesson", "content/lessons/", lambda s: s.lessons),
    "term": _Kept("term", "content/terms.yml", lambda s: s.terms),
    "indicator": _Kept("indicator", "content/indicators/", lambda s: s.indicators),
    "screening": _Kept("screening", "content/screening.yml", lambda s: s.screening),
}


def where_of(spot: FieldSpot) -> str:
    """Return where the records are whose ids may stand at a place, "" when it holds no such id."""
    found = re.search(r"Ref\(kind='(\w+)'", f"{spot.target!r} {spot.field.metadata if spot.field else ''}")
    return "cases" if found and found[1] == "case" else _KEPT[found[1]].where if found else ""


def shared_table(kind: str, shared: Shared) -> Table:
    """Return the shared records of a kind that `Ref` may name."""
    kept = _KEPT[kind]
    unread = {key for name, key in shared.unread if name == kept.kind} if shared.unread else set()
    if kept.kind == "framework" and unread:
        unread = {EVERY_ID}  # a framework holds many ids, and nobody can tell which are missing
    of_itself = kind == kept.kind  # a dimension is no record of its own
    return Table(LABELS[kind], kept.ids(shared), unread, kept.where, lambda: renamed(shared, kind) if of_itself else {})


def cases(library: Library) -> Table:
    """Return the cases."""
    unread = {PurePosixPath(p.path).stem for p in library.problems if p.path.startswith("cases/")}
    return Table(LABELS["case"], library.entries, unread, "cases/", lambda: renamed_cases(library))


def broken(record: Record, shared: Shared, origin: Origin, library: Library | None = None) -> Iterator[Remark]:
    """Yield a remark for each reference in a record that leads nowhere; those to cases only when the library is known."""
    for at, ref, key in references_of(record):
        if ref.kind == "case":
            yield from broken_one(cases(library), key, origin, at) if library else ()
        elif key not in _KEPT[ref.kind].ids(shared):
            tell = _broken_excerpt if ref.kind == "excerpt" else _broken_shared
            yield from tell(shared, ref.kind, key, origin, at)


def broken_one(table: Table, reference: str, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    """Yield a remark when a single reference leads nowhere."""
    if reference in table.ids or reference in table.unread or EVERY_ID in table.unread:
        return
    new = table.renamed().get(reference)
    if new:
        yield _once_called(table.label, reference, new, origin, at)
        return
    message = f"没有 id 为{quoted(reference)}的{table.label}。"
    yield error(
        "broken-reference",
        origin,
        at,
        message,
        did_you_mean(reference, table.ids, f"查 {table.where} 里的 id。"),
    )


def _once_called(label: str, reference: str, new: str, origin: Origin, at: FieldPath) -> Remark:
    message = f"{quoted(reference)}是{label}以前的 id，现在是{quoted(new, 130)}。"
    return error("broken-reference", origin, at, message, f"改成 {new}。")


def _broken_shared(shared: Shared, kind: str, reference: str, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    yield from broken_one(shared_table(kind, shared), reference, origin, at)


def _broken_excerpt(shared: Shared, kind: str, reference: str, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    policy, slash, _ = reference.partition("/")
    unread = shared_table(kind, shared).unread
    if policy in unread or EVERY_ID in unread:
        return
    if policy in shared.policies and not slash:
        of_policy = [key for key in shared.excerpts if key.startswith(policy + "/")]
        message = f"{quoted(reference)}只写了政策，没有写摘编。"
        yield error("broken-reference", origin, at, message, f"写到哪一条摘编：{listed(of_policy)}。")
    elif policy in shared.policies:
        of_policy = [key for key in shared.excerpts if key.startswith(policy + "/")]
        message = f"政策“{policy}”里没有{quoted(reference)}这条摘编。"
        remedy = did_you_mean(reference, of_policy, f"查 content/policies/{policy}.yml。")
        yield error("broken-reference", origin, at, message, remedy)
    elif policy in (olds := renamed(shared, "policy")):
        yield _once_called("政策", reference, f"{olds[policy]}{reference[len(policy) :]}", origin, at)
    else:
        message = f"没有{quoted(reference)}这条政策摘编。"
        remedy = did_you_mean(reference, list(shared.excerpts), "写作 <政策id>/<摘编id>，查 content/policies/。")
        yield error("broken-reference", origin, at, message, remedy)
