from __future__ import annotations

from pathlib import Path

from anliku.library import KINDS, find_files, kind_of, load_shared
from anliku.library.kinds import CASE, INDICATORS

from ..support import INDICATOR, write_library


def test_files_are_found_by_kind_in_order(tmp_path: Path) -> None:
    names = ["cases/b-b.yml", "cases/a-a.yml", "content/indicators/team.yml", "content/indicators/carrier.yml"]
    files, problems = find_files(write_library(tmp_path, {**dict.fromkeys(names, "x: y"), "cases/.hidden.yml": "x"}))
    assert files[CASE] == ["cases/a-a.yml", "cases/b-b.yml", "cases/first-case.yml"]
    assert files[INDICATORS] == ["content/indicators/carrier.yml", "content/indicators/team.yml"]
    assert problems == []


def test_what_lies_among_the_pages_is_nobody_s_business(tmp_path: Path) -> None:
    extra = {
        "content/pages/notes.txt": "甲",
        "content/pages/index.md": "# 甲",
        "cases/~$a.yml": "x",
        "content/pages/a.png": b"x",
    }
    assert find_files(write_library(tmp_path, extra))[1] == []


def test_each_pattern_is_of_its_own_kind() -> None:
    for kind in KINDS:
        path = kind.pattern.replace("*", "some-name")
        assert kind_of(path) is kind
        assert kind.matches(path)
    for path in ("cases/a/b.yml", "content/other.yml", "cases/a.yaml", "a.yml", "content/cases/a.yml"):
        assert kind_of(path) is None
        assert not any(kind.matches(path) for kind in KINDS)


def test_records_know_where_they_stand(tmp_path: Path) -> None:
    root = write_library(tmp_path, {"content/indicators/carrier.yml": INDICATOR})
    shared, problems = load_shared(root, find_files(root)[0])
    assert problems == []
    origin = shared.origins["indicator", "has-agent"]
    assert (origin.path, origin.at) == ("content/indicators/carrier.yml", ("indicators", 0))
    assert shared.origins["organisation", "organ"].at == ("organisations", 2)
    assert shared.dimension_of == {"has-agent": "carrier"}
    assert list(shared.excerpts) == ["opinion/agents", "opinion/visits"]


def test_what_could_not_be_read_is_remembered(tmp_path: Path) -> None:
    files = {
        "content/terms.yml": "terms:\n  - {id: agent}\n",
        "content/policies/opinion.yml": "titel: 甲",
        "content/frameworks.yml": "frameworks: [",
        "content/sources.yml": None,
    }
    root = write_library(tmp_path, files)
    shared, _ = load_shared(root, find_files(root)[0])
    assert shared.unread == {("term", "agent"), ("policy", "opinion"), ("framework", "*"), ("source", "*")}


def test_the_first_of_two_records_with_one_id_is_kept(tmp_path: Path) -> None:
    terms = "terms:\n  - {id: agent, name: 甲, definition: 甲}\n  - {id: agent, name: 乙, definition: 乙}\n"
    root = write_library(tmp_path, {"content/terms.yml": terms})
    shared, problems = load_shared(root, find_files(root)[0])
    assert shared.terms["agent"].name == "甲"
    assert [(p.kind, p.at) for p in problems] == [("duplicate-id", ("terms", 1, "id"))]
