"""The manifest: one way to write it, no path out of the folder."""

from __future__ import annotations

import pytest

from anliku.pack.manifest import Manifest, ManifestError, PackFile, is_safe, parse, version_key

FILES = (PackFile("site/index.html", 4, "a" * 64), PackFile("打开案例库.html", 9, "b" * 64))
MANIFEST = Manifest("库", "2024.05.29-ab12cd34", "2024-05-29", FILES)


def test_what_is_written_can_be_read() -> None:
    assert parse(MANIFEST.to_bytes()) == MANIFEST


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
            parse(bytes(changed))


@pytest.mark.parametrize(
    "path",
    ["", "/etc/passwd", "../x", "a/../b", "a//b", "a\\b", "c:x", "\\\\server\\x", "a/./b", "con", "a/NUL.txt", "x.", "x ",
     "a\nb", "a\0b", "./a", "a/"],
)  # fmt: skip
def test_paths_that_leave_the_folder_or_that_windows_refuses(path: str) -> None:
    assert not is_safe(path)


def test_a_manifest_with_such_a_path_is_refused() -> None:
    bad = Manifest("库", "1", "2024-05-29", (PackFile("../x", 1, "a" * 64),))
    with pytest.raises(ManifestError, match="不许用的路径"):
        parse(bad.to_bytes())


def test_two_paths_alike_but_for_case_are_refused() -> None:
    twins = (PackFile("a", 1, "a" * 64), PackFile("A", 1, "a" * 64))
    with pytest.raises(ManifestError, match="重名"):
        parse(Manifest("库", "1", "2024-05-29", twins).to_bytes())


def test_versions_are_ordered_by_their_numbers_and_not_by_the_hash() -> None:
    assert version_key("2024.9.1-ffff") < version_key("2024.10.01-0000")
    assert version_key("2024.10.01-aaaa") == version_key("2024.10.01-bbbb")
