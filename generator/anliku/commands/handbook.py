"""The handbook of a library, for the commands that write it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from ..cache import cache_folder
from ..export.handbook import Book
from ..library import Library
from ..pack.texts import handbook_names
from ..workers import Progress

# A case takes 20 ms of processor time, three pages and 15 KB: 10,000 are four minutes and 30,000 pages that nobody prints,
# and from 1,000 on the handbook would make a pack more than 1.3 times as large as the site.
MOST_CASES = 1_000


class NoHandbook(Exception):
    """The handbook cannot be made here; the message is Chinese and for the user."""


def handbook(root: Path, library: Library, book: Book, stamp: dt.datetime, tell: Progress) -> Mapping[str, bytes]:
    """Return the volumes of the handbook by name; raise NoHandbook when no font is found or Typst fails."""
    from ..export.fonts import NoFontError, choose_fonts
    from ..export.handbook_pdf import Print, handbook_pdf
    from ..export.typeset import PrintError
    from ..site.texts.markdown import MarkdownRenderer

    try:
        how = Print(stamp, choose_fonts(library.config.plugin.pdf.font))
        made = handbook_pdf(library, book, MarkdownRenderer(), how, cache_folder(root), tell)
    except (NoFontError, PrintError) as error:
        raise NoHandbook(str(error)) from error
    return dict(zip(handbook_names(len(made)), made, strict=True))


def too_many(library: Library) -> str:
    """Return in Chinese why a library this large gets a handbook only when it is asked for; "" for others."""
    count = len(library.published)
    if count <= MOST_CASES:
        return ""
    return f"案例有 {count} 个，超过 {MOST_CASES} 个，没有放案例手册（排版要几分钟，有几万页）。要放就加 --handbook。"
