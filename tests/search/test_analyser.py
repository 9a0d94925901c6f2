"""The two analysers agree, and say what “contains” means."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from playwright.sync_api import Page

from anliku.search.facets import packed_deltas
from anliku.search.layout import lay_out
from anliku.search.model import Document
from anliku.search.normalise import normalise, runs, tables, word_ranges
from anliku.search.query import parse_query

MEANING = [
    ("党建", "党建"),
    ("ＡＢ岗", "ab岗"),
    ("１２３７１", "12371"),
    ("Ａ\u030a", "å"),
    ("ﬁle", "file"),
    ("①㈠", "1一"),
    ("服\u200b务\ufe0f", "服务"),
    ("ΣΑΣ", "σασ"),
    ("𠮷", "𠮷"),
    ("㎡", "m2"),
    ("ｶﾞｲﾄﾞ、ﾡￂ", "ガイド가"),
    ("为⼈⺠服务，⻓期", "为人民服务长期"),
    ("二○一四年、二◯○八年、○一", "二〇一四年二〇〇八年一"),
    ("“两新”组织《廉洁准则》农家·书屋", "两新组织廉洁准则农家书屋"),
    ("支部办成 76 件实事，APP　平台", "支部办成76件实事app平台"),
    ("１２．７５亩、5 ＋ 2、5＋2、2009—2011、5·12、1，280", "12.75亩525+22009-20115.121,280"),
]

TRICKY = "党𠮷二○〇◯a5Ａ５.，：+-–—%·“”《' \u3000\t\n⺠⻓é\u0301\u200b㎡…½ｶﾞﾡￂ가"


@pytest.mark.parametrize(("text", "meant"), MEANING)
def test_forms_of_the_same_text_are_one(text: str, meant: str) -> None:
    assert "".join(runs(text)) == meant


def test_punctuation_and_blanks_separate_terms() -> None:
    assert runs("六有 目标、AB，岗；2009。11 a“b” - 3%的.net") == [
        "六有", "目标", "ab", "岗", "2009", "11", "a", "b", "3", "的", "net"
    ]  # fmt: skip


def test_a_mark_between_digits_or_letters_belongs_to_them() -> None:
    assert runs("12.75亩；98.6%-99%；http://a.cn/b；2009-11") == ["12.75亩", "98.6%-99", "http://a.cn/b", "2009-11"]


def test_line_breaks_part_what_marks_do_not() -> None:
    assert runs("76\n件，“两\n新”，5+\n2") == ["76", "件", "两", "新", "5", "2"]


@given(st.one_of(st.text(TRICKY, max_size=40), st.text(max_size=40)))
@settings(deadline=None)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.lists(st.one_of(st.text(TRICKY, max_size=24), st.text(st.characters(), max_size=12)), min_size=3, max_size=3))
@settings(max_examples=300, deadline=None)
def test_the_array_of_a_segment_holds_the_runs_of_its_fields(fields: list[str]) -> None:
    title, summary, topic = fields
    layout = lay_out([Document("d", "case", "d.html", title, summary, (topic,)).fields()])
    text = "".join(chr(code) if code else " " for code in layout.chars.tolist())
    assert text.split() == [run for field in (title, summary, topic) for run in runs(field)]


@pytest.mark.browser
@given(
    text=st.one_of(st.text(TRICKY, max_size=60), st.text(st.characters(exclude_categories=["Cn", "Co"]), max_size=60))
)
@settings(max_examples=400, deadline=None)
def test_the_browser_finds_the_same_runs(engine_page: Page, text: str) -> None:
    meta = {**tables(), "words": packed_deltas(word_ranges())}
    text = "".join(c for c in text if unicodedata.category(c) != "Cs")
    found = engine_page.evaluate("([meta, text]) => anliku.text.analyser(meta).runs(text)", [meta, text])
    assert found == runs(text)


def test_two_minuses_are_an_option_of_a_command_and_leave_nothing_out() -> None:
    assert parse_query("check --strict -街道 －－lecturer").terms == ("check", "strict", "lecturer")
    assert parse_query("check --strict -街道").exclude == ("街道",)


@pytest.mark.parametrize(("size", "cut"), [(200, False), (201, True)])
def test_a_query_that_is_cut_is_known_to_be(size: int, cut: bool) -> None:
    assert parse_query(f" {'党' * size} ")[2:] == (False, "党" * 200, cut)


@pytest.mark.browser
@given(text=st.one_of(st.text('党员ab -－“”「」『』"＂，。\n\u3000\ufeff\x1c𠮷', max_size=30), st.text(max_size=30)))
@settings(max_examples=400, deadline=None)
def test_the_browser_and_the_terminal_read_the_same_query(engine_page: Page, text: str) -> None:
    meta = {**tables(), "words": packed_deltas(word_ranges())}
    text = "".join(c for c in text if unicodedata.category(c) not in ("Cs", "Cn"))
    script = "([meta, text]) => anliku.text.parseQuery(text, anliku.text.analyser(meta))"
    found = engine_page.evaluate(script, [meta, text])
    mine = parse_query(text)
    assert (tuple(found["terms"]), tuple(found["exclude"])) == (mine.terms, mine.exclude)
    assert (found["literal"], found["text"], found["cut"]) == (mine.literal, mine.text, mine.cut)


@pytest.mark.browser
@given(text=st.text("党员𠮷a5 ，,.“”·\n…㎡○一⺠", max_size=60))
@settings(max_examples=200, deadline=None)
def test_the_browser_knows_where_each_character_was(engine_page: Page, text: str) -> None:
    meta = {**tables(), "words": packed_deltas(word_ranges())}
    script = """([meta, text]) => {
      const found = anliku.text.analyser(meta).mapped(text);
      return [found.text, Array.from({length: found.text.length}, (_, i) => found.at(i))];
    }"""
    found, places = engine_page.evaluate(script, [meta, text])
    assert found == normalise(text)
    assert places == sorted(places)
    units = text.encode("utf-16-le")
    same = "党员a5一"
    at = [place for char, place in zip(_units(found), places, strict=True) if char in same]
    assert "".join(units[2 * i : 2 * i + 2].decode("utf-16-le") for i in at) == "".join(c for c in found if c in same)


def _units(text: str) -> list[str]:
    data = text.encode("utf-16-le")
    return [data[i : i + 2].decode("utf-16-le", "surrogatepass") for i in range(0, len(data), 2)]


@pytest.mark.browser
def test_the_browser_and_python_agree_on_every_character_of_the_basic_plane(engine_page: Page) -> None:
    meta = {**tables(), "words": packed_deltas(word_ranges())}
    codes = [c for c in range(0x20, 0x10000) if not 0xD800 <= c <= 0xDFFF and unicodedata.category(chr(c)) != "Cn"]
    script = "([meta, codes]) => { const a = anliku.text.analyser(meta); return codes.map(c => a.runs(String.fromCharCode(c))) }"
    found = engine_page.evaluate(script, [meta, codes])
    assert [c for c, got in zip(codes, found, strict=True) if got != runs(chr(c))] == []
