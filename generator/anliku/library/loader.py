"""Find the files of a library and read the shared ones. Reads everything it can and returns all problems."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from .kinds import CARD, CASE, FRAMEWORK, INDICATORS, KINDS, LESSON, ORGANISATION, POLICY, PROFILE, SCREENING, SOURCE
from .kinds import TERM, Kind
from .library import Origin, Shared
from .models import IndicatorFile, Record
from .organisations import OrganisationTree
from .problems import FieldPath, Problem
from .records import read_records


class NotALibraryError(Exception):
    """Raised when a folder holds no library at all; the message is Chinese and for the user."""


def find_files(root: Path) -> tuple[dict[Kind, list[str]], list[Problem]]:
    """Return the files of each kind, sorted, relative to `root`, and the problems of what is in the wrong place."""
    found: dict[Kind, list[str]] = {kind: [] for kind in KINDS}
    problems: list[Problem] = []
    for path in sorted(_walk(root)):
        kind = next((kind for kind in KINDS if kind.matches(path)), None)
        if (root / path).is_dir():
            problems.append(Problem("directory-named-like-file", path))
        elif kind:
            found[kind].append(path)
        else:
            problems.append(Problem("stray-file", path))
    problems += [Problem("missing-file", kind.pattern) for kind in KINDS if kind.required and not found[kind]]
    return found, problems


def _walk(root: Path) -> Iterator[str]:
    """Yield the YAML files (and folders named like one) of `cases` and `content`."""
    for top in ("cases", "content"):
        for folder, folders, files in os.walk(root / top):
            names = [*files, *(name for name in folders if name.endswith((".yml", ".yaml")))]
            for name in names:
                if name.endswith((".yml", ".yaml")) and not name.startswith("."):
                    yield Path(folder, name).relative_to(root).as_posix()


def load_shared(root: Path, files: dict[Kind, list[str]]) -> tuple[Shared, list[Problem]]:
    """Read every record except the cases."""
    reader = _Reader(root)
    for kind in KINDS:
        if kind is not CASE:
            for path in files[kind]:
                reader.read(path, kind)
    tables: dict[str, Any] = {kind.name: reader.table(kind) for kind in KINDS}
    shared = Shared(
        root=root,
        organisations=OrganisationTree(tables[ORGANISATION.name].values()),
        frameworks=tables[FRAMEWORK.name],
        policies=tables[POLICY.name],
        indicators=tables[INDICATORS.name],
        dimension_of=reader.dimension_of,
        profiles=tables[PROFILE.name],
        cards=tables[CARD.name],
        screening=tables[SCREENING.name],
        terms=tables[TERM.name],
        lessons=tables[LESSON.name],
        sources=tables[SOURCE.name],
        origins=reader.origins,
    )
    return shared, reader.problems


class _Reader:
    """Collects records by kind and id while files are read; the second record of an id is a problem."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tables: dict[str, dict[str, Record]] = {}
        self.origins: dict[tuple[str, str], Origin] = {}
        self.dimension_of: dict[str, str] = {}
        self.problems: list[Problem] = []

    def table(self, kind: Kind) -> dict[str, Record]:
        return self._tables.setdefault(kind.name, {})

    def read(self, path: str, kind: Kind) -> None:
        records, problems = read_records(self._root, path, kind)
        self.problems += problems
        for at, record in records:
            if isinstance(record, IndicatorFile):
                for index, indicator in enumerate(record.indicators):
                    self.dimension_of.setdefault(indicator.id, record.dimension)
                    self._add(kind, indicator, Origin(path, (*at, "indicators", index)))
                self.origins.setdefault(("indicator-file", path), Origin(path))
            else:
                self._add(kind, record, Origin(path, at))

    def _add(self, kind: Kind, record: Any, origin: Origin) -> None:
        first = self.origins.setdefault((kind.name, record.id), origin)
        if first is origin:
            self.table(kind)[record.id] = record
        else:
            at: FieldPath = (*origin.at, "id")
            self.problems.append(
                Problem("duplicate-id", origin.path, at, detail={"id": record.id, "first": first.path})
            )


def without_drafts(shared: Shared) -> Shared:
    """Return the shared records that readers see: lessons that are not published are left out."""
    lessons = {key: lesson for key, lesson in shared.lessons.items() if lesson.status == "published"}
    return replace(shared, lessons=lessons)
