"""Names by which something may be called, and how readers ask for it: from the library's form into that of the index."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from .asked import AskBook, Asks
from .model import Tuning
from .normalise import runs
from .store import Outline

Labels = Mapping[str, Mapping[str, str]]
Aliases = Mapping[str, tuple[str, ...]]


def alias_groups(aliases: Aliases) -> list[list[str]]:
    """Each name with its other names, as terms; names that normalise to the same term are one."""
    groups = []
    for name, others in sorted(aliases.items()):
        terms = list(dict.fromkeys(_term(one) for one in (name, *others)))
        if terms := [t for t in terms if t]:
            groups.append([*terms])
    return groups


def book_of(outlines: Iterable[Outline], tuning: Tuning) -> AskBook:
    """What readers ask for, by the documents' numbers: terms by a name that documents may contain."""
    entries = [
        Asks(number, _term(outline.title) if outline.kind == "term" else "", tuple(map(_term, outline.asks)))
        for number, outline in enumerate(outlines)
        if outline.asks
    ]
    return AskBook(entries, tuning.asks_whole, tuning.asks_part)


def _term(text: str) -> str:
    return "".join(runs(text))
