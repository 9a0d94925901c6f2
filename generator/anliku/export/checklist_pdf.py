"""A self-assessment as PDF, set by Typst. Foreign text is handed over as data and never read as markup."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import typst

from ..checklist import Checklist, Result, Scheme
from ..library import Shared
from ..paths import theme_dir
from .fonts import FontChoice, system_fonts
from .paper import paper_data

TEMPLATE = "checklist.typ"


class PrintError(Exception):
    """The PDF could not be set; the message is Chinese and for the user."""


def checklist_pdf(  # noqa: PLR0913 - what it is made of, and two options
    checklist: Checklist,
    scheme: Scheme,
    shared: Shared,
    stamp: dt.datetime,
    *,
    fonts: FontChoice,
    result: Result | None = None,
) -> bytes:
    """Return the file's bytes; with a result, the answers are filled in and scores and gaps follow."""
    return set_pdf(TEMPLATE, paper_data(checklist, scheme, shared, result), stamp, fonts)


def set_pdf(template: str, data: dict[str, Any], stamp: dt.datetime, fonts: FontChoice) -> bytes:
    """Set a template of theme/print with this data, fonts and time of creation."""
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
        )
    except typst.TypstError as error:
        raise PrintError(f"排版 PDF 时出错：{error.message}") from error
    if not isinstance(made, bytes):
        raise PrintError("排版 PDF 时出错：没有得到文件")
    return made
