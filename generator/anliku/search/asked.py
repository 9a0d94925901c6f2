"""How readers ask for documents. A few thousand asks stand in one file, and a query looks at all of them. More are divided, and
a query looks at those that have one of its characters among their two rarest: so what it reads does not grow with the library.

The twin of `search-asks.js`; a test holds the two together.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from .bits import UNIT_BITS
from .facets import packed_numbers
from .telling import tells

_KEYS = 2
_ROW_BYTES = 12  # of an ask in its file, beside its text
_CHAR_BYTES = 2
_MOST_FILES = 2_000  # in one folder


@dataclass(frozen=True, slots=True)
class Asks:
    """How readers ask for a document. `name`: that of a term, which other documents may contain; "" for others."""

    document: int
    name: str
    asks: tuple[str, ...]


@dataclass(frozen=True)
class AskBook:
    """All that readers ask, by document. `whole`: bytes up to which it is one file; `part`: wanted bytes of each of more."""

    entries: Sequence[Asks] = ()
    whole: int = 0
    part: int = 1

    @cached_property
    def total(self) -> int:
        """How many asks there are."""
        return sum(len(entry.asks) for entry in self.entries)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many asks have each telling character."""
        return Counter(char for entry in self.entries for ask in entry.asks for char in set(ask) if tells(char))

    @cached_property
    def _order(self) -> Mapping[str, int]:
        """The telling characters, the rarest first."""
        return {char: n for n, char in enumerate(sorted(self.counts, key=lambda char: (self.counts[char], char)))}

    @cached_property
    def files(self) -> int:
        """Into how many files it is divided; 0: it is one."""
        size = sum(_ROW_BYTES + _CHAR_BYTES * len(ask) for entry in self.entries for ask in entry.asks)
        return 0 if size <= self.whole else min(-(-_KEYS * size // self.part), _MOST_FILES)

    def looked_at(self, parts: Sequence[str]) -> Sequence[Asks]:
        """The asks that a query of these parts looks at."""
        if not self.files:
            return self.entries
        chars = set("".join(parts))
        found = (
            replace(entry, asks=tuple(ask for ask in entry.asks if chars.intersection(self._keys(ask))))
            for entry in self.entries
        )
        return [entry for entry in found if entry.asks]

    def table(self) -> dict[str, object]:
        """What stands in the first file: all; or into how many files it is divided, how many asks have each character, and the names
        of terms by document."""
        if not self.files:
            return {"files": 0, "rows": [[entry.document, entry.name, *entry.asks] for entry in self.entries]}
        chars = sorted(self.counts)
        return {
            "files": self.files,
            "total": self.total,
            "chars": "".join(chars),
            "counts": [self.counts[char] for char in chars],
            "names": {entry.document: entry.name for entry in self.entries if entry.name},
        }

    def divided(self) -> list[list[list[str]]]:
        """The content of every further file: each character under which asks are filed there, followed by these asks. Before an
        ask stand the document's number in two characters, and the ask's own among those of the document in one."""
        filed: defaultdict[str, list[str]] = defaultdict(list)
        for entry in self.entries if self.files else ():
            for place, ask in enumerate(entry.asks):
                head = packed_numbers([*divmod(entry.document, 1 << UNIT_BITS), min(place, (1 << UNIT_BITS) - 1)])
                for key in self._keys(ask):
                    filed[key].append(head + ask)
        files: list[list[list[str]]] = [[] for _ in range(self.files)]
        for key in sorted(filed):
            files[ord(key) % self.files].append([key, *filed[key]])
        return files

    def _keys(self, ask: str) -> list[str]:
        """The rarest telling characters of an ask."""
        order = self._order
        return sorted([char for char in set(ask) if char in order], key=order.__getitem__)[:_KEYS]
