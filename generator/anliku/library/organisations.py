"""The tree of organisation types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from .models import Organisation


class OrganisationTree(Mapping[str, Organisation]):
    """Organisation types by id, in the order of the file, with what one asks of a tree.

    A cycle of parents is reported by `check`; walks here end at the first id met twice.
    """

    def __init__(self, organisations: Iterable[Organisation] = ()) -> None:
        self._nodes = {node.id: node for node in organisations}

    def __getitem__(self, key: str) -> Organisation:
        return self._nodes[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._nodes)

    def __len__(self) -> int:
        return len(self._nodes)

    @cached_property
    def _children(self) -> dict[str | None, tuple[str, ...]]:
        children: dict[str | None, list[str]] = {}
        for node in self._nodes.values():
            parent = node.parent if node.parent in self._nodes else None
            children.setdefault(parent, []).append(node.id)
        return {parent: tuple(ids) for parent, ids in children.items()}

    @property
    def roots(self) -> tuple[str, ...]:
        """Ids of the types without a parent."""
        return self._children.get(None, ())

    def children(self, key: str) -> tuple[str, ...]:
        """Ids of the types directly below `key`."""
        return self._children.get(key, ())

    def lineage(self, key: str) -> tuple[str, ...]:
        """Ids from `key` up to its root, `key` first."""
        line: list[str] = []
        current: str | None = key
        while current in self._nodes and current not in line:
            line.append(current)
            current = self._nodes[current].parent
        return tuple(line)

    def branch(self, key: str) -> tuple[str, ...]:
        """Ids of `key` and everything below it, in the order of the file."""
        return tuple(other for other in self._nodes if key in self.lineage(other))

    @property
    def assessed(self) -> tuple[str, ...]:
        """Ids of the types that have a checklist of their own."""
        return tuple(key for key, node in self._nodes.items() if not node.group)

    def cycle(self, key: str) -> tuple[str, ...]:
        """Return the ids of the cycle that the parents of `key` run into, or ()."""
        line: list[str] = []
        current: str | None = key
        while current in self._nodes:
            if current in line:
                return tuple(line[line.index(current) :])
            line.append(current)
            current = self._nodes[current].parent
        return ()
