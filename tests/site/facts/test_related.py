"""Related cases and the reasons given for them."""

from __future__ import annotations

from pathlib import Path

from anliku.library import Shared
from anliku.site.facts.related import related_cases
from tests.site.facts.test_facets import TREE, entry

SHARED = Shared(Path(), TREE)


def test_named_cases_come_first_and_computed_ones_say_why() -> None:
    entries = {
        "a": entry("a", topics=("便民服务",), organisations=("village",), related=("c",)),
        "b": entry("b", topics=("便民服务",), organisations=("village",)),
        "c": entry("c", topics=("党员教育",)),
    }
    assert related_cases(entries, SHARED)["a"] == (("c", "编者推荐"), ("b", "都讲便民服务；同属村"))


def test_a_case_is_never_related_to_itself_or_to_one_that_is_not_published() -> None:
    entries = {"a": entry("a", topics=("便民服务",), related=("a", "gone"))}
    assert related_cases(entries, SHARED) == {"a": ()}


def test_cases_that_share_nothing_are_not_related() -> None:
    entries = {"a": entry("a", topics=("便民服务",)), "b": entry("b", topics=("网格化",))}
    assert related_cases(entries, SHARED) == {"a": (), "b": ()}


def test_the_rarer_thing_in_common_counts_more() -> None:
    entries = {f"x{n}": entry(f"x{n}", topics=("便民服务",)) for n in range(9)}
    entries["a"] = entry("a", topics=("便民服务", "双清"))
    entries["b"] = entry("b", topics=("便民服务", "双清"))
    assert related_cases(entries, SHARED)["a"][0] == ("b", "都讲双清；都讲便民服务")


def test_a_large_library_still_relates_what_belongs_together() -> None:
    entries = {f"x{n:03d}": entry(f"x{n:03d}", topics=("便民服务",), organisations=("village",)) for n in range(300)}
    entries["x150"] = entry("x150", topics=("便民服务", "双清"), organisations=("village",))
    entries["x290"] = entry("x290", topics=("便民服务", "双清"), organisations=("village",))
    found = related_cases(entries, SHARED)
    assert found["x150"][0][0] == "x290"
    assert {len(pairs) for pairs in found.values()} == {5}
