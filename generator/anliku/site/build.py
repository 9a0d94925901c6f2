"""Build a site: survey the library, render the frames, fill them, and put the new site in place of the old one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import __version__
from ..cache import cache_folder, forget, lock_file
from ..check.survey import Survey, survey
from ..checklist import settings_of
from ..checklist.form.pages import FORMATS
from ..library import Library
from ..library.loader import without_drafts
from ..library.selection import for_types
from ..lock import Busy, alone
from ..troubles import trouble
from ..workers import Progress
from .facts.published import Site
from .frames.error import FrameError
from .frames.frameset import copy_assets, frame_set, read_frames
from .making.compose import compose
from .making.downloads import download_key, usable_formats
from .making.searching import pages_as_they_are
from .output.last_build import LastBuild
from .output.outputs import Filled, Outputs
from .output.place import MANIFEST
from .output.tree import OutputError, Tree, manifest, reserved, write_file, write_manifest
from .pages.listing import digest

if TYPE_CHECKING:
    from ..search import DocumentSource


class StoppedByFindings(Exception):
    """Raised when the findings forbid a build."""

    def __init__(self, surveyed: Survey) -> None:
        super().__init__(surveyed)
        self.survey = surveyed


@dataclass(frozen=True, slots=True)
class Options:
    """How to build. strict: warnings stop the build too. lecturer: show hints and notes. clean: forget the cache.

    only: organisation types to reduce the library to; none means all of it.
    """

    strict: bool = False
    lecturer: bool = False
    clean: bool = False
    out: Path | None = None
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: pages in all, pages written anew, bytes of the site, and the survey it rests on.

    missing: in Chinese, what could not be made here and why. kept: where files of the old site lie that somebody had
    changed or added.
    """

    out: Path
    pages: int
    written: int
    bytes: int
    survey: Survey
    missing: str = ""
    kept: Path | None = None


def build(
    root: Path, options: Options, progress: Progress | None = None, at_the_end: Callable[[], None] | None = None
) -> BuildReport:
    """Build the library at `root`.

    at_the_end: called when the new site is whole, just before it takes the place of the old one.

    Raises StoppedByFindings or OutputError (the disk); the old site stays whole in every case.
    """
    tell = progress or (lambda *_: None)
    out = options.out or root / "site"
    try:
        with reserved(out, root), alone(lock_file(cache_folder(root))):
            if options.clean:
                forget(root)
            with Tree(out, root, cache=cache_folder(root)) as tree:
                return _build(root, options, tree, tell, at_the_end)
    except Busy as busy:
        raise OutputError(f"另一个 anliku 正在生成这个案例库（{busy.owner}）。", "等它结束再运行") from busy
    except OSError as error:
        raise _disk_error(error, out) from error


def _build(
    root: Path, options: Options, tree: Tree, tell: Progress, at_the_end: Callable[[], None] | None
) -> BuildReport:
    cache = cache_folder(root)
    surveyed = survey(root, cache, lambda done, total: tell("检查案例", done, total))
    if surveyed.stops(options.strict):
        raise StoppedByFindings(surveyed)
    if options.only:
        surveyed = _reduced(surveyed, options.only)
    try:
        frames = frame_set(root, surveyed.library.config, cache, options.lecturer)
    except FrameError as error:
        raise StoppedByFindings(replace(surveyed, findings=(*surveyed.findings, *error.findings))) from error
    record = LastBuild.load(cache, tree.target)
    site = make_site(surveyed, options.lecturer, record)
    files, written = compose(site, frames, Outputs(tree, record), tell)
    write_file(tree.folder / MANIFEST, manifest(files), "")
    if at_the_end:
        at_the_end()
    kept = tree.swap({path: (w.size, w.mtime_ns) for path, w in record.files.items()})
    record.save(files)
    total = sum(w.size for w in files.values())
    pages = sum(path.endswith(".html") for path in files)
    return BuildReport(tree.target, pages, written, total, surveyed, site.missing, kept)


def _reduced(surveyed: Survey, only: tuple[str, ...]) -> Survey:
    library = for_types(surveyed.library, only)
    return replace(surveyed, library=library, shared_key=digest(surveyed.shared_key, *only))


def fill_in_place(root: Path, out: Path) -> None:
    """Fill the frames that MkDocs itself has just written to `out`, for `mkdocs build` and `mkdocs serve`."""
    surveyed = survey(root, cache_folder(root))
    if surveyed.errors:
        raise StoppedByFindings(surveyed)
    copy_assets(out, surveyed.library.config)
    last = LastBuild.empty()
    compose(make_site(surveyed, False, last), read_frames(out, ""), Outputs(Filled(out), last), lambda *_: None)
    write_manifest(out)


def make_site(surveyed: Survey, lecturer: bool, record: LastBuild) -> Site:
    """Derive the facts that pages need from a surveyed library."""
    if not surveyed.library.shared.indicators:
        return _site(surveyed, lecturer, record.cache, ())
    whole = _site(surveyed, lecturer, record.cache, FORMATS)
    formats, missing = usable_formats(whole.settings, record, download_key(whole.key, whole.library))
    return _site(surveyed, lecturer, record.cache, formats, missing)


def _site(surveyed: Survey, lecturer: bool, cache: Path | None, formats: tuple[str, ...], missing: str = "") -> Site:
    library = surveyed.library
    settings = settings_of(library.config)
    return Site(
        name=library.config.name,
        key=digest(__version__, surveyed.shared_key, str(lecturer), repr(settings), *formats),
        shown_key=digest(*(entry.shown_hash for entry in library.published.values())),
        library=_published(library),
        cache=cache,
        lecturer=lecturer,
        settings=settings,
        formats=formats,
        missing=missing,
    )


def pages_to_search(root: Path, surveyed: Survey) -> list[DocumentSource]:
    """Return the pages that a reader would find besides the records, were the site built now; of a library with errors
    only the ordinary ones. No site is read or written. Raises FrameError, or Busy while another program builds the library.
    """
    cache = cache_folder(root)
    frames = frame_set(root, surveyed.library.config, cache)
    site = _site(surveyed, False, cache, ())  # no page that is found tells of files to print
    return pages_as_they_are(site, frames, cache, whole=not surveyed.errors)


def _published(library: Library) -> Library:
    """Leave out what readers must not see."""
    return replace(library, shared=without_drafts(library.shared))


def _disk_error(error: OSError, out: Path) -> OutputError:
    what = trouble(error)
    return OutputError(f"写不出站点 {error.filename or out}：{what.reason}。原来的站点没有动。", what.remedy)
