"""Read and check a whole library: in parallel when it is large, and only what has changed when a cache is given."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import __version__
from ..library import Entry, Library, Origin, Problem, Shared, entry_of, find_files, load_shared, parse_records
from ..library.kinds import CASE, KINDS, Kind
from ..library.models import Case
from ..workers import spread
from .findings import Finding, Severity
from .rules import CASE_RULES, LIBRARY_RULES
from .rules.terms import terms_in
from .schema import finding_of

Progress = Callable[[int, int], None]
Stamp = tuple[int, int]

PARALLEL_FROM = 200
_CACHE_FILE = "survey.json"


@dataclass(frozen=True, slots=True)
class Surveyed:
    """What is known of one case file: its entry (None when it is invalid) and what the rules say of it."""

    stamp: Stamp
    entry: Entry | None
    problems: tuple[Problem, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Survey:
    """A library and everything the rules say of it, in the order of files and lines.

    shared_key: hash of every file but the cases.
    """

    library: Library
    findings: tuple[Finding, ...]
    shared_key: str

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that stop a build."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR)

    def stops(self, strict: bool) -> bool:
        """Say whether these findings stop a build."""
        return bool(self.findings if strict else self.errors)


def survey(root: Path, cache: Path | None = None, progress: Progress | None = None) -> Survey:
    """Read the library at `root`, apply every rule, and return both.

    cache: folder for what was learnt of each case; a case is read again only when its file or a shared record changed.
    progress: called with (cases done, cases in all).
    """
    files, problems = find_files(root)
    shared, more = load_shared(root, files)
    problems += more
    key = _shared_key(root, files)
    known = _load(cache, key)
    cases = _survey_cases(shared, files[CASE], known, progress)
    if cache and cases != known:
        _save(cache, key, cases)
    entries = {s.entry.id: s.entry for s in cases.values() if s.entry}
    problems += [p for s in cases.values() for p in s.problems]
    library = Library(shared, dict(sorted(entries.items())), tuple(problems))
    findings = [finding_of(problem, root) for problem in problems]
    findings += [finding for s in cases.values() for finding in s.findings]
    findings += [remark.located(root) for rule in LIBRARY_RULES for remark in rule(library)]
    in_order = sorted(findings, key=lambda f: (f.path, f.line, f.column, f.code, f.message))
    return Survey(library, tuple(in_order), key)


def _survey_cases(
    shared: Shared, paths: Sequence[str], known: Mapping[str, Surveyed], progress: Progress | None
) -> dict[str, Surveyed]:
    """Survey each file, taking over what is known of files whose size and time are unchanged."""
    results: dict[str, Surveyed | None] = {}
    stale: list[str] = []
    for path in paths:
        before = known.get(path)
        fresh = before is not None and before.stamp == _stamp(shared.root / path)
        results[path] = before if fresh else None
        if not fresh:
            stale.append(path)
    done = len(paths) - len(stale)
    surveyed = spread(_given, (shared,), survey_case, stale, PARALLEL_FROM)
    for path, result in zip(stale, surveyed, strict=True):
        results[path] = result
        done += 1
        if progress:
            progress(done, len(paths))
    return {path: result for path, result in results.items() if result}


def _given(shared: Shared) -> Shared:
    return shared


def survey_case(shared: Shared, path: str) -> Surveyed:
    """Read one case file and apply the rules that need no other case."""
    file = shared.root / path
    stamp = _stamp(file)
    try:
        raw = file.read_bytes()
    except OSError as error:
        problem = Problem("unreadable", path, detail={"reason": error.strerror or str(error)})
        return Surveyed(stamp, None, (problem,), ())
    records, problems = parse_records(raw, path, CASE)
    if problems:
        return Surveyed(stamp, None, tuple(problems), ())
    case = records[0][1]
    assert isinstance(case, Case)
    remarks = [remark for rule in CASE_RULES for remark in rule(case, shared, Origin(path))]
    findings = tuple(remark.located(shared.root) for remark in remarks)
    entry = entry_of(case, path, hashlib.blake2b(raw, digest_size=16).hexdigest(), terms_in(case, shared))
    return Surveyed(stamp, entry, (), findings)


def _stamp(file: Path) -> Stamp:
    try:
        stat = file.stat()
    except OSError:
        return (0, 0)
    return (stat.st_size, stat.st_mtime_ns)


def _shared_key(root: Path, files: Mapping[Kind, list[str]]) -> str:
    """Hash of everything but the cases that what is known of a case depends on."""
    digest = hashlib.blake2b(__version__.encode(), digest_size=16)
    for kind in KINDS:
        if kind is not CASE:
            for path in files[kind]:
                file = root / path
                digest.update(path.encode() + b"\0" + (file.read_bytes() if file.is_file() else b""))
    return digest.hexdigest()


def _load(cache: Path | None, key: str) -> dict[str, Surveyed]:
    """Return what an earlier run learnt; nothing when there is no cache, or one of other input or a broken one.

    The cache is JSON because it lies in the library's folder, which may come from anywhere.
    """
    if cache is None:
        return {}
    try:
        stored = json.loads((cache / _CACHE_FILE).read_bytes())
        if stored["key"] != key:
            return {}
        return {path: _from_json(item) for path, item in stored["cases"].items()}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def _from_json(item: list[Any]) -> Surveyed:
    stamp, entry, findings = item
    values = (tuple(value) if isinstance(value, list) else value for value in entry)
    return Surveyed((stamp[0], stamp[1]), Entry._make(values), (), tuple(Finding.from_list(f) for f in findings))


def _save(cache: Path, key: str, cases: Mapping[str, Surveyed]) -> None:
    """Keep what is known of the valid cases; the others are read again next time."""
    items = {
        path: [s.stamp, s.entry, [f.as_list() for f in s.findings]] for path, s in cases.items() if s.entry is not None
    }
    try:
        cache.mkdir(parents=True, exist_ok=True)
        draft = cache / (_CACHE_FILE + ".new")
        draft.write_text(json.dumps({"key": key, "cases": items}, ensure_ascii=False), encoding="utf-8")
        draft.replace(cache / _CACHE_FILE)
    except OSError:
        return  # a library on a read-only stick is checked all the same, only slower
