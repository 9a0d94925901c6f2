"""The one list of what a site consists of, for `anliku build` and for MkDocs alike."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from functools import partial
from pathlib import Path

from ...library.frozen import frozen_bytes
from ...workers import Progress, spread
from ..facts.published import Site
from ..frames.frame import Frame
from ..frames.frameset import FrameSet
from ..output.outputs import Outputs
from ..output.tree import Written, write_file
from ..pages.listdata import HEAD, list_script
from ..pages.listing import Page, all_pages, digest
from ..pages.quiz import HEAD as QUIZ_HEAD
from ..pages.quiz import quiz_cases, quiz_script
from ..pages.renderer import Renderer, compile_templates
from .downloads import download_key, download_paths, make_downloads
from .searching import FirstReading, OnPage, first_reading, put_search

PARALLEL_FROM = (
    300  # to start two processes, each with its own templates and parts of pages, costs as much as so many pages
)


def compose(site: Site, frames: FrameSet, outputs: Outputs, tell: Progress) -> tuple[dict[str, Written], int]:
    """Put every file of the site in its place; return the files and how many pages were rendered anew."""
    _put_downloads(site, outputs, tell)
    reading = first_reading(site, outputs.last)
    written = _put_pages(site, frames, outputs, reading, tell)
    _put_ordinary(frames, outputs)
    for kept in site.shared.frozen:
        outputs.put(kept.path.removeprefix("content/"), site.key, partial(frozen_bytes, kept))
    outputs.put("cases/list.js", digest(site.key, site.shown_key, HEAD), lambda: list_script(site).encode())
    asked = digest(site.key, QUIZ_HEAD, *(f"{entry.id} {entry.digest}" for entry in quiz_cases(site)))
    outputs.put("study/quiz.js", asked, lambda: quiz_script(site).encode())
    tell("写出搜索", 0, 1)
    put_search(site, frames, outputs, reading)
    return outputs.files, written


def _put_downloads(site: Site, outputs: Outputs, tell: Progress) -> None:
    """Put the checklists into the site as files.

    Other processes make them, so this one meanwhile finds the related cases, and how terms sound, whose dictionary it needs
    for the search as well. They end before the pages are begun: a process with threads must not be forked, and a pool has
    some.
    """
    paths = download_paths(site)
    stale = outputs.stale(paths, download_key(site.key, site.library))
    with closing(make_downloads(site, stale, outputs.place.folder, forks=outputs.place.forks)) as made:
        _ = site.related, site.sounds
        for path, written in zip(stale, made, strict=True):
            outputs.files[path] = written
            tell("写出自评表文件", len(outputs.files), len(paths))


def _put_pages(site: Site, frames: FrameSet, outputs: Outputs, reading: FirstReading | None, tell: Progress) -> int:
    """Put the generated pages into the site; return how many were rendered. reading: reads for the search what is on them."""
    base = digest(site.key, frames.key)
    pages = (page for page in all_pages(site) if not outputs.kept(page.path, base + page.key))
    stale = [page._replace(key=base + page.key) for page in pages]
    args = (site, frames.frames, outputs.place.folder, reading)
    # Closed at once when interrupted: no worker may go on writing into a tree that is being removed.
    parallel_from = PARALLEL_FROM if outputs.place.forks else len(stale) + 1
    if stale:
        compile_templates(site)
    with closing(spread(_PageWriter, args, _PageWriter.write, stale, parallel_from)) as rendered:
        for done, (page, (written, found)) in enumerate(zip(stale, rendered, strict=True), 1):
            outputs.files[page.path] = written
            if reading:
                reading.keep(page.path, found)
            tell("写出页面", done, len(stale))
    return len(stale)


def _put_ordinary(frames: FrameSet, outputs: Outputs) -> None:
    """Put into the site what MkDocs has made besides frames: ordinary pages, assets."""
    if frames.folder == outputs.place.folder:  # MkDocs wrote them there
        return
    for path in frames.others:
        outputs.put(path, frames.key, partial(frames.read, path))


class _PageWriter:
    """Renders pages and writes them; one in each worker process."""

    def __init__(self, site: Site, frames: Mapping[str, Frame], folder: Path, reading: FirstReading | None) -> None:
        self._renderer = Renderer(site, frames)
        self._folder = folder
        self._reading = reading

    def write(self, page: Page) -> tuple[Written, OnPage]:
        """Render a page, write it and return what is known of the file, and what the search finds of it."""
        html = self._renderer.render(page)
        written = write_file(self._folder / page.path, html.encode(), page.key)
        return written, self._reading.read(page.path, html) if self._reading else None
