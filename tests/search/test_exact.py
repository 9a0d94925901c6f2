"""The browser's hits are exactly the documents that contain the query."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from anliku.search import Document, Section, Tuning
from anliku.search.normalise import runs

from .browser import BrowserSearch

pytestmark = pytest.mark.browser

LETTERS = "党员服务群众中心ab12。，\n ＡＢ臺𠮷é.+－·《○一⺠"
QUOTES = "“”"  # in texts; in a query they ask for a phrase
texts = st.text(LETTERS + QUOTES, max_size=40)
documents = st.lists(st.tuples(texts, texts, st.lists(texts, max_size=3)), min_size=1, max_size=12)
UNQUOTED = str.maketrans("", "", QUOTES)
tunings = st.builds(
    Tuning,
    shard_bytes=st.sampled_from([40, 200, 18_000]),
    frequent=st.sampled_from([0, 1, 3, 12_000]),
    text_bytes=st.sampled_from([1, 100, 10_000]),
    segment_documents=st.sampled_from([1, 3, 100]),
    sample=st.sampled_from([1, 4, 64]),
    pair_sample=st.sampled_from([1, 6, 256]),
    pairs=st.sampled_from([0, 40]),
    asks_whole=st.sampled_from([0, 100, 10_000]),
    asks_part=st.sampled_from([40, 5_000]),
)


def as_documents(rows: list[tuple[str, str, list[str]]]) -> list[Document]:
    return [
        Document(f"d{i}", "case", f"cases/d{i}.html", title, summary, (), tuple(Section("", "", t) for t in parts))
        for i, (title, summary, parts) in enumerate(rows)
    ]


def joined_up(text: str) -> str:
    """A text of the letters above as it is compared: what parts it as a line break, what does not is left out."""
    text = text.translate(str.maketrans("ＡＢ，－⺠", "ab,-民")).replace("e\u0301", "é")
    text = "".join("〇" if c == "○" and _after_numeral(text[:i]) else c for i, c in enumerate(text))
    for quotes in ("“”《·", "“”《"):  # those at the sides of a digit or letter first
        text = re.sub(f"(?<=[ab12])[{quotes}]+(?=[ab12])", lambda found: "." if found[0] == "·" else "\n", text)
    text = re.sub("[“”《·]", "", text)
    han = "党员服务群众中心臺𠮷一〇民"
    text = re.sub(f"(?<=[ab12]) +(?=[{han}])|(?<=[{han}]) +(?=[ab12])", "", text)
    text = re.sub(r"(?<=[ab12])[.,+-]+(?=[ab12])", lambda found: found[0].translate(HELD), text)
    return re.sub(r"[^党员服务群众中心臺𠮷一〇民éab12ⅠⅡⅢⅣ]", "\n", text)


HELD = str.maketrans(".,+-", "ⅠⅡⅢⅣ")


def _after_numeral(text: str) -> bool:
    return text.rstrip("○").endswith("一")


def oracle(found: list[Document], query: str) -> set[str]:
    """The documents that contain every term of the query, in whose words blanks separate: a plain scan."""
    fields = {d.id: [joined_up(field) for field in d.fields()] for d in found}
    terms = [term for word in query.split() for term in joined_up(word).split()]
    return {i for i, texts in fields.items() if all(any(term in text for text in texts) for term in terms)}


@given(
    rows=documents, queries=st.lists(st.text(LETTERS, min_size=1, max_size=8), min_size=1, max_size=8), tuning=tunings
)
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
def test_hits_are_the_documents_that_contain_every_term(engine_page: Page, rows, queries, tuning) -> None:
    found = as_documents(rows)
    search = BrowserSearch(engine_page, found, tuning=tuning)
    cuts = ((0, 3), (2, 5), (1, 2), (0, 9))
    pieces = [text[i : i + n].translate(UNQUOTED) for d in found for text in d.fields() for i, n in cuts]
    typed = [re.sub(r"(?<!\S)[-－]+", "", one) for one in (*queries, *pieces[:12])]  # it would exclude what follows
    asked = [query for query in typed if runs(query)]
    for query, answer in zip(asked, search.all(asked), strict=True):
        expected = oracle(found, query)
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
    pieces = [text[at : at + size].translate(UNQUOTED) for text in texts for at, size in cuts]
    asked = [phrase for phrase in (*phrases, *pieces[:20]) if runs(phrase)]
    for phrase, answer in zip(asked, search.all([f"“{phrase}”" for phrase in asked]), strict=True):
        assert {hit["id"] for hit in answer["hits"]} == quoted(found, phrase), phrase
        assert {hit["matched"] for hit in answer["hits"]} <= {"exact"}


def test_a_quoted_phrase_can_be_excluded_and_joined_with_words(engine_page: Page) -> None:
    texts = ["党员，群众。中心", "群众、党员。中心", "党员服务，群众"]
    search = BrowserSearch(engine_page, as_documents([("", "", [text]) for text in texts]))
    assert search.exact("中心 “党员 群众”") == {"d0"}
    assert search.exact("群众 -“党员 群众”") == {"d1", "d2"}
    assert search("“党员 群众”")["hits"][0]["snippet_parts"][0] == {"text": "党员，群众", "hit": True}


SEEN = {
    "decimal": "面积12.75亩，收入1,280,500元，工作模式5+2、白+黑",
    "apart": "12人，75岁，5个组，2名党员，收入1280500元",
    "quoted": "落实“三会一课”制度，建在“两新”组织，执行《廉洁准则》规定，农家·书屋",
    "blank": "支部办成 76 件实事，筹款 600 万元，上线 APP 平台",
    "scanned": "为⼈⺠服务，⻓期坚持，二○一四年第一○三号",
}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("12.75", "decimal"), ("5+2", "decimal"), ("5＋2", "decimal"), ("1,280,500", "decimal"), ("12人", "apart"),
        ("1280500", "apart"), ("三会一课制度", "quoted"), ("两新组织", "quoted"), ("“两新组织”", "quoted"),
        ("“两新”组织", "quoted"), ("廉洁准则规定", "quoted"), ("农家书屋", "quoted"), ("76件实事", "blank"),
        ("“76 件实事”", "blank"), ("600万元", "blank"), ("app平台", "blank"), ("为人民服务", "scanned"),
        ("长期坚持", "scanned"), ("二〇一四年", "scanned"), ("第一◯三号", "scanned"),
    ],
)  # fmt: skip
def test_marks_and_blanks_part_only_what_readers_see_apart(engine_page: Page, query: str, found: str) -> None:
    documents = [Document(i, "case", f"cases/{i}.html", "", text) for i, text in SEEN.items()]
    answer = BrowserSearch(engine_page, documents)(query)
    assert (answer["total"], answer["exact"], answer["hits"][0]["id"]) == (1, True, found)


def test_what_is_marked_is_what_was_found(engine_page: Page) -> None:
    search = BrowserSearch(engine_page, [Document(i, "case", "d.html", "", text) for i, text in SEEN.items()])
    for query, marked in (("两新组织", "两新”组织"), ("76件", "76 件"), ("12.75", "12.75"), ("人民", "⼈⺠")):
        parts = search(query)["hits"][0]["snippet_parts"]
        assert [part["text"] for part in parts if part["hit"]] == [marked]
