"""Terms are explained where they first stand."""

from __future__ import annotations

from markupsafe import Markup

from anliku.library.models import Term
from anliku.site.texts.terms import Glossary, TermMarker

TERMS = {
    "daiban": Term(id="daiban", name="代办", aliases=("代办服务",), definition="替群众跑手续。"),
    "quancheng": Term(id="quancheng", name="全程代办", definition="从头跑到尾。"),
}


def marked(*parts: str, used: tuple[str, ...] = ("daiban", "quancheng")) -> list[str]:
    marker = TermMarker(Glossary(TERMS), used, "../terms/index.html")
    return [str(marker(Markup(part))) for part in parts]


def test_only_the_first_use_is_marked() -> None:
    link = '<a class="term" href="../terms/index.html#daiban" title="替群众跑手续。">代办</a>'
    assert marked("<p>代办点和代办员</p>", "<p>代办</p>") == [f"<p>{link}点和代办员</p>", "<p>代办</p>"]


def test_the_longer_of_two_overlapping_terms_is_meant() -> None:
    assert "#quancheng" in marked("<p>全程代办</p>")[0]
    assert "#daiban" not in marked("<p>全程代办</p>")[0]


def test_an_alias_counts_for_its_term() -> None:
    html = marked("<p>代办服务好，代办也好</p>")[0]
    assert html.count("#daiban") == 1
    assert ">代办服务</a>" in html


def test_links_headings_and_attributes_stay_as_they_are() -> None:
    for text in ('<p><a href="x">代办</a></p>', "<h3>代办</h3>", '<p title="代办">好</p>', "<code>代办</code>"):
        assert marked(text) == [text]


def test_a_definition_cannot_leave_its_attribute() -> None:
    terms = {"x": Term(id="x", name="代办", definition='"><script>alert(1)</script>')}
    html = TermMarker(Glossary(terms), ("x",), "t.html")(Markup("<p>代办</p>"))
    assert "<script>" not in html


def test_a_tooltip_holds_one_sentence() -> None:
    terms = {"x": Term(id="x", name="代办", definition="替群众跑手续。先收件，再办理。")}
    assert 'title="替群众跑手续。"' in TermMarker(Glossary(terms), ("x",), "t.html")(Markup("<p>代办</p>"))


def test_a_name_is_not_looked_for_in_the_link_of_another() -> None:
    terms = {
        "it-post": Term(id="it-post", name="信息岗", definition="一。"),
        "it": Term(id="it", name="it", definition="二。"),
    }
    html = TermMarker(Glossary(terms), tuple(terms), "t.html")(Markup("<p>信息岗管it</p>"))
    assert html == (
        '<p><a class="term" href="t.html#it-post" title="一。">信息岗</a>管'
        '<a class="term" href="t.html#it" title="二。">it</a></p>'
    )


def test_a_name_is_not_looked_for_in_an_entity() -> None:
    terms = {key: Term(id=key, name=key, definition="词。") for key in ("amp", "lt")}
    terms["r-and-d"] = Term(id="r-and-d", name="R&D", definition="研发。")
    text = "<p>A&amp;B &lt; C</p>"
    assert TermMarker(Glossary(terms), tuple(terms), "t.html")(Markup(text)) == text
    assert "#r-and-d" in TermMarker(Glossary(terms), tuple(terms), "t.html")(Markup("<p>R&amp;D</p>"))


def test_a_character_that_no_text_holds_does_no_harm() -> None:
    terms = {"x": Term(id="x", name="代办", definition="词。"), "nul": Term(id="nul", name="\0", definition="空。")}
    assert TermMarker(Glossary(terms), tuple(terms), "t.html")(Markup("<p>\0y\0代办\0</p>")).count("<a ") == 1
