"""Lines that are meant as a table and are none are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support import told, told_of_case


def named(found: list[str]) -> list[str]:
    return [one.split(" ")[0] for one in found if " no-table " in one]


@pytest.mark.parametrize("rows", ["楼层\t系数\n  二楼\t0.6", "|楼层|系数|\n  |二楼|0.6|\n  |三楼|1|"])
def test_rows_that_are_no_table(tmp_path: Path, rows: str) -> None:
    found = told_of_case(tmp_path, f"limits: |\n  算法如下：\n  {rows}")
    assert len(named(found)) == 1


@pytest.mark.parametrize(
    "text", ["| 楼层 | 系数 |\n  | --- | --- |\n  | 二楼 | 一 |", "a|b|c 三选一", "甲\t乙", "|单独一行|不是表|"]
)
def test_what_is_a_table_or_means_none(tmp_path: Path, text: str) -> None:
    assert named(told_of_case(tmp_path, f"limits: |\n  {text}")) == []


def test_rows_of_a_page(tmp_path: Path) -> None:
    page = "# 首页\n\n算法：\n\n|楼层|系数|\n|二楼|0.6|\n\n```\n|a|b|\n|c|d|\n```\n"
    assert named(told(tmp_path, {"content/pages/index.md": page})) == ["content/pages/index.md:5:1"]
