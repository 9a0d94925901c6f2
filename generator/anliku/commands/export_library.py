"""`anliku export` of the whole library: its handbook as PDF, or its site as a ZIM file."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from ..cache import cache_folder
from ..check.render import as_text
from ..check.survey import Survey, survey
from ..delivery import check_free, deliver
from ..export.handbook import Book
from ..library import Library
from ..library.vocabulary import LECTURERS
from ..pack.errors import PackError
from ..pack.items import site_items
from ..pack.moment import moment
from ..pack.names import folder_name
from ..pack.zim import About, is_whole, write_zim
from ..site.build import Options, StoppedByFindings, build
from ..site.output.tree import OutputError
from ..workers import Progress
from .console import fail, fail_with, warn
from .handbook import NoHandbook, handbook


@dataclass(frozen=True, slots=True)
class Output:
    """Where a file goes, None for the current folder, and whether one may be replaced that is not ours."""

    place: Path | None
    force: bool

    def named(self, name: str) -> Path:
        """Return the file's path: as wanted, or under its own name in the folder that is wanted."""
        if self.place is None:
            return Path(name)
        return self.place / name if self.place.is_dir() else self.place


def surveyed_library(root: Path) -> Survey:
    """Return the library with its findings; end with them when it has errors."""
    surveyed = survey(root, cache_folder(root))
    if surveyed.errors:
        _stop(surveyed, root)
    return surveyed


def export_handbook(root: Path, output: Output, lecturer: bool, tell: Progress) -> list[Path]:
    """Write the handbook of all cases and return its volumes."""
    library = surveyed_library(root).library
    book = Book(library.config.name, LECTURERS * lecturer, lecturer)
    try:
        made = handbook(root, library, book, _moment(library), tell)
    except NoHandbook as error:
        fail_with(error)
    except PackError as error:
        fail_with(error)
    if not made:
        fail("还没有已发布的案例，没有可以印的。", "把写好的案例的 status 改成 published")
    volumes = {_volume(output.named(name), name, len(made)): pdf for name, pdf in made.items()}
    deliver(volumes, force=output.force)
    return list(volumes)


def _volume(wanted: Path, name: str, volumes: int) -> Path:
    """Return where a volume goes: under the name that is wanted, with its own number when there are several."""
    if volumes == 1 or wanted.name == name:
        return wanted
    number = Path(name).stem.rpartition("-")[2]
    return wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix or '.pdf'}")


def export_zim(root: Path, output: Output, lecturer: bool, tell: Progress) -> list[Path]:
    """Bring the site up to date, write it as a ZIM file and return that."""
    try:
        report = build(root, Options(lecturer=lecturer), tell)
    except StoppedByFindings as stop:
        _stop(stop.survey, root)
    except OutputError as error:
        fail_with(error)
    config = report.survey.library.config
    name = config.name
    target = output.named(f"{folder_name(name, '', '') or '案例库'}.zim")
    check_free(target, is_whole, force=output.force)
    try:
        day = _moment(report.survey.library).date()
        about = About(_zim_name(name), name, config.description or name, day, config.plugin.vocabulary.publisher)
        write_zim(site_items(report.out), about, target, tell, force=output.force)
    except PackError as error:
        fail_with(error)
    return [target]


def _moment(library: Library) -> dt.datetime:
    """Return the time that the files bear, the same as in a pack."""
    return moment(os.environ, (entry.reviewed_on for entry in library.published.values()))


def _zim_name(name: str) -> str:
    """Return what tells this library's files apart from others': readers take letters and digits only."""
    return f"anliku_zh_{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _stop(surveyed: Survey, root: Path) -> NoReturn:
    warn(as_text(surveyed.errors, root, color=sys.stderr.isatty()))
    fail("案例库有错误，什么也没有写。", "先改好上面的错误")
