"""Look up in the texts of sources the passages that a case cites. The texts stay outside the library."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..paths import files_in

_ENDINGS = (".txt", ".md", ".docx")
_BLANK = re.compile(r"\s+")
_AROUND = 150
_MOST = 3
_LARGEST = 20_000_000


class SourceFile(NamedTuple):
    """The text of a source without any blank, so that a cue is found across the breaks of lines."""

    name: str
    text: str


class CuePassage(NamedTuple):
    """A cue in a source, with what stands around it."""

    file: str
    before: str
    cue: str
    after: str


def read_sources(folder: Path) -> tuple[list[SourceFile], list[str]]:
    """Return the texts in a folder and below it, and the names of the files that could not be read."""
    texts, unread = [], []
    for name in files_in(folder):
        if not name.lower().endswith(_ENDINGS):
            continue
        try:
            texts.append(SourceFile(name, _BLANK.sub("", _text_of(folder / name))))
        except (OSError, ValueError, KeyError):  # of python-docx: no such part, no archive
            unread.append(name)
    return texts, unread


def _text_of(file: Path) -> str:
    if file.stat().st_size > _LARGEST:
        raise ValueError(file.name)
    if file.suffix.lower() != ".docx":
        raw = file.read_bytes()
        try:
            return raw.decode("utf-8-sig")
        except UnicodeDecodeError:
            return raw.decode("gb18030")
    from zipfile import BadZipFile

    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = Document(str(file))
    except (BadZipFile, PackageNotFoundError) as error:
        raise ValueError(file.name) from error
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def find(locator: str, source: str, files: list[SourceFile]) -> list[CuePassage]:
    """Return where a cue stands: in the files named after the source, or, if it is in none of them, in any file."""
    own = [file for file in files if source in Path(file.name).stem]
    return list(_places(locator, own))[:_MOST] or list(_places(locator, files))[:_MOST]


def _places(locator: str, files: list[SourceFile]) -> Iterator[CuePassage]:
    cue = _BLANK.sub("", locator)
    for file in files if cue else ():
        at = file.text.find(cue)
        while at >= 0:
            end = at + len(cue)
            yield CuePassage(file.name, file.text[max(0, at - _AROUND) : at], cue, file.text[end : end + _AROUND])
            at = file.text.find(cue, end)
