"""Read a library and check it: every case once, in parallel when it is large, and only what has changed when a cache is
given."""

from __future__ import annotations

import functools
import gc
import hashlib
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, cast

from ..library import (
    KINDS,
    Entry,
    FieldPath,
    Kind,
    Library,
    Origin,
    Place,
    Problem,
    Shared,
    SourceText,
    entry_of,
    find_files,
    load_shared,
    read_bytes,
    read_config,
    read_pages,
    records_or_problems,
)
from ..library.kinds import CASE, KIND_BY_NAME
from ..library.kit import FILE as KIT_FILE
from ..library.models import Case, Words
from ..library.term_use import terms_in
from ..workers import spread
from . import memory
from .acceptance import Acceptance, Reasons
from .doubts import doubts, doubts_of_file, doubts_of_head, doubts_of_settings
from .duplicates import AlikeGroup, Remembered, alike_groups, sketch
from .findings import Finding, Remark, Severity, error
from .kits import checked_kit
from .links import PageReader, Rendered
from .memory import Stamp, Surveyed
from .naming import with_meant
from .rules import CASE_RULES, ENTRY_RULES, LIBRARY_RULES, SHARED_RULES, LibraryRule, page_text
from .rules import duplicates as near_duplicate_rule
from .rules.links import dead_links, links_in_case
from .rules.page_text import LostOnPage, lost_in_page
from .schema import finding_of
from .texts import joined

Counting = Callable[[int, int], None]

PARALLEL_FROM = 200


@dataclass(frozen=True)
class Survey:
    """A library and everything the rules say of it, in the order of files and lines.

    shared_key: hash of every file but the cases. accepted: warnings that their records accept, with the reasons.
    """

    library: Library
    findings: tuple[Finding, ...]
    shared_key: str
    accepted: tuple[Finding, ...] = ()

    @property
    def errors(self) -> tuple[Finding, ...]:
        """Findings that stop a build. Those about `kit.yml` do not: no page is made of it, only files for classes."""
        return tuple(f for f in self.findings if f.severity is Severity.ERROR and f.path != KIT_FILE)

    def stops(self, strict: bool) -> bool:
        """Say whether these findings stop a build."""
        return bool(self.findings if strict else self.errors)


def survey(root: Path, cache: Path | None = None, progress: Counting | None = None) -> Survey:
    """Read the library at `root`, apply every rule, and return both.

    cache: folder for what was learnt of each case; a case is read again only when its file or a shared record changed.
    progress: called with (cases done, cases in all).
    """
    with _seldom_collecting():
        return _survey(root, cache, progress)


def _shared(
    root: Path, files: dict[Kind, list[str]], words: Words, cache: Path | None, key: str
) -> tuple[Shared, list[Problem]]:
    """Return the shared records and their problems, from the cache when none of their files has changed."""
    kept = memory.recall_shared(cache, key)
    if kept:
        return replace(kept[0], root=root), kept[1]  # the same folder may go by another name today
    shared, problems = load_shared(root, files, words)
    if cache:
        memory.save_shared(cache, key, shared, problems)
    return shared, problems


