from __future__ import annotations

from pathlib import Path

import pytest

from ...support import CARD, INDICATOR, LESSON, POLICY, case, changed, codes, findings, told

HIDDEN = {"cases/hidden-case.yml": case("title: 草稿", "status: draft", "related: [first-case]")}


def test_a_published_case_may_not_lead_to_a_draft(tmp_path: Path) -> None:
    assert told(tmp_path, {**HIDDEN, "cases/first-case.yml": case("related: [hidden-case]")}) == [
        "cases/first-case.yml:29:11 error unpublished-reference 案例“hidden-case”的状态是“草稿”，读者看不到，这里却引用了它。"
        " | 先发布那个案例，或从这里删去。"
    ]


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("content/lessons/agents.yml", changed(LESSON, "cases: [hidden-case]")),
        ("content/cards/before.yml", changed(CARD, "learn_from: [hidden-case]")),
        ("content/indicators/carrier.yml", INDICATOR + "    learn_from: [hidden-case]\n"),
    ],
)
def test_nothing_published_may_lead_to_a_draft(tmp_path: Path, path: str, content: str) -> None:
    files = {**HIDDEN, "cases/first-case.yml": case("related: [hidden-case]", "status: draft"), path: content}
    found = [f for f in findings(tmp_path, files) if f.code == "unpublished-reference"]
    assert [f.path for f in found] == [path]


def test_drafts_may_lead_to_drafts(tmp_path: Path) -> None:
    files = {
        **HIDDEN,
        "cases/first-case.yml": case("related: [hidden-case]", "status: draft"),
        "content/lessons/agents.yml": changed(LESSON, "cases: [hidden-case]", "status: draft"),
    }
    assert codes(tmp_path, files) == []


def test_an_excerpt_of_a_document_that_has_ended(tmp_path: Path) -> None:
    files = {
        "content/policies/opinion.yml": changed(POLICY, 'in_force: {to: "2014-06"}'),
        "cases/first-case.yml": case("policies: [opinion/agents, opinion/visits]", 'period: {from: "2015"}'),
    }
    assert told(tmp_path, files) == [
        "cases/first-case.yml:25:12 warning outdated-excerpt 引用的《意见》已于 2014-06 停止施行。"
        " | 改引现行的文件；若只说明当年的依据，在正文里写明。"
    ]


def test_an_excerpt_of_a_document_that_was_replaced(tmp_path: Path) -> None:
    files = {
        "content/policies/opinion.yml": changed(POLICY, "in_force: {superseded_by: newer}"),
        "content/policies/newer.yml": POLICY,
        "content/lessons/agents.yml": changed(LESSON, "excerpts: [opinion/agents]"),
        "content/cards/before.yml": changed(CARD, "basis: [opinion/agents]"),
        "content/indicators/carrier.yml": INDICATOR + "    basis: [opinion/agents]\n",
    }
    found = [f for f in findings(tmp_path, files) if f.code == "outdated-excerpt"]
    assert [f.path for f in found] == [
        "cases/first-case.yml",
        "content/cards/before.yml",
        "content/indicators/carrier.yml",
        "content/lessons/agents.yml",
    ]
    assert found[0].remedy == "改引 newer 里的摘编；若只说明当年的依据，在正文里写明。"


def test_a_case_of_the_time_of_a_document_may_cite_it(tmp_path: Path) -> None:
    files = {"content/policies/opinion.yml": changed(POLICY, 'in_force: {to: "2014-06"}')}
    assert codes(tmp_path, {**files, "cases/first-case.yml": case('period: {from: "2009"}')}) == []
