"""Chinese names for ids, as offices write them, and back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property

from ..library import Library, renamed, renamed_cases
from ..library.han import number_said
from ..library.models import Case, Choice, sections_of

_BLANK = re.compile(r"\s+")
_STEP = re.compile(r"第?([0-9]{1,2}|[一二三四五六七八九十])步")
_EXACT = "准确"
PARTS = "part"


def name_key(text: str) -> str:
    """What a name is compared by: blanks, widths and capitals aside."""
    return _BLANK.sub("", unicodedata.normalize("NFKC", text)).casefold()


class Names:
    """The names of what a case may refer to in one library."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def label_of(self, option: Choice) -> str:
        """Return what stands in a cell for an option."""
        return self._library.shared.vocabulary.of(option) or _EXACT

    @cached_property
    def _shown(self) -> Mapping[str, Mapping[str, str]]:
        shared = self._library.shared
        return {
            "organisation": {key: node.name for key, node in shared.organisations.items()},
            "dimension": shared.dimensions,
            "service": shared.services,
            "source": {key: source.title for key, source in shared.sources.items()},
            "excerpt": {key: f"《{p.title}》{e.clause}" for key, (p, e) in shared.excerpts.items()},
            "case": {key: entry.title for key, entry in self._library.entries.items()},
            PARTS: {part.key: part.heading for part in sections_of(Case)},
        }

    @cached_property
    def _ids(self) -> Mapping[str, Mapping[str, str]]:
        found: dict[str, dict[str, str]] = {}
        for kind, names in self._shown.items():
            table = found.setdefault(kind, {})
            twice = _twice(names.values())
            for key, name in names.items():
                if name_key(name) not in twice:
                    table[name_key(name)] = key
            table.update({name_key(key): key for key in names})
        for node in self._library.shared.organisations.values():
            for alias in node.aliases:
                found["organisation"].setdefault(name_key(alias), node.id)
        for kind, olds in (
            ("organisation", renamed(self._library.shared, "organisation")),
            ("case", renamed_cases(self._library)),
        ):
            for old, new in olds.items():
                found[kind].setdefault(name_key(old), new)
        return found

    def all(self, kind: str) -> list[str]:
        """Return the names of a kind, in the order of the library."""
        return [self.shown(kind, key) for key in self._shown.get(kind, {})]

    def shown(self, kind: str, key: str) -> str:
        """Return the name that leads back to an id; the id itself where no name does."""
        if kind == PARTS and key.startswith("step-"):
            return f"第{key.removeprefix('step-')}步"
        name = self._shown.get(kind, {}).get(key, key)
        return name if self.id_of(kind, name) == key else key

    def id_of(self, kind: str, name: str) -> str:
        """Return the id that a name, an alias or an id means, "" for none."""
        step = _STEP.fullmatch(name_key(name)) if kind == PARTS else None
        if step:
            number = step[1] if step[1].isdecimal() else str(number_said(step[1]))
            return f"step-{number}"
        if kind == PARTS and re.fullmatch(r"step-\d+", name):
            return name
        return self._ids.get(kind, {}).get(name_key(name), "")


def _twice(names: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for name in map(name_key, names):
        (twice if name in seen else seen).add(name)
    return twice
