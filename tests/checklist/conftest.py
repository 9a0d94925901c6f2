"""A form to be opened in the browser, and a fresh profile for each test."""

from __future__ import annotations

import pytest

from anliku.checklist import Settings
from anliku.checklist.pages import FORM_TEMPLATE, checklist_context

from .build import AT_MOST, LEVELS, RATING, indicator, shared
from .page import write_page

SCREENING = [{"id": "q", "ask": "有集体经济吗？"}]


@pytest.fixture
def context(chromium):
    """A fresh profile: nothing stored."""
    made = chromium.new_context(accept_downloads=True, locale="zh-CN")
    yield made
    made.close()


def library(revision: int = 1):
    """A library with one item of each form."""
    everyone = ["self", "masses", "superior"]
    pool = {
        "leadership": [
            indicator("yes", critical=True, weight=2, evidence=["会议记录"], verify="看记录"),
            indicator("levels", LEVELS, revision=revision),
        ],
        "team": [
            indicator("rating", RATING, assessor=everyone),
            indicator("days", AT_MOST, na={"allowed": True}),
            indicator("shares", {"type": "number", "target": 80, "unit": "%"}),
        ],
        "venue": [indicator("money", only_if="q", effort="low"), indicator("open", assessor=["self", "superior"])],
    }
    return shared(pool, screening=SCREENING)


@pytest.fixture
def form_url(tmp_path):
    """The address of the form of that library's villages."""
    return write_form(tmp_path)


def write_form(root, revision: int = 1):
    """Write the form below `root`."""
    context = checklist_context(library(revision), "village", Settings(library="demo"))
    return write_page(root, "checklists/village.html", FORM_TEMPLATE, context)
