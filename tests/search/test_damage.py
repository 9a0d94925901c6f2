"""Missing and damaged files: a message, and the rest of the results."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from anliku.data_scripts.scripts import strings_script
from anliku.search import Document, Section, build_index

from .browser import SPLITTING, BrowserSearch

pytestmark = pytest.mark.browser

DOCUMENTS = [
    Document(f"d{i}", "case", f"cases/d{i}.html", f"第{i}个案例", "", (), (Section("s", "", "党员服务中心" * 2),))
    for i in range(6)
]


def test_a_missing_text_shard_leaves_the_other_hits(engine_page: Page) -> None:
    answer = BrowserSearch(engine_page, DOCUMENTS, without=["t/00/000"])("服务中心")
    assert answer["total"] == 6
    assert answer["problems"] == ["t/00/000"]
    assert sorted(bool(hit["title"]) for hit in answer["hits"])[-1]
    assert [hit["missing"] for hit in answer["hits"] if not hit["title"]]


def test_missing_extras_do_not_stop_a_search(engine_page: Page) -> None:
    answer = BrowserSearch(engine_page, DOCUMENTS, without=["fold", "pinyin", "facets", "topics"])("服务中心")
    assert (answer["total"], answer["exact"]) == (6, True)


def test_a_missing_posting_shard_is_reported(engine_page: Page, tmp_path) -> None:
    build_index(DOCUMENTS, {}, {}, tmp_path, tuning=SPLITTING)
    shards = sorted(path.relative_to(tmp_path / "search").as_posix()[:-3] for path in tmp_path.rglob("search/p/*/*.js"))
    answer = BrowserSearch(engine_page, DOCUMENTS, without=shards)("服务中心")
    assert (answer["total"], answer["exact"]) == (0, False)
    assert answer["problems"]


def test_a_changed_byte_is_noticed(engine_page: Page) -> None:
    script = strings_script("x", ["党员".encode("utf-16-le")]).decode("utf-16")
    assert engine_page.evaluate("s => { let r; const k = anliku.shard; anliku.shard = (n, c, v) => { r = [c, anliku.shards.checksum(v)] };"
                                " new Function(s)(); anliku.shard = k; return r[0] === r[1] }", script)  # fmt: skip
    changed = script.replace("员", "圆")
    assert not engine_page.evaluate("s => { let r; const k = anliku.shard; anliku.shard = (n, c, v) => { r = [c, anliku.shards.checksum(v)] };"
                                    " new Function(s)(); anliku.shard = k; return r[0] === r[1] }", changed)  # fmt: skip
