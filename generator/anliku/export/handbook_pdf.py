"""The handbook as PDF: one file, or a volume for every few hundred cases of a large library.

Typst holds a whole book in memory, about 3 MB a case, and keeps much of it for the next one. So a volume is set in a
process of its own, two at a time, and kept in the cache under a hash of all that it is made of.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from ..cache import keep, recall, remove
from ..library import Library
from ..library.han import in_han
from ..paths import theme_text
from ..workers import Killed, Progress, apart
from .chapters import Chapter, chapters, volumes
from .fonts import FontChoice
from .handbook import Book, handbook_data
from .pictures import Picture
from .prose import ToHtml
from .typeset import PrintError, set_pdf

TEMPLATE, _NODES = "handbook.typ", "nodes.typ"
MOST_IN_A_VOLUME = 200
_AT_ONCE = 2
_STEP = "排版案例手册"


class Print(NamedTuple):
    """How to print: the time that the files bear, and the fonts."""

    stamp: dt.datetime
    fonts: FontChoice


def handbook_pdf(  # noqa: PLR0913, PLR0917 - what it is made of, how, and where it is kept
    library: Library, book: Book, markdown: ToHtml, how: Print, cache: Path, tell: Progress
) -> list[bytes]:
    """Return the volumes of the handbook; raise PrintError when they cannot be set. markdown: gives a text's safe HTML."""
    kept = _Shelf(cache / "handbook" / hashlib.sha256(repr(book).encode("utf-8", "surrogatepass")).hexdigest()[:16])
    parts = list(_books(library, book))
    keys = []
    stale = []
    for done, (one, held) in enumerate(parts):
        tell(_STEP, done, 2 * len(parts))
        data = handbook_data(library, held, one, markdown)
        keys.append(_key(data, how))
        if not kept.has(keys[-1]):
            stale.append((keys[-1], data, how))
    try:
        for done, (key, pdf) in enumerate(apart(_set, stale, _AT_ONCE), 1):
            kept.put(key, pdf)
            tell(_STEP, 2 * len(parts) - len(stale) + done, 2 * len(parts))
    except Killed as error:
        raise PrintError("排版案例手册的程序被系统中止了，多半是内存不够。") from error
    return kept.only(keys)


def _books(library: Library, book: Book) -> Iterator[tuple[Book, tuple[Chapter, ...]]]:
    """Yield every volume with what its title page says."""
    found = volumes(chapters(library), MOST_IN_A_VOLUME)
    for number, held in enumerate(found, 1):
        if len(found) == 1:
            yield book, held
            continue
        names = "、".join(chapter.name for chapter in held)
        volume = f"第{in_han(number)}册　{names}"
        yield replace(book, edition="　".join(filter(None, (book.edition, volume)))), held


def _set(task: tuple[str, dict[str, Any], Print]) -> tuple[str, bytes]:
    """Set a volume. Its structure is left out, which would make it four times as large: the site itself is for
    screen readers, and a stick is small."""
    key, data, how = task
    return key, set_pdf(TEMPLATE, data, how.stamp, how.fonts, tagged=False)


def _key(data: dict[str, Any], how: Print) -> str:
    templates = [theme_text(f"print/{name}") for name in (TEMPLATE, _NODES)]
    made_of = json.dumps(
        [data, templates, str(how.stamp), how.fonts, version("typst")], ensure_ascii=False, default=_named
    )
    return hashlib.sha256(made_of.encode("utf-8", "surrogatepass")).hexdigest()


def _named(picture: Picture) -> str:
    return picture.name


class _Shelf:
    """Finished volumes in the cache, and in memory where the cache cannot be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._here: dict[str, bytes] = {}

    def has(self, key: str) -> bool:
        """Say whether a volume is here and need not be set again. It is read at once, since another run may clear the cache."""
        kept: bytes | None = recall(self._file(key), key)
        if kept is not None:
            self._here[key] = kept
        return key in self._here

    def put(self, key: str, pdf: bytes) -> None:
        """Keep a volume."""
        self._here[key] = pdf
        keep(self._file(key), key, pdf)

    def only(self, keys: list[str]) -> list[bytes]:
        """Return these volumes and drop all others from the cache."""
        with suppress(OSError):
            for file in self._folder.iterdir():
                if file.stem not in keys:
                    remove(file)
        return [self._here[key] for key in keys]

    def _file(self, key: str) -> Path:
        return self._folder / f"{key}.pickle"
