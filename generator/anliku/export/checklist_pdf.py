"""The papers of a self-assessment as PDF: a form to fill in, its booklet of standards, and what was filled in."""

from __future__ import annotations

import datetime as dt

from ..checklist.form.plan import FormPlan
from ..checklist.results.report import ResultReport
from ..library import Shared
from .fonts import FontChoice
from .paper import booklet_data, form_data
from .report_layout import report_data
from .typeset import set_pdf


def form_pdf(plan: FormPlan, shared: Shared, stamp: dt.datetime, fonts: FontChoice) -> bytes:
    """Return the bytes of a form to fill in by hand."""
    return set_pdf("checklist.typ", form_data(plan, shared), stamp, fonts)


def booklet_pdf(plan: FormPlan, shared: Shared, stamp: dt.datetime, fonts: FontChoice) -> bytes:
    """Return the bytes of the standards that lie beside the form."""
    return set_pdf("booklet.typ", booklet_data(plan, shared), stamp, fonts)


def report_pdf(report: ResultReport, stamp: dt.datetime, fonts: FontChoice) -> bytes:
    """Return the bytes of a report with its annex of answers."""
    return set_pdf("result.typ", report_data(report), stamp, fonts)
