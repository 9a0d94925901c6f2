"""What an earlier run learnt of each case, kept in a file, so that only what has changed is read again."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .. import __version__
from ..library import Entry, FieldPath, Kind, Place, Problem
from ..library.kinds import CASE, KINDS
from .findings import Finding

Stamp = tuple[int, int]

_FILE = "survey.json"
_PACKAGE = Path(__file__).parent.parent
_LISTS = tuple(index for index, kind in enumerate(Entry.__annotations__.values()) if "tuple" in str(kind))


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What is known of one case file: its entry (None when it is invalid) and what the rules say of it.

    places: where its title and related cases stand, for the rules that compare cases.
    """

    stamp: Stamp
    entry: Entry | None
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)

    def place(self, at: FieldPath) -> Place | None:
        """Return the place of a field whose place is kept."""
        found = self.places.get(".".join(map(str, at)))
        return (found[0], found[1]) if found else None


def key_of(root: Path, files: Mapping[Kind, list[str]]) -> str:
    """Hash of everything but the cases that what is known of a case depends on, this program included."""
    digest = hashlib.blake2b(__version__.encode(), digest_size=16)
    for part in ("library", "check"):
        for file in sorted((_PACKAGE / part).rglob("*.py")):
            stat = file.stat()
            digest.update(f"{file.name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    for kind in KINDS:
        for path in files[kind] if kind is not CASE else ():
            digest.update(path.encode("utf-8", "surrogateescape") + b"\0")
            try:
                digest.update((root / path).read_bytes())
            except OSError:
                digest.update(b"\0unreadable")
    return digest.hexdigest()


def load(cache: Path | None, key: str) -> dict[str, Surveyed]:
    """Return what an earlier run learnt; nothing when there is no cache, or one of other input or a broken one.

    The cache is JSON because it lies in the library's folder, which may come from anywhere.
    """
    if cache is None:
        return {}
    collecting = gc.isenabled()
    gc.disable()  # thousands of small lists are made, and none of them is garbage
    try:
        stored = json.loads((cache / _FILE).read_bytes())
        if stored["key"] != key:
            return {}
        return {path: _surveyed(item) for path, item in stored["cases"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError):
        return {}
    finally:
        if collecting:
            gc.enable()


def _surveyed(item: list[Any]) -> Surveyed:
    stamp, values, findings, places = item
    for index in _LISTS:
        values[index] = tuple(values[index])
    return Surveyed(
        (stamp[0], stamp[1]), Entry._make(values), (), tuple(Finding.from_list(f) for f in findings), places
    )


def save(cache: Path, key: str, cases: Mapping[str, Surveyed]) -> None:
    """Keep what is known of the valid cases; the others are read again next time."""
    items = {
        path: [s.stamp, s.entry, [f.as_list() for f in s.findings], s.places]
        for path, s in cases.items()
        if s.entry is not None
    }
    try:
        cache.mkdir(parents=True, exist_ok=True)
        draft = cache / (_FILE + ".new")
        draft.write_text(json.dumps({"key": key, "cases": items}, ensure_ascii=False), encoding="utf-8")
        draft.replace(cache / _FILE)
    except (OSError, ValueError):
        return  # a library on a read-only stick is checked all the same, only slower
