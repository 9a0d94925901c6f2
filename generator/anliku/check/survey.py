"""Read a library and check it: every case once, in parallel when it is large, and only what has changed when a cache is
given."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ..library import (
    Entry,
    FieldPath,
    Library,
    Origin,
    Place,
    Shared,
    SourceText,
    entry_of,
    find_files,
    load_shared,
    parse_document,
    read_bytes,
    validate,
)
from ..library.kinds import CASE
from ..library.models import Case
from . import memory
from .findings import Finding, Remark, Severity, error
from .memory import Stamp, Surveyed
from .rules import CASE_RULES, LIBRARY_RULES
from .rules.terms import terms_in
from .schema import finding_of

Progress = Callable[[int, int], None]

PARALLEL_FROM = 200
_CHUNK = 50


@dataclass(frozen=True)
class Survey:
    """A library and everything the rules say of it, in the order of files and lines."""

    library: Library
    findings: tuple[Finding, ...]

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
    key = memory.key_of(root, files)
    known = memory.load(cache, key)
    cases = _survey_cases(shared, files[CASE], known, progress)
    if cache and (len(cases) != len(known) or any(known.get(path) is not case for path, case in cases.items())):
        memory.save(cache, key, cases)
    problems += [p for s in cases.values() for p in s.problems]
    library = Library(shared, _entries(cases), tuple(problems))
    findings = [finding_of(problem, root) for problem in problems]
    findings += [finding for s in cases.values() for finding in s.findings]
    findings += _library_findings(library, cases)
    return Survey(library, tuple(sorted(findings, key=lambda f: (f.path, f.line, f.column, f.code, f.message))))


def _entries(cases: Mapping[str, Surveyed]) -> dict[str, Entry]:
    """Return the entries by id, in its order; where a file claims another's id, the file named so has it."""
    named = sorted((s.entry for s in cases.values() if s.entry), key=lambda e: (e.id, e.path != f"cases/{e.id}.yml"))
    entries: dict[str, Entry] = {}
    for entry in named:
        entries.setdefault(entry.id, entry)
    return entries


def _library_findings(library: Library, cases: Mapping[str, Surveyed]) -> Iterator[Finding]:
    for rule in LIBRARY_RULES:
        for remark in _applied(rule, Origin(""), library):
            case = cases.get(remark.origin.path)
            place = case.place(remark.at) if case else None
            yield remark.placed(place) if place else remark.located(library.root)


def _applied(rule: Callable[..., Iterable[Remark]], origin: Origin, *arguments: Any) -> list[Remark]:
    """Return the remarks of a rule; a rule that fails is itself reported, and the others go on."""
    try:
        return list(rule(*arguments))
    except Exception as failure:  # whatever it is, an editor gets a sentence and not a traceback
        name = getattr(rule, "__name__", "?")
        message = f"检查项 {name} 自己出了错（{type(failure).__name__}: {failure}），没有查完。"
        return [error("internal-error", origin, (), message, "这不是内容的错：请把这一行和这个文件发给程序的维护者。")]


def _survey_cases(
    shared: Shared, paths: Iterable[str], known: Mapping[str, Surveyed], progress: Progress | None
) -> dict[str, Surveyed]:
    """Survey each file, taking over what is known of files whose size and time are unchanged."""
    paths = list(paths)
    results: dict[str, Surveyed | None] = {}
    stale: list[str] = []
    root = str(shared.root)
    for path in paths:
        before = known.get(path)
        fresh = before is not None and before.stamp == _stamp(f"{root}/{path}")
        results[path] = before if fresh else None
        if not fresh:
            stale.append(path)
    done = len(paths) - len(stale)
    for path, result in _each(shared, stale):
        results[path] = result
        done += 1
        if progress:
            progress(done, len(paths))
    return {path: result for path, result in results.items() if result}


def _each(shared: Shared, paths: list[str]) -> Iterator[tuple[str, Surveyed]]:
    """Yield what is found out of each file, from several processes when that pays and the system has them."""
    jobs = os.cpu_count() or 1
    done = 0
    if len(paths) >= PARALLEL_FROM and jobs > 1:
        try:
            for path, result in _in_parallel(shared, paths, jobs):
                done += 1
                yield path, result
        except (BrokenProcessPool, OSError):
            pass  # no processes to be had, or one was killed: go on alone where they stopped
    yield from ((path, survey_case(shared, path)) for path in paths[done:])


def _in_parallel(shared: Shared, paths: list[str], jobs: int) -> Iterator[tuple[str, Surveyed]]:
    context = multiprocessing.get_context("fork" if os.name == "posix" else "spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=_start, initargs=(shared,)) as pool:
        yield from zip(paths, pool.map(_survey_here, paths, chunksize=_CHUNK), strict=True)


_worker_shared: Shared | None = None  # set once in each worker process; never in the main one


def _start(shared: Shared) -> None:
    global _worker_shared  # noqa: PLW0603 - a process pool offers no other place for shared input
    _worker_shared = shared


def _survey_here(path: str) -> Surveyed:
    return survey_case(cast(Shared, _worker_shared), path)


def survey_case(shared: Shared, path: str) -> Surveyed:
    """Read one case file and apply the rules that need no other case."""
    stamp = _stamp(f"{shared.root}/{path}")
    raw, problem = read_bytes(shared.root, path)
    if problem:
        return Surveyed(stamp, None, (problem,))
    document, problems = parse_document(raw, path)
    records, problems = ([], problems) if problems else validate(document.data, path, CASE)
    if problems:
        return Surveyed(stamp, None, tuple(problems))
    case = cast(Case, records[0][1])
    text = SourceText(raw, document)
    origin = Origin(path)
    remarks = [remark for rule in CASE_RULES for remark in _applied(rule, origin, case, shared, origin)]
    findings = tuple(remark.placed(text.place(remark.at, remark.word)) for remark in remarks)
    entry = entry_of(case, path, hashlib.blake2b(raw, digest_size=16).hexdigest(), terms_in(case, shared))
    return Surveyed(stamp, entry, (), findings, _places(case, text))


def _places(case: Case, text: SourceText) -> dict[str, Place]:
    kept: list[FieldPath] = [("title",)]
    if case.related:
        kept += [("related",), *(("related", index) for index in range(len(case.related)))]
    found = {".".join(map(str, at)): text.place(at) for at in kept}
    return {at: place for at, place in found.items() if place}


def _stamp(file: str) -> Stamp:
    try:
        stat = os.stat(file)
    except OSError:
        return (0, 0)
    return (stat.st_size, stat.st_mtime_ns)
