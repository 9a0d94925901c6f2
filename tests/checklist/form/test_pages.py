"""Pages around the form: cards, lists, the way back from clauses and cases, and the form on its own."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from anliku.checklist import Settings, assemble_all
from anliku.checklist.asked.links import mentions_of_cases, mentions_of_excerpts
from anliku.checklist.form.pages import (
    CARD_TEMPLATE,
    CARDS_TEMPLATE,
    FORM_TEMPLATE,
    INDEX_TEMPLATE,
    card_context,
    cards_context,
    cards_for,
    checklist_context,
    index_context,
    without_precedent,
)
from anliku.export.form_html import form_html
from anliku.library.models import Card, Policy
from tests.waiting import settle

from ..build import indicator, shared
from ..page import render, write_page

POLICY = Policy.model_validate({
    "id": "p", "title": "意见", "issuer": "某市委", "source": "s",
    "excerpts": [{"id": "e", "clause": "代办", "digest": "设代办点。", "locator": "设代办点"}],
})  # fmt: skip
CARD = Card.model_validate({
    "id": "before", "title": "走访前", "when": "出门前", "by": "干部", "organisations": ["rural"], "learn_from": ["seen"],
    "basis": ["p/e"], "items": ["带笔", {"text": "看台账", "why": "不问第二遍"}],
})  # fmt: skip
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}


@pytest.fixture
def library():
    pool = {
        "team": [
            indicator("a", basis=["p/e"], learn_from=["seen", "hidden"]),
            indicator("b", drawn_from=["p/e"], organisations=["organ"]), indicator("c", learn_from=["hidden"]),
        ]
    }  # fmt: skip
    return shared(pool, policies={"p": POLICY}, cards={"before": CARD})


def test_only_published_cases_are_shown(library):
    view = checklist_context(library, "village", cases={"seen": "看得见的案例"})["sections"][0]["items"][0]
    assert view["cases"] == [("seen", "看得见的案例")]
    assert view["basis"][0]["href"] == "policies/p.html#e"


def test_items_without_precedent_are_known(library):
    assert [(d, i.id) for d, i in without_precedent(library, {"seen": "案例"})] == [("team", "b"), ("team", "c")]


def test_clauses_and_cases_lead_back_to_the_items(library):
    checklists = assemble_all(library)
    asked = mentions_of_excerpts(checklists)["p/e"]
    assert [(m.item.id, m.organisations) for m in asked] == [
        ("a", ("village", "coop", "organ", "window")), ("b", ("organ", "window")),
    ]  # fmt: skip
    assert asked[1].href == "checklists/organ.html#item-b"
    assert [m.item.id for m in mentions_of_cases(checklists)["hidden"]] == ["a", "c"]


def test_a_type_finds_its_cards(library):
    assert cards_for(library, "village") == [CARD]
    assert cards_for(library, "organ") == []


def test_no_inline_script_and_no_style_attribute(library):
    page = render("checklist/form.html.j2", checklist_context(library, "village"))
    assert " style=" not in page
    assert " on" not in page.replace(" on ", "").split("<form")[1].split("</form>")[0].replace(" one", "")


def test_data_in_the_page_cannot_end_its_script(library):
    evil = indicator("x", {"type": "levels", "levels": ["</script><b>", "好"]})
    page = render("checklist/form.html.j2", checklist_context(shared({"team": [evil]}), "village"))
    data = page.split('id="ck-sheet">')[1].split("</script>")[0]
    assert "<" not in data


@pytest.mark.browser
@pytest.mark.parametrize(
    ("template", "make"),
    [
        (CARD_TEMPLATE, lambda s: card_context(s, "before", {"seen": "案例"})),
        (CARDS_TEMPLATE, cards_context),
        (INDEX_TEMPLATE, index_context),
    ],
)
def test_axe_finds_nothing(context, tmp_path, library, template, make):
    page = context.new_page()
    page.goto(write_page(tmp_path, "pages/one.html", template, make(library)))
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()


@pytest.mark.browser
def test_a_card_prints_on_one_page(chromium, context, tmp_path, library):
    page = context.new_page()
    page.goto(write_page(tmp_path, "cards/before.html", CARD_TEMPLATE, card_context(library, "before")))
    assert page.pdf().count(b"/Type /Page\n") <= 1


@pytest.mark.browser
def test_the_form_works_alone(context, tmp_path, library):
    (tmp_path / "a.html").write_text(form_html(library, "village", Settings(library="demo")), encoding="utf-8")
    page = context.new_page()
    problems = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.goto((tmp_path / "a.html").as_uri())
    page.wait_for_selector("[data-ready]")
    page.check('input[name="a-a"][value="true"]')
    settle(page, 50)
    assert "总分 100.0" in page.inner_text("#ck-grade")
    assert problems == []
    assert page.locator('a:not([href^="#"])').count() == 0


def test_the_page_leads_to_the_short_form_and_where_those_served_are_asked_to_the_ballot():
    asked = indicator("kind", {"type": "rating"}, assessor=["masses"], ballot="对您客气吗？")
    for pool, papers in (
        ([indicator("a")], ("short.docx",)),
        ([indicator("a"), asked], ("short.docx", "ballot.docx", "tally.xlsx")),
    ):
        html = render(FORM_TEMPLATE, checklist_context(shared({"leadership": pool}), "village"))
        assert [
            paper for paper in ("short.docx", "ballot.docx", "tally.xlsx") if f'href="village.{paper}"' in html
        ] == [*papers]
