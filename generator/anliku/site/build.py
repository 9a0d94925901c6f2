"""Build a site: survey the library, render the frames, fill them, and put the new site in place of the old one."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from .. import __version__
from ..cache import cache_folder, forget, lock_file
from ..check.survey import Survey, survey
from ..checklist import settings_of
from ..checklist.pages import FORMATS
from ..library import Library
from ..library.loader import without_drafts
from ..library.selection import for_types
from ..lock import Busy, alone
from ..troubles import trouble
from ..workers import spread
from .downloads import download_key, download_paths, kept_downloads, make_downloads, usable_formats, write_downloads
from .frame_error import FrameError
from .frames import Frame
from .frameset import FrameSet, copy_assets, frame_set, read_frames
from .last_build import LastBuild
from .listdata import list_script
from .output import OutputError, Tree, Written, copy_files, manifest, reserved, write_file, write_manifest
from .pages import Page, all_pages, digest
from .place import MANIFEST
from .renderer import Renderer
from .searching import search_files, write_search
from .site import Site

Progress = Callable[[str, int, int], None]

PARALLEL_FROM = 100


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
class Report:
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


def build(root: Path, options: Options, progress: Progress | None = None) -> Report:
    """Build the library at `root`.

    Raises StoppedByFindings or OutputError (the disk); the old site stays whole in every case.
    """
    tell = progress or (lambda *_: None)
    out = options.out or root / "site"
    try:
        with reserved(out, root), alone(lock_file(cache_folder(root))):
            if options.clean:
                forget(root)
            with Tree(out, root, cache=cache_folder(root)) as tree:
                return _build(root, options, tree, tell)
    except Busy as busy:
        raise OutputError(f"另一个 anliku 正在生成这个案例库（{busy.owner}）。", "等它结束再运行") from busy
    except OSError as error:
        raise _disk_error(error, out) from error


def _build(root: Path, options: Options, tree: Tree, tell: Progress) -> Report:
    cache = cache_folder(root)
    surveyed = survey(root, cache, lambda done, total: tell("检查案例", done, total))
    if surveyed.stops(options.strict):
        raise StoppedByFindings(surveyed)
    if options.only:
        surveyed = _reduced(surveyed, options.only)
    try:
        frames = frame_set(root, surveyed.library.config, cache)
    except FrameError as error:
        raise StoppedByFindings(replace(surveyed, findings=(*surveyed.findings, *error.findings))) from error
    record = LastBuild.load(cache, tree.target)
    site = make_site(surveyed, options.lecturer, record)
    files, written = compose(site, frames, tree, record, tell)
    kept = tree.swap({path: (w.size, w.mtime_ns) for path, w in record.files.items()})
    record.save(files)
    total = sum(w.size for w in files.values())
    pages = sum(path.endswith(".html") for path in files)
    return Report(tree.target, pages, written, total, surveyed, site.missing, kept)


def _reduced(surveyed: Survey, only: tuple[str, ...]) -> Survey:
    library = for_types(surveyed.library, only)
    return replace(surveyed, library=library, shared_key=digest(surveyed.shared_key, *only))


def fill_in_place(root: Path, out: Path) -> None:
    """Fill the frames that MkDocs itself has just written to `out`, for `mkdocs build` and `mkdocs serve`."""
    surveyed = survey(root, cache_folder(root))
    if surveyed.errors:
        raise StoppedByFindings(surveyed)
    frames = read_frames(out, "")
    site = make_site(surveyed, False, LastBuild.empty())
    renderer = Renderer(site, frames.frames)
    for page in all_pages(site):
        write_file(out / page.path, renderer.render(page).encode(), "")
    for path, text in _scripts(site).items():
        write_file(out / path, text.encode(), "")
    copy_assets(out)
    write_downloads(site, out)
    write_search(site, frames, out)
    write_manifest(out)


def make_site(surveyed: Survey, lecturer: bool, record: LastBuild) -> Site:
    """Derive the facts that pages need from a surveyed library."""
    library = surveyed.library
    settings = settings_of(library.config)
    published = _published(library)

    def key_with(formats: Sequence[str]) -> str:
        return digest(__version__, surveyed.shared_key, str(lecturer), repr(settings), *formats)

    fresh = download_key(key_with(FORMATS), published)
    formats, missing = usable_formats(settings, record, fresh) if library.shared.indicators else ((), "")
    faces = digest(*(entry.face for entry in library.published.values()))
    return Site(
        name=library.config.name,
        key=key_with(formats),
        faces=faces,
        library=published,
        cache=record.cache,
        lecturer=lecturer,
        settings=settings,
        formats=formats,
        missing=missing,
    )


def _published(library: Library) -> Library:
    """Leave out what readers must not see."""
    return replace(library, shared=without_drafts(library.shared))


def compose(
    site: Site, frames: FrameSet, tree: Tree, record: LastBuild, tell: Progress
) -> tuple[dict[str, Written], int]:
    """Fill the tree with every file of the site; return them and how many pages were rendered anew."""
    files = _downloads(site, tree, record, tell)
    base = digest(site.key, frames.key)
    stale: list[Page] = []
    for page in all_pages(site):
        before = record.files.get(page.path)
        if before and before.key == base + page.key and tree.keeps(page.path, before):
            files[page.path] = before
        else:
            stale.append(page._replace(key=base + page.key))
    # Closed at once when interrupted: no worker may go on writing into a tree that is being removed.
    with closing(_render(site, frames, tree, stale)) as rendered:
        for done, (path, written) in enumerate(rendered, 1):
            files[path] = written
            tell("写出页面", done, len(stale))
    files |= _extras(site, frames, tree, record)
    tell("写出搜索", 0, 1)
    files |= search_files(site, frames, tree, record)
    write_file(tree.folder / MANIFEST, manifest(files), "")
    return files, len(stale)


def _downloads(site: Site, tree: Tree, record: LastBuild, tell: Progress) -> dict[str, Written]:
    """Write the checklists as files, or take them over; return them.

    Other processes make them, so this one meanwhile finds the related cases. They end before the pages are begun: a
    process with threads must not be forked, and a pool has some.
    """
    files, stale = kept_downloads(site, tree, record)
    with closing(make_downloads(site, stale, tree)) as made:
        _ = site.related
        for path, written in zip(stale, made, strict=True):
            files[path] = written
            tell("写出自评表文件", len(files), len(download_paths(site)))
    return files


def _extras(site: Site, frames: FrameSet, tree: Tree, record: LastBuild) -> dict[str, Written]:
    """Write what is not a generated page: ordinary pages, assets, data scripts."""
    files: dict[str, Written] = {}
    missing = []
    for path in frames.others:
        before = record.files.get(path)
        if before and before.key == frames.key and tree.keeps(path, before):
            files[path] = before
        else:
            missing.append(path)
    files |= copy_files(frames.folder, missing, tree.folder, frames.key)
    key = digest(site.key, site.faces)
    before = record.files.get("cases/list.js")
    if before and before.key == key and tree.keeps("cases/list.js", before):
        files["cases/list.js"] = before
    else:
        files |= {path: write_file(tree.folder / path, text.encode(), key) for path, text in _scripts(site).items()}
    return files


def _scripts(site: Site) -> dict[str, str]:
    return {"cases/list.js": list_script(site)}


def _render(site: Site, frames: FrameSet, tree: Tree, pages: list[Page]) -> Generator[tuple[str, Written], None, None]:
    args = (site, frames.frames, tree.folder)
    with closing(spread(_Writer, args, _Writer.write, pages, PARALLEL_FROM)) as written:
        yield from zip((page.path for page in pages), written, strict=True)


class _Writer:
    """Renders pages and writes them; one in each worker process."""

    def __init__(self, site: Site, frames: Mapping[str, Frame], folder: Path) -> None:
        self._renderer = Renderer(site, frames)
        self._folder = folder

    def write(self, page: Page) -> Written:
        """Render a page, write it and return what is known of the file."""
        return write_file(self._folder / page.path, self._renderer.render(page).encode(), page.key)


def _disk_error(error: OSError, out: Path) -> OutputError:
    what = trouble(error)
    return OutputError(f"写不出站点 {error.filename or out}：{what.reason}。原来的站点没有动。", what.remedy)
