from __future__ import annotations

from pathlib import Path

import pytest

from ...support import CASE, FRAMEWORKS, INDICATOR, LESSON, ORGANISATIONS, POLICY, case, codes, findings, told


def test_an_id_unlike_the_file_name(tmp_path: Path) -> None:
    assert told(tmp_path, {"cases/first-case.yml": "id: another-case\n" + CASE}) == [
        "cases/first-case.yml:1:1 error id-unlike-file id“another-case”和文件名“first-case.yml”不一致。"
        " | 删去 id 这一行（文件名就是 id），或把文件改名。"
    ]


def test_an_id_like_the_file_name_is_fine(tmp_path: Path) -> None:
    files = {"cases/first-case.yml": "id: first-case\n" + CASE, "content/lessons/a.yml": "id: a\n" + LESSON}
    assert told(tmp_path, files) == []


def test_shared_records_named_by_their_file(tmp_path: Path) -> None:
    assert codes(tmp_path, {"content/lessons/a.yml": "id: b\n" + LESSON}) == ["id-unlike-file"]


@pytest.mark.parametrize("name", ["index", "con", "nul", "com1", "lpt9", "aux", "prn", "-case", "case-"])
def test_an_id_that_cannot_be_a_page(tmp_path: Path, name: str) -> None:
    found = findings(tmp_path, {f"cases/{name}.yml": case("title: 另一个")})
    assert [(f.path, f.code) for f in found] == [(f"cases/{name}.yml", "reserved-id")]


@pytest.mark.parametrize("name", ["com", "console", "indexes", "nul-case", "com10"])
def test_an_id_that_only_looks_reserved(tmp_path: Path, name: str) -> None:
    assert codes(tmp_path, {f"cases/{name}.yml": case("title: 另一个")}) == []


def test_an_organisation_type_named_index(tmp_path: Path) -> None:
    organisations = ORGANISATIONS + "  - {id: index, name: 首页}\n"
    assert told(tmp_path, {"content/organisations.yml": organisations}) == [
        "content/organisations.yml:5:6 error reserved-id 不能用“index”作 id：它是网站首页的文件名。"
        " | 换一个 id，如在后面加地名或类别。"
    ]


@pytest.mark.parametrize(("one", "other"), [("village-agent", "villageagent"), ("village-agent", "agent-village")])
def test_ids_that_are_nearly_equal(tmp_path: Path, one: str, other: str) -> None:
    files = {f"cases/{one}.yml": case("title: 甲"), f"cases/{other}.yml": case("title: 乙")}
    assert codes(tmp_path, files) == ["nearly-equal-ids"]


def test_ids_that_differ_in_a_number_are_different(tmp_path: Path) -> None:
    files = {"cases/village-1.yml": case("title: 甲"), "cases/village-2.yml": case("title: 乙")}
    assert codes(tmp_path, files) == []


def test_excerpts_and_items_with_the_same_id(tmp_path: Path) -> None:
    files = {
        "content/policies/opinion.yml": POLICY
        + "  - {id: agents, clause: 又一条, digest: 甲, locator: 又一条的位置}\n",
        "content/frameworks.yml": FRAMEWORKS.replace("id: livelihood", "id: masses"),
    }
    assert [(f.path, f.line, f.code) for f in findings(tmp_path, files)] == [
        ("content/frameworks.yml", 15, "duplicate-id"),
        ("content/policies/opinion.yml", 7, "duplicate-id"),
    ]


def test_a_profile_adds_no_indicator_that_exists(tmp_path: Path) -> None:
    added = "{id: %s, dimension: carrier, statement: 甲, ask: 乙, answer: {type: yes_no}}"
    files = {"content/indicators/carrier.yml": INDICATOR}
    profile = "organisation: village\nadd:\n  - " + added
    assert (
        codes(tmp_path, {**files, "content/checklists/village.yml": profile % "has-agent"}).count("duplicate-id") == 1
    )
    assert "duplicate-id" not in codes(tmp_path, {**files, "content/checklists/village.yml": profile % "has-room"})


def test_a_file_of_indicators_that_windows_cannot_keep(tmp_path: Path) -> None:
    found = findings(tmp_path, {"content/indicators/nul.yml": INDICATOR})
    assert ("content/indicators/nul.yml", "reserved-id") in [(f.path, f.code) for f in found]
