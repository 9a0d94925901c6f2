"""A form to be opened in the browser, a fresh profile for each test, and result files as units hand them in."""

from __future__ import annotations

import json

import pytest

from anliku.checklist import Given, Result, Settings, assemble, result_data
from anliku.checklist.form.pages import FORM_TEMPLATE, checklist_context
from anliku.export.checklist_xlsx import checklist_xlsx
from anliku.export.stamp import stamp_of
from anliku.library import Library
from anliku.library.models import Assessor

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


HANDED_IN = {
    "leadership": [indicator("yes", weight=2, critical=True), indicator("levels", LEVELS, learn_from=["known", "draft"])],
    "team": [indicator("mean", RATING, assessor=["self", "masses", "superior"]), indicator("money", only_if="q")],
}  # fmt: skip


@pytest.fixture(name="library")
def _library():
    """The library whose results are collected."""
    return Library(shared(HANDED_IN, screening=SCREENING), {})


@pytest.fixture
def put(tmp_path, library):
    """Write a result file."""
    made = assemble(library.shared, "village", Settings(library="demo"))

    def write(name, given, unit="甲村", period="2026", assessor=Assessor.SELF, **fields):
        plain = {key: Given(value) if not isinstance(value, Given) else value for key, value in given.items()}
        result = Result("demo", made.version, "village", unit, period, assessor, plain, {"q": False})
        path = tmp_path / name
        if name.endswith(".xlsx"):
            path.write_bytes(checklist_xlsx(made, stamp_of(Library(shared({}), {})), result))
        else:
            path.write_text(json.dumps(result_data(result) | fields, ensure_ascii=False), encoding="utf-8")
        return path

    return write
