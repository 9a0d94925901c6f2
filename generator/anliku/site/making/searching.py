"""The search index as a part of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..facts.published import Site
from ..frames.frameset import FrameSet
from ..output.outputs import Outputs
from ..pages.listing import digest, gathered_pages
from ..pages.renderer import Renderer

if TYPE_CHECKING:
    from ...search import DocumentSource
    from ...search.build import File

_FOLDER = "search"
_FIRST = f"{_FOLDER}/meta.js"
_OWN_WORDS = ("sources.html", "coverage.html", "reference/format.html", "organisations/index.html")
_RUNNING = re.compile(r'<p class="running">[^<]*</p>')  # stands on paper only


def put_search(site: Site, frames: FrameSet, outputs: Outputs) -> None:
    """Put the index into the site.

    While nothing that can be found has changed, the old index is taken over whole, without looking at its documents:
    the key of its first file stands for all of it.
    """
    key = digest(site.key, frames.key, *(f"{entry.id} {entry.digest}" for entry in site.ordered))
    before = {path: w for path, w in outputs.last.files.items() if path.startswith(f"{_FOLDER}/")}
    same = _FIRST in before and before[_FIRST].key == key
    if same and all(outputs.kept(path, w.key) for path, w in before.items()):
        return
    for path in before:
        outputs.files.pop(path, None)
    for file in _files(site, frames, outputs.place.read, outputs.last.cache):
        path = f"{_FOLDER}/{file.name}.js"
        outputs.put(path, key if path == _FIRST else file.key, file.data)


def _files(site: Site, frames: FrameSet, read: Callable[[str], bytes], cache: Path | None) -> Iterator[File]:
    # NumPy and pypinyin take a quarter of a second to import, and an unchanged site needs neither.
    from ...search.build import Index
    from ...search.documents import alias_groups, facet_labels, library_sources
    from ...search.model import Tuning

    sources = (*library_sources(site.library), *_pages(site, frames, read))
    index = Index(sources, cache, Tuning())
    yield from index.files(alias_groups(site.shared), facet_labels(site.shared))


def pages_as_they_are(site: Site, frames: FrameSet, cache: Path, *, whole: bool) -> list[DocumentSource]:
    """Return what a build would find now besides the records, whatever was built before; kept while it would be the same.

    whole: whether the library can be built; else only the ordinary pages can be made, which depend on no record.
    """
    from ...search.store import Store

    store = Store(cache / "terminal")
    key = digest(site.key, frames.key, str(whole), *(f"{entry.id} {entry.digest}" for entry in site.ordered))
    found: list[DocumentSource] | None = store.recall("pages", key)
    if found is None:
        found = list(_pages(site, frames, _rendering(site, frames)) if whole else _ordinary(frames, _ids(site)))
        store.keep("pages", key, found)
    return found


def _rendering(site: Site, frames: FrameSet) -> Callable[[str], bytes]:
    """Return a function that makes a generated page in memory."""
    pages = {page.path: page for page in gathered_pages(site, "")}
    renderer = Renderer(site, frames.frames)
    return lambda path: renderer.render(pages[path]).encode()


def _pages(site: Site, frames: FrameSet, read: Callable[[str], bytes]) -> Iterator[DocumentSource]:
    """Yield the ordinary pages, and those generated pages that have texts of their own.

    Left out: the home page, lists of cases and of other pages, whose titles lead to the pages themselves.
    """
    from ...search.documents import page_source

    yield from _ordinary(frames, _ids(site))
    for path in (*_OWN_WORDS, *(f"organisations/{key}.html" for key in site.shared.organisations)):
        yield page_source(path, read(path).decode())


def _ids(site: Site) -> frozenset[str]:
    """Return the ids of all records."""
    return frozenset(site.entries).union(key for _, key, _ in site.shared.records())


def _ordinary(frames: FrameSet, ids: frozenset[str]) -> Iterator[DocumentSource]:
    from ...search.documents import page_source

    for path in frames.others:
        if path.endswith(".html"):
            html = _RUNNING.sub("", (frames.folder / path).read_text(encoding="utf-8"))
            yield page_source(path, html, ids)
