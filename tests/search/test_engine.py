"""Search without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from anliku.search import Document, Section
from anliku.search.engine import Engine, engine_over
from anliku.search.explain import explanation
from anliku.search.normalise import runs
from anliku.search.offline import library_engine
from anliku.search.query import parse_query
from anliku.search.store import source_of

CASES = [
    Document("mobile", "case", "cases/mobile.html", "流动党员跟着人走", "外出务工党员", ("流动党员",),
             (Section("s", "做法", "在流入地设流动党员服务中心，管就业和劳资纠纷。"),), {"org": ("mobile",)}),
    Document("return", "case", "cases/return.html", "外出务工党员回乡", "流动党员台账", ("流动党员",),
             (Section("s", "做法", "流动党员台账每半年理一次，服务就业。"),), {"org": ("village",)}),
    Document("grid", "case", "cases/grid.html", "网格化管理", "一格一员", ("网格化",),
             (Section("s", "做法", "网格员上门，党员流动服务车下乡。"),), {"org": ("community",)}),
]  # fmt: skip


@pytest.fixture(scope="module")
def engine() -> Engine:
    return engine_over(CASES, {"台账": ("名册",)}, {})


def exact(engine: Engine, query: str, **filters: list[str]) -> list[str]:
    return [hit.document.id for hit in engine.search(query, filters).hits if hit.matched == "exact"]


def test_a_phrase_finds_the_documents_that_contain_it(engine: Engine) -> None:
    assert exact(engine, "流动党员") == ["mobile", "return"]


def test_all_terms_must_be_contained(engine: Engine) -> None:
    assert exact(engine, "流动党员 台账") == ["return"]
    assert engine.search("，。").hits == []


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
        ("-台账", {"mobile", "grid"}),
        ("“党员”“网格”", {"grid"}),
        ("“党员", {"mobile", "return", "grid"}),
    ],
)
def test_the_query_language_is_that_of_the_browser(engine: Engine, query: str, found: set[str]) -> None:
    assert set(exact(engine, query)) == found


def test_what_is_called_so_comes_before_longer_names() -> None:
    titles = ["流动党员支部的流动党员", "流动党员支部", "“流动党员”", "谈流动党员"]
    engine = engine_over(
        [Document(f"d{i}", "term", "t.html", title, "流动党员" * i) for i, title in enumerate(titles)], {}, {}
    )
    assert exact(engine, "流动党员")[0] == "d2"


@given(
    texts=st.lists(st.text("党员服务ab，。 ", max_size=16), min_size=1, max_size=5),
    queries=st.lists(st.text("党员服务ab， “”-", min_size=1, max_size=9), min_size=1, max_size=6),
)
@settings(max_examples=40, deadline=None)
def test_hits_are_those_of_a_plain_scan(texts: list[str], queries: list[str]) -> None:
    documents = [
        Document(f"d{i}", "case", "", text, sections=(Section("", "", text[::-1]),)) for i, text in enumerate(texts)
    ]
    engine = engine_over(documents, {}, {})
    for query in (*queries, *(f"“{text[1:7]}”" for text in texts)):
        asked = parse_query(query)
        rows = {d.id: [" ".join(runs(field)) for field in d.fields()] for d in documents}
        has = {term: {i for i, row in rows.items() if any(term in text for text in row)} for term in asked.terms}
        none = {i for i, row in rows.items() for term in asked.exclude if any(term in text for text in row)}
        expected = set.intersection(*has.values()) - none if has else set(rows) - none if asked.exclude else set()
        assert set(exact(engine, query)) == expected, query


def test_filters_narrow(engine: Engine) -> None:
    assert exact(engine, "流动党员", org=["village", "town"], kind=["case"]) == ["return"]


def test_other_names_and_sounds_are_forgiven(engine: Engine) -> None:
    assert [(hit.document.id, hit.matched) for hit in engine.search("名册").hits] == [("return", "alias")]
    assert {hit.document.id for hit in engine.search("liudong").hits} == {"mobile", "return", "grid"}


def test_what_is_nowhere_is_named(engine: Engine) -> None:
    assert [note.text for note in engine.search("网格化 量子计算").notes if note.kind == "dropped"] == ["量子计算"]


@pytest.mark.parametrize("query", ["流动党员", "流动党员 就业", "打工的党员", "名册", "liudong", "“党员”"])
def test_every_hit_is_explained(engine: Engine, query: str) -> None:
    hits = engine.search(query).hits
    assert hits
    for hit in hits:
        first, *rest = explanation(engine, hit)
        assert f"合计 {hit.score:.2f} 分" in first
        assert rest


def test_the_parts_of_a_score_make_up_the_whole(engine: Engine) -> None:
    hit = engine.search("流动党员 台账").hits[0]
    parts = [float(line.rsplit(" ", 2)[1]) for line in explanation(engine, hit)]
    assert abs(sum(parts[1:]) - parts[0]) < 0.05


def test_only_what_changed_is_read_again(tmp_path: Path) -> None:
    library_engine(tmp_path, map(source_of, CASES), {}, {})
    changed = [*CASES[:2], Document("grid", "case", "cases/grid.html", "四级网络")]
    engine = library_engine(tmp_path, map(source_of, changed), {}, {})
    assert (exact(engine, "四级网络"), exact(engine, "网格化")) == (["grid"], [])
    assert exact(library_engine(tmp_path, map(source_of, changed[:1]), {}, {}), "四级网络") == []


@pytest.mark.parametrize("name", ["documents.pickle", "sounds.pickle"])
def test_a_damaged_cache_is_made_again(tmp_path: Path, name: str) -> None:
    library_engine(tmp_path, map(source_of, CASES), {}, {}).search("liudong")
    (tmp_path / "terminal" / name).write_bytes(b"?")
    again = library_engine(tmp_path, map(source_of, CASES), {}, {})
    assert {hit.document.id for hit in again.search("liudong").hits} == {"mobile", "return", "grid"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("45岁的", ["whole"]),  # a part of 123455 is no hint of 45
        ("24小时开门", ["hours"]),
        ("wifi", []),  # nor is a pair of its letters
        ("依姆村", ["village"]),  # not one pair occurs: the character that does
    ],
)
def test_a_near_result_has_numbers_and_latin_words_whole(query: str, found: list[str]) -> None:
    texts = {
        "whole": "后备人选45岁以下", "part": "“123455”思路", "hours": "热线24小时有人", "village": "依力尕尔有人", "file": "写 file 和 wild",
    }  # fmt: skip
    engine = engine_over([Document(i, "case", f"cases/{i}.html", text) for i, text in texts.items()], {}, {})
    assert [hit.document.id for hit in engine.search(query).hits] == found


def test_what_may_be_meant_by_a_slip_comes_first() -> None:
    documents = [
        Document("group", "term", "t.html#1", "组团式服务", "一队人做组团式服务"), Document("stop", "term", "t.html#2", "一站式服务", "一处办完"),
    ]  # fmt: skip
    engine = engine_over(documents, {"一站式服务": ("一门式",)}, {})
    answer = engine.search("一战式服务")
    assert [hit.document.id for hit in answer.hits] == ["stop", "group"]
    assert [(note.kind, note.text) for note in answer.notes] == [("meant", "一站式服务")]
