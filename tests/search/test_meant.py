"""What a query in other words, or in more than one sense, is taken for; each in a library of its own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from anliku.search import Document, Section, Tuning

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
