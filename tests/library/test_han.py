"""Numbers in Chinese numerals, both ways."""

from __future__ import annotations

import pytest

from anliku.library.han import in_han, number_said


def test_numbers_are_read_in_chinese() -> None:
    assert [in_han(number) for number in (1, 9, 10, 11, 20, 35, 99, 100)] == [
        "一", "九", "十", "十一", "二十", "三十五", "九十九", "100",
    ]  # fmt: skip


def test_what_is_read_is_said() -> None:
    assert [number_said(in_han(number)) for number in range(100)] == list(range(100))


@pytest.mark.parametrize(
    ("text", "number"),
    [("二〇二六", 2026), ("二零二六", 2026), ("一百零五", 105), ("两千三百", 2300), ("十二", 12), ("", 0)],
)
def test_numerals_say_a_number(text: str, number: int) -> None:
    assert number_said(text) == number
