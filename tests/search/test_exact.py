"""The browser's hits are exactly the documents that contain the query."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from anliku.search import Document, Section, Tuning
from anliku.search.normalise import normalise, runs

from .browser import BrowserSearch

pytestmark = pytest.mark.browser

LETTERS = "党员服务群众中心ab12。，\n ＡＢ臺𠮷é"
texts = st.text(LETTERS, max_size=40)
documents = st.lists(st.tuples(texts, texts, st.lists(texts, max_size=3)), min_size=1, max_size=12)
tunings = st.builds(
    Tuning,
    shard_bytes=st.sampled_from([40, 200, 18_000]),
    frequent=st.sampled_from([0, 1, 3, 12_000]),
    text_bytes=st.sampled_from([1, 100, 10_000]),
    segment_documents=st.sampled_from([1, 3, 100]),
    sample=st.sampled_from([1, 4, 64]),
    pair_sample=st.sampled_from([1, 6, 256]),
    pairs=st.sampled_from([0, 40]),
)


def as_documents(rows: list[tuple[str, str, list[str]]]) -> list[Document]:
    return [
        Document(f"d{i}", "case", f"cases/d{i}.html", title, summary, (), tuple(Section("", "", t) for t in parts))
        for i, (title, summary, parts) in enumerate(rows)
    ]


def oracle(found: list[Document], query: str) -> set[str]:
    """The documents that contain every term of the query: a plain scan over normalised text."""
    fields = {d.id: [normalise(field) for field in d.fields()] for d in found}
    return {i for i, texts in fields.items() if all(any(term in text for text in texts) for term in runs(query))}


@given(
    rows=documents, queries=st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=8), tuning=tunings
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_hits_are_the_documents_that_contain_every_term(engine_page: Page, rows, queries, tuning) -> None:
    found = as_documents(rows)
    search = BrowserSearch(engine_page, found, tuning=tuning)
    pieces = [
        text[i : i + n] for d in found for text in d.fields() for i, n in ((0, 3), (2, 5), (1, 2)) if text[i : i + n]
    ]
    for query in (*queries, *pieces[:12]):
        if runs(query):
            expected = oracle(found, query.replace("-", " "))
            answer = search(query)
            exact = {hit["id"] for hit in answer["hits"] if hit["matched"] == "exact"}
            assert exact == expected, query
            assert not expected or answer["total"] == len(expected)


def quoted(found: list[Document], phrase: str) -> set[str]:
    """The documents with the words of the phrase in a row in one field, any separators between each two."""
    wanted = " ".join(runs(phrase))
    return {d.id for d in found if any(wanted in " ".join(runs(field)) for field in d.fields())}


@given(
    rows=documents,
    phrases=st.lists(st.text(LETTERS, min_size=1, max_size=8), max_size=4),
    cuts=st.lists(st.tuples(st.integers(0, 40), st.integers(2, 12)), min_size=3, max_size=3),
    kind=st.sampled_from(["case", "policy"]),
    tuning=tunings,
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_words_in_quotes_stand_in_a_row(  # noqa: PLR0917 - parts of an example
    engine_page: Page, rows, phrases, cuts, kind, tuning
) -> None:
    found = [replace(document, kind=kind) for document in as_documents(rows)]
    search = BrowserSearch(engine_page, found, tuning=tuning)
    texts = [text for d in found for text in d.fields()] + ["".join(d.fields()) for d in found]
    pieces = [text[at : at + size] for text in texts for at, size in cuts]
    for phrase in (*phrases, *pieces[:20]):
        if runs(phrase):
            answer = search(f"“{phrase}”")
            assert {hit["id"] for hit in answer["hits"]} == quoted(found, phrase), phrase
            assert {hit["matched"] for hit in answer["hits"]} <= {"exact"}


def test_a_quoted_phrase_can_be_excluded_and_joined_with_words(engine_page: Page) -> None:
    texts = ["党员，群众。中心", "群众、党员。中心", "党员服务，群众"]
    search = BrowserSearch(engine_page, as_documents([("", "", [text]) for text in texts]))
    assert search.exact("中心 “党员 群众”") == {"d0"}
    assert search.exact("群众 -“党员 群众”") == {"d1", "d2"}
    assert search("“党员 群众”")["hits"][0]["snippet_parts"][0] == {"text": "党员，群众", "hit": True}
