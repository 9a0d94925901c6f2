from __future__ import annotations

from pathlib import Path

import pytest

from ...support import INDICATOR, ORGANISATIONS, POLICY, case, changed, codes, codes_of_case, findings, told_of_case

TERM = "terms:\n  - {id: daiban, name: 代办, definition: 替人办事。, asks: [谁替我跑], former_ids: [dai-ban]}\n"


def _for(parts: str) -> str:
    return f"sources:\n  - {{source: survey, locator: 村里设代办点, for: {parts}}}"


def test_new_fields_of_every_kind_are_accepted(tmp_path: Path) -> None:
    fields = (
        "kind: brief",
        "asks: [办事太远怎么办]",
        "former_ids: [old-case]",
        _for("[summary, problem, step-1, limits]"),
    )
    written = case(*fields).replace("text: 村里设了代办点。", "text: 村里设了代办点。\n    stage: planned")
    files = {
        "cases/first-case.yml": written,
        "content/terms.yml": TERM,
        "content/indicators/carrier.yml": INDICATOR
        + "    ballot: 您办事有人帮吗？\n    asks: [谁帮我]\n    former_ids: [agent]\n",
        "content/policies/opinion.yml": POLICY + "former_ids: [yijian]\n",
        "content/organisations.yml": ORGANISATIONS.replace("parent: rural}", "parent: rural, former_ids: [cun]}"),
    }
    assert not [finding for finding in findings(tmp_path, files) if finding.severity == "error"]


@pytest.mark.parametrize(
    ("part", "remedy"),
    [
        ("step-2", "是不是“step-1”？"),
        ("result", "是不是“results”？"),
        ("step-0", "是不是“step-1”？"),
    ],
)
def test_a_source_carries_parts_that_the_case_has(tmp_path: Path, part: str, remedy: str) -> None:
    assert told_of_case(tmp_path, _for(f"[problem, {part}, practice, results]")) == [
        f"cases/first-case.yml:27:54 error unknown-part 本案例没有“{part}”这一部分。 | {remedy}"
    ]


def test_a_step_is_done_planned_or_advised(tmp_path: Path) -> None:
    written = changed(case(), "    text: 村里设了代办点。", "    text: 村里设了代办点。\n    stage: maybe")
    [finding] = findings(tmp_path, {"cases/first-case.yml": written})
    assert (finding.code, finding.line) == ("bad-choice", 15)
    assert finding.remedy == "只能写：done（已做）、planned（计划）、advised（建议）。"


def test_what_happened_stands_in_a_source_once_a_case_says_what_its_sources_carry(tmp_path: Path) -> None:
    assert told_of_case(tmp_path, _for("[problem]")) == [
        "cases/first-case.yml:26:1 warning uncarried-part 没有写明出处的部分：第1步（step-1）、成效（results）。"
        " | 在 sources 里写上撑起它的那一处，并在 for 里列出它；来源里找不到的，从正文里删去。"
    ]


def test_what_was_known_when_it_was_decided_stands_in_a_source_too(tmp_path: Path) -> None:
    decision = "decision:\n  title: 谁来跑腿\n  who: 村支书\n  knowing: 镇里不加人。\n  options: [{text: 请专人}, {text: 轮着来}]"
    bare = told_of_case(tmp_path, _for("[problem, practice, results]"), decision)
    assert [one for one in bare if "没有写明出处的部分：要作的决定（decision）。" in one]
    assert "uncarried-part" not in codes_of_case(
        tmp_path / "other", _for("[problem, decision, practice, results]"), decision
    )


@pytest.mark.parametrize("parts", ["[problem, step-1, results]", "[problem, practice, results]"])
def test_a_case_whose_parts_are_carried_is_silent(tmp_path: Path, parts: str) -> None:
    assert codes_of_case(tmp_path, _for(parts)) == []


def test_a_draft_and_a_case_that_says_nothing_of_the_kind_are_silent(tmp_path: Path) -> None:
    assert codes_of_case(tmp_path, _for("[problem]"), "status: draft") == []
    assert codes_of_case(tmp_path / "other") == []


@pytest.mark.parametrize(("length", "found"), [(5, ["locator-length"]), (6, []), (25, []), (26, ["locator-length"])])
def test_a_locator_can_be_found_and_is_no_quotation(tmp_path: Path, length: int, found: list[str]) -> None:
    locator = "设" * length
    assert codes_of_case(tmp_path / "a", f"sources:\n  - {{source: survey, locator: {locator}}}") == found
    figure = f"figures:\n  - {{label: 数, value: 1, source: survey, locator: {locator}}}"
    assert codes_of_case(tmp_path / "b", figure) == found
    terms = TERM.replace("asks:", f"source: survey, locator: {locator}, asks:")
    policy = POLICY.replace("locator: 村里设代办点", f"locator: {locator}")
    files = {"content/terms.yml": terms, "content/policies/opinion.yml": policy}
    assert codes(tmp_path / "c", files) == found * 2
