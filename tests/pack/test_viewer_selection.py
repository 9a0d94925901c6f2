"""Choosing and comparing cases in a compact pack, where they all stand on one page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from .case_visits import CASE, OTHER, CaseVisit, shown

pytestmark = pytest.mark.browser


def test_cases_are_chosen_in_the_viewer_listed_and_compared(visit: Callable[..., CaseVisit]) -> None:
    visited = visit()
    page = visited.page
    for case in (CASE, OTHER):
        visited.open(case)
        page.locator(".tools .pick").click()
        expect(page.locator(".tools .pick")).to_have_attribute("aria-pressed", "true")
    page.locator("[data-selection]").click()
    page.wait_for_url(f"**/selection.html#ids={CASE},{OTHER}")
    titles = page.locator(".picks a").all_inner_texts()
    page.get_by_role("link", name="并排比较（2 个）").click()
    expect(page.locator(".comparison__table thead th")).to_have_text(titles)
    expect(page.locator(".comparison__table")).not_to_contain_text("读不出来")
    assert page.locator(".comparison__table td p").count() > 10
    page.locator(".comparison__source a").first.click()
    shown(page, page.url.partition("#")[2].partition("/")[0])
    expect(page.locator(".is-target")).to_be_visible()
    assert [trouble for trouble in visited.troubles if not trouble.startswith("failed: ")] == []
