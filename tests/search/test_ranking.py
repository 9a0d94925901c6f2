"""The cases that a cadre expects come first."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from playwright.sync_api import Page

from anliku.check.survey import survey
from anliku.search import Tuning
from anliku.search.documents import alias_groups, facet_labels, library_sources

from .browser import BrowserSearch

ROOT = Path(__file__).parents[2]
QUERIES = yaml.safe_load((Path(__file__).parent / "ranking.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def search(engine_page: Page) -> BrowserSearch:
    library = survey(ROOT).library
    return BrowserSearch(
        engine_page, list(library_sources(library)), aliases=alias_groups(library.shared),
        labels=facet_labels(library.shared), tuning=Tuning(),
    )  # fmt: skip


@pytest.mark.browser
def test_expected_cases_come_first(search: BrowserSearch) -> None:
    ranks = [first_rank(search, **entry) for entry in QUERIES]
    assert len(ranks) >= 60
    assert sum(1 / rank for rank in ranks if rank) / len(ranks) >= 0.9
    assert sum(0 < rank <= 3 for rank in ranks) / len(ranks) >= 0.95


@pytest.mark.browser
@pytest.mark.parametrize("entry", [entry for entry in QUERIES if "kind" in entry], ids=str)
def test_what_is_called_so_comes_first(search: BrowserSearch, entry: dict[str, Any]) -> None:
    assert first_rank(search, **entry) == 1


def first_rank(search: BrowserSearch, query: str, expect: list[str], kind: str = "case") -> int:
    """The place of the first expected document among those found of a kind, or of any; 0 when none is."""
    hits = search(query, limit=50, filters={"kind": [kind]} if kind else {})["hits"]
    return next((place for place, hit in enumerate(hits, 1) if hit["id"] in expect), 0)


EVERYDAY = yaml.safe_load((Path(__file__).parent / "everyday.yml").read_text("utf-8"))


@pytest.mark.browser
def test_everyday_words_find_what_is_meant(search: BrowserSearch) -> None:
    ranks = {entry["query"]: first_rank(search, kind="", **entry) for entry in EVERYDAY}
    assert sum(rank == 0 for rank in ranks.values()) <= len(ranks) // 6, ranks
    assert sum(0 < rank <= 3 for rank in ranks.values()) / len(ranks) >= 0.55, ranks


@pytest.mark.browser
@pytest.mark.parametrize(
    ("query", "document"),
    [("意见 六有", "opinion-2014/"), ("2014年意见 第一书记", "opinion-2014/"), ("新疆 意见 述职", "xinjiang-")],
)
def test_excerpts_are_found_by_document_issuer_and_year(search: BrowserSearch, query: str, document: str) -> None:
    hits = search(query, limit=3)["hits"]
    found = [hit for hit in hits if hit["id"].startswith(document)]
    assert found and all(hit["source"] for hit in found if "/" in hit["id"])
