"""Which pages a site has, and what each depends on. Nothing is rendered here."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import NamedTuple

from ...cache import keep, recall
from ...checklist.form.sheet import page_of
from ...library import Entry, renamed
from ...library.addresses import moved_pages
from ...paths import notices
from ..facts.facets import list_slug
from ..facts.published import Site
from ..views import View, assessment, case, catalogue, lists, moved, overview, reference
from ..views import selection as choice

_shown_hash = attrgetter("shown_hash")
_KEPT = "listing.pickle"


class Page(NamedTuple):
    """One page to be.

    path: below the site. frame: source of its frame. view: function that makes its content from the site and `args`.
    key: hash of everything the page shows beyond what all pages share (program, templates, frames, shared records).
    """

    path: str
    frame: str
    view: Callable[..., View]
    args: tuple[str | int, ...]
    key: str


def digest(*parts: str) -> str:
    """Return one short hash for several texts."""
    return hashlib.blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


def all_pages(site: Site) -> Iterator[Page]:
    """Yield every page of the site."""
    everything = digest(*map(_shown_hash, site.ordered))
    listed = _listed(site, everything)
    yield Page("index.html", "index.md", overview.home, (), everything)
    for key, entry in site.entries.items():
        yield Page(f"cases/{key}.html", "cases/index.md", case.case, (key,), entry.digest + listed.around[key])
    yield from listed.lists
    yield from gathered_pages(site, everything)
    yield from _assessment_pages(site)
    yield from _moved_pages(site)
    yield Page("search.html", "search.md", overview.search, (), "")
    yield Page("selection.html", "selection.md", choice.selection, (), "")
    yield Page("compare.html", "compare.md", choice.comparison, (), "")
    yield Page("print.html", "print.md", choice.printing, (), "")
    yield Page("study.html", "study.md", choice.study, (), "")
    yield Page("notices.html", "notices.md", reference.licences, (), digest(*notices().values()))


def gathered_pages(site: Site, everything: str) -> Iterator[Page]:
    """Yield the pages that gather what stands in many records; `everything` is a hash of what they show of cases."""
    yield from _catalogue_pages(site, everything)
    yield Page("sources.html", "sources.md", reference.sources, (), everything)
    yield Page("coverage.html", "coverage.md", overview.coverage, (), everything)
    yield Page("reference/format.html", "reference/format.md", reference.file_format, (), "")


class _Listed(NamedTuple):
    """What depends on nothing but what pages show of other cases: around each case a hash of what its page shows of others,
    and the lists of cases.
    """

    around: Mapping[str, str]
    lists: Sequence[Page]


def _listed(site: Site, everything: str) -> _Listed:
    """Return it from the cache while `everything` is the same: most edits change the text of a case and no list."""
    file = site.cache / _KEPT if site.cache else None
    state = digest(site.key, everything)
    kept: _Listed | None = recall(file, state) if file else None
    if kept is None:
        around = {key: _around(site, key) for key in site.entries}
        kept = _Listed(around, tuple(_list_pages(site, everything)))
        if file:
            keep(file, state, kept)
    return kept


def _around(site: Site, key: str) -> str:
    """Return a hash of what the page of a case shows of others: those before and after it, and related ones."""
    near = (f"{e.id}{e.title}" if e else "" for e in site.neighbours[key])
    related = (f"{other}{site.entries[other].title}{reason}" for other, reason in site.related.get(key, ()))
    return digest(*near, *related)


def _moved_pages(site: Site) -> Iterator[Page]:
    """Yield the pages at former addresses; each leads to the one of today, beside it."""
    for old, new in moved_pages(site.library):
        folder, _, name = new.rpartition("/")
        title = _title_at(site, folder, name.removesuffix(".html"))
        yield Page(old, f"{folder}/index.md", moved.moved, (title, name), digest(title))
    types = renamed(site.shared, "organisation")
    known = {found.slug for found in site.groups.get("org", ())} if types else set()
    for old, new in types.items():
        if list_slug(new, "org") in known:
            before, now = (lists.list_name(list_slug(key, "org"), 1) for key in (old, new))
            title = f"案例：{site.shared.organisations[new].name}"
            yield Page(f"lists/{before}", "lists/index.md", moved.moved, (title, now), digest(title))


def _title_at(site: Site, folder: str, key: str) -> str:
    if folder == "cases":
        return site.entries[key].title
    if folder == "policies":
        return site.shared.policies[key].title
    if folder == "checklists":
        return site.checklists[key].title
    return site.shared.organisations[key].name


def _list_pages(site: Site, everything: str) -> Iterator[Page]:
    for number, chunk in enumerate(_chunks(site.ordered), 1):
        path = "cases/index.html" if number == 1 else f"lists/all-{number}.html"
        frame = "cases/index.md" if number == 1 else "lists/index.md"
        # The first page shows the counts of every facet, the others only their own rows.
        key = everything if number == 1 else digest(str(len(site.ordered)), *map(_shown_hash, chunk))
        yield Page(path, frame, lists.all_cases, (number,), key)
    yield Page("lists/index.html", "lists/index.md", lists.directory, (), everything)
    for facet, groups in site.groups.items():
        for found in groups:
            for number, chunk in enumerate(_chunks(found.entries), 1):
                key = digest(str(len(found.entries)), *map(_shown_hash, chunk))
                path = f"lists/{lists.list_name(found.slug, number)}"
                yield Page(path, "lists/index.md", lists.group_list, (facet, found.value, number), key)


def _chunks(entries: tuple[Entry, ...]) -> Iterable[tuple[Entry, ...]]:
    return [entries[start : start + lists.PAGE_SIZE] for start in range(0, len(entries), lists.PAGE_SIZE)] or [()]


def _assessment_pages(site: Site) -> Iterator[Page]:
    titles = digest(*site.titles.values())
    if site.checklists:
        yield Page("checklists/index.html", "checklists/index.md", assessment.checklists, (), "")
    for key in site.checklists:
        yield Page(f"checklists/{key}.html", "checklists/index.md", assessment.checklist, (key,), titles)
        for kept in site.checklists[key].kept:
            address = f"checklists/{page_of(kept)}"
            yield Page(address, "checklists/index.md", assessment.kept_checklist, (key, kept.kept_as), titles)
    if site.shared.cards:
        yield Page("cards/index.html", "cards/index.md", assessment.cards, (), "")
    for key in site.shared.cards:
        yield Page(f"cards/{key}.html", "cards/index.md", assessment.card, (key,), titles)


def _catalogue_pages(site: Site, everything: str) -> Iterator[Page]:
    shared = site.shared
    yield Page("organisations/index.html", "organisations/index.md", catalogue.organisations, (), everything)
    for key in shared.organisations:
        yield Page(f"organisations/{key}.html", "organisations/index.md", catalogue.organisation, (key,), everything)
    yield Page("frameworks/index.html", "frameworks/index.md", catalogue.frameworks, (), everything)
    for key in shared.frameworks:
        yield Page(f"frameworks/{key}.html", "frameworks/index.md", catalogue.framework, (key,), everything)
    yield Page("policies/index.html", "policies/index.md", catalogue.policies, (), everything)
    for key in shared.policies:
        yield Page(f"policies/{key}.html", "policies/index.md", catalogue.policy, (key,), everything)
    yield Page("terms/index.html", "terms/index.md", catalogue.glossary, (), everything)
    if shared.lessons:
        yield Page("lessons/index.html", "lessons/index.md", catalogue.lessons, (), everything)
        for key in shared.lessons:
            yield Page(f"lessons/{key}.html", "lessons/index.md", catalogue.lesson, (key,), everything)
