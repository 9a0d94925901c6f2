"""What an earlier run learnt of each case, kept in a file, so that only what has changed is read again."""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from .. import __version__
from ..library import Entry, FieldPath, Kind, Place, Problem
from ..library.kinds import CASE, KINDS
from .findings import Finding

Stamp = tuple[int, int]

_FILE = "survey.jsonl"
_BETWEEN = "\n"
_PACKAGE = Path(__file__).parent.parent
_LISTS = tuple(index for index, kind in enumerate(Entry.__annotations__.values()) if "tuple" in str(kind))


class Surveyed(NamedTuple):
    """What is known of one case file: its entry (None when it is invalid) and what the rules say of it.

    places: [line, column] of its title and related cases, for the rules that compare cases.
    data: the case as parsed in this run, pickled, so that whoever needs it whole need not parse it again.
    """

    stamp: Stamp
    entry: Entry | None
    problems: tuple[Problem, ...] = ()
    findings: tuple[Finding, ...] = ()
    places: Mapping[str, Place] = MappingProxyType({})
    data: bytes = b""

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

    The cache is JSON because it lies in the library's folder, which may come from anywhere. It has a line for each case,
    because a whole of many megabytes would take its own size in memory several times over.
    """
    if cache is None:
        return {}
    collecting = gc.isenabled()
    gc.disable()  # half a million small objects are made here, and none of them is garbage
    try:
        with (cache / _FILE).open(encoding="utf-8") as lines:
            if json.loads(next(lines)) != key:
                return {}
            return dict(map(_recalled, lines))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError, StopIteration):
        return {}
    finally:
        if collecting:
            gc.enable()


def _recalled(line: str) -> tuple[str, Surveyed]:
    (path, size, time, values, findings, places), _ = _decode(line)
    for index in _LISTS:
        values[index] = _parts(values[index])
    told = tuple([Finding.from_list(finding) for finding in findings]) if findings else ()
    return path, Surveyed((size, time), Entry._make(values), (), told, places)


_decode = json.JSONDecoder().raw_decode


@lru_cache(maxsize=20_000)  # many cases have the same organisation types, dimensions and services
def _parts(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(_BETWEEN)) if joined else ()


def _line(path: str, case: Surveyed) -> str | None:
    """Return what is kept of a case; its lists as one text each, which is read back in half the time."""
    if case.entry is None:
        return None
    values: list[Any] = list(case.entry)
    for index in _LISTS:
        if any(not text or _BETWEEN in text for text in values[index]):
            return None
        values[index] = _BETWEEN.join(values[index])
    findings = [finding.as_list() for finding in case.findings]
    return json.dumps([path, *case.stamp, values, findings, dict(case.places)], ensure_ascii=False)


def save(cache: Path, key: str, cases: Mapping[str, Surveyed]) -> None:
    """Keep what is known of the valid cases; the others are read again next time."""
    lines = [json.dumps(key), *filter(None, (_line(path, case) for path, case in cases.items()))]
    try:
        cache.mkdir(parents=True, exist_ok=True)
        draft = cache / (_FILE + ".new")
        draft.write_text("\n".join(lines) + "\n", encoding="utf-8")
        draft.replace(cache / _FILE)
    except (OSError, ValueError):
        return  # a library on a read-only stick is checked all the same, only slower
