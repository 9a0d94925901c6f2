"""A paper of blocks as PDF."""

from __future__ import annotations

import datetime as dt

from .blocks import Paper
from .fonts import FontChoice
from .typeset import set_pdf

TEMPLATE = "papers.typ"


def paper_pdf(paper: Paper, stamp: dt.datetime, fonts: FontChoice) -> bytes:
    """Return the bytes of the document; raise PrintError when Typst fails."""
    return set_pdf(TEMPLATE, paper.data(), stamp, fonts)
