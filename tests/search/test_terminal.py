"""Search in the terminal, and texts entered twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.search import Document, Section
from anliku.search.duplicates import near_duplicates
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


def test_texts_entered_twice_are_found() -> None:
    text = "".join(section.text for case in CASES for section in case.sections) * 2
    texts = {"a": text, "b": text.replace("半年", "一年"), "c": "另一件完全不同的事情，讲的是医院怎样考核支部书记。"}
    assert [(pair.first, pair.second) for pair in near_duplicates(texts)] == [("a", "b")]
    assert near_duplicates({"x": "", "y": ""}) == []
