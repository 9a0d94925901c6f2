"""Searching in the terminal."""

from __future__ import annotations

import json
from pathlib import Path

from tests.commands.test_commands import anliku
from tests.site.building import MINI, mini_library
from tests.support import changed


def ids(output: str) -> list[str]:
    """The ids of what was found exactly, or is similar."""
    return [one["id"] for one in json.loads(output) if one.get("matched", "exact") == "exact"]


def test_search_finds_what_contains_the_words(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    code, said, error = anliku("-C", folder, "search", "代办员", "--kind", "case", "--json")
    assert (code, error) == (0, "")
    assert ids(said) == ["first-case"]


def test_search_can_be_narrowed(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    words = ("-C", folder, "search", "设代办点", "--json", "--kind", "case")
    assert ids(anliku(*words)[1]) == ["first-case", "second-case"]
    assert ids(anliku(*words, "--topic", "入户走访")[1]) == ["second-case"]
    assert ids(anliku(*words, "--type", "organ")[1]) == ["second-case"]
    assert ids(anliku(*words, "--dimension", "carrier")[1]) == ["first-case"]


def test_search_says_what_to_do_when_nothing_is_found(tmp_path: Path) -> None:
    code, said, _ = anliku("-C", mini_library(tmp_path), "search", "“没有这个词”")
    assert code == 0
    assert said.startswith("没有找到““没有这个词””")


def test_search_forgives_and_says_why(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    said = anliku("-C", folder, "search", "daibanyuan", "--explain")[1]
    assert said.startswith("没有完全一致的内容，以下 ")
    assert "（拼音）" in said
    assert "拼音：合计 " in said
    found = json.loads(anliku("-C", folder, "search", "代办员", "--explain", "--json")[1])
    assert found[0]["explain"][1].startswith("“代办员”标题 ")


def test_a_wrong_filter_names_the_nearest(tmp_path: Path) -> None:
    code, _, error = anliku("-C", mini_library(tmp_path), "search", "代办", "--type", "vilage")
    assert (code, error) == (2, "错误：--type 没有 vilage。\n怎么改：是不是：village\n")


def test_search_sees_an_edit(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    assert ids(anliku("-C", folder, "search", "新添的话", "--json")[1]) == []
    (folder / "cases/first-case.yml").write_text(changed(MINI["cases/first-case.yml"], "problem: 一句新添的话。"))
    assert ids(anliku("-C", folder, "search", "新添的话", "--json")[1]) == ["first-case"]


def test_similar_names_other_cases(tmp_path: Path) -> None:
    code, said, _ = anliku("-C", mini_library(tmp_path), "similar", "first-case", "--json")
    assert code == 0
    assert ids(said) == ["second-case"]


def test_check_warns_of_a_case_entered_twice(tmp_path: Path) -> None:
    twice = changed(MINI["cases/first-case.yml"], "title: 村里有代办员了", "related: [first-case]")
    folder = mini_library(tmp_path, third_case=twice)
    _, said, _ = anliku("-C", folder, "check", "--format", "json")
    found = [f for f in json.loads(said)["findings"] if f["code"] == "near-duplicate" and "third-case" in f["path"]]
    assert found
    assert "像是录入了两次" in found[0]["message"]
