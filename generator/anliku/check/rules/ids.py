"""Ids: the same as the file name, usable as a file name everywhere, and not nearly the same as another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from ...library import KINDS, FieldPath, Former, Library, Origin, Shared, former_ids
from ...library.kinds import CASE, KIND_BY_NAME
from ...library.models import Case
from ..findings import Remark, error, warning

_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"com{number}" for number in range(10)), *(f"lpt{number}" for number in range(10))]
)
_TAKEN = frozenset(["index"])


def case_id(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A case's id differs from its file name, or cannot be a page's name."""
    yield from _unlike_file(case.id, origin)
    yield from _unusable(case.id, origin, ())


def shared_ids(library: Library) -> Iterator[Remark]:
    """A shared record's id differs from its file name or cannot be a page's name, or an id is used twice inside one record."""
    shared = library.shared
    named = {kind.name for kind in KINDS if kind.named_by_file}
    for (kind, key), origin in shared.origins.items():
        if kind == "indicator-file":  # of which no page is made
            yield from _unusable(PurePosixPath(key).stem, origin, (), pages=False)
            continue
        if kind in named:
            yield from _unlike_file(key, origin)
        yield from _unusable(key, origin, ("id",))
    for key, policy in shared.policies.items():
        ids = (excerpt.id for excerpt in policy.excerpts)
        yield from _twice(ids, "摘编", shared.origins["policy", key], "excerpts")
    for key, framework in shared.frameworks.items():
        yield from _twice((item.id for item in framework.items), "要素", shared.origins["framework", key], "items")


def added_indicators(library: Library) -> Iterator[Remark]:
    """A profile adds an indicator under an id that the pool or the profile itself has already."""
    shared = library.shared
    for key, profile in shared.profiles.items():
        origin = shared.origins["profile", key]
        yield from _twice((addition.id for addition in profile.add), "指标", origin, "add")
        for index, addition in enumerate(profile.add):
            if addition.id in shared.indicators:
                message = f"指标 id“{addition.id}”在指标库里已经有了。"
                remedy = "换一个 id；要改指标库里的那一条，写在 alter 里。"
                yield error("duplicate-id", origin, ("add", index, "id"), message, remedy)


def former(library: Library) -> Iterator[Remark]:
    """A former id is the id of a record of today, is claimed by two, or cannot be the name of a page."""
    claimed: dict[tuple[str, str], Former] = {}
    for one in former_ids(library):
        origin, at = _origin_of(library, one), ("former_ids", one.at)
        label = KIND_BY_NAME[one.kind].label
        live = (
            library.entries
            if one.kind == CASE.name
            else {key for kind, key in library.shared.origins if kind == one.kind}
        )
        other = claimed.setdefault((one.kind, one.old), one)
        if one.old in live:
            message = f"“{one.old}”写作以前的 id，可是现在就有{label}用着它。"
            yield error("duplicate-id", origin, at, message, "从 former_ids 里删去它，或给用着它的那一个换 id。")
        elif other is not one:
            message = f"以前的 id“{one.old}”写了两次：{label}“{other.new}”里已经有了。"
            yield error("duplicate-id", origin, at, message, "旧地址只能通到一处：留下一个，另一个删去。")
        yield from _unusable(one.old, origin, at)


def _origin_of(library: Library, one: Former) -> Origin:
    if one.kind == CASE.name:
        return Origin(library.entries[one.new].path)
    return library.shared.origins[one.kind, one.new]


def nearly_equal_ids(library: Library) -> Iterator[Remark]:
    """Two cases have ids that differ only in hyphens or in the order of their words."""
    joined: dict[str, str] = {}
    reordered: dict[frozenset[str], str] = {}
    for key, entry in library.entries.items():
        other = joined.setdefault(key.replace("-", ""), key)
        if other is key:
            other = reordered.setdefault(frozenset(key.split("-")), key)
        if other is not key:
            message = f"id“{key}”和“{other}”几乎一样，容易引用错。"
            yield warning("nearly-equal-ids", Origin(entry.path), (), message, "是同一个案例就合并，否则改一个 id。")


def _unlike_file(key: str, origin: Origin) -> Iterator[Remark]:
    stem = PurePosixPath(origin.path).stem
    if key != stem:
        message = f"id“{key}”和文件名“{stem}.yml”不一致。"
        yield error("id-unlike-file", origin, ("id",), message, "删去 id 这一行（文件名就是 id），或把文件改名。")


def why_reserved(key: str, *, pages: bool = True) -> tuple[str, str] | None:
    """Return why an id of the right form cannot be used all the same, and how to mend it; None when it can be.

    pages: whether a page will be named after it. `anliku new` asks this before it makes a file.
    """
    if key in _DEVICES or (pages and key in _TAKEN):
        why = "是 Windows 的设备名" if key in _DEVICES else "是网站首页的文件名"
        return f"不能用“{key}”作 id：它{why}。", "换一个 id，如在后面加地名或类别。"
    if key.startswith("-") or key.endswith("-"):
        return f"id“{key}”不能以“-”开头或结尾。", "去掉头尾的“-”。"
    return None


def _unusable(key: str, origin: Origin, at: FieldPath, *, pages: bool = True) -> Iterator[Remark]:
    words = why_reserved(key, pages=pages)
    if words:
        yield error("reserved-id", origin, at, *words)


def _twice(ids: Iterable[str], label: str, origin: Origin, *at: str) -> Iterator[Remark]:
    seen: set[str] = set()
    for index, key in enumerate(ids):
        if key in seen:
            yield error(
                "duplicate-id", origin, (*at, index, "id"), f"{label} id“{key}”用了两次。", "给其中一条换一个 id。"
            )
        seen.add(key)
