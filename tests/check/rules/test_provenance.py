from __future__ import annotations

from pathlib import Path

import pytest

from ...support import INDICATOR, ORGANISATIONS, POLICY, case, changed, findings, told_of_case

TERM = "terms:\n  - {id: daiban, name: 代办, definition: 替人办事。, asks: [谁替我跑], former_ids: [dai-ban]}\n"


def _for(parts: str) -> str:
    return f"sources:\n  - {{source: survey, locator: 设代办点, for: {parts}}}"


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
    assert told_of_case(tmp_path, _for(f"[problem, {part}]")) == [
        f"cases/first-case.yml:27:52 error unknown-part 本案例没有“{part}”这一部分。 | {remedy}"
    ]


def test_a_step_is_done_planned_or_advised(tmp_path: Path) -> None:
    written = changed(case(), "    text: 村里设了代办点。", "    text: 村里设了代办点。\n    stage: maybe")
    [finding] = findings(tmp_path, {"cases/first-case.yml": written})
    assert (finding.code, finding.line) == ("bad-choice", 15)
    assert finding.remedy == "只能写：done（已做）、planned（计划）、advised（建议）。"
