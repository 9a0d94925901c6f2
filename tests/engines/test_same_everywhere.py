"""The shipped library on file:// in every engine: nothing goes wrong, and every engine gives the same answers."""

from __future__ import annotations

import base64
import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.site.conftest import KINDS

from .drivers import Chromium78, Engine, Firefox
from .forms import FILL, LOAD, LOAD_BYTES, READY, SETTLED, STORAGE
from .searches import answers, opened

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("engines")]  # each engine starts once

PAGES = {
    **KINDS,
    "cards": "cards/index.html",
    "card": "cards/grid-round.html",
    "results": "search.html?q=党员&kind=case",
}


def test_the_engines_are_those_that_are_promised(engine: Engine) -> None:
    if isinstance(engine, Chromium78):
        assert "/78." in engine.version
    elif isinstance(engine, Firefox):
        assert engine.version.startswith("firefox ")


def test_firefox_keeps_its_strict_policy_for_files(engine: Engine, tmp_path: Path) -> None:
    """A page that reads its neighbour would make the whole test worthless: then the policy is off."""
    for path in ("one/page.html", "one/other.html", "two/page.html"):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("<!doctype html><title>x</title>")
    engine.open((tmp_path / "one/page.html").as_uri())
    for neighbour in ("../two/page.html", "other.html"):
        read = f"""new Promise((done) => {{
            const request = new XMLHttpRequest();
            request.onload = () => done(request.responseText);
            request.onerror = () => done("refused");
            try {{ request.open("GET", "{neighbour}"); request.send(); }} catch (error) {{ done("refused"); }}
        }})"""
        assert engine.evaluate(read) == "refused"


SHOWN = """(() => {
  const article = document.querySelector("article").cloneNode(true);
  // Where a choice of cases, or what was read, can be kept is not the same everywhere, nor what is said of it.
  article.querySelectorAll(".pick, .read-mark, [data-again], [data-opened], [data-part=note]").forEach((one) => one.remove());
  return [article.textContent, Array.from(article.querySelectorAll("[href]"), (one) => one.getAttribute("href"))];
})()"""


@cache
def shown(engine: Engine, site: Path, path: str) -> Any:
    """The text and the links of a page, after its scripts have run."""
    page = opened(engine, site, path)
    if path.startswith("search.html"):
        page.wait_for("document.querySelectorAll('.anliku-result-title').length > 2")
    if path.startswith("compare.html"):
        page.wait_for(
            "document.querySelectorAll('.comparison__table').length > 0 && document.querySelectorAll('iframe').length === 0"
        )
    if path.startswith("print.html"):
        page.wait_for("document.querySelectorAll('[data-print-page][data-ready]').length > 0")
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert page.troubles() == []
    return page.evaluate(SHOWN)


@pytest.mark.parametrize("path", PAGES.values(), ids=PAGES.keys())
def test_every_kind_of_page_opens_in_peace_and_shows_the_same(
    engine: Engine, current: Engine, shipped_site: Path, path: str
) -> None:
    expected = shown(current, shipped_site, path)

    assert len(expected[0]) > 50
    assert shown(engine, shipped_site, path) == expected


def test_the_search_finds_the_same_in_the_same_order(engine: Engine, current: Engine, shipped_site: Path) -> None:
    expected = answers(current, shipped_site)

    assert sum(one["answer"][0] for one in expected) > 500
    for mine, theirs in zip(answers(engine, shipped_site), expected, strict=True):
        assert mine == theirs


def test_cases_are_chosen_on_their_pages_and_listed(engine: Engine, shipped_site: Path) -> None:
    """Firefox has a storage for each file: there the button leads to the list, elsewhere it stays on the page."""
    # The address with which other tests open the list stays chosen.
    opened(engine, shipped_site, "selection.html").evaluate("localStorage.clear()")
    for case in ("songyan-one-stop", "tuoli-four-modes"):
        page = opened(engine, shipped_site, f"cases/{case}.html")
        page.click(".tools .pick")
        page.wait_for("document.querySelectorAll('.tools .pick[aria-pressed=true], .picks__row').length > 0")
    page = opened(engine, shipped_site, "selection.html")
    assert page.evaluate("location.hash") == "#ids=songyan-one-stop,tuoli-four-modes"
    assert page.evaluate("document.querySelectorAll('.picks__row').length") == 2
    assert page.troubles() == []
    page.click("[data-part=bar] button:last-of-type")  # empty for the next visit of the tests
    page.wait_for("location.hash === ''")


