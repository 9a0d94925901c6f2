"""The terminal answers as the page does: the same documents in the same order, found in the same ways."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from anliku.check.survey import Survey
from anliku.search import Document, Section, Tuning
from anliku.search.documents import alias_groups, facet_labels, library_sources
from anliku.search.engine import Engine, SearchAnswer, engine_over
from anliku.search.normalise import runs

from .browser import BrowserSearch
from .queries import all_queries
from .test_exact import tunings

pytestmark = pytest.mark.browser

LETTERS = "党员服务群众中心打工务工外出办事孩子儿童的没有人网格ab12三天日余万元。，+. “”-"
texts = st.text(LETTERS, max_size=40)
rows = st.lists(
    st.tuples(st.sampled_from(["case", "term", "indicator"]), texts, texts, st.lists(texts, max_size=3), texts),
    min_size=1, max_size=14,
)  # fmt: skip
queries = st.lists(st.text(LETTERS + "dangyuwfz ", min_size=1, max_size=14), min_size=1, max_size=10)
ALIASES = {"党员": ("党ab", "服务员"), "网格": ("中心",), "服务员": ("帮手",)}


def as_documents(found: Sequence[tuple[str, str, str, list[str], str]]) -> list[Document]:
    return [
        Document(f"d{i}", kind, f"cases/d{i}.html", title, summary, (), tuple(Section("", "", t) for t in parts),
                 {"org": ("village",) if i % 2 else ("coop",)}, (ask,) if runs(ask) else ())
        for i, (kind, title, summary, parts, ask) in enumerate(found)
    ]  # fmt: skip


def of_page(answer: dict[str, Any]) -> tuple[int, int, list[tuple[str, str, str]]]:
    hits = [(hit["id"], hit["matched"], hit["reason"]) for hit in answer["hits"]]
    return answer["total"], answer["more"], hits


def of_terminal(answer: SearchAnswer) -> tuple[int, int, list[tuple[str, str, str]]]:
    hits = [(hit.document.id, hit.matched, hit.reason) for hit in answer.hits]
    return answer.total, answer.more, hits


TWINS = (
    "term",
    "服外”三群事的人办",
    "子。心。““的+-”党",
    ["务 务办群天员天出外“群工”童。儿办日人日”2", "", "网出务。工a b““没子没没子"],
    "网办员心没",
)
"""Found alike by two ways of adding up: their order shows when the two languages reckon by an average that differs by a hair."""


@given(rows=rows, queries=queries, tuning=tunings)
@example(
    rows=[TWINS, TWINS, ("case", "子服", "", ["2孩天"], ".余出“童-打“天心没服"), ("case", "", "工“-“", ["2孩天"], "")],
    queries=["服负员"], tuning=Tuning(shard_bytes=40, frequent=0, text_bytes=1, segment_documents=1, sample=1, pairs=0, pair_sample=1, asks_whole=0, asks_part=40),
)  # fmt: skip
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_library_is_searched_alike(engine_page: Page, rows, queries, tuning) -> None:
    documents = as_documents(rows)
    page = BrowserSearch(engine_page, documents, aliases=ALIASES, tuning=tuning)
    terminal = engine_over(documents, ALIASES, {}, tuning=tuning)
    asked = [
        *queries,
        "打工",
        "dangyuan",
        "wg",
        "“党员 服务”",
        "党员 -中心",
        "12人",
        "ab1 群众",
        "1.2万",
        "1,212",
        "1212日",
        "格网",
        "服负员",
    ]
    for query, answer in zip(asked, page.all(asked), strict=True):
        assert of_page(answer) == of_terminal(terminal.search(query)), query
    filters = {"org": ["village"]}
    for query, answer in zip(queries, page.all(queries, filters=filters), strict=True):
        some, all_ = (of_terminal(terminal.search(query, chosen)) for chosen in (filters, {}))
        assert set(some[2]) <= set(all_[2]) or not query.strip(), "a filter lets nothing in"
        assert of_page(answer) == of_terminal(terminal.search(query, filters)), query


def test_both_reckon_with_the_same_average_length(engine_page: Page) -> None:
    empty, twin = ("case", "", "", [], ""), ("term", "112", "11111万", ["11111"], "万")
    documents = as_documents([("case", "1", "11", [], ""), empty, empty, empty, twin, twin, empty])
    tuning = Tuning(
        shard_bytes=40,
        frequent=0,
        text_bytes=1,
        segment_documents=1,
        segment_chars=2300000,
        sample=1,
        pairs=0,
        pair_sample=1,
    )
    page = BrowserSearch(engine_page, documents, tuning=tuning)("1.2万")
    terminal = engine_over(documents, {}, {}, tuning=tuning).search("1.2万")
    assert [hit["score"] for hit in page["hits"]] == [hit.score for hit in terminal.hits]
    assert of_page(page) == of_terminal(terminal), "equal to the last digit, or documents alike change places"


@pytest.mark.parametrize("size", [122, 123, 124, 125, 126, 127, 32_764, 32_765, 32_766, 32_767, 32_768, 70_000])
@pytest.mark.parametrize("where", [0, 1])
def test_titles_and_leads_of_any_length_are_told_apart(engine_page: Page, size: int, where: int) -> None:
    """The index has one form for lengths that are usual and another for others: both sides of the bounds, and neighbours."""
    ends = ("头尾", "项目")
    long = ["短题", "短句"]
    long[where] = "服务" * (size // 2) + ends[where] if size % 2 == 0 else "服" + "务员" * (size // 2) + ends[where]
    rows = [
        ("case", "前面", "头尾", ["项目正文"], ""),
        ("case", *long, ["正文头尾", "项目"], ""),
        ("case", "后面", "项目", ["头尾正文"], ""),
        ("case", *long[::-1], ["尾项"], ""),
        ("case", "最后头尾", "短句", ["正文"], ""),
    ]
    documents = as_documents(rows)
    tuning = Tuning(frequent=9_000_000, sample=3, pairs=0, pair_sample=1, segment_documents=2)
    page = BrowserSearch(engine_page, documents, tuning=tuning)
    terminal = engine_over(documents, {}, {}, tuning=tuning)
    asked = ["头尾", "项目", "正文", "短句", "尾项", "“头尾 短句”", "短题", "后面"]
    for query, answer in zip(asked, page.all(asked), strict=True):
        found = terminal.search(query)
        assert of_page(answer) == of_terminal(found), query
        assert [hit["score"] for hit in answer["hits"]] == [hit.score for hit in found.hits], query


@pytest.fixture(scope="module")
def shipped(engine_page: Page, shipped_survey: Survey) -> tuple[BrowserSearch, Engine]:
    library = shipped_survey.library
    documents = [source.load() for source in library_sources(library)]
    names = (alias_groups(library.shared), facet_labels(library.shared))
    page = BrowserSearch(engine_page, documents, aliases=names[0], labels=names[1], tuning=Tuning())
    return page, engine_over(documents, *names)


def test_the_shipped_library_is_searched_alike(shipped: tuple[BrowserSearch, Engine]) -> None:
    page, terminal = shipped
    rng = random.Random(15)
    lines = [run for document in terminal.documents for field in document.fields() for run in runs(field)]
    cut = [
        line[start : start + rng.randint(1, 9)]
        for line in rng.sample(lines, 60)
        for start in [rng.randrange(len(line))]
    ]
    pairs = [f"{a} {b}" for a, b in zip(cut[::2], cut[1::2], strict=True)]
    quoted = [f"“{a}”" for a in pairs[:10]]
    asked = [*(one.query for one in all_queries()), *cut, *pairs, *quoted]
    for query, answer in zip(asked, page.all(asked), strict=True):
        assert of_page(answer) == of_terminal(terminal.search(query)), query
