"""The cases that a cadre expects come first."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from anliku.check.survey import Survey
from anliku.search import Tuning
from anliku.search.documents import alias_groups, facet_labels, library_sources

from .browser import BrowserSearch
from .queries import Asked, Quality, all_queries, halves, measured


@pytest.fixture(scope="module")
def search(engine_page: Page, shipped_survey: Survey) -> BrowserSearch:
    library = shipped_survey.library
    return BrowserSearch(
        engine_page, list(library_sources(library)), aliases=alias_groups(library.shared),
        labels=facet_labels(library.shared), tuning=Tuning(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def answered(search: BrowserSearch) -> tuple[dict[str, Quality], dict[str, Quality]]:
    """The quality of the half for tuning and of the half held out."""

    def ids(query: str, kind: str) -> list[str]:
        hits = search(query, limit=50, filters={"kind": [kind]} if kind else {})["hits"]
        return [hit["id"] for hit in hits]

    tuned, held = halves(all_queries())
    return measured(ids, tuned), measured(ids, held)


Answered = tuple[dict[str, Quality], dict[str, Quality]]


@pytest.mark.browser
@pytest.mark.parametrize("half", [0, 1], ids=["tuned", "held out"])
def test_what_is_expected_is_among_the_first_three(answered: Answered, half: int) -> None:
    assert answered[half]["all"].count >= 140
    assert answered[half]["all"].hit >= 0.9, answered[half]
    assert answered[half]["everyday"].hit >= 0.82, answered[half]


@pytest.mark.browser
@pytest.mark.parametrize("half", [0, 1], ids=["tuned", "held out"])
def test_no_query_is_left_without_an_answer(answered: Answered, half: int) -> None:
    assert answered[half]["all"].empty == 0


@pytest.mark.browser
@pytest.mark.parametrize("half", [0, 1], ids=["tuned", "held out"])
@pytest.mark.parametrize("sort", ["exact", "place", "keyword", "pinyin"])
def test_words_of_the_texts_find_their_texts(answered: Answered, half: int, sort: str) -> None:
    assert answered[half][sort].hit >= 0.92, answered[half]


@pytest.mark.browser
@pytest.mark.parametrize("asked", [one for one in all_queries() if one.only == "term"], ids=str)
def test_what_is_called_so_comes_first(search: BrowserSearch, asked: Asked) -> None:
    assert search(asked.query, limit=3, filters={"kind": [asked.only]})["hits"][0]["id"] in asked.expect


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "document"),
    [("意见 六有", "opinion-2014/"), ("2014年意见 第一书记", "opinion-2014/"), ("新疆 意见 述职", "xinjiang-")],
)
def test_excerpts_are_found_by_document_issuer_and_year(search: BrowserSearch, query: str, document: str) -> None:
    hits = search(query, limit=3)["hits"]
    found = [hit for hit in hits if hit["id"].startswith(document)]
    assert found and all(hit["source"] for hit in found if "/" in hit["id"])