BOX = """(() => ({
  status: document.querySelector(".anliku-search-status").textContent,
  options: Array.from(document.querySelectorAll("[role=option]"), (one) => one.textContent),
}))()"""


@cache
def typed(engine: Engine, site: Path) -> Any:
    page = opened(engine, site, "cases/songyan-one-stop.html")
    page.click(".anliku-search-input")
    page.type("流动党员")
    page.wait_for("document.querySelectorAll('[role=option]').length > 1 && anliku.engine().ready !== null")
    assert page.troubles() == []
    return page.evaluate(BOX)


def test_the_box_finds_while_one_types(engine: Engine, current: Engine, shipped_site: Path) -> None:
    expected = typed(current, shipped_site)

    assert len(expected["options"]) > 5
    assert typed(engine, shipped_site) == expected


LISTED = """(() => ({
  total: document.querySelector(".listing__total").textContent,
  rows: Array.from(document.querySelectorAll(".case-list h2, .case-list h3, .case-list a"), (one) => one.textContent),
  values: Array.from(document.querySelectorAll(".facet__value"), (one) => one.textContent),
  address: location.search + location.hash,
}))()"""


@cache
def filtered(engine: Engine, site: Path) -> list[Any]:
    page = opened(engine, site, "cases/index.html")
    seen = [page.evaluate(LISTED)]
    for nth in (2, 1):
        page.click(f".facet:nth-of-type({nth}) .facet__value:nth-of-type(3) input")
        seen.append(page.evaluate(LISTED))
    assert page.troubles() == []
    return seen


def test_facets_count_the_same(engine: Engine, current: Engine, shipped_site: Path) -> None:
    expected = filtered(current, shipped_site)

    assert len({one["total"] for one in expected}) > 1
    assert filtered(engine, shipped_site) == expected


SCORES = """(() => ({
  grade: document.getElementById("ck-grade").textContent,
  table: document.getElementById("ck-table").textContent,
  progress: document.getElementById("ck-progress-text").textContent,
  gaps: Array.from(document.querySelectorAll(".ck-gap"), (one) => one.textContent),
  radar: document.querySelector("#ck-radar svg").getAttribute("aria-label"),
  unit: document.querySelector("[name=unit]").value,
}))()"""
SAVE = """new Promise((done) => {
  HTMLAnchorElement.prototype.click = function () { window.savedAs = this.download; };
  URL.createObjectURL = (blob) => {
    const reader = new FileReader();
    reader.onload = () => done([window.savedAs, reader.result]);
    setTimeout(() => reader.readAsText(blob));
    return "blob:kept";
  };
  document.querySelector("[data-do=save]").click();
})"""


@cache
def filled(engine: Engine, site: Path) -> dict[str, Any]:
    """Fill a form in, save it, clear it and load it again."""
    page = opened(engine, site, "checklists/village.html")
    page.wait_for(READY)
    assert "边填边存" in page.evaluate(STORAGE)
    page.click("[name=unit]")
    page.type("甲村党支部")
    assert page.evaluate(FILL) > 50
    page.evaluate(SETTLED)
    scores = page.evaluate(SCORES)
    name, text = page.evaluate(SAVE)
    assert page.troubles() == []
    again = opened(engine, site, "checklists/village.html")
    again.wait_for(READY)
    kept = again.evaluate(SCORES)
    again.click("[data-do=clear]")
    again.evaluate(SETTLED)
    cleared = again.evaluate("document.getElementById('ck-grade').textContent")
    again.evaluate(LOAD % (json.dumps(text), "load"))
    again.wait_for("document.getElementById('ck-status').textContent.indexOf('已载入') === 0")
    again.evaluate(SETTLED)
    loaded = again.evaluate(SCORES)
    again.click("[data-do=clear]")  # the next visit finds an empty form
    again.evaluate(SETTLED)
    assert again.troubles() == []
    data = json.loads(text)
    assert data.pop("saved") > "2026"  # by the clock, so never the same twice
    return {"scores": scores, "file": [name, data], "kept": kept, "cleared": cleared, "loaded": loaded}


