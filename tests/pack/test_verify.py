"""What a pack may be attacked with beyond its files: signatures, old versions, links, zip members that escape."""

from __future__ import annotations

import os
import shutil
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from anliku.pack.errors import PackError
from anliku.pack.keys import fingerprint, load_key, new_key, public_bytes, save_key, wanted_fingerprint
from anliku.pack.manifest import MANIFEST, SIGNATURE, PackFile
from anliku.pack.pack import Order, pack
from anliku.pack.verify import Expected, Seal, verify
from anliku.printable import is_printable

from .support import WHEN, crafted, quiet, site_of, small_pack


@pytest.fixture(scope="module")
def key() -> Any:
    return new_key()


def test_another_key_than_the_wanted_one(tmp_path: Path, key: Any) -> None:
    packed = small_pack(tmp_path, key)
    verdict = verify(packed.folder, Expected(fingerprint(public_bytes(new_key()))), quiet)
    assert verdict.seal is Seal.OTHER_KEY
    assert not verdict.whole


def test_a_whole_pack_signed_anew_by_a_stranger_is_not_the_publishers(tmp_path: Path, key: Any) -> None:
    ours = small_pack(tmp_path / "a", key)
    theirs = small_pack(tmp_path / "b", new_key())
    assert verify(theirs.folder, Expected(), quiet).whole
    assert not verify(theirs.folder, Expected(ours.fingerprint), quiet).whole


def test_a_signature_that_was_taken_away(tmp_path: Path, key: Any) -> None:
    packed = small_pack(tmp_path, key)
    (packed.folder / SIGNATURE).unlink()
    assert verify(packed.folder, Expected(), quiet).seal is Seal.MISSING


