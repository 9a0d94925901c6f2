"""Trees and chains: no cycles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...library import Library
from ..findings import Remark, error


def cycles(library: Library) -> Iterator[Remark]:
    """Parents, collections or successors lead back to where they began."""
    shared = library.shared
    yield from _cycles(
        library, "organisation", "parent", {key: node.parent for key, node in shared.organisations.items()}, "上级类型"
    )
    yield from _cycles(
        library, "source", "part_of", {key: source.part_of for key, source in shared.sources.items()}, "所收来源"
    )
    successors = {key: policy.in_force.superseded_by for key, policy in shared.policies.items()}
    yield from _cycles(library, "policy", "in_force", successors, "取代关系")


def _cycles(library: Library, kind: str, key: str, above: Mapping[str, str | None], label: str) -> Iterator[Remark]:
    done: set[str] = set()
    for start in above:
        line: list[str] = []
        current: str | None = start
        while current is not None and current in above and current not in done and current not in line:
            line.append(current)
            current = above[current]
        if current in line:
            ring = line[line.index(current) :]
            shown = " → ".join([*ring, ring[0]])
            origin = library.shared.origins[kind, ring[0]]
            yield error(
                "cycle", origin, (key,), f"{label}绕成了圈：{shown}。", f"改正其中一条的 {key}，让它指向真正的上一层。"
            )
        done.update(line)
