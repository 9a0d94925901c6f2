"""Frames and ordinary pages of a library, rendered by MkDocs only when something they depend on has changed."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from ... import __version__
from ...cache import folder_instead, holds_folder, keep_folder, lock_file, make_cache_folder, program_file, remove
from ...checklist.form.pages import PARTS
from ...colours import style
from ...library import Config
from ...library.sections import HOME, SECTION_TITLES, frame_path
from ...lock import alone
from ...paths import theme_dir
from ...scripts import shipped
from .edition import SCRIPT, for_lecturers
from .frame import Frame

# Files that MkDocs and Material bring along and that no page of ours uses.
_UNUSED = (
    "assets/javascripts/bundle.",
    "assets/javascripts/lunr/",
    "assets/javascripts/workers/",
    "sitemap.xml",
    "search/",
    "404.html",
    "objects.inv",
)

SEARCH_ENGINE = ("text", "index", "load", "rank", "hit", "phrase", "forgive", "asks", "near", "engine")
"""The parts of search.js that answer a query, in the order in which they need each other."""
_SEARCH = (*SEARCH_ENGINE, "api", "view", "mark", "box")
_STYLE = (
    "colours", "type", "frame", "way", "toc", "boxes", "rows", "controls", "home", "case", "reference", "lists", "spread", "search", "edition"
)  # fmt: skip
# Files of which a page needs all parts: they are joined, because every file takes an old stick a while to open. In the
# order in which the parts need each other.
_JOINED = {
    "frame.js": ("dom.js", "kept.js", "frame.js"),
    "checklist.js": tuple(PurePosixPath(part).name for part in PARTS),
    "page.js": ("selection.js", "memory.js", "case-report.js", "site.js"),
    "search.js": tuple(f"search-{part}.js" for part in _SEARCH),
    "style.css": tuple(f"style-{part}.css" for part in _STYLE),
}
_PRINT = "print.css"
_MAPPED = re.compile(r"/\*# sourceMappingURL=.*?\*/\s*")


class FrameSet(NamedTuple):
    """Rendered frames by source, the folder with the other files, their paths, and a hash of all of it.

    lecturer: whether they are those of a lecturers' edition.
    """

    frames: dict[str, Frame]
    folder: Path
    others: tuple[str, ...]
    key: str
    lecturer: bool = False

    def read(self, path: str) -> bytes:
        """Return the content of one of the other files, as this edition shows it."""
        content = (self.folder / path).read_bytes()
        return for_lecturers(content.decode()).encode() if self.lecturer and path.endswith(".html") else content


def frame_set(root: Path, config: Config, cache: Path, lecturer: bool = False) -> FrameSet:
    """Return the frames of the library at `root`, whose mkdocs.yml says `config`, from the cache when nothing changed.

    lecturer: whether they are for a lecturers' edition. Raises FrameError when mkdocs.yml or a page is faulty.
    """
    learners = _learners(root, config, cache)
    if not lecturer:
        return learners._replace(others=tuple(path for path in learners.others if path != SCRIPT))
    frames = {source: _of_lecturers(frame) for source, frame in learners.frames.items()}
    return learners._replace(frames=frames, key=f"{learners.key}-lecturer", lecturer=True)


def _of_lecturers(frame: Frame) -> Frame:
    """Return a frame with the strip; what fills it has neither a body nor a script of the frame."""
    return replace(frame, parts=tuple(part if n % 2 else for_lecturers(part) for n, part in enumerate(frame.parts)))


def _learners(root: Path, config: Config, cache: Path) -> FrameSet:
    key = _inputs_key(root, config)
    folder = cache / "frames" / key
    with alone(lock_file(cache)):  # rendering removes the frames of before, which a build may be reading
        if not holds_folder(folder, key):
            folder = _rendered(root, config, cache, folder, key)
        return read_frames(folder, key)


def read_frames(folder: Path, key: str) -> FrameSet:
    """Read the frames out of a folder that MkDocs has written."""
    filled = {frame_path(source): source for source in (HOME, *SECTION_TITLES)}
    frames = {source: Frame.of((folder / path).read_text(encoding="utf-8")) for path, source in filled.items()}
    others = [path for path in _files(folder) if path not in filled and not _unused(path)]
    return FrameSet(frames, folder, tuple(sorted(others)), key)


def _unused(path: str) -> bool:
    return path.startswith(_UNUSED) or path.endswith(".map") or path.startswith(".") or path.endswith("/.complete")


def _rendered(root: Path, config: Config, cache: Path, folder: Path, key: str) -> Path:
    """Render into the folder, or into another one where it cannot be written; return the folder that was used."""
    from .mkdocs_frames import render_frames  # MkDocs takes a third of a second to import
    from .theme_templates import KeptTemplates

    remove(folder.parent)
    try:
        make_cache_folder(folder.parent)
        folder.mkdir()
    except OSError:
        folder = folder_instead(folder)
    render_frames(root, folder, config, KeptTemplates(program_file(cache, "frame-templates.pickle")))
    copy_assets(folder, config)
    keep_folder(folder, key)
    return folder


def copy_assets(folder: Path, config: Config | None = None) -> None:
    """Put our styles and scripts into a folder that MkDocs has written, without comments, each file that is kept in parts
    as one, and the colours of the library.
    """
    source = theme_dir() / "assets" / "anliku"
    target = folder / "assets" / "anliku"
    parts = {_PRINT, *(part for joined in _JOINED.values() for part in joined)}
    shutil.copytree(source, target, dirs_exist_ok=True, ignore=lambda *_: parts)
    for path in target.glob("*.js"):
        path.write_text(shipped(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    for name, wanted in _JOINED.items():
        text = "\n".join(shipped(source.joinpath(part).read_text(encoding="utf-8")) for part in wanted)
        if name == "style.css":
            on_paper = shipped(source.joinpath(_PRINT).read_text(encoding="utf-8"))
            text = f"{_of_material(folder)}{text}{style((config or Config()).colour)}@media print{{\n{on_paper}}}\n"
        (target / name).write_text(text, encoding="utf-8", newline="\n")


def _of_material(folder: Path) -> str:
    """Return Material's styles, which come before ours, and take their files away unless a page asks for them by itself."""
    sheets = folder / "assets" / "stylesheets"
    texts = [_MAPPED.sub("", sheet.read_text(encoding="utf-8")) + "\n" for sheet in sorted(sheets.glob("*.css"))]
    if not any(b"assets/stylesheets/" in page.read_bytes() for page in folder.rglob("*.html")):
        shutil.rmtree(sheets, ignore_errors=True)
    return "".join(texts)


def _inputs_key(root: Path, config: Config) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for text in (__version__, version("mkdocs"), version("mkdocs-material"), config.key):
        digest.update(text.encode() + b"\0")
    own = (config.docs_dir, *filter(None, (config.custom_dir,)), *config.site.watch)
    for folder in (*(root / name for name in own), theme_dir()):
        for path in _files(folder):
            digest.update(os.fsencode(path) + b"\0" + (folder / path).read_bytes() + b"\0")
    for name in ("page_dialect.py", "dialect.py", "office_lines.py"):
        digest.update((Path(__file__).parents[2] / "library" / name).read_bytes())
    for file in (*config.files, *config.site.hooks):
        digest.update(file.encode() + b"\0" + _bytes(root / file))
    return digest.hexdigest()


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""


def _files(folder: Path) -> list[str]:
    """Return the paths of all files below a folder, sorted, with forward slashes."""
    found = []
    for place, _, names in os.walk(folder):
        found += [Path(place, name).relative_to(folder).as_posix() for name in names]
    return sorted(found)
