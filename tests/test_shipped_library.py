"""What the library that ships with the program must hold to: nothing untraced, no gap, something for everybody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from anliku.check.survey import Survey
from anliku.checklist import assemble_all
from anliku.library.models import AnswerType, Assessor, Case, CaseKind
from anliku.site.build import make_site
from anliku.site.facts.published import Site
from anliku.site.output.last_build import LastBuild

ROOT = Path(__file__).parent.parent
_HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def site(shipped_survey: Survey) -> Site:
    return make_site(shipped_survey, lecturer=False, record=LastBuild.empty())


def test_nothing_is_found_not_even_a_warning(shipped_survey: Survey) -> None:
    assert [f"{f.path}:{f.line} {f.message}" for f in shipped_survey.findings] == []


def test_every_figure_names_its_source_and_the_place_in_it(site: Site) -> None:
    for case in (site.library.cases[key] for key in site.entries):
        for figure in case.figures:
            assert figure.source in site.shared.sources, case.id
            assert len(figure.locator) >= 4, case.id


def test_no_overwritten_year_is_published(site: Site) -> None:
    """One source had its years overwritten with 2024; none of the practices is of that year."""
    for case in (site.library.cases[key] for key in site.entries):
        assert "2024" not in case.model_dump_json(), case.id


def test_no_cell_of_the_matrix_is_empty(site: Site) -> None:
    assert [cell for cell, count in site.matrix.items() if not count] == []


def test_every_term_is_used_by_a_case(site: Site) -> None:
    assert [term.name for term in site.shared.terms.values() if term.id not in site.using] == []


def _han(case: Case) -> int:
    prose = [case.problem, *(s.text for s in case.practice), case.results, *case.insights, case.conditions, case.limits]
    return sum(len(_HAN.findall(text)) for text in prose)


def test_every_case_teaches(site: Site) -> None:
    for case in (site.library.cases[key] for key in site.entries):
        assert case.limits, case.id
        if case.kind is CaseKind.BRIEF:
            continue
        assert 450 <= _han(case) <= 1_800, case.id
        assert 3 <= len(case.questions) <= 5, case.id
        assert case.teaching, case.id
        assert case.teaching.plan, case.id
        assert case.conditions, case.id


def test_a_short_case_holds_no_more_than_its_source_carries(site: Site) -> None:
    brief = [case for case in (site.library.cases[key] for key in site.entries) if case.kind is CaseKind.BRIEF]

    assert len(brief) >= 6
    for case in brief:
        assert _han(case) <= 600, case.id
        assert len(case.questions) <= 2, case.id
        assert case.teaching is None, case.id


def test_every_part_about_the_place_is_carried_by_a_passage(site: Site) -> None:
    """The background, each step and the results; what the library itself thinks (insights) needs no source."""
    for case in (site.library.cases[key] for key in site.entries):
        carried = {part for citation in case.sources for part in citation.for_}
        steps = {f"step-{number}" for number in range(1, len(case.practice) + 1)}
        assert {"problem", "results", *steps} <= carried, case.id
        assert all(6 <= len(citation.locator) <= 25 for citation in case.sources), case.id


def test_every_type_has_a_usable_checklist(site: Site) -> None:
    for key, made in assemble_all(site.shared, site.settings).items():
        assert 20 <= len(made.items) <= 60, key
        assert max(len(section.items) for section in made.sections) <= 9, key


def test_every_indicator_stands_on_a_checklist(site: Site) -> None:
    asked = {item.id for made in assemble_all(site.shared, site.settings).values() for item in made.items}
    assert sorted(set(site.shared.indicators) - asked) == []


def test_what_those_served_assess_has_a_plain_question_and_asks_for_no_number(site: Site) -> None:
    for key, made in assemble_all(site.shared, site.settings).items():
        for item in (item for item in made.items if Assessor.MASSES in item.assessors):
            assert item.indicator.ballot, (key, item.id)
            assert item.indicator.answer.type is not AnswerType.NUMBER, (key, item.id)
            assert "百分之" not in item.indicator.ballot, (key, item.id)


def test_there_is_enough_of_everything(site: Site) -> None:
    assert len(site.entries) >= 51
    assert len(site.shared.policies["opinion-2014"].excerpts) >= 40
    assert len(site.shared.terms) >= 80
    assert len(site.shared.indicators) >= 120
    assert len(site.shared.cards) >= 10
    assert len(site.shared.lessons) >= 6


def test_the_examples_of_the_home_page_do_not_lead_to_a_guide(site: Site) -> None:
    """A page that says one word for word would be its first hit, before every case."""
    examples = site.library.config.plugin.home.problems
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "content" / "pages").rglob("*.md")}
    assert examples
    assert [(name, example) for name, text in pages.items() for example in examples if example in text] == []
