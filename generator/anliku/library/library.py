"""The library: everything the editors wrote, validated and immutable."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path

from ..troubles import UserError
from .config import Config
from .entries import Entry
from .frozen import Frozen
from .kinds import CASE
from .models import (
    Card,
    Case,
    Excerpt,
    Framework,
    FrameworkUse,
    Indicator,
    Lesson,
    Policy,
    Profile,
    Record,
    Screening,
    Source,
    Status,
    Term,
    Wording,
    Words,
)
from .names import NameFinder
from .organisations import OrganisationTree
from .pages import OrdinaryPage
from .problems import FieldPath, Problem
from .records import Located, read_records, validate
from .vocabulary import Vocabulary, vocabulary_of

_SHELF_SIZE = 200  # cases at hand, 50 KB each, in every process; whoever goes through all of them reads each once
EVERY_ID = "*"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a record stands: its file and the place inside it."""

    path: str
    at: FieldPath = ()


@dataclass(frozen=True)
class Shared:
    """Everything that cases point to. Small, always read whole, and handed to every worker.

    `frozen` are the kept versions of checklists. `origins` maps (kind name, id) to the place of the record; `dimension_of` an indicator's id to its dimension.
    `unread` holds (kind name, id) of records that exist and are invalid; EVERY_ID stands for a file that told no ids.
    `words` are those that mkdocs.yml states for the subject; outputs ask `vocabulary`.
    """

    root: Path
    organisations: OrganisationTree = field(default_factory=OrganisationTree)
    frameworks: Mapping[str, Framework] = field(default_factory=dict)
    policies: Mapping[str, Policy] = field(default_factory=dict)
    indicators: Mapping[str, Indicator] = field(default_factory=dict)
    dimension_of: Mapping[str, str] = field(default_factory=dict)
    profiles: Mapping[str, Profile] = field(default_factory=dict)
    cards: Mapping[str, Card] = field(default_factory=dict)
    screening: Mapping[str, Screening] = field(default_factory=dict)
    terms: Mapping[str, Term] = field(default_factory=dict)
    lessons: Mapping[str, Lesson] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    wording: Mapping[str, Wording] = field(default_factory=dict)
    frozen: tuple[Frozen, ...] = ()
    origins: Mapping[tuple[str, str], Origin] = field(default_factory=dict)
    unread: frozenset[tuple[str, str]] = frozenset()
    words: Words = field(default_factory=Words)

    def __getstate__(self) -> dict[str, object]:
        """Pickle what was read, not what was derived from it: another thread may be deriving more at this moment."""
        return {part.name: getattr(self, part.name) for part in fields(self)}

    def records(self) -> Iterator[tuple[str, str, Record]]:
        """Yield (kind name, id, record) of every shared record."""
        for kind, records in (
            ("organisation", self.organisations), ("framework", self.frameworks), ("policy", self.policies),
            ("indicator", self.indicators), ("profile", self.profiles), ("card", self.cards),
            ("screening", self.screening), ("term", self.terms), ("lesson", self.lessons), ("source", self.sources),
            ("wording", self.wording),
        ):  # fmt: skip
            yield from ((kind, key, record) for key, record in records.items())

    @cached_property
    def excerpts(self) -> Mapping[str, tuple[Policy, Excerpt]]:
        """Every excerpt by its reference, `<policy>/<excerpt>`."""
        return {f"{p.id}/{e.id}": (p, e) for p in self.policies.values() for e in p.excerpts}

    @cached_property
    def term_names(self) -> tuple[tuple[str, str], ...]:
        """Every name and alias of a term with the id of the term, in the order of the glossary."""
        return tuple((name, term.id) for term in self.terms.values() for name in (term.name, *term.aliases))

    @cached_property
    def term_places(self) -> Mapping[str, list[int]]:
        """The places of each name and alias in `term_names`."""
        places: dict[str, list[int]] = {}
        for place, (name, _) in enumerate(self.term_names):
            places.setdefault(name, []).append(place)
        return places

    @cached_property
    def term_finder(self) -> NameFinder:
        """Finds the names and aliases of terms in a text."""
        return NameFinder(name for name, _ in self.term_names)

    @cached_property
    def numbered_names(self) -> tuple[str, ...]:
        """The names and aliases of terms that hold a digit, as “123455”思路 does, longest first."""
        names = {name for name, _ in self.term_names if any(character.isdecimal() for character in name)}
        return tuple(sorted(names, key=lambda name: (-len(name), name)))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of the library's subject."""
        return vocabulary_of(self.words, self.frameworks.values(), self.terms.values())

    @cached_property
    def dimensions(self) -> Mapping[str, str]:
        """Names of the dimensions by id, in order."""
        return self._items(FrameworkUse.DIMENSIONS)

    @cached_property
    def services(self) -> Mapping[str, str]:
        """Names of the services by id, in order."""
        return self._items(FrameworkUse.SERVICES)

    def _items(self, use: FrameworkUse) -> dict[str, str]:
        return {item.id: item.name for f in self.frameworks.values() if f.use is use for item in f.items}


