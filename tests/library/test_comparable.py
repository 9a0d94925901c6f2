"""Figures side by side: which have bars, how long, and which tell of a change."""

from __future__ import annotations

from anliku.library.comparable import bars_of, changes_of
from anliku.library.models import Figure


def figures(*rows: tuple[str, object, str] | tuple[str, object, str, str]) -> list[Figure]:
    names = ("label", "value", "unit", "at")
    values = (dict(zip(names, row, strict=False)) for row in rows)
    return [Figure.model_validate({"source": "survey", "locator": "村里设代办点", **row}) for row in values]


def test_bars_are_as_long_as_their_share_of_the_largest_of_their_unit() -> None:
    assert bars_of(figures(("甲", 15, "万元"), ("乙", 9, "个"), ("丙", 20, "万元"), ("丁", 3, "个"))) == [
        75,
        100,
        100,
        33,
    ]


def test_per_cent_are_of_a_whole_unless_they_exceed_it() -> None:
    assert bars_of(figures(("甲", 40, "%"), ("乙", 85.5, "%"))) == [40, 86]
    assert bars_of(figures(("甲", 50, "%"), ("乙", 200, "%"))) == [25, 100]


def test_what_no_picture_can_show_has_no_bar() -> None:
    assert bars_of(figures(("甲", 15, "万元"))) == [0], "nothing to compare it with"
    assert bars_of(figures(("甲", 1, ""), ("乙", 2, ""))) == [0, 0], "without a unit they may be anything"
    assert bars_of(figures(("甲", "3–5", "名"), ("乙", 4, "名"))) == [0, 0], "a range is no length"
    assert bars_of(figures(("甲", 1, "件"), ("乙", 1350, "件"))) == [0, 0], "one would be too short to see"
    assert bars_of([]) == []


def test_the_bounds_of_what_a_picture_shows() -> None:
    assert bars_of(figures(("甲", 1, "件"), ("乙", 150, "件"))) == [1, 100]
    assert bars_of(figures(("甲", 1, "件"), ("乙", 151, "件"))) == [0, 0]
    assert all(bars_of(figures(*((f"数{n}", n + 1, "个") for n in range(8)))))
    assert not any(bars_of(figures(*((f"数{n}", n + 1, "个") for n in range(9)))))


def test_a_change_is_the_same_thing_at_different_times() -> None:
    found = changes_of(
        figures(
            ("收入", 300, "元", "1998年"), ("户数", 366, "户"), ("收入", 7000, "元", "2012年"),
            ("人口", 10, "人", "2009年"), ("收入", 3, "万元", "2012年"), ("户数", 370, "户"),
        )
    )  # fmt: skip
    assert [[f.at for f in one] for one in found] == [["1998年", "2012年"]]
