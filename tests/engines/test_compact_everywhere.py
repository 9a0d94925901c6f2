"""A compact pack of the shipped library on file:// in every engine: beside the full form it shows and finds the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.pack.case_visits import CASE, OTHER, READ

from .drivers import Engine
from .searches import answers, opened
from .viewer import wait_for_case

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("engines")]  # each engine starts once

SAMPLE = 8  # of the cases; tests/pack/test_viewer.py takes all of them
HIT = "document.querySelector(\"a.anliku-result-title[href*='case.html#'][href*='&find=']\")"
ADDRESS = "decodeURIComponent(location.hash)"


def in_the_viewer(engine: Engine, site: Path, address: str) -> Engine:
    """Open a case in the viewer and wait until it is shown."""
    page = opened(engine, site, f"cases/case.html#{address}")
    wait_for_case(page, address.partition("/")[0])
    return page


def read(engine: Engine) -> Any:
    return engine.evaluate(f"({READ})()")


def test_a_case_in_the_viewer_is_what_its_page_is(engine: Engine, compact_site: Path, shipped_site: Path) -> None:
    cases = sorted(page.stem for page in (shipped_site / "cases").glob("*.html") if page.stem != "index")[::SAMPLE]
    assert len(cases) > 5
    wanted = {case: read(opened(engine, shipped_site, f"cases/{case}.html")) for case in cases}

    page = in_the_viewer(engine, compact_site, cases[0])
    for case in cases:
        page.evaluate(f"void (location.hash = '#{case}')")
        wait_for_case(page, case)
        assert len(wanted[case]["text"]) > 500
        assert read(page) == wanted[case], case
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.troubles() == []


def test_a_link_to_a_section_leads_there(engine: Engine, compact_site: Path) -> None:
    page = in_the_viewer(engine, compact_site, f"{CASE}/step-3")
    page.wait_for("document.activeElement.id === 'step-3' && window.pageYOffset > 0")

    assert page.evaluate("document.getElementById('step-3').classList.contains('is-target')")
    assert 0 <= page.evaluate("document.getElementById('step-3').getBoundingClientRect().top") < 150
    assert page.troubles() == []


def test_next_previous_and_back_lead_from_case_to_case(engine: Engine, compact_site: Path) -> None:
    page = in_the_viewer(engine, compact_site, OTHER)
    title = page.evaluate("document.title")
    target = page.evaluate("document.querySelector('.neighbours a[rel=next]').getAttribute('href')")
    page.click(".neighbours a[rel=next]")
    wait_for_case(page, target[1:])
    assert page.evaluate(ADDRESS) == target
    assert page.evaluate("[window.pageYOffset, document.activeElement.tagName]") == [0, "H1"]
    assert page.evaluate("document.title") != title

    page.click(".neighbours a[rel=prev]")
    wait_for_case(page, OTHER)
    page.leave_by("history.back()")
    wait_for_case(page, target[1:])
    page.leave_by("history.back()")
    wait_for_case(page, OTHER)
    page.wait_for("window.pageYOffset > 0")  # where the reader had left it, at its end
    assert page.evaluate("document.title") == title
    assert page.troubles() == []


def test_the_search_finds_the_same_as_in_the_full_form(engine: Engine, compact_site: Path, shipped_site: Path) -> None:
    assert len(list((compact_site / "search" / "b").iterdir())) > 1
    assert answers(engine, compact_site) == answers(engine, shipped_site)


def test_a_result_opens_its_case_at_the_place_that_was_found(engine: Engine, compact_site: Path) -> None:
    page = opened(engine, compact_site, "search.html?q=限时办结&kind=case")
    href = page.wait_for(f"{HIT} && {HIT}.getAttribute('href')")
    case, _, place = href.partition("#")[2].partition("&")[0].partition("/")
    page.click(f"a.anliku-result-title[href='{href}']")
    wait_for_case(page, case)
    page.wait_for("window.pageYOffset > 0")
    assert page.evaluate(f"document.getElementById('{place}').classList.contains('is-target')")
    assert "限时办结" in page.evaluate("document.querySelector('article').textContent")
    assert page.troubles() == []
    page.leave_by("history.back()")
    page.wait_for(f"{HIT} !== null")
    assert page.troubles() == []
