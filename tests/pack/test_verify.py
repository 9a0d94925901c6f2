"""What a pack may be attacked with beyond its files: signatures, old versions, links, zip members that escape."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import pytest

from anliku.pack.errors import PackError
from anliku.pack.keys import fingerprint, load_key, new_key, public_bytes, save_key, wanted_fingerprint
from anliku.pack.manifest import MANIFEST, SIGNATURE
from anliku.pack.verify import Seal, Wanted, verify

from .support import quiet, small_pack


@pytest.fixture(scope="module")
def key() -> Any:
    return new_key()


def test_another_key_than_the_wanted_one(tmp_path: Path, key: Any) -> None:
    packed = small_pack(tmp_path, key)
    verdict = verify(packed.folder, Wanted(fingerprint(public_bytes(new_key()))), quiet)
    assert verdict.seal is Seal.OTHER_KEY
    assert not verdict.whole


def test_a_whole_pack_signed_anew_by_a_stranger_is_not_the_publishers(tmp_path: Path, key: Any) -> None:
    ours = small_pack(tmp_path / "a", key)
    theirs = small_pack(tmp_path / "b", new_key())
    assert verify(theirs.folder, Wanted(), quiet).whole
    assert not verify(theirs.folder, Wanted(ours.fingerprint), quiet).whole


def test_a_signature_that_was_taken_away(tmp_path: Path, key: Any) -> None:
    packed = small_pack(tmp_path, key)
    (packed.folder / SIGNATURE).unlink()
    assert verify(packed.folder, Wanted(), quiet).seal is Seal.MISSING


def test_an_unsigned_pack_where_a_key_is_expected(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    assert verify(packed.folder, Wanted(), quiet).whole
    assert verify(packed.folder, Wanted("0000-" * 7 + "0000"), quiet).seal is Seal.MISSING


def test_a_signature_over_another_manifest(tmp_path: Path, key: Any) -> None:
    packed, other = small_pack(tmp_path / "a", key), small_pack(tmp_path / "b", key, seed=2)
    (packed.folder / SIGNATURE).write_bytes((other.folder / SIGNATURE).read_bytes())
    assert verify(packed.folder, Wanted(), quiet).seal is Seal.WRONG


def test_an_old_pack_in_place_of_a_newer_one(tmp_path: Path, key: Any) -> None:
    packed = small_pack(tmp_path, key)
    assert verify(packed.folder, Wanted(at_least="2024.05.29"), quiet).whole
    assert verify(packed.folder, Wanted(at_least="2024.06.01-abcdef00"), quiet).too_old


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    inside = packed.folder / "site" / "index.html"
    (tmp_path / "copy").write_bytes(inside.read_bytes())
    inside.unlink()
    inside.symlink_to(tmp_path / "copy")
    (packed.folder / "site" / "away").symlink_to("/etc")
    verdict = verify(packed.folder, Wanted(), quiet)
    assert verdict.missing == ["site/index.html"]
    assert [oddity.path for oddity in verdict.oddities] == ["site/away", "site/index.html"]


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    (packed.folder / "site" / "new").mkdir()
    assert [o.what for o in verify(packed.folder, Wanted(), quiet).oddities] == ["多出来的空文件夹"]


def test_a_file_that_cannot_be_read_counts_as_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = small_pack(tmp_path)
    file = packed.folder / "site" / "index.html"
    opened = Path.open

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self == file:
            raise PermissionError(13, "no")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    assert verify(packed.folder, Wanted(), quiet).changed == ["site/index.html"]


def _zip_with(archive: Path, *members: tuple[zipfile.ZipInfo, bytes]) -> None:
    with zipfile.ZipFile(archive, "a") as packed:
        for info, data in members:
            packed.writestr(info, data)


@pytest.mark.parametrize(
    "name",
    ["../../evil.html", "{top}/../evil.html", "/evil.html", "C:/evil.html", "{top}/..\\..\\evil.html", "other/evil.html",
     "{top}/site/con", "\\\\server\\share\\evil"],
)  # fmt: skip
def test_members_that_would_land_elsewhere(tmp_path: Path, name: str) -> None:
    packed = small_pack(tmp_path)
    _zip_with(packed.archive, (zipfile.ZipInfo(name.format(top=packed.folder.name)), b"x"))
    verdict = verify(packed.archive, Wanted(), quiet)
    assert len(verdict.oddities) == 1, verdict
    assert "包外面" in verdict.oddities[0].what
    assert not (tmp_path / "evil.html").exists()


def test_a_link_and_a_double_name_in_a_zip(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    link = zipfile.ZipInfo(f"{packed.folder.name}/site/link")
    link.external_attr = 0o120777 << 16
    with pytest.warns(UserWarning, match="Duplicate"):
        _zip_with(
            packed.archive,
            (link, b"/etc/passwd"),
            (zipfile.ZipInfo(f"{packed.folder.name}/site/index.html"), b"evil"),
        )
    whats = sorted(oddity.what for oddity in verify(packed.archive, Wanted(), quiet).oddities)
    assert whats == ["重复的文件名", "链接或特殊文件"]


def test_a_program_before_the_zip(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    packed.archive.write_bytes(b"MZ evil" + packed.archive.read_bytes())
    assert verify(packed.archive, Wanted(), quiet).oddities


def test_data_behind_the_zip(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    packed.archive.write_bytes(packed.archive.read_bytes() + b"evil")
    assert verify(packed.archive, Wanted(), quiet).oddities


def test_a_member_that_unpacks_to_far_more_than_it_should(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    with zipfile.ZipFile(packed.archive) as whole:
        members = {info.filename: whole.read(info) for info in whole.infolist()}
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, bytes(50_000_000) if name.endswith("site/index.html") else data)
    assert verify(bomb, Wanted(), quiet).changed == ["site/index.html"]


def test_half_a_zip_and_no_pack_at_all(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    packed.archive.write_bytes(packed.archive.read_bytes()[:-100])
    with pytest.raises(PackError, match="没有拷完"):
        verify(packed.archive, Wanted(), quiet)
    with pytest.raises(PackError, match="找不到"):
        verify(tmp_path / "nothing", Wanted(), quiet)
    (packed.folder / MANIFEST).unlink()
    assert "没有清单" in verify(packed.folder, Wanted(), quiet).fault


def test_keys_are_kept_from_others_and_never_overwritten(tmp_path: Path) -> None:
    key = new_key()
    file = tmp_path / "k.key"
    public = save_key(key, file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert public_bytes(load_key(file)) == public_bytes(key)
    assert wanted_fingerprint(str(public)) == fingerprint(public_bytes(key))
    with pytest.raises(FileExistsError):
        save_key(new_key(), file)
    with pytest.raises(FileExistsError):
        public.rename(tmp_path / "k2.key.pub")
        save_key(new_key(), tmp_path / "k2.key")
    assert not (tmp_path / "k2.key").exists()


def test_a_key_with_a_password(tmp_path: Path) -> None:
    key = new_key()
    save_key(key, tmp_path / "k.key", b"secret")
    assert public_bytes(load_key(tmp_path / "k.key", b"secret")) == public_bytes(key)
    for wrong in (b"", b"other"):
        with pytest.raises(PackError):
            load_key(tmp_path / "k.key", wrong)


def test_a_fingerprint_may_be_typed_in_any_way() -> None:
    assert wanted_fingerprint("ABCD 1234" * 4) == "-".join(["abcd", "1234"] * 4)
    with pytest.raises(PackError, match="既不是指纹"):
        wanted_fingerprint("abcd")


def test_a_name_in_another_encoding_does_not_stop_the_check(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    (packed.folder / os.fsdecode(b"\xb4\xf2\xbf\xaa.html")).write_bytes(b"x")
    assert len(verify(packed.folder, Wanted(), quiet).added) == 1
