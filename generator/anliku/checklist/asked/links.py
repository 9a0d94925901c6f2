"""The way back: from a clause or a case to the items that ask for it or learn from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from .items import Checklist, Item

_Names = Callable[[Item], Iterable[str]]


@dataclass(frozen=True)
class Mention:
    """An item and the types whose checklist has it, in the order of the library."""

    item: Item
    organisations: tuple[str, ...]

    @property
    def href(self) -> str:
        """Where the item stands in the first of these checklists, from the root of the site."""
        return f"checklists/{self.organisations[0]}.html#item-{self.item.id}"


def mentions_of_excerpts(checklists: Mapping[str, Checklist]) -> dict[str, tuple[Mention, ...]]:
    """Return the items by the excerpt that they rest on or were drawn from."""
    return _mentions(checklists, lambda item: (*item.indicator.basis, *item.indicator.drawn_from))


def mentions_of_cases(checklists: Mapping[str, Checklist]) -> dict[str, tuple[Mention, ...]]:
    """Return the items by the case that helps with them."""
    return _mentions(checklists, lambda item: item.indicator.learn_from)


def _mentions(checklists: Mapping[str, Checklist], names: _Names) -> dict[str, tuple[Mention, ...]]:
    where: dict[str, tuple[Item, list[str]]] = {}
    for organisation, checklist in checklists.items():
        for item in checklist.items:
            where.setdefault(item.id, (item, []))[1].append(organisation)
    found: dict[str, list[Mention]] = {}
    for item, organisations in where.values():
        for name in dict.fromkeys(names(item)):
            found.setdefault(name, []).append(Mention(item, tuple(organisations)))
    return {name: tuple(mentions) for name, mentions in found.items()}