@contextmanager
def _seldom_collecting() -> Iterator[None]:
    """Run the garbage collector seldom: reading makes many small objects, and hardly any of them in cycles."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _survey(root: Path, cache: Path | None, progress: Counting | None) -> Survey:
    config, wrong_settings = read_config(root)
    files, problems = find_files(root, config.docs_dir)
    words = config.plugin.vocabulary
    key = memory.memory_key(root, files, words)
    shared, more = _shared(root, files, words, cache, key)
    problems += more
    known = memory.load(cache, key)
    cases = _survey_cases(shared, files[CASE], known, progress)
    if cache:
        memory.save(cache, key, cases, known)
    problems += [p for s in cases.values() for p in s.problems]
    parsed = {path: s.data for path, s in cases.items() if s.data}
    pages, wrong_pages = read_pages(root, config)
    library = Library(shared, _entries(cases), tuple(problems), parsed, config, pages)
    problems += wrong_settings + wrong_pages
    titles = {key: entry.title for key, entry in library.entries.items()}
    findings = [finding_of(with_meant(problem, shared, titles), root, shared.vocabulary) for problem in problems]
    acceptance = _acceptance(library, cases)
    for path, case in cases.items():
        findings += [_settled(finding, acceptance, path, ()) for finding in case.findings]
    groups = _near_duplicates(library, cases, cache)
    with _readers(library, cache, key) as readers:
        findings += _library_findings(library, cases, groups, acceptance, readers)
        for kind in KINDS:
            for path in files[kind] if kind is not CASE else ():
                found = readers.doubts(path, kind.name)
                findings += [_settled(finding, acceptance, path, at) for at, finding in found]
    findings += [found for path in config.files for found in doubts_of_settings(root, path)]
    findings += [found for page in pages for found in doubts_of_head(page.whole, page.path)]
    findings += [remark.located(root) for remark in acceptance.leftovers()]
    findings += checked_kit(library, root)[1]
    in_order = sorted(findings, key=lambda f: (f.path, f.line, f.column, f.code, f.message))
    accepted = tuple(finding for finding in in_order if finding.accepted)
    return Survey(library, tuple(finding for finding in in_order if not finding.accepted), key, accepted)


def _acceptance(library: Library, cases: Mapping[str, Surveyed]) -> Acceptance:
    """Return what every record accepts."""
    given: dict[tuple[str, FieldPath], Reasons] = {(path, ()): s.accept for path, s in cases.items() if s.accept}
    shared = library.shared
    for kind, key, record in shared.records():
        reasons = getattr(record, "accept", None)
        if reasons:
            origin = shared.origins[kind, key]
            given[origin.path, origin.at] = reasons
    return Acceptance(given)


def _settled(finding: Finding, acceptance: Acceptance, path: str, at: FieldPath) -> Finding:
    """Return the finding with the reason for which its record accepts it."""
    reason = "" if finding.severity is Severity.ERROR else acceptance.reason(path, at, finding.code)
    return replace(finding, accepted=reason) if reason else finding


def _near_duplicates(library: Library, cases: Mapping[str, Surveyed], cache: Path | None) -> tuple[AlikeGroup, ...]:
    sketches = {key: cases[entry.path].sketch for key, entry in library.entries.items()}
    remembered = Remembered(cache, {key: entry.digest for key, entry in library.entries.items()}) if cache else None
    return alike_groups(sketches, lambda key: joined(library.cases[key]), remembered)


def _entries(cases: Mapping[str, Surveyed]) -> dict[str, Entry]:
    """Return the entries by id, in its order; where two files claim an id, the one of that name has it."""
    named = sorted((s.entry for s in cases.values() if s.entry), key=lambda e: (e.id, e.path != f"cases/{e.id}.yml"))
    entries: dict[str, Entry] = {}
    for entry in named:
        entries.setdefault(entry.id, entry)
    return entries


class _Readers(NamedTuple):
    """What reads all but the cases, and remembers what it said in the last run.

    links, lost: say of an ordinary page which links are in it, and what of it is not shown. shared, entries: the remarks of
    the rule of this name on the shared records, and on entries as well. doubts: those about a file of shared records.
    """

    links: Callable[[str], Rendered]
    lost: Callable[[str, bool], Sequence[LostOnPage]]
    shared: Callable[[str], Sequence[Remark]]
    entries: Callable[[str], Sequence[Remark]]
    doubts: Callable[[str, str], Sequence[tuple[FieldPath, Finding]]]


@contextmanager
def _readers(library: Library, cache: Path | None, key: str) -> Iterator[_Readers]:
    """Give the readers. To render all pages and look through all shared records takes a third of a second."""
    reads_more = library.config.site.markdown_extensions  # an extension may put other files into a page

    @functools.cache
    def reader() -> PageReader:
        return PageReader(library.config)

    def read(text: str) -> Rendered:
        return reader()(text)

    def remarks(name: str) -> list[Remark]:
        return list(rules[name](library))

    def doubts_in(path: str, kind: str) -> list[tuple[FieldPath, Finding]]:
        return doubts_of_file(library.root, path, KIND_BY_NAME[kind])

    rules = {rule.__name__: rule for rule in (*SHARED_RULES, *ENTRY_RULES)}
    with (
        memory.remembering(None if reads_more else cache, key, "links.pickle", read) as links,
        memory.remembering(cache, key, "lost.pickle", lost_in_page) as lost,
        memory.remembering(cache, key, "remarks.pickle", remarks) as shared,
        memory.remembering(cache, _entries_key(library, key), "entries.pickle", remarks) as entries,
        memory.remembering(cache, key, "doubts.pickle", doubts_in) as doubts_of_shared,
    ):
        yield _Readers(links, lost, shared, entries, doubts_of_shared)


def _entries_key(library: Library, key: str) -> str:
    """Return a hash of what rules for entries look at: those have no digest of the whole text."""
    seen = "\0".join((key, repr(library.problems), *(f"{e.path} {e.shown_hash}" for e in library.entries.values())))
    return hashlib.blake2b(seen.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _library_findings(
    library: Library,
    cases: Mapping[str, Surveyed],
    groups: tuple[AlikeGroup, ...],
    acceptance: Acceptance,
    readers: _Readers,
) -> Iterator[Finding]:
    links = {path: case.links for path, case in cases.items() if case.links}

    def links_in_library(library: Library) -> Iterable[Remark]:
        return dead_links(library, links, readers.links)

    def page_conserved(library: Library) -> Iterable[Remark]:
        return page_text.page_conserved(library, readers.lost)

    def repeated_cases(library: Library) -> Iterable[Remark]:
        accepted = {
            key for key, e in library.entries.items() if near_duplicate_rule.CODE in (cases[e.path].accept or ())
        }
        return near_duplicate_rule.near_duplicates(library, groups, accepted)

    def remembered(rule: LibraryRule, said: Callable[[str], Iterable[Remark]]) -> LibraryRule:
        return functools.wraps(rule)(lambda _: said(rule.__name__))

    kept = [remembered(rule, readers.shared) for rule in SHARED_RULES]
    kept += [remembered(rule, readers.entries) for rule in ENTRY_RULES]
    for rule in (*kept, *LIBRARY_RULES, page_conserved, links_in_library, repeated_cases):
        for remark in _applied(rule, Origin(""), library):
            case = cases.get(remark.origin.path)
            place = case.place(remark.at) if case else None
            finding = remark.placed(place) if place else remark.located(library.root)
            yield _settled(finding, acceptance, remark.origin.path, remark.origin.at + remark.at)


def _applied(rule: Callable[..., Iterable[Remark]], origin: Origin, *arguments: Any) -> list[Remark]:
    """Return the remarks of a rule; a rule that fails is itself reported, and the others go on."""
    try:
        return list(rule(*arguments))
    except Exception as failure:  # whatever it is, an editor gets a sentence and not a traceback
        name = getattr(rule, "__name__", "?")
        message = f"检查项 {name} 自己出了错（{type(failure).__name__}: {failure}），没有查完。"
        return [error("internal-error", origin, (), message, "这不是内容的错：请把这一行和这个文件发给程序的维护者。")]


def _survey_cases(
    shared: Shared, paths: Sequence[str], known: Mapping[str, Surveyed], progress: Counting | None
) -> dict[str, Surveyed]:
    """Survey each file, taking over what is known of files whose size and time are unchanged."""
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
    with closing(spread(_given, (shared,), survey_case, stale, PARALLEL_FROM)) as found:
        for path, result in zip(stale, found, strict=True):
            results[path] = result
            done += 1
            if progress:
                progress(done, len(paths))
    return {path: result for path, result in results.items() if result}


def _given(shared: Shared) -> Shared:
    return shared


def survey_case(shared: Shared, path: str) -> Surveyed:
    """Read one case file and apply the rules that need no other case."""
    stamp = _stamp(f"{shared.root}/{path}")
    raw, unreadable = read_bytes(shared.root, path)
    document, records, problems = records_or_problems(raw, path, CASE, unreadable)
    if problems:
        return Surveyed(stamp, None, tuple(problems))
    case = cast(Case, records[0][1])
    text = SourceText(raw, document)
    origin = Origin(path)
    remarks = [remark for rule in CASE_RULES for remark in _applied(rule, origin, case, shared, origin)]
    findings = tuple(remark.placed(text.place(remark.at, remark.word)) for remark in remarks)
    findings += tuple(finding for _, finding in doubts(raw, text, path, CASE, document.node))
    entry = entry_of(case, path, hashlib.blake2b(raw, digest_size=16).hexdigest(), terms_in(case, shared))
    parsed = pickle.dumps(document.data)
    accept, drawn = dict(case.accept) or None, sketch(joined(case))
    return Surveyed(stamp, entry, (), findings, _places(case, text), links_in_case(case), accept, drawn, parsed)


def _places(case: Case, text: SourceText) -> tuple[tuple[str, Place], ...]:
    kept: list[FieldPath] = [("title",)]
    if case.related:
        kept += [("related",), *(("related", index) for index in range(len(case.related)))]
    found = ((".".join(map(str, at)), text.place(at)) for at in kept)
    return tuple((at, place) for at, place in found if place)


def _stamp(file: str) -> Stamp:
    try:
        stat = os.stat(file)  # noqa: PTH116 - ten thousand Path objects take longer than the calls
    except OSError:
        return (0, 0, 0)
    return (stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)
