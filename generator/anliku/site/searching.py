"""The search index as a part of the site."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from .frameset import FrameSet
from .output import Tree, Written, write_file
from .pages import digest
from .record import Record
from .site import Site

if TYPE_CHECKING:
    from ..search import Source

_FOLDER = "search"
_RUNNING = re.compile(r'<p class="running">[^<]*</p>')  # stands on paper only


def search_files(site: Site, frames: FrameSet, tree: Tree, record: Record) -> dict[str, Written]:
    """Write the index into the tree; while nothing that can be found has changed, take the old one over whole."""
    key = digest(site.key, frames.key, *(entry.digest for entry in site.ordered))
    before = {path: w for path, w in record.files.items() if path.startswith(f"{_FOLDER}/")}
    if before and all(w.key == key and tree.keeps(path, w) for path, w in before.items()):
        return before
    files: dict[str, Written] = {}
    for path, data in _files(site, frames, record.cache):
        known = before.get(path)
        if known and known.sha256 == hashlib.sha256(data).hexdigest() and _kept(tree, path, known):
            files[path] = known._replace(key=key)
        else:
            files[path] = write_file(tree.folder / path, data, key)
    return files


def _kept(tree: Tree, path: str, written: Written) -> bool:
    """Take a file over, unless the attempt to take the index over whole has done so already."""
    return (tree.folder / path).exists() or tree.keeps(path, written)


def write_search(site: Site, frames: FrameSet, out: Path) -> None:
    """Write the index below `out`."""
    for path, data in _files(site, frames, None):
        write_file(out / path, data, "")


def _files(site: Site, frames: FrameSet, cache: Path | None) -> Iterator[tuple[str, bytes]]:
    # NumPy and pypinyin take a quarter of a second to import, and an unchanged site needs neither.
    from ..search.build import Index
    from ..search.documents import alias_groups, facet_labels
    from ..search.model import Tuning

    index = Index(_sources(site, frames), cache, Tuning())
    for name, data in index.files(alias_groups(site.shared), facet_labels(site.shared)):
        yield f"{_FOLDER}/{name}.js", data


def _sources(site: Site, frames: FrameSet) -> Iterator[Source]:
    from ..search.documents import library_sources, page_source

    yield from library_sources(site.library)
    for path in frames.others:
        if path.endswith(".html"):
            yield page_source(path, _RUNNING.sub("", (frames.folder / path).read_text(encoding="utf-8")))
