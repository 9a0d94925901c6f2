"""What is written into the template and read back is what it was."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from anliku.check.survey import Survey
from anliku.export.stamp import stamp_of
from anliku.intake.columns import grids
from anliku.intake.intake import take
from anliku.intake.rows import open_workbook
from anliku.intake.template import cases_xlsx
from anliku.library import Library, parse_records
from anliku.library.kinds import CASE
from anliku.library.models import Status


@pytest.fixture(scope="module")
def library(shipped_survey: Survey) -> Library:
    """The shipped library."""
    return shipped_survey.library


def empty(library: Library, root: Path) -> Library:
    """The same library before any of its cases was written."""
    return Library(replace(library.shared, root=root), {}, config=library.config)


def test_a_shipped_case_comes_back_as_it_was(library: Library, tmp_path: Path) -> None:
    """Every shipped case; without related cases, which are not there yet."""
    cases = [case.model_copy(update={"related": ()}) for case in library.cases.values()]
    raw = cases_xlsx(library, stamp_of(library), cases)
    made = take(open_workbook(raw, "案例.xlsx"), empty(library, tmp_path))
    assert made.refused == []
    assert [draft.name for draft in made.taken] == [case.id for case in cases]
    for draft, case in zip(made.taken, cases, strict=True):
        assert draft.notes == []
        records, problems = parse_records(draft.text.encode(), f"cases/{draft.name}.yml", CASE)
        assert not problems, (draft.name, problems)
        same = case.model_copy(update={"status": Status.DRAFT})
        assert records[0][1].model_dump() == same.model_dump()


def test_no_heading_stands_twice_on_a_sheet() -> None:
    for grid in grids():
        headings = [column.heading for column in grid.columns]
        assert len(set(headings)) == len(headings), grid.title
