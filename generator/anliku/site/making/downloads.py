"""The checklists as files to print or to fill in: PDF, DOCX and XLSX for every type."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Generator, Iterable, Mapping
from pathlib import Path

from ...checklist import Checklist, Settings
from ...checklist.form.pages import FORMATS
from ...checklist.form.plan import plan_form
from ...export.stamp import stamp_of
from ...library import Library, Shared
from ...library.pool import papers_of
from ...workers import spread
from ..facts.published import Site
from ..output.last_build import LastBuild
from ..output.tree import Written, write_file
from ..pages.listing import digest

_PARALLEL_FROM = 4
_CHUNKS_A_CORE = 3  # so on two cores one process sets all PDFs, a third of the work, and none waits long for another


def usable_formats(settings: Settings, record: LastBuild, key: str) -> tuple[tuple[str, ...], str]:
    """Return the formats that can be made here, and in Chinese why one cannot.

    Looking for fonts takes a while, so it is left out when the last build made every PDF under the same key: they are
    taken over. Otherwise the font of the last build may be gone.
    """
    if key in {written.key for path, written in record.files.items() if path.endswith(".pdf")}:
        return FORMATS, ""
    from ...export.fonts import NoFontError, choose_fonts

    try:
        choose_fonts(settings.pdf_font)
    except NoFontError as error:
        return FORMATS[1:], str(error)
    return FORMATS, ""


def download_key(site_key: str, library: Library) -> str:
    """Return the hash of everything that the downloads show."""
    return digest(site_key, str(stamp_of(library)))


def download_paths(site: Site) -> list[str]:
    """Return the paths of all files that can be downloaded, those of one format together: a process that sets PDF must read
    the fonts first.
    """
    paths = [
        f"checklists/{key}.{form}" for key in site.checklists for form in (*site.formats, *papers_of(site.shared, key))
    ]
    return sorted(paths, key=lambda path: (not path.endswith(".pdf"), path.partition(".")[2]))


def make_downloads(site: Site, paths: list[str], folder: Path, *, forks: bool) -> Generator[Written, None, None]:
    """Begin to write these downloads below the folder; yield what is known of each, in order.

    forks: whether processes may be forked.
    """
    args = (
        site.shared,
        site.checklists,
        site.settings,
        stamp_of(site.library),
        folder,
        download_key(site.key, site.library),
    )
    chunk = max(1, len(paths) // (_CHUNKS_A_CORE * (os.cpu_count() or 1)))
    start = _start(paths, forks)
    if not start:
        _prepare(site.checklists.values(), paths)
    return spread(_DownloadMaker, args, _DownloadMaker.make, paths, _PARALLEL_FROM, start=start, chunk=chunk)


def _start(paths: list[str], forks: bool) -> str:
    """Return how to start the processes: forked ones need not read the program anew, which takes a second of each."""
    if not forks or len(paths) < _PARALLEL_FROM:
        return "spawn"
    # What they make files with is read here, once for all of them.
    from ...export import ballot, checklist_docx, checklist_pdf, checklist_xlsx, tally_xlsx  # noqa: F401
    from ...export.typeset import has_threads

    return "spawn" if has_threads() else ""


def _prepare(checklists: Iterable[Checklist], paths: list[str]) -> None:
    """Make what each process to be forked would make for itself: the versions of checklists, and papers without their texts."""
    from ...export import ballot, checklist_docx

    for checklist in checklists:
        _ = checklist.version
    if any(path.endswith(".docx") for path in paths):
        checklist_docx.prepare()
        ballot.prepare()


class _DownloadMaker:
    """Makes downloads; one in each worker process."""

    def __init__(  # noqa: PLR0913, PLR0917 - only what is needed, since it is pickled
        self,
        shared: Shared,
        checklists: Mapping[str, Checklist],
        settings: Settings,
        stamp: dt.datetime,
        folder: Path,
        key: str,
    ) -> None:
        self._shared = shared
        self._checklists = checklists
        self._settings = settings
        self._stamp = stamp
        self._folder = folder
        self._key = key

    def make(self, path: str) -> Written:
        """Make the file at a path."""
        makers = {
            "pdf": self._pdf, "docx": self._docx, "xlsx": self._xlsx, "short.docx": self._short, "ballot.docx": self._ballot,
            "tally.xlsx": self._tally,
        }  # fmt: skip
        organisation, _, form = Path(path).name.partition(".")
        return write_file(self._folder / path, makers[form](self._checklists[organisation]), self._key)

    def _pdf(self, checklist: Checklist) -> bytes:
        from ...export.checklist_pdf import form_pdf
        from ...export.fonts import choose_fonts

        return form_pdf(plan_form(checklist), self._shared, self._stamp, choose_fonts(self._settings.pdf_font))

    def _docx(self, checklist: Checklist) -> bytes:
        from ...export.checklist_docx import form_docx

        return form_docx(plan_form(checklist), self._shared, self._stamp)

    def _short(self, checklist: Checklist) -> bytes:
        from ...export.checklist_docx import form_docx

        return form_docx(plan_form(checklist, short=True), self._shared, self._stamp)

    def _ballot(self, checklist: Checklist) -> bytes:
        from ...export.ballot import ballot_data, ballot_docx

        return ballot_docx(ballot_data(checklist), self._stamp)

    def _tally(self, checklist: Checklist) -> bytes:
        from ...export.tally_xlsx import tally_xlsx

        return tally_xlsx(checklist, self._stamp)

    def _xlsx(self, checklist: Checklist) -> bytes:
        from ...export.checklist_xlsx import form_xlsx

        return form_xlsx(plan_form(checklist), self._stamp)
