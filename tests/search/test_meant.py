"""What a query in other words, or in more than one sense, is taken for; each in a library of its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

from anliku.check.survey import survey
from anliku.search import Document, Section, Tuning
from anliku.search.documents import alias_groups

from ..support import write_library
from .browser import BrowserSearch
from .test_forgiving import ids

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("typed", ["2014意见 经费", "2014年意见 经费", "2014年的意见 经费", "办公厅2014 经费"])
def test_a_year_may_be_typed_as_one_with_what_it_dates(engine_page: Page, typed: str) -> None:
    texts = {
        "opinion": ("建设的意见", "某办公厅，2014年"),
        "plan": ("实施方案", "某镇，2014年"),
        "older": ("建设的意见", "某办公厅，2004年"),
    }
    documents = [
        Document(i, "policy", f"policies/{i}.html", "经费", "", (), (Section("s", *text),)) for i, text in texts.items()
    ]
    answer = BrowserSearch(engine_page, documents, tuning=Tuning())(typed)
    assert (ids(answer)[0], answer["hits"][0]["matched"], answer["exact"]) == ("opinion", "near", False)


def test_a_passage_that_is_there_word_for_word_means_no_other_words(engine_page: Page) -> None:
    titles = {"abroad": "出门打工的人多", "away": "务工", "other": "别的地方"}
    documents = [Document(i, "case", f"cases/{i}.html", title) for i, title in titles.items()]
    search = BrowserSearch(engine_page, documents, tuning=Tuning())
    assert ids(search("打工")) == ["abroad", "away"]
    assert ids(search("打工的人")) == ["abroad", "away"]
    assert ids(search("出门打工的人")) == ["abroad"]


def test_a_slip_may_mean_a_name_that_has_no_other(engine_page: Page) -> None:
    documents = [
        Document("hollow", "term", "terms/index.html#h", "空壳村"),
        Document("other", "term", "terms/index.html#o", "村务"),
    ]
    answer = BrowserSearch(engine_page, documents, aliases={"空壳村": ()}, tuning=Tuning())("空克村")
    assert ids(answer)[0] == "hollow"
    assert {"kind": "meant", "text": "空壳村"} in answer["notes"]


def test_every_term_is_a_name_to_look_for(tmp_path: Path) -> None:
    write_library(
        tmp_path, {"content/terms.yml": "terms:\n  - {id: hollow, name: 空壳村, definition: 没有集体收入的村。}\n"}
    )
    assert alias_groups(survey(tmp_path).library.shared)["空壳村"] == ()
