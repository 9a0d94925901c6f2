"""Finding names in a text, held against looking for each of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anliku.library.names import NameFinder

FEW = st.sampled_from("党员支部.(*党\\d")
NAMES = st.lists(st.text(FEW, min_size=1, max_size=4), max_size=12)


def test_names_that_overlap_are_all_found() -> None:
    finder = NameFinder(["党支部", "支部书记", "支部", "书记", "党小组"])
    assert finder.names_in("村党支部书记上门") == {"党支部", "支部书记", "支部", "书记"}


def test_without_names_nothing_is_found() -> None:
    assert NameFinder([]).names_in("党支部") == set()


@given(NAMES, st.text(FEW, max_size=30))
def test_every_name_that_occurs_is_found_and_no_other(names: list[str], text: str) -> None:
    assert NameFinder(names).names_in(text) == {name for name in names if name in text}
