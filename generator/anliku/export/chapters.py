"""The chapters of the handbook, and how a large library is divided into volumes.

A chapter is a type of the tree's top with all types below it, which are its sections; a case stands once, under the
first type that it names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from ..library import Entry, Library, Shared
from ..library.han import in_han

_ELSEWHERE = "其他"


@dataclass(frozen=True)
class ChapterSection:
    """The cases of one type. name: "" where the chapter has no other sections."""

    name: str
    summary: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Chapter:
    """The cases of a type at the top of the tree and of the types below it, or a part of them.

    number: of the chapter, from 1. before: how many of its cases stand in earlier parts.
    """

    number: int
    name: str
    summary: str
    sections: tuple[ChapterSection, ...]
    before: int = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The cases in their order."""
        return tuple(entry for section in self.sections for entry in section.entries)


def chapters(library: Library) -> list[Chapter]:
    """Return the chapters that hold cases, in the order of the tree."""
    tree = library.shared.organisations
    by_type: dict[str, list[Entry]] = {}
    for entry in library.published.values():
        by_type.setdefault(next((key for key in entry.organisations if key in tree), ""), []).append(entry)
    found: list[Chapter] = []
    for root in (*tree.roots, ""):
        sections = [
            ChapterSection(
                tree[key].name if key in tree else _ELSEWHERE, _summary(library.shared, key), _in_order(by_type[key])
            )
            for key in (tree.branch(root) if root else ("",))
            if key in by_type
        ]
        if sections:
            found.append(_chapter(len(found) + 1, library.shared, root, sections))
    return found


def volumes(held: Sequence[Chapter], most: int) -> list[tuple[Chapter, ...]]:
    """Return the chapters in volumes of at most so many cases; a chapter that is too long is divided."""
    found: list[list[Chapter]] = [[]]
    room = most
    for chapter in held:
        for piece in _pieces(chapter, most):
            if len(piece.entries) > room and found[-1]:
                found.append([])
                room = most
            found[-1].append(piece)
            room -= len(piece.entries)
    return [tuple(volume) for volume in found if volume]


def _pieces(chapter: Chapter, most: int) -> Iterator[Chapter]:
    count = len(chapter.entries)
    if count <= most:
        yield chapter
        return
    for part, start in enumerate(range(0, count, most), 1):
        sections = _cut(chapter.sections, start, start + most)
        yield replace(chapter, name=f"{chapter.name}（{in_han(part)}）", sections=sections, before=start)


def _cut(sections: Iterable[ChapterSection], start: int, end: int) -> tuple[ChapterSection, ...]:
    """Return what of the sections stands between two places, counted over all their cases."""
    found = []
    passed = 0
    for section in sections:
        entries = section.entries[max(0, start - passed) : max(0, end - passed)]
        passed += len(section.entries)
        if entries:
            found.append(replace(section, entries=entries))
    return tuple(found)


def _chapter(number: int, shared: Shared, root: str, sections: Sequence[ChapterSection]) -> Chapter:
    name = shared.organisations[root].name if root else _ELSEWHERE
    alone = len(sections) == 1 and sections[0].name == name
    held = (ChapterSection("", "", sections[0].entries),) if alone else tuple(sections)
    return Chapter(number, name, _summary(shared, root), held)


def _summary(shared: Shared, key: str) -> str:
    return shared.organisations[key].summary if key in shared.organisations else ""


def _in_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """From the earliest to the latest; those without a year last."""
    return tuple(sorted(entries, key=lambda entry: (entry.year or "9999", entry.id)))
