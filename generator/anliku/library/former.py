"""Ids that records had before. By them, whatever was written, sent out or linked under an old id still finds its record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from .kinds import CASE
from .library import Library, Shared
from .records import parse_records
from .yaml_file import read_bytes


class Former(NamedTuple):
    """One former id. kind: name of the record's kind. at: its place in the list of former ids."""

    kind: str
    old: str
    new: str
    at: int


def former_ids(library: Library) -> Iterator[Former]:
    """Yield every former id of a library, those of the cases last."""
    for kind, key, record in library.shared.records():
        yield from _of(kind, key, getattr(record, "former_ids", ()))
    for key, entry in library.entries.items():
        yield from _of(CASE.name, key, entry.former_ids)


def renamed(shared: Shared, kind: str) -> Mapping[str, str]:
    """Return the present id of the shared records of a kind by each of their former ids."""
    records = (record for name, _, record in shared.records() if name == kind)
    return {old: record.id for record in records for old in getattr(record, "former_ids", ())}  # type: ignore[attr-defined]


def renamed_cases(library: Library) -> Mapping[str, str]:
    """Return the present id of cases by each of their former ids."""
    return {old: key for key, entry in library.entries.items() for old in entry.former_ids}


def case_once_called(root: Path, paths: Iterable[str], name: str) -> str:
    """Return the id of the case that was once called `name`, "" for none; reads only files that speak of former ids."""
    for path in paths:
        raw, problem = read_bytes(root, path)
        if problem or b"former_ids" not in raw or name.encode() not in raw:
            continue
        records, _ = parse_records(raw, path, CASE)
        if any(name in getattr(record, "former_ids", ()) for _, record in records):
            return PurePosixPath(path).stem
    return ""


def _of(kind: str, key: str, olds: Iterable[str]) -> Iterator[Former]:
    return (Former(kind, old, key, at) for at, old in enumerate(olds))
