from __future__ import annotations

from pathlib import Path

import pytest

from ...support import (
    CARD,
    CASE,
    FRAMEWORKS,
    INDICATOR,
    LESSON,
    ORGANISATIONS,
    POLICY,
    SOURCES,
    case,
    changed,
    codes,
    codes_of_case,
    findings,
    told,
    told_of_case,
)  # fmt: skip

FIGURE = "figures:\n  - {label: 数, value: 1, source: %s, locator: 来源里说的话}"


@pytest.mark.parametrize(
    ("field", "finding"),
    [
        (
            "organisations: [village, vilage]",
            "7:26 error broken-reference 没有 id 为“vilage”的组织类型。 | 是不是“village”？",
        ),
        ("dimensions: [xyz]", "8:14 error broken-reference 没有 id 为“xyz”的维度。 | 可以写：team、carrier。"),
        ("services: [mases]", "9:12 error broken-reference 没有 id 为“mases”的服务类别。 | 是不是“masses”？"),
        (
            "policies: [opinion/agent]",
            "25:12 error broken-reference 政策“opinion”里没有“opinion/agent”这条摘编。 | 是不是“opinion/agents”？",
        ),
        (
            "policies: [opinion]",
            "25:12 error broken-reference “opinion”只写了政策，没有写摘编。"
            " | 写到哪一条摘编：opinion/agents、opinion/visits。",
        ),
        (
            "policies: [opinon/agents]",
            "25:12 error broken-reference 没有“opinon/agents”这条政策摘编。 | 是不是“opinion/agents”？",
        ),
        (
            "sources:\n  - {source: survy}",
            "27:6 error broken-reference 没有 id 为“survy”的来源。 | 是不是“survey”？",
        ),
        (
            FIGURE % "survy",
            "30:26 error broken-reference 没有 id 为“survy”的来源。 | 是不是“survey”？",
        ),
        (
            "related: [second-cas]",
            "29:11 error broken-reference 没有 id 为“second-cas”的案例。 | 可以写：first-case。",
        ),
    ],
)
def test_a_reference_of_a_case_that_leads_nowhere(tmp_path: Path, field: str, finding: str) -> None:
    assert f"cases/first-case.yml:{finding}" in told_of_case(tmp_path, field)


SCREENING = "questions:\n  - {id: big-village, ask: 村大吗？}\n"
PROFILE = "organisation: village\n"


@pytest.mark.parametrize(
    ("path", "content", "word"),
    [
        ("content/organisations.yml", ORGANISATIONS.replace("parent: rural", "parent: rual"), "rual"),
        ("content/frameworks.yml", FRAMEWORKS.replace("name: 骨干队伍", "name: 骨干队伍, organisations: [vilage]"), "vilage"),
        ("content/frameworks.yml", FRAMEWORKS + "    sources: [{source: survy}]\n", "survy"),
        ("content/policies/opinion.yml", changed(POLICY, "source: survy"), "survy"),
        ("content/policies/opinion.yml", changed(POLICY, "in_force: {superseded_by: opinio}"), "opinio"),
        ("content/policies/opinion.yml", POLICY.replace("locator: 干部定期走访", "locator: 干部定期走访, dimensions: [teem]"), "teem"),
        ("content/policies/opinion.yml", POLICY.replace("locator: 干部定期走访", "locator: 干部定期走访, organisations: [orgn]"), "orgn"),
        ("content/terms.yml", "terms:\n  - {id: agent, name: 代办, definition: 甲, see: [agnt]}\n", "agnt"),
        ("content/terms.yml", "terms:\n  - {id: agent, name: 代办, definition: 甲, source: survy}\n", "survy"),
        ("content/sources.yml", SOURCES + "  - {id: part, title: 甲, part_of: survy}\n", "survy"),
        ("content/indicators/carrier.yml", changed(INDICATOR, "dimension: carier"), "carier"),
        ("content/indicators/carrier.yml", INDICATOR + "    organisations: [vilage]\n", "vilage"),
        ("content/indicators/carrier.yml", INDICATOR + "    exclude: [vilage]\n", "vilage"),
        ("content/indicators/carrier.yml", INDICATOR + "    overrides: {vilage: {weight: 2}}\n", "vilage"),
        ("content/indicators/carrier.yml", INDICATOR + "    only_if: big-vilage\n", "big-vilage"),
        ("content/indicators/carrier.yml", INDICATOR + "    basis: [opinion/agent]\n", "opinion/agent"),
        ("content/indicators/carrier.yml", INDICATOR + "    learn_from: [first-cas]\n", "first-cas"),
        ("content/checklists/village.yml", "organisation: vilage\n", "vilage"),
        ("content/checklists/village.yml", PROFILE + "include: {indicators: [has-agnt]}\n", "has-agnt"),
        ("content/checklists/village.yml", PROFILE + "include: {dimensions: [carier]}\n", "carier"),
        ("content/checklists/village.yml", PROFILE + "exclude: [has-agnt]\n", "has-agnt"),
        ("content/checklists/village.yml", PROFILE + "alter: [{id: has-agnt, weight: 2}]\n", "has-agnt"),
        (
            "content/checklists/village.yml",
            PROFILE + "add: [{id: own, dimension: carier, statement: 甲, ask: 乙, answer: {type: yes_no}}]\n",
            "carier",
        ),
        (
            "content/checklists/village.yml",
            PROFILE + "add: [{id: own, dimension: carrier, statement: 甲, ask: 乙, answer: {type: yes_no}, exclude: [orgn]}]\n",
            "orgn",
        ),
        ("content/cards/before.yml", changed(CARD, "organisations: [vilage]"), "vilage"),
        ("content/cards/before.yml", changed(CARD, "dimensions: [carier]"), "carier"),
        ("content/cards/before.yml", changed(CARD, "basis: [opinion/agent]"), "opinion/agent"),
        ("content/cards/before.yml", changed(CARD, "learn_from: [first-cas]"), "first-cas"),
        ("content/cards/before.yml", changed(CARD, "sources: [{source: survy}]"), "survy"),
        ("content/screening.yml", "questions:\n  - {id: big-village, ask: 甲, organisations: [vilage]}\n", "vilage"),
        ("content/lessons/agents.yml", changed(LESSON, "cases: [first-cas]"), "first-cas"),
        ("content/lessons/agents.yml", changed(LESSON, "excerpts: [opinion/agent]"), "opinion/agent"),
        ("content/lessons/agents.yml", changed(LESSON, "organisations: [vilage]"), "vilage"),
        ("content/lessons/agents.yml", changed(LESSON, "dimensions: [carier]"), "carier"),
    ],
)  # fmt: skip
def test_a_reference_of_a_shared_record_that_leads_nowhere(tmp_path: Path, path: str, content: str, word: str) -> None:
    files = {"content/indicators/carrier.yml": INDICATOR, "content/screening.yml": SCREENING, path: content}
    found = [f for f in findings(tmp_path, files) if f.code == "broken-reference"]
    assert [(f.path, f"“{word}”" in f.message) for f in found] == [(path, True)]
    lines = content.splitlines()
    assert word in lines[found[0].line - 1]
    assert found[0].column > 0


