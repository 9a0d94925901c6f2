"""Queries that are not in the text as typed find what was meant, and are never shown as exact."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from anliku.search import Document, Section, Tuning

from .browser import BrowserSearch

pytestmark = pytest.mark.browser

TITLES = {
    "mobile": "流动党员跟着人走",
    "grid": "网格化管理怎样做",
    "desk": "便民服务点办到家门口",
    "private": "非公有制企业党建",
    "social": "社会组织党建",
    "both": "“两新”组织的五化服务",
}
ALIASES = {"两新": ("非公有制企业", "社会组织")}


@pytest.fixture(scope="module")
def search(engine_page: Page) -> BrowserSearch:
    documents = [
        Document(i, "case", f"cases/{i}.html", t, "", (), (Section("s", "", "说明"),)) for i, t in TITLES.items()
    ]
    asked = [
        Document(
            "term", "term", "terms/index.html#t", "流动党员", "在外地生活的党员", asks=("出门打工的人怎么过组织生活",)
        ),
        Document(
            "fund",
            "case",
            "cases/fund.html",
            "镇里拨款",
            "共200余万元，3天办结，发出12,800份，收回3500份",
            asks=("没钱的时候向谁要",),
        ),
    ]
    return BrowserSearch(engine_page, documents + asked, aliases=ALIASES, tuning=Tuning())


def ids(answer: dict) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]


def test_other_names_follow_the_name_typed(search: BrowserSearch) -> None:
    answer = search("两新")
    assert (answer["total"], answer["more"], answer["exact"]) == (1, 2, True)
    assert [(hit["id"], hit["matched"]) for hit in answer["hits"]] == [
        ("both", "exact"), ("private", "alias"), ("social", "alias"),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["流动党园", "liudong", "網格化", "流动党员应该怎么管"])
def test_quotes_ask_for_nothing_else(search: BrowserSearch, typed: str) -> None:
    assert ids(search(typed))
    assert ids(search(f"“{typed}”")) == []


def test_quotes_keep_other_names_out(search: BrowserSearch) -> None:
    answer = search('"两新"')
    assert (ids(answer), answer["more"], answer["notes"]) == (["both"], 0, [])


@pytest.mark.parametrize("letters", ["liudong", "ld", "liudongdangyuan", "lddy", "liud"])
def test_pinyin_and_initials_find_a_name(search: BrowserSearch, letters: str) -> None:
    answer = search(letters)
    assert (set(ids(answer)), answer["exact"], answer["hits"][0]["matched"]) == ({"term", "mobile"}, False, "pinyin")


def test_traditional_characters_find_simplified_text(search: BrowserSearch) -> None:
    answer = search("網格化")
    assert (ids(answer)[0], answer["exact"], answer["hits"][0]["matched"]) == ("grid", False, "variant")


@pytest.mark.parametrize("slip", ["便民服务典", "便名服务点", "便民服点", "便民服务务点", "便民务服点"])
def test_a_slip_finds_the_nearest(search: BrowserSearch, slip: str) -> None:
    answer = search(slip)
    assert (ids(answer)[0], answer["exact"], answer["hits"][0]["matched"]) == ("desk", False, "near")


def test_a_question_is_matched_by_its_informative_parts(search: BrowserSearch) -> None:
    answer = search("流动党员应该怎么管？")
    assert (set(ids(answer)[:2]), answer["exact"]) == ({"term", "mobile"}, False)


def test_what_occurs_nowhere_does_not_hide_the_rest(search: BrowserSearch) -> None:
    assert ids(search("便民服务形网格点"))[0] == "desk"


def test_what_readers_ask_finds_what_is_meant_and_says_why(search: BrowserSearch) -> None:
    reasons = {hit["id"]: (hit["matched"], hit["reason"]) for hit in search("打工的人")["hits"]}
    assert reasons["term"] == ("near", "按读者的问法“出门打工的人怎么过组织生活”找")
    assert reasons["mobile"] == ("near", "按“流动党员”找")
    assert ids(search("没钱了"))[0] == "fund"


def test_what_readers_ask_is_no_text_to_find_exactly(search: BrowserSearch) -> None:
    assert search("“打工”")["total"] == 0


@pytest.mark.parametrize("typed", ["200万元", "200多万元", "三日", "三天", "3日", "12800份", "3,500份"])
def test_numbers_written_otherwise_are_near(search: BrowserSearch, typed: str) -> None:
    answer = search(typed)
    assert (ids(answer)[0], answer["exact"], answer["hits"][0]["matched"]) == ("fund", False, "near")
    assert answer["hits"][0]["reason"].startswith("按“")


@pytest.mark.parametrize("typed", ["流动dang员", "流dong党员", "liu动党员"])
def test_pinyin_and_characters_may_be_mixed(search: BrowserSearch, typed: str) -> None:
    answer = search(typed)
    assert (ids(answer)[0], answer["hits"][0]["matched"]) == ("term", "pinyin")


def test_a_slip_in_a_name_is_asked_about(search: BrowserSearch) -> None:
    assert {"kind": "meant", "text": "社会组织"} in search("社会祖织")["notes"]


def test_only_a_word_to_leave_out_lists_the_others(search: BrowserSearch) -> None:
    assert set(ids(search("-党建"))) == {"mobile", "grid", "desk", "both", "term", "fund"}


def test_a_word_can_be_excluded(search: BrowserSearch) -> None:
    assert ids(search("党建 -社会")) == ["private"]


@pytest.mark.parametrize("query", ["", "   ", "，。！？", "“”", "-", "\x00", "<>&'\"", "😀"])
def test_queries_without_a_term_find_nothing(search: BrowserSearch, query: str) -> None:
    assert (search(query)["total"], ids(search(query))) == (0, [])


def test_a_very_long_query_is_answered(search: BrowserSearch) -> None:
    assert search("流动党员" * 2_500)["exact"] is False


def test_unrelated_text_is_not_offered(search: BrowserSearch) -> None:
    assert ids(search("量子计算机")) == []
