"""The search index as a part of the site."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ..facts.published import Site
from ..frames.frameset import FrameSet
from ..output.outputs import Outputs
from ..pages.listing import digest

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
    key = digest(site.key, frames.key, *(entry.digest for entry in site.ordered))
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
    from ...search.documents import alias_groups, facet_labels
    from ...search.model import Tuning
    from ...search.offline import keep_pages

    sources = list(_sources(site, frames, read))
    if cache:
        keep_pages(cache, sources)
    index = Index(sources, cache, Tuning())
    yield from index.files(alias_groups(site.shared), facet_labels(site.shared))


def _sources(site: Site, frames: FrameSet, read: Callable[[str], bytes]) -> Iterator[DocumentSource]:
    """Yield the records, the ordinary pages, and those generated pages that have texts of their own.

    Left out: the home page, lists of cases and of other pages, whose titles lead to the pages themselves.
    """
    from ...search.documents import library_sources, page_source

    yield from library_sources(site.library)
    for path in frames.others:
        if path.endswith(".html"):
            yield page_source(path, _RUNNING.sub("", (frames.folder / path).read_text(encoding="utf-8")))
    for path in (*_OWN_WORDS, *(f"organisations/{key}.html" for key in site.shared.organisations)):
        yield page_source(path, read(path).decode())
