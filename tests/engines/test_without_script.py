"""The shipped library with JavaScript off: every page is reachable by links, and every text of the sources is readable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from anliku.check.survey import Survey
from anliku.check.texts import texts_of
from anliku.checklist import assemble_all
from anliku.library import Library
from anliku.library.models import Record

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("without-script")]

READ = """() => {
  document.querySelectorAll("details").forEach((one) => (one.open = true)); // a click does it for the reader
  const links = Array.from(document.querySelectorAll("a[href]")).filter((one) => one.getClientRects().length);
  return [document.body.innerText, links.map((one) => one.href)];
}"""
# Only for lecturers, for the search or for the ballot, or said in another way: a date as words, a precision, an id.
NOT_SHOWN = {"hint", "note", "from", "to", "date", "on", "locator", "excerpts", "asks", "ballot"}


@pytest.fixture(scope="session")
def pages(chromium: Any, shipped_site: Path) -> dict[str, str]:
    """The visible text of every page that links lead to from the first one, by its path."""
    context = chromium.new_context(java_script_enabled=False, offline=True)
    page, root = context.new_page(), f"{shipped_site.as_uri()}/"
    found: dict[str, str] = {}
    waiting = ["index.html"]
    while waiting:
        path = waiting.pop()
        if path in found:
            continue
        page.goto(root + path, wait_until="domcontentloaded")
        text, links = page.evaluate(READ)
        found[path] = text
        inside = {re.sub(r"[?#].*", "", link)[len(root) :] for link in links if link.startswith(root)}
        waiting += sorted(link for link in inside if link.endswith(".html") and link not in found)
    context.close()
    return found


def test_links_alone_lead_to_every_page(pages: dict[str, str], shipped_site: Path) -> None:
    there = {path.relative_to(shipped_site).as_posix() for path in shipped_site.rglob("*.html")}

    assert there - pages.keys() == set()


def squeezed(text: str) -> str:
    """Return what must be found again: letters and digits, whatever marks and breaks stand between."""
    return re.sub(r"[\W_]+", "", re.sub(r"^\d+\. |\]\([^)]*\)", "]", text, flags=re.M))


def for_lecturers(at: Sequence[object]) -> bool:
    """Say whether a text is shown in a lecturer's build alone."""
    return at[0] in ("board", "outcome") or (at[0] == "questions" and at[-1] in ("answer", "astray"))


def for_readers(record: Record) -> Iterator[str]:
    for at, text in texts_of(record):
        if (
            not for_lecturers(at)
            and not NOT_SHOWN & {str(step) for step in at}
            and not re.fullmatch(r"[a-z0-9/.:-]*", text)
        ):
            yield text


def unread(records: Iterable[Record], text: str) -> list[str]:
    page = squeezed(text)
    return [text for record in records for text in for_readers(record) if squeezed(text) not in page]


@pytest.fixture(scope="module")
def library(shipped_survey: Survey) -> Library:
    return shipped_survey.library


@pytest.mark.parametrize(
    ("kind", "folder"),
    [("policies", "policies"), ("frameworks", "frameworks"), ("organisations", "organisations"), ("cards", "cards"),
     ("lessons", "lessons")],
)  # fmt: skip
def test_every_text_of_a_record_stands_on_its_page(
    pages: dict[str, str], library: Library, kind: str, folder: str
) -> None:
    records = getattr(library.shared, kind)

    assert len(records) > 3
    for key, record in records.items():
        assert unread([record], pages[f"{folder}/{key}.html"]) == [], key


def test_every_text_of_a_case_stands_on_its_page(pages: dict[str, str], library: Library) -> None:
    assert len(library.published) > 50
    for key in library.published:
        assert unread([library.cases[key]], pages[f"cases/{key}.html"]) == [], key


def test_every_term_and_every_source_stands_in_its_list(pages: dict[str, str], library: Library) -> None:
    assert unread(library.shared.terms.values(), pages["terms/index.html"]) == []
    assert unread(library.shared.sources.values(), pages["sources.html"]) == []


def test_every_item_and_question_stands_in_its_checklist(pages: dict[str, str], library: Library) -> None:
    made = assemble_all(library.shared)

    assert len(made) > 10
    for key, checklist in made.items():
        items = [item.indicator.model_copy(update={"overrides": {}}) for item in checklist.items]
        assert unread([*items, *checklist.screening], pages[f"checklists/{key}.html"]) == [], key