def test_a_filled_checklist_scores_saves_and_loads_the_same(
    engine: Engine, current: Engine, shipped_site: Path
) -> None:
    expected = filled(current, shipped_site)

    assert "总分" in expected["scores"]["grade"]
    assert len(expected["scores"]["gaps"]) > 5
    assert expected["kept"] == expected["scores"] == expected["loaded"]
    assert expected["cleared"] == "还没有答案，没有得分。"
    assert filled(engine, shipped_site) == expected


def test_a_filled_sheet_is_read_by_the_page(engine: Engine, shipped_site: Path, tmp_path: Path) -> None:
    """An XLSX as a spreadsheet packs it, read on file:// by browsers that cannot unpack anything themselves."""
    book = load_workbook(shipped_site / "checklists/village.xlsx")
    sheet = book["自评表"]
    places = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    column = places["回答"].column
    html = (shipped_site / "checklists/village.html").read_text(encoding="utf-8")
    items = json.loads(html.split('id="ck-sheet">')[1].split("</script>")[0])["items"]
    asked = [
        item["id"]
        for item in items
        if "self" in item["assessors"] and not item["only_if"] and not item["free"] and "labels" not in item
    ][:9]
    for number, key in enumerate(asked):
        sheet.cell(places[key].row, column).value = ["是", "否"][number % 2]
    sheet.cell(places["unit"].row, column).value = "甲村党支部"
    book.save(tmp_path / "filled.xlsx")
    page = opened(engine, shipped_site, "checklists/village.html")
    page.wait_for(READY)
    page.evaluate(LOAD_BYTES % json.dumps(base64.b64encode((tmp_path / "filled.xlsx").read_bytes()).decode()))
    page.wait_for("document.getElementById('ck-status').textContent.indexOf('已载入') === 0")
    page.evaluate(SETTLED)
    scores = page.evaluate(SCORES)
    page.click("[data-do=clear]")
    page.evaluate(SETTLED)

    assert scores["unit"] == "甲村党支部"
    assert "总分" in scores["grade"]
    assert page.troubles() == []


def test_where_nothing_can_be_stored_the_form_says_so_and_scores(engine: Engine, shipped_site: Path) -> None:
    page = opened(engine, shipped_site, "checklists/village.html#no-storage")
    page.wait_for(READY)
    page.evaluate(FILL)
    page.evaluate(SETTLED)

    assert "存不了东西" in page.evaluate(STORAGE)
    assert "总分" in page.evaluate(SCORES)["grade"]
    assert page.troubles() == []


ON_THE_WALL = """(() => {
  const told = [];
  const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key: key, bubbles: true }));
  const here = () => document.querySelector(".projector__place").textContent;
  for (const key of ["Home", "o"]) {
    press(key);
    for (let place = ""; place !== here(); press("ArrowRight")) {
      place = here();
      told.push(document.querySelector(".projector__title").textContent, document.querySelector(".projector__stage").textContent);
    }
  }
  return told;
})()"""


def test_the_wall_shows_the_same(engine: Engine, current: Engine, shipped_site: Path) -> None:
    told = []
    for browser in (engine, current):
        page = opened(browser, shipped_site, "cases/gaimai-village.html?project")
        page.wait_for("document.querySelectorAll('.projector').length === 1")
        told.append(page.evaluate(ON_THE_WALL))
        assert page.troubles() == []
    assert told[0] == told[1]
    assert len(told[0]) > 20
