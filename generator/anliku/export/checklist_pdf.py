"""A self-assessment as PDF."""

from __future__ import annotations

import datetime as dt

from ..checklist import Checklist, Result, Scheme
from ..library import Shared
from .fonts import FontChoice
from .paper import paper_data
from .typeset import set_pdf

TEMPLATE = "checklist.typ"


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