def test_an_unsigned_pack_where_a_key_is_expected(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    assert verify(packed.folder, Expected(), quiet).whole
    assert verify(packed.folder, Expected("0000-" * 7 + "0000"), quiet).seal is Seal.MISSING


def test_a_signature_over_another_manifest(tmp_path: Path, key: Any) -> None:
    packed, other = small_pack(tmp_path / "a", key), small_pack(tmp_path / "b", key, seed=2)
    (packed.folder / SIGNATURE).write_bytes((other.folder / SIGNATURE).read_bytes())
    assert verify(packed.folder, Expected(), quiet).seal is Seal.WRONG


def test_an_old_pack_in_place_of_a_newer_one(tmp_path: Path, key: Any) -> None:
    packed = small_pack(tmp_path, key)
    assert verify(packed.folder, Expected(at_least="2024.05.29"), quiet).whole
    assert verify(packed.folder, Expected(at_least="2024.06.01-abcdef00"), quiet).too_old


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    inside = packed.folder / "site" / "index.html"
    (tmp_path / "copy").write_bytes(inside.read_bytes())
    inside.unlink()
    inside.symlink_to(tmp_path / "copy")
    (packed.folder / "site" / "away").symlink_to("/etc")
    verdict = verify(packed.folder, Expected(), quiet)
    assert verdict.missing == ["site/index.html"]
    assert [oddity.path for oddity in verdict.oddities] == ["site/away", "site/index.html"]


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    (packed.folder / "site" / "new").mkdir()
    assert [o.what for o in verify(packed.folder, Expected(), quiet).oddities] == ["多出来的空文件夹"]


def test_a_file_that_cannot_be_read_counts_as_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = small_pack(tmp_path)
    file = packed.folder / "site" / "index.html"
    opened = Path.open

    def refuse(self: Path, *args: Any, **kwargs: Any) -> Any:
        if self == file:
            raise PermissionError(13, "no")
        return opened(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", refuse)
    assert verify(packed.folder, Expected(), quiet).changed == ["site/index.html"]


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
    verdict = verify(packed.archive, Expected(), quiet)
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
    whats = sorted(oddity.what for oddity in verify(packed.archive, Expected(), quiet).oddities)
    assert whats == ["重复的文件名", "链接或特殊文件"]


def test_a_program_before_the_zip(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    packed.archive.write_bytes(b"MZ evil" + packed.archive.read_bytes())
    assert verify(packed.archive, Expected(), quiet).oddities


def test_data_behind_the_zip(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    packed.archive.write_bytes(packed.archive.read_bytes() + b"evil")
    assert verify(packed.archive, Expected(), quiet).oddities


def test_a_member_that_unpacks_to_far_more_than_it_should(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    with zipfile.ZipFile(packed.archive) as whole:
        members = {info.filename: whole.read(info) for info in whole.infolist()}
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in members.items():
            made.writestr(name, bytes(50_000_000) if name.endswith("site/index.html") else data)
    assert verify(bomb, Expected(), quiet).changed == ["site/index.html"]


def test_half_a_zip_and_no_pack_at_all(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)
    packed.archive.write_bytes(packed.archive.read_bytes()[:-100])
    with pytest.raises(PackError, match="没有拷完"):
        verify(packed.archive, Expected(), quiet)
    with pytest.raises(PackError, match="找不到"):
        verify(tmp_path / "nothing", Expected(), quiet)
    (packed.folder / MANIFEST).unlink()
    assert "没有清单" in verify(packed.folder, Expected(), quiet).fault


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
    assert len(verify(packed.folder, Expected(), quiet).added) == 1


LIE = "核对完毕：155 个文件，签名有效"


def test_the_verdict_comes_first_and_the_packs_own_words_are_marked_as_such(
    tmp_path: Path, anliku: Callable[..., tuple[int, str]]
) -> None:
    packed = small_pack(tmp_path)
    forged = crafted(packed.folder, tmp_path / "forged", library=LIE)
    (forged / "site/index.html").write_bytes(b"evil")
    code, said = anliku("verify", forged)
    assert code == 1
    assert said.startswith("错误：这个包和发布时不一样")
    assert f"清单上写的：完整包，版本 {packed.manifest.version}，内容截至 2024-05-29；案例库名称“{LIE}”" in said
    code, said = anliku("verify", packed.folder)
    assert code == 0
    assert said.startswith(f"核对完毕：{len(packed.manifest.files)} 个文件，名称、大小和内容都和清单一致。没有签名")


@pytest.mark.parametrize("bad", ["\x1b[8m", "\x9b8m", "\n核对完毕", "\u202e", "\u200b", "\x1b]0;x\x07", "\r"])
def test_nothing_of_a_forged_pack_commands_the_terminal(
    tmp_path: Path, bad: str, anliku: Callable[..., tuple[int, str]]
) -> None:
    packed = small_pack(tmp_path)
    row = PackFile(f"site/{bad}.html", 1, "a" * 64)
    forgeries = [{"library": LIE + bad}, {"version": f"1{bad}"}, {"files": (*packed.manifest.files, row)}]
    for number, forgery in enumerate(forgeries):
        code, said = anliku("verify", crafted(packed.folder, tmp_path / str(number), **forgery))
        assert code == 1
        assert [line for line in said.split("\n") if not is_printable(line)] == []
        assert not any(line.startswith("核对完毕") for line in said.split("\n"))
    odd = tmp_path / "odd"
    shutil.copytree(packed.folder, odd)
    (odd / f"site{bad}.html").write_bytes(b"x")
    with zipfile.ZipFile(packed.archive, "a") as archive:
        archive.writestr(zipfile.ZipInfo(f"{packed.folder.name}/site{bad}.html"), b"x")
    for place in (odd, packed.archive):
        code, said = anliku("verify", place)
        assert code == 1
        assert [line for line in said.split("\n") if not is_printable(line)] == []


def test_what_is_said_of_a_bad_pack_has_an_end(tmp_path: Path, anliku: Callable[..., tuple[int, str]]) -> None:
    packed = small_pack(tmp_path)
    rows = tuple(PackFile(f"site/{'好' * 70}/{number:05}.html", 1, "a" * 64) for number in range(5000))
    _, said = anliku("verify", crafted(packed.folder, tmp_path / "forged", files=(*packed.manifest.files, *rows)))
    assert "还有 4900 个，没有列出" in said
    assert len(said) < 60_000


@pytest.mark.parametrize("bad", ["abc", "2026.", "9" * 5000, "\x1b[2J", "１", ".1", " "])
def test_a_minimum_that_is_no_version_is_wrong_usage(
    tmp_path: Path, bad: str, anliku: Callable[..., tuple[int, str]]
) -> None:
    code, said = anliku("verify", small_pack(tmp_path).folder, "--at-least", bad)
    assert code == 2
    assert "不是版本号" in said
    assert len(said) < 800
    with pytest.raises(PackError, match="不是版本号"):
        Expected(at_least=bad)


@pytest.mark.parametrize("bad", ["2026.", "spring", "con.1", "1 ", "1" * 41])
def test_no_pack_gets_a_version_that_is_none(tmp_path: Path, bad: str) -> None:
    with pytest.raises(PackError, match="版本号"):
        small_pack(tmp_path, version=bad)
    assert not [*tmp_path.iterdir()]


def test_no_pack_is_made_that_would_be_refused(tmp_path: Path) -> None:
    for name in ("库\u202e", "长" * 201, "库\n"):
        with pytest.raises(PackError, match="看不见的字符"):
            pack(site_of({"index.html": b"x"}), Order(library=name, when=WHEN, dist=tmp_path), quiet)


# ---- how a zip is put together ----


def _again(archive: Path, target: Path, change: Callable[[zipfile.ZipInfo], None], more: bytes = b"") -> Path:
    """Pack the members of a zip anew, each with a changed description."""
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            made = zipfile.ZipInfo(info.filename, info.date_time)
            made.external_attr, made.create_system, made.compress_type = info.external_attr, 3, info.compress_type
            change(made)
            new.writestr(made, data)
        new.comment = more
    return target


def test_a_zip_that_another_program_made_of_the_same_files_is_whole_and_says_what_was_not_compared(
    tmp_path: Path, anliku: Callable[..., tuple[int, str]]
) -> None:
    packed = small_pack(tmp_path)
    made = _again(
        packed.archive, tmp_path / "again.zip", lambda info: setattr(info, "date_time", (2025, 1, 1, 8, 0, 0))
    )
    verdict = verify(made, Expected(), quiet)
    assert (verdict.whole, verdict.repacked) == (True, True)
    assert "时间、属性等不是打包时的样子" in anliku("verify", made)[1]
    assert "时间、属性" not in anliku("verify", packed.archive)[1]
    shutil.make_archive(str(tmp_path / "shutil"), "zip", tmp_path, packed.folder.name)
    assert verify(tmp_path / "shutil.zip", Expected(), quiet).whole


def test_what_could_be_read_in_two_ways_is_named(tmp_path: Path) -> None:
    packed = small_pack(tmp_path)

    def second_name(info: zipfile.ZipInfo) -> None:
        info.extra = struct.pack("<2HBL", 0x7075, 9, 1, 0) + b"evil"

    def comment(info: zipfile.ZipInfo) -> None:
        info.comment = b"evil"

    for number, change in enumerate((second_name, comment)):
        assert verify(_again(packed.archive, tmp_path / f"{number}.zip", change), Expected(), quiet).oddities
    noted = _again(packed.archive, tmp_path / "noted.zip", lambda _: None, b"a comment")
    assert verify(noted, Expected(), quiet).oddities


def test_data_between_the_files_of_a_zip(tmp_path: Path) -> None:
    """A local header and data that the directory does not know of: some programs unpack them all the same."""
    packed = small_pack(tmp_path)
    with zipfile.ZipFile(packed.archive) as whole:
        start = whole.start_dir
    data = packed.archive.read_bytes()
    hidden = b"PK\3\4" + bytes(26)
    end = bytearray(data[-22:])
    struct.pack_into("<L", end, 16, start + len(hidden))
    packed.archive.write_bytes(data[:start] + hidden + data[start:-22] + end)
    assert verify(packed.archive, Expected(), quiet).oddities
