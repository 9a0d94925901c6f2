from __future__ import annotations

from pathlib import Path

import pytest

from ...support import POLICY, SOURCES, changed, codes, findings, told


def test_a_cycle_of_organisation_types(tmp_path: Path) -> None:
    organisations = """\
organisations:
  - {id: village, name: 村, parent: town}
  - {id: town, name: 乡镇, parent: county}
  - {id: county, name: 县, parent: town}
"""
    found = told(tmp_path, {"content/organisations.yml": organisations})
    assert [line for line in found if "cycle" in line] == [
        "content/organisations.yml:3:26 error cycle 上级类型绕成了圈：town → county → town。"
        " | 改正其中一条的 parent，让它指向真正的上一层。"
    ]


@pytest.mark.parametrize("length", [1, 2, 30])
def test_a_cycle_is_told_once_whatever_its_length(tmp_path: Path, length: int) -> None:
    lines = [f"  - {{id: o{n}, name: 类{n}, parent: o{(n + 1) % length}}}" for n in range(length)]
    organisations = "organisations:\n  - {id: village, name: 村}\n" + "\n".join(lines) + "\n"
    assert codes(tmp_path, {"content/organisations.yml": organisations}) == ["cycle"]


def test_cycles_of_sources_and_policies(tmp_path: Path) -> None:
    files = {
        "content/sources.yml": SOURCES.replace("}", ", part_of: part}")
        + "  - {id: part, title: 甲, part_of: survey}\n",
        "content/policies/opinion.yml": changed(POLICY, "in_force: {superseded_by: newer}"),
        "content/policies/newer.yml": changed(POLICY, "in_force: {superseded_by: opinion}"),
    }
    assert [f.path for f in findings(tmp_path, files) if f.code == "cycle"] == [
        "content/policies/newer.yml",
        "content/sources.yml",
    ]


def test_a_tree_has_no_cycle(tmp_path: Path) -> None:
    sources = SOURCES + "  - {id: part, title: 甲, part_of: survey}\n"
    assert "cycle" not in codes(tmp_path, {"content/sources.yml": sources})