def test_every_reference_that_leads_somewhere_is_fine(tmp_path: Path) -> None:
    indicator = INDICATOR + (
        "    organisations: [rural]\n    exclude: [organ]\n    overrides: {village: {weight: 2}}\n    only_if: big-village\n"
        "    basis: [opinion/agents]\n    learn_from: [first-case]\n"
    )
    profile = PROFILE + "include: {indicators: [has-agent], dimensions: [team]}\nalter: [{id: has-agent, weight: 2}]\n"
    files = {
        "content/indicators/carrier.yml": indicator,
        "content/screening.yml": SCREENING,
        "content/checklists/village.yml": profile,
        "content/cards/before.yml": changed(CARD, "basis: [opinion/visits]", "sources: [{source: survey}]"),
        "content/lessons/agents.yml": changed(LESSON, "excerpts: [opinion/visits]"),
    }
    assert "broken-reference" not in codes(tmp_path, files)


def test_a_related_case_that_does_not_answer(tmp_path: Path) -> None:
    files = {
        "cases/first-case.yml": case("related: [second-case]"),
        "cases/second-case.yml": case("title: 另一个村的代办员"),
    }
    assert told(tmp_path, files) == [
        "cases/first-case.yml:29:1 warning one-way-related 相关案例只写了一头：second-case 没有把本案例列为相关案例。"
        " | 在对方的 related 里加上 first-case；确实不必互相引用的，从这里删去。"
    ]


def test_related_cases_that_answer_are_fine(tmp_path: Path) -> None:
    files = {
        "cases/first-case.yml": case("related: [second-case]"),
        "cases/second-case.yml": case("title: 另一个村的代办员", "related: [first-case]"),
    }
    assert told(tmp_path, files) == []


def test_a_case_is_not_related_to_itself(tmp_path: Path) -> None:
    assert codes_of_case(tmp_path, "related: [first-case]") == ["related-to-itself"]


def test_a_related_case_that_is_invalid_is_not_called_missing(tmp_path: Path) -> None:
    files = {"cases/first-case.yml": case("related: [second-case]"), "cases/second-case.yml": case("levl: city")}
    assert codes(tmp_path, files) == ["unknown-key"]


def test_the_source_of_a_figure_must_be_among_the_sources(tmp_path: Path) -> None:
    sources = SOURCES + "  - {id: book, title: 一本书}\n  - {id: chapter, title: 一章, part_of: book}\n"
    files = {"content/sources.yml": sources, "cases/first-case.yml": case(FIGURE % "chapter")}
    assert [(f.code, f.line, f.message) for f in findings(tmp_path, files)] == [
        ("figure-source-not-cited", 30, "数字的来源“chapter”不在本案例的 sources 里。")
    ]


def test_a_figure_may_come_from_a_part_of_a_source_that_is_cited(tmp_path: Path) -> None:
    sources = SOURCES + "  - {id: book, title: 一本书}\n  - {id: chapter, title: 一章, part_of: book}\n"
    cited = case(FIGURE % "chapter", "sources: [{source: survey}, {source: book}]")
    assert told(tmp_path, {"content/sources.yml": sources, "cases/first-case.yml": cited}) == []


def test_of_many_ids_the_nearest_is_found(tmp_path: Path) -> None:
    files = {f"cases/village-{n:03}.yml": case(f"title: 第{n}村") for n in range(320)}
    found = findings(tmp_path, {**files, "content/lessons/a.yml": changed(LESSON, "cases: [vilage-031]")})
    assert [f.remedy for f in found if f.code == "broken-reference"] == ["是不是“village-031”？"]


def test_the_minimal_case_has_every_kind_of_reference() -> None:
    assert all(key in CASE for key in ("organisations:", "dimensions:", "services:", "policies:", "sources:"))
