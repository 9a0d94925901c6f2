"""Set a PDF with Typst. Foreign text is handed over as data and never read as markup."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import typst

from ..paths import theme_dir
from .fonts import FontChoice, system_fonts

_threads = False  # whether Typst has started its threads in this process


class PrintError(Exception):
    """The PDF could not be set; the message is Chinese and for the user."""


def set_pdf(
    template: str, data: dict[str, Any], stamp: dt.datetime, fonts: FontChoice, *, tagged: bool = True
) -> bytes:
    """Set a template of theme/print with this data, fonts and time of creation.

    tagged: write its structure into the file as well, for screen readers.
    """
    global _threads  # noqa: PLW0603 - once there, they stay
    _threads = True
    folder = theme_dir() / "print"
    payload = json.dumps({**data, "fonts": fonts._asdict()}, ensure_ascii=False)
    try:
        made = typst.compile(
            str(folder / template),
            root=str(folder),
            font_paths=system_fonts(),
            format="pdf",
            sys_inputs={"data": payload},
            timestamp=stamp,
            pdf_tags=tagged,
        )
    except typst.TypstError as error:
        raise PrintError(f"排版 PDF 时出错：{error.message}") from error
    if not isinstance(made, bytes):
        raise PrintError("排版 PDF 时出错：没有得到文件")
    return made


def has_threads() -> bool:
    """Say whether a PDF was set in this process. A forked child lacks the threads of then and would wait for them forever."""
    return _threads
