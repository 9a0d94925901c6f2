"""讲师模式 goes with the lecturer from page to page in every engine, also where files share no storage."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.building import MINI, built
from tests.support import CASE, LESSON, changed, write_library

from .drivers import Engine, Firefox
from .searches import opened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("engines")]

MODE = "document.documentElement.getAttribute('data-answers')"
SWITCH = ".edition-switch"
OTHER = "article a[href*='second-case']"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = changed(CASE, "related: [second-case]", "outcome: 末了请了退休教师。")
    files = {**MINI, "cases/first-case.yml": case, "content/lessons/how-to.yml": LESSON}
    root = write_library(tmp_path_factory.mktemp("library"), files)
    return built(root, lecturer=True).out


def at(engine: Engine, name: str) -> None:
    engine.wait_for(f"location.pathname.endsWith('{name}') && document.readyState === 'complete'")


def test_the_mode_goes_along_with_links_and_ends_with_the_switch(engine: Engine, site: Path) -> None:
    page = opened(engine, site, "cases/first-case.html")
    assert page.evaluate(MODE) == "closed"
    page.click(SWITCH)
    assert page.evaluate(MODE) == "open"
    page.evaluate("window.before = true")
    page.leave_by("location.reload()")
    page.wait_for(f"!window.before && document.readyState === 'complete' && {MODE} === 'open'")
    page.click(OTHER)
    at(page, "second-case.html")
    assert page.evaluate(MODE) == "open"
    page.leave_by("history.back()")
    at(page, "first-case.html")
    assert page.evaluate(MODE) == "open"
    page.click(OTHER)
    at(page, "second-case.html")
    page.click(SWITCH)
    assert page.evaluate(MODE) == "closed"
    page.click("article a[href*='first-case']")
    at(page, "first-case.html")
    assert page.evaluate(MODE) == "closed"
    assert page.troubles() == []


def test_it_goes_along_with_the_search(engine: Engine, site: Path) -> None:
    page = opened(engine, site, "cases/second-case.html")
    page.click(SWITCH)
    page.click(".anliku-search-input")
    page.type("代办员")
    page.evaluate(
        "document.querySelector('.anliku-search-input').dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))"
    )
    at(page, "search.html")
    assert page.evaluate(MODE) == "open"
    page.wait_for("document.querySelectorAll('.anliku-result-title').length > 0")
    page.click(".anliku-result-title[href*='first-case']")
    at(page, "first-case.html")
    assert page.evaluate(MODE) == "open"
    page.click(SWITCH)
    assert page.troubles() == []


def test_a_link_within_the_page_loads_nothing_anew(engine: Engine, site: Path) -> None:
    page = opened(engine, site, "cases/first-case.html")
    page.click(SWITCH)
    page.evaluate("window.stayed = true")
    page.click(".toc a[href$='limits']")
    page.wait_for("location.hash === '#limits'")
    assert page.evaluate("window.stayed") is True
    assert page.evaluate(MODE) == "open"
    page.click(SWITCH)


def test_where_it_is_kept_no_address_says_so(engine: Engine, site: Path) -> None:
    page = opened(engine, site, "cases/first-case.html")
    page.click(SWITCH)
    assert page.evaluate("location.search") == ("?lecturer" if isinstance(engine, Firefox) else "")
    page.click(SWITCH)
    assert page.evaluate("location.search") == ""
