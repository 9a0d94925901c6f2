from __future__ import annotations

from pathlib import Path

import pytest

from anliku.library import FieldPath, locate

TEXT = """\
title: 标题
region: {province: 贵州省, city: 遵义市}
practice:
  - heading: 设点
    text: |
      先设点，
      再走访 12 户。
topics: [代办, 走访]
"""


@pytest.mark.parametrize(
    ("at", "word", "place"),
    [
        (("title",), "", (1, 1)),
        (("title",), "题", (1, 9)),
        (("region", "city"), "", (2, 25)),
        (("practice", 0), "", (4, 5)),
        (("practice", 0, "text"), "", (5, 5)),
        (("practice", 0, "text"), "12", (7, 11)),
        (("practice", 0, "text"), "没有", (5, 5)),
        (("topics", 1), "", (8, 14)),
        (("topics", 9), "", (8, 1)),
        (("missing",), "", (1, 1)),
        ((), "", (1, 1)),
        (("title", "deeper"), "", (1, 1)),
    ],
)
def test_a_value_is_found_at_its_key(tmp_path: Path, at: FieldPath, word: str, place: tuple[int, int]) -> None:
    (tmp_path / "a.yml").write_text(TEXT, encoding="utf-8")
    assert locate(tmp_path, "a.yml", at, word) == place


def test_a_byte_order_mark_does_not_count(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert locate(tmp_path, "a.yml", ("title",)) == (1, 1)


def test_a_file_that_changes_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "a.yml"
    file.write_text(TEXT, encoding="utf-8")
    assert locate(tmp_path, "a.yml", ("title",)) == (1, 1)
    file.write_text("# 说明\n" + TEXT, encoding="utf-8")
    assert locate(tmp_path, "a.yml", ("title",)) == (2, 1)


@pytest.mark.parametrize("content", [None, b"a: [", b"\xff\xfe", b""])
def test_a_file_without_a_tree_has_no_places(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "a.yml").write_bytes(content)
    assert locate(tmp_path, "a.yml", ("title",)) is None
