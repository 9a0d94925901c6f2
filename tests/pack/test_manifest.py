"""The manifest: one way to write it, no path out of the folder."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anliku.pack.manifest import Manifest, ManifestError, PackFile, parse_manifest
from anliku.pack.names import folder_name, is_safe, is_version, version_key
from anliku.printable import is_printable

FILES = (PackFile("site/index.html", 4, "a" * 64), PackFile("打开案例库.html", 9, "b" * 64))
MANIFEST = Manifest("库", "2024.05.29-ab12cd34", "2024-05-29", FILES)


def test_what_is_written_can_be_read() -> None:
    assert parse_manifest(MANIFEST.to_bytes()) == MANIFEST


def test_files_stand_sorted_whatever_order_they_came_in() -> None:
    assert (
        Manifest("库", "1", "2024-05-29", FILES[::-1]).to_bytes() == Manifest("库", "1", "2024-05-29", FILES).to_bytes()
    )


def test_every_changed_byte_is_refused() -> None:
    data = MANIFEST.to_bytes()
    for place in range(len(data)):
        changed = bytearray(data)
        changed[place] ^= 1
        with pytest.raises(ManifestError):
            parse_manifest(bytes(changed))


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../x", "a/../b", "a//b", "a\\b", "c:x", "\\\\server\\x", "a/./b", "con", "a/NUL.txt", "x.", "x ",
     "a\nb", "a\0b", "./a", "a/", "a\x1bb", "a\x9bb", "a\u202eb", "a\u200bb", "a\u2028b", "a\udc80b", "con .txt", "COM¹",
     "a" * 256, "好" * 86, "a/" * 600 + "b"],
)  # fmt: skip
def test_paths_that_leave_the_folder_or_that_windows_refuses(path: str) -> None:
    assert not is_safe(path)


def test_a_manifest_with_such_a_path_is_refused() -> None:
    bad = Manifest("库", "1", "2024-05-29", (PackFile("../x", 1, "a" * 64),))
    with pytest.raises(ManifestError, match="不许用的路径"):
        parse_manifest(bad.to_bytes())


def test_two_paths_alike_but_for_case_are_refused() -> None:
    twins = (PackFile("a", 1, "a" * 64), PackFile("A", 1, "a" * 64))
    with pytest.raises(ManifestError, match="重名"):
        parse_manifest(Manifest("库", "1", "2024-05-29", twins).to_bytes())


BAD_HEADS = [
    *({"library": f"库{bad}"} for bad in ("\x1b[2J", "\x9b2J", "\n核对完毕", "\r", "\u202e", "\u200b", "\u2028", "\x7f", "\U000e0041")),
    {"library": "长" * 201},
    *({"version": bad} for bad in ("", "2026.", ".2026", "-1", "1-", "abc", "1 2", "1/2", "1" * 41, "1\n", "com1", "aux.1", "１")),
    *({"base": bad} for bad in ("x", "1.", "\x1b[8m1")),
    *({"date": bad} for bad in ("", "today", "2024-5-1", "2024-05-29\n", "2024-05-29\x1b[8m")),
    *({"signed_by": bad} for bad in ("核对完毕", "0000")),
]  # fmt: skip


@pytest.mark.parametrize("head", BAD_HEADS)
def test_a_manifest_that_says_what_none_of_ours_could_is_refused_and_the_fault_can_be_printed(
    head: dict[str, str],
) -> None:
    with pytest.raises(ManifestError) as caught:
        parse_manifest(replace(MANIFEST, **head).to_bytes())
    assert is_printable(str(caught.value))
    assert len(str(caught.value)) < 400


def test_numbers_and_texts_without_end_are_refused() -> None:
    for old, new in ((b'"size": 4', b'"size": ' + b"9" * 5000), (b"anliku-pack/1", b"\\u001b" * 5000)):
        with pytest.raises(ManifestError) as caught:
            parse_manifest(MANIFEST.to_bytes().replace(old, new))
        assert is_printable(str(caught.value))
        assert len(str(caught.value)) < 400


def test_versions_are_ordered_by_their_numbers_and_not_by_the_hash() -> None:
    assert version_key("2024.9.1-ffff") < version_key("2024.10.01-0000")
    assert version_key("2024.10.01-aaaa") == version_key("2024.10.01-bbbb")


@pytest.mark.parametrize("text", ["1", "2026.1", "v2", "2024.05.29-ab12cd34", "1" * 40, "9" * 40, "a1..2"])
def test_what_is_a_version(text: str) -> None:
    assert is_version(text)
    assert parse_manifest(replace(MANIFEST, version=text).to_bytes()).version == text


def test_no_name_of_a_pack_is_too_long_or_refused_by_windows() -> None:
    for library, edition, version in (
        ("长" * 300, "长" * 300, "1" * 40), ("😀" * 300, "", "1"), (" . 库 . ", ".", "1.0"), ("库\u202e\x1b[2J\u200b", "\n", "1"),
        ("con", "", "1"), ("\udc80", "", "1"), ("a" * 300, "b" * 300, "1"),
    ):  # fmt: skip
        name = folder_name(library, edition, version)
        assert is_safe(name)
        assert len(f"{name}-更新.zip.anliku-new".encode()) <= 255
        assert name.endswith(version)