@dataclass(frozen=True)
class Library:
    """A whole library: the shared records, a short entry for every case, and the cases themselves on demand.

    `problems` holds what could not be read or validated; the records concerned are missing from the mappings.
    `parsed` holds the pickled data of case files that were parsed just now, by path. `config` is what mkdocs.yml says,
    `pages` are the ordinary pages.
    """

    shared: Shared
    entries: Mapping[str, Entry]
    problems: tuple[Problem, ...] = ()
    parsed: Mapping[str, bytes] = field(default_factory=dict)
    config: Config = field(default_factory=Config)
    pages: tuple[OrdinaryPage, ...] = ()

    @property
    def root(self) -> Path:
        """Folder of the library."""
        return self.shared.root

    @cached_property
    def logo(self) -> bytes:
        """The picture that stands for the library, as its file holds it; nothing where there is none."""
        file = self.root / self.config.docs_dir / self.config.logo
        return file.read_bytes() if self.config.logo and file.is_file() else b""

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """Every valid case by id, read from its file when first asked for."""
        return CaseShelf(self.root, {key: entry.path for key, entry in self.entries.items()}, self.parsed)

    @cached_property
    def published(self) -> Mapping[str, Entry]:
        """Entries of the published cases, in the order of their ids."""
        return {key: entry for key, entry in self.entries.items() if entry.status == Status.PUBLISHED}


class CaseShelf(Mapping[str, Case]):
    """Cases by id, read from their files when asked for, so that ten thousand need not be held in memory."""

    def __init__(self, root: Path, paths: Mapping[str, str], parsed: Mapping[str, bytes]) -> None:
        self._root = root
        self._paths = paths
        self._parsed = parsed
        self._recent: OrderedDict[str, Case] = OrderedDict()

    def __getitem__(self, key: str) -> Case:
        if key not in self._recent:
            self._recent[key] = self._read(self._paths[key])
            if len(self._recent) > _SHELF_SIZE:
                self._recent.popitem(last=False)
        return self._recent[key]

    def _read(self, path: str) -> Case:
        if path not in self._parsed:
            return read_case(self._root, path)
        return _only_case(validate(pickle.loads(self._parsed[path]), path, CASE), path)  # noqa: S301 - of our own making

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, key: object) -> bool:
        return key in self._paths


class ChangedError(UserError, LookupError):
    """Raised when a case is no longer as it was a moment ago, while everything was checked."""


def read_case(root: Path, path: str) -> Case:
    """Read a case known to be valid; raise ChangedError when its file has changed since."""
    return _only_case(read_records(root, path, CASE), path)


def _only_case(found: tuple[list[Located], list[Problem]], path: str) -> Case:
    records, problems = found
    if problems or not records:
        raise ChangedError(f"{path} 在检查以后变了，或者打不开了，没有做完。", "等它保存好，再运行一次")
    case = records[0][1]
    assert isinstance(case, Case)
    return case
