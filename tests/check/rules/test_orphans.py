from __future__ import annotations

from pathlib import Path

from ...support import FRAMEWORKS, POLICY, SOURCES, case, changed, codes, told

TERM = "terms:\n  - {id: agent, name: 代办站, aliases: [%s], definition: 甲。}\n"


def test_a_term_that_occurs_nowhere(tmp_path: Path) -> None:
    assert told(tmp_path, {"content/terms.yml": TERM % "便民站"}) == [
        "content/terms.yml:2:5 warning orphan-term 术语“代办站”在案例、政策和框架里都没有出现。"
        " | 补上正文里用的说法作别名（aliases）；确实用不着就删去。"
    ]


def test_a_term_whose_alias_occurs_in_a_case_policy_or_framework(tmp_path: Path) -> None:
    assert codes(tmp_path, {"content/terms.yml": TERM % "代办点"}) == []
    assert codes(tmp_path, {"content/terms.yml": TERM % "定期走访"}) == []
    assert codes(tmp_path, {"content/terms.yml": TERM % "骨干队伍"}) == []


def test_a_source_that_nothing_cites(tmp_path: Path) -> None:
    sources = SOURCES + "  - {id: other, title: 另一份}\n"
    assert told(tmp_path, {"content/sources.yml": sources}) == [
        "content/sources.yml:3:5 warning orphan-source 来源“另一份”（other）没有被引用过。 | 用到它的记录里写上引用；用不着就删去。"
    ]


def test_a_collection_is_used_when_a_part_of_it_is(tmp_path: Path) -> None:
    sources = (
        SOURCES.replace("}", ", part_of: all}")
        + "  - {id: all, title: 汇编, part_of: shelf}\n  - {id: shelf, title: 丛书}\n"
    )
    assert codes(tmp_path, {"content/sources.yml": sources}) == []


def test_a_source_is_used_by_a_policy_a_framework_or_a_term(tmp_path: Path) -> None:
    sources = SOURCES + "  - {id: a, title: 甲}\n  - {id: b, title: 乙}\n  - {id: c, title: 丙}\n"
    files = {
        "content/sources.yml": sources,
        "content/policies/other.yml": changed(POLICY, "source: a"),
        "content/frameworks.yml": FRAMEWORKS + "    sources: [{source: b}]\n",
        "content/terms.yml": "terms:\n  - {id: agent, name: 代办点, definition: 甲。, source: c}\n",
    }
    assert codes(tmp_path, files) == []


def test_while_a_file_cannot_be_read_nothing_is_called_unused(tmp_path: Path) -> None:
    sources = SOURCES + "  - {id: other, title: 另一份}\n"
    files = {"content/sources.yml": sources, "cases/second-case.yml": case("titel: 甲")}
    assert codes(tmp_path, files) == ["unknown-key"]
