"""The search index as a part of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, cast

from ..facts.published import Site
from ..frames.frameset import FrameSet
from ..output.last_build import LastBuild
from ..output.outputs import Outputs
from ..pages.listing import digest, gathered_pages
from ..pages.renderer import Renderer

if TYPE_CHECKING:
    from ...search import Document, DocumentSource
    from ...search.build import File
    from ...search.segments import KeptDocument

_FOLDER = "search"
_FIRST = f"{_FOLDER}/meta.js"
_OWN_WORDS = ("sources.html", "coverage.html", "reference/format.html", "organisations/index.html")
_RUNNING = re.compile(r'<p class="running">[^<]*</p>')  # stands on paper only


OnPage: TypeAlias = "KeptDocument | tuple[str, Document] | None"
"""What is found of a page where it is made: a case as it is kept; of another page its state and the document."""
Seen = tuple[str, "DocumentSource"]
"""The state of a page when it was read, and what is found of it."""


class FirstReading:
    """Reads what is found of a page where it is made: there the case is at hand, and elsewhere it would be read a second time.

    cases: what was read of them, by the keys of their sources; pages: of others, by path.
    """

    def __init__(self, site: Site) -> None:
        from ...search.documents import case_sources

        self._sources = {f"cases/{source.id}.html": source for source in case_sources(site.library)}
        self._generated = frozenset(_generated(site))
        self.cases: dict[str, KeptDocument] = {}
        self.pages: dict[str, Seen] = {}

    def read(self, path: str, html: str) -> OnPage:
        """Return what is found of a page that has just been made; None where nothing is."""
        from ...search.segments import kept_of

        if path in self._sources:
            return kept_of(self._sources[path])
        return _Html(path, html).found() if path in self._generated else None

    def keep(self, path: str, found: OnPage) -> None:
        """Keep what was found of a page in another process."""
        if path in self._sources:
            self.cases[self._sources[path].key] = cast("KeptDocument", found)
        elif found:
            self.pages[path] = _seen(*cast("tuple[str, Document]", found))


def first_reading(site: Site, last: LastBuild) -> FirstReading | None:
    """Return a reading for a site that has no index yet. Where there is one, most is known, and hardly a page is made."""
    return None if _FIRST in last.files else FirstReading(site)


def put_search(site: Site, frames: FrameSet, outputs: Outputs, reading: FirstReading | None) -> None:
    """Put the index into the site.

    While nothing that can be found has changed, the old index is taken over whole, without looking at its documents:
    the key of its first file stands for all of it. reading: of the pages that were made; what it has is not read again.
    """
    key = digest(site.key, frames.key, *(f"{entry.id} {entry.digest}" for entry in site.ordered))
    before = {path: w for path, w in outputs.last.files.items() if path.startswith(f"{_FOLDER}/")}
    same = _FIRST in before and before[_FIRST].key == key
    if same and all(outputs.kept(path, w.key) for path, w in before.items()):
        return
    for path in before:
        outputs.files.pop(path, None)
    for file in _files(site, frames, outputs.place.read, outputs.last.cache, reading):
        path = f"{_FOLDER}/{file.name}.js"
        outputs.put(path, key if path == _FIRST else file.key, file.data)


def _files(
    site: Site, frames: FrameSet, read: Callable[[str], bytes], cache: Path | None, reading: FirstReading | None
) -> Iterator[File]:
    # NumPy and pypinyin take a quarter of a second to import, and an unchanged site needs neither.
    from ...search.build import Index
    from ...search.documents import alias_groups, case_sources, facet_labels
    from ...search.model import Tuning

    found = _Found(site, cache)
    pages = found.on(_pages(site, frames, read), reading.pages if reading else {})
    sources = (*case_sources(site.library), *found.records(), *pages)
    index = Index(sources, cache, Tuning(), reading.cases if reading else {})
    yield from index.files(alias_groups(site.shared), facet_labels(site.shared))


class _Found:
    """What is found besides cases: kept in the cache, since it takes a fifth of a second to make and few edits change it."""

    def __init__(self, site: Site, cache: Path | None) -> None:
        from ...search.plan import VERSION
        from ...search.store import Store

        self._site = site
        self._key = f"{VERSION} {site.key}"
        self._store = Store(cache / "search" if cache else None)

    def records(self) -> list[DocumentSource]:
        """Return the shared records as documents."""
        from ...search.documents import shared_sources

        kept: list[DocumentSource] | None = self._store.recall("records", self._key)
        if kept is None:
            kept = list(shared_sources(self._site.shared))
            self._store.keep("records", self._key, kept)
        return kept

    def on(self, pages: Iterable[_Html], read: Mapping[str, Seen]) -> Iterator[DocumentSource]:
        """Yield the pages as documents; one that is as it was, byte for byte, is not read again. read: what has just been."""
        before: dict[str, Seen] = self._store.recall("pages", self._key) or {}
        now: dict[str, Seen] = {}
        for page in pages:
            known = read.get(page.path) or before.get(page.path)
            now[page.path] = known if known and known[0] == page.state else _seen(*page.found())
            yield now[page.path][1]
        if any(before.get(path) is not kept for path, kept in now.items()):
            self._store.keep("pages", self._key, now)


def pages_as_they_are(site: Site, frames: FrameSet, cache: Path, *, whole: bool) -> list[DocumentSource]:
    """Return what a build would find now besides the records, whatever was built before; kept while it would be the same.

    whole: whether the library can be built; else only the ordinary pages can be made, which depend on no record.
    """
    from ...search.store import Store

    store = Store(cache / "terminal")
    key = digest(site.key, frames.key, str(whole), *(f"{entry.id} {entry.digest}" for entry in site.ordered))
    found: list[DocumentSource] | None = store.recall("pages", key)
    if found is None:
        pages = _pages(site, frames, _rendering(site, frames)) if whole else _ordinary(site, frames)
        found = [_seen(*page.found())[1] for page in pages]
        store.keep("pages", key, found)
    return found


def _rendering(site: Site, frames: FrameSet) -> Callable[[str], bytes]:
    """Return a function that makes a generated page in memory."""
    pages = {page.path: page for page in gathered_pages(site, "")}
    renderer = Renderer(site, frames.frames)
    return lambda path: renderer.render(pages[path]).encode()


class _Html(NamedTuple):
    """A page of the site. ids: of records, which are no text to find; ids_key: a hash of them."""

    path: str
    text: str
    ids: frozenset[str] = frozenset()
    ids_key: str = ""

    @property
    def state(self) -> str:
        """A hash of all that the document depends on."""
        return digest(self.text, self.ids_key)

    def found(self) -> tuple[str, Document]:
        """Read the page; return its state and what is found of it."""
        from ...search.documents import page_document

        return self.state, page_document(self.path, self.text, self.ids)


def _seen(state: str, document: Document) -> Seen:
    from ...search.store import source_of

    return state, source_of(document)


def _pages(site: Site, frames: FrameSet, read: Callable[[str], bytes]) -> Iterator[_Html]:
    """Yield the ordinary pages, and those generated pages that have texts of their own.

    Left out: the home page, lists of cases and of other pages, whose titles lead to the pages themselves.
    """
    yield from _ordinary(site, frames)
    for path in _generated(site):
        yield _Html(path, read(path).decode())


def _generated(site: Site) -> Iterator[str]:
    yield from _OWN_WORDS
    yield from (f"organisations/{key}.html" for key in site.shared.organisations)


def _ordinary(site: Site, frames: FrameSet) -> Iterator[_Html]:
    ids = frozenset(site.entries).union(key for _, key, _ in site.shared.records())
    ids_key = digest(*sorted(ids))
    for path in frames.others:
        if path.endswith(".html"):
            yield _Html(path, _RUNNING.sub("", (frames.folder / path).read_text(encoding="utf-8")), ids, ids_key)
