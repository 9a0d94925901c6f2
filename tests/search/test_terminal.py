"""Documents like a document, in the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from anliku.search import Document, Section
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


def test_similar_documents_share_telling_words(index: TerminalIndex) -> None:
    assert index.similar("case:mobile")[0].id == "return"
    with pytest.raises(KeyError):
        index.similar("case:none")


def test_what_changed_is_indexed_again(tmp_path: Path) -> None:
    TerminalIndex(tmp_path, map(source_of, CASES))
    changed = [*CASES[:2], Document("grid", "case", "cases/grid.html", CASES[0].title, CASES[0].summary)]
    assert [found.id for found in TerminalIndex(tmp_path, map(source_of, changed)).similar("case:grid")] == [
        "mobile", "return",
    ]  # fmt: skip
    assert TerminalIndex(tmp_path, map(source_of, CASES[:1])).similar("case:mobile") == []


def test_a_damaged_index_is_made_again(tmp_path: Path) -> None:
    TerminalIndex(tmp_path, map(source_of, CASES))
    for path in (tmp_path / "whoosh").glob("*"):
        path.write_bytes(b"?")
    assert TerminalIndex(tmp_path, map(source_of, CASES)).similar("case:mobile")[0].id == "return"
