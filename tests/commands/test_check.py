"""`anliku check` of some files, for editors and pre-commit, and of what was accepted."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.test_commands import anliku
from tests.site.building import mini_library
from tests.support import CASE, case, changed, write_library


def test_only_the_files_that_are_named_count(tmp_path: Path) -> None:
    root = mini_library(tmp_path, second_case="title: 只有标题\n")
    code, said, _ = anliku("-C", root, "check", root / "cases/first-case.yml", "content/pages/index.md")
    assert code == 0
    assert "second-case.yml" not in said
    code, said, _ = anliku("check", "cases/second-case.yml", cwd=root)
    assert (code, "cases/second-case.yml" in said) == (1, True)


def test_what_is_accepted_is_shown_when_asked_for(tmp_path: Path) -> None:
    root = mini_library(tmp_path, third_case=changed(CASE, "title: 又一件", "accept: {near-duplicate: 同一次检查}"))
    found = json.loads(anliku("-C", root, "check", "--all", "--format", "json")[1])
    assert [f["accepted"] for f in found["findings"] if f["code"] == "near-duplicate"][-1:] == ["同一次检查"]
    assert found["warnings"] == sum("accepted" not in f for f in found["findings"])
    assert "理由：同一次检查" in anliku("-C", root, "check", "--all")[1]
    assert "同一次检查" not in anliku("-C", root, "check")[1]


def test_build_counts_as_check_does(tmp_path: Path) -> None:
    root = mini_library(tmp_path, third_case=case("title: 又一件"))
    warnings = json.loads(anliku("-C", root, "check", "--format", "json")[1])["warnings"]
    assert warnings > 0
    assert f"有 {warnings} 条提醒" in anliku("-C", root, "build")[2]


def test_a_new_library_keeps_what_is_made_out_of_git(tmp_path: Path) -> None:
    anliku("init", tmp_path / "库")
    assert "/site/\n" in (tmp_path / "库/.gitignore").read_text(encoding="utf-8")


def test_a_folder_is_not_called_missing(tmp_path: Path) -> None:
    root = write_library(tmp_path)
    code, _, error = anliku("-C", root, "check", "cases", cwd=root)
    assert code == 2
    assert "cases 是文件夹" in error
