"""Which cases to read first for a type of organisation, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence

from ...library import Entry
from .published import Site

_SHOWN = 5
_MANY_FIGURES = 4
_FIT, _HELP, _FIGURES, _QUESTIONS = 8, 3, 2, 1  # a case about the very type comes before any other


def best_cases(site: Site, key: str) -> list[tuple[Entry, str]]:
    """Return the five cases that fit a type best, with why in Chinese; of two that fit alike, the one earlier in the list."""
    items = {item.id for item in site.checklists[key].items} if key in site.checklists else set()
    weighed = [(entry, _reasons(site, key, items, entry)) for entry in site.by_type.get(key, ())]
    ranked = sorted(weighed, key=lambda pair: -sum(weight for weight, _ in pair[1]))
    return [(entry, "；".join(words for _, words in reasons)) for entry, reasons in ranked[:_SHOWN]]


def _reasons(site: Site, key: str, items: set[str], entry: Entry) -> Sequence[tuple[int, str]]:
    helped = sum(mention.item.id in items for mention in site.items_helped.get(entry.id, ()))
    organisations = site.shared.organisations
    found = []
    if key in entry.organisations:
        found.append((_FIT, f"写的就是{organisations[key].name}"))
    if helped:
        found.append((_HELP + min(helped, _HELP), f"对得上 {helped} 条自评"))
    if entry.figures:
        found.append((_FIGURES * (entry.figures >= _MANY_FIGURES), f"{entry.figures} 个数字有出处"))
    if entry.questions:
        found.append((_QUESTIONS, "有讨论题"))
    return found
