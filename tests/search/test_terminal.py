"""Search in the terminal, and texts entered twice."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anliku.search import Document, Section
from anliku.search.normalise import runs
from anliku.search.query import parse_query
from anliku.search.store import source_of
from anliku.search.terminal import TerminalIndex

CASES = [
    Document("mobile", "case", "cases/mobile.html", "流动党员跟着人走", "外出务工党员", ("流动党员",),
             (Section("s", "做法", "在流入地设流动党员服务中心，管就业和劳资纠纷。"),), {"org": ("mobile",)}),
    Document("return", "case", "cases/return.html", "外出务工党员回乡", "流动党员台账", ("流动党员",),
             (Section("s", "做法", "流动党员台账每半年理一次，服务就业。"),), {"org": ("village",)}),
    Document("grid", "case", "cases/grid.html", "网格化管理", "一格一员", ("网格化",),
             (Section("s", "做法", "网格员上门，党员流动服务车下乡。"),), {"org": ("community",)}),
]  # fmt: skip


@pytest.fixture
def index(tmp_path: Path) -> TerminalIndex:
    return TerminalIndex(tmp_path, map(source_of, CASES))


def test_a_phrase_finds_the_documents_that_contain_it(index: TerminalIndex) -> None:
    assert [found.id for found in index.search("流动党员")] == ["mobile", "return"]


def test_all_terms_must_be_contained(index: TerminalIndex) -> None:
    assert [found.id for found in index.search("流动党员 台账")] == ["return"]
    assert index.search("，。") == []


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("“流动党员”", {"mobile", "return"}),
        ("“流动党员 外出务工”", set()),
        ("“外出务工党员 流动党员”", {"mobile"}),
        ("“就业 和 劳资”", set()),
        ("“服务中心，管就业”", {"mobile"}),
        ("“务中心 管就”", {"mobile"}),
        ("“理 次”", set()),
        ("「一格 一员」", set()),
        ("党员 -台账", {"mobile", "grid"}),
        ("党员 -“流动服务车”", {"mobile", "return"}),
        ("党员 －流动党员", {"grid"}),
        ("-党员", set()),
        ("“党员”“网格”", {"grid"}),
        ("“党员", {"mobile", "return", "grid"}),
    ],
)
def test_the_query_language_is_that_of_the_browser(index: TerminalIndex, query: str, found: set[str]) -> None:
    assert {one.id for one in index.search(query)} == found


def test_what_is_called_so_comes_before_longer_names(tmp_path: Path) -> None:
    titles = ["流动党员支部的流动党员", "流动党员支部", "“流动党员”", "谈流动党员"]
    documents = [Document(f"d{i}", "term", "t.html", title, "流动党员" * i) for i, title in enumerate(titles)]
    index = TerminalIndex(tmp_path, map(source_of, documents))
    assert index.search("流动党员")[0].id == "d2"
    assert index.search("流动 党员")[0].id == "d2"


@given(
    texts=st.lists(st.text("党员服务ab，。 ", max_size=16), min_size=1, max_size=5),
    queries=st.lists(st.text("党员服务ab， “”-", min_size=1, max_size=9), min_size=1, max_size=6),
)
@settings(max_examples=40, deadline=None)
def test_hits_are_those_of_a_plain_scan(texts: list[str], queries: list[str]) -> None:
    documents = [
        Document(f"d{i}", "case", "", text, sections=(Section("", "", text[::-1]),)) for i, text in enumerate(texts)
    ]
    with tempfile.TemporaryDirectory() as folder:
        index = TerminalIndex(Path(folder), map(source_of, documents))
        for query in (*queries, *(f"“{text[1:7]}”" for text in texts)):
            asked = parse_query(query)
            rows = {d.id: [" ".join(runs(field)) for field in d.fields()] for d in documents}
            has = {term: {i for i, row in rows.items() if any(term in text for text in row)} for term in asked.terms}
            none = {i for i, row in rows.items() for term in asked.exclude if any(term in text for text in row)}
            expected = set.intersection(*has.values()) - none if has else set()
            assert {found.id for found in index.search(query)} == expected, query


def test_a_single_character_is_enough(index: TerminalIndex) -> None:
    assert {found.id for found in index.search("格")} == {"grid"}


def test_filters_narrow(index: TerminalIndex) -> None:
    assert [found.id for found in index.search("流动党员", {"org": ["village", "town"], "kind": ["case"]})] == [
        "return"
    ]


def test_similar_documents_share_telling_words(index: TerminalIndex) -> None:
    assert index.similar("case:mobile")[0].id == "return"
    with pytest.raises(KeyError):
        index.similar("case:none")


def test_only_what_changed_is_indexed_again(tmp_path: Path) -> None:
    TerminalIndex(tmp_path, map(source_of, CASES))
    changed = [*CASES[:2], Document("grid", "case", "cases/grid.html", "四级网络")]
    index = TerminalIndex(tmp_path, map(source_of, changed))
    assert [found.id for found in index.search("四级网络")] == ["grid"]
    assert index.search("网格化") == []
    assert TerminalIndex(tmp_path, map(source_of, changed[:1])).search("四级网络") == []


def test_a_damaged_index_is_made_again(tmp_path: Path) -> None:
    TerminalIndex(tmp_path, map(source_of, CASES))
    for path in (tmp_path / "whoosh").glob("*"):
        path.write_bytes(b"?")
    assert TerminalIndex(tmp_path, map(source_of, CASES)).search("网格化")[0].id == "grid"
