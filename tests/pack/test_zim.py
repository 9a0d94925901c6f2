"""The whole library as a ZIM file: everything in it, nothing wrong with it, the same bytes each time."""

from __future__ import annotations

import datetime as dt
import shutil
import struct
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from anliku.pack.emblem import emblem
from anliku.pack.errors import PackError
from anliku.pack.items import PackItem, site_items
from anliku.pack.zim import About, write_zim

from .support import quiet

ABOUT = About("anliku_zh_test", "案例库", "断网也能看", dt.date(2024, 5, 29))


@pytest.fixture(scope="module")
def site(packed: Path) -> Path:
    return packed.parent.parent / "site"


@pytest.fixture(scope="module")
def zim(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("zim") / "library.zim"
    write_zim(site_items(site), ABOUT, target, quiet)
    return target


def test_every_file_of_the_site_is_in_it_byte_by_byte(site: Path, zim: Path) -> None:
    from libzim.reader import Archive

    archive = Archive(zim)
    for file in site.rglob("*"):
        if file.is_file():
            held = archive.get_entry_by_path(file.relative_to(site).as_posix()).get_item()
            assert bytes(held.content) == file.read_bytes()
    assert archive.entry_count == sum(file.is_file() for file in site.rglob("*"))


def test_a_reader_shows_main_page_titles_and_what_it_is(zim: Path) -> None:
    from libzim.reader import Archive

    archive = Archive(zim)
    assert archive.main_entry.get_item().path == "index.html"
    case = archive.get_entry_by_path("cases/example-village-agent.html")
    assert case.title == "示例村设代办员替村民跑腿 · 我的案例库"
    assert case.get_item().mimetype == "text/html"
    told = {key: archive.get_metadata(key) for key in ("Title", "Language", "Creator", "Description", "Date", "Name")}
    assert {key: value.decode() for key, value in told.items()} == {
        "Title": "案例库", "Language": "zho", "Creator": "案例库", "Description": "断网也能看", "Date": "2024-05-29",
        "Name": "anliku_zh_test",
    }  # fmt: skip
    assert bytes(archive.get_illustration_item(48).content) == emblem(48, "#96191c")  # the band of its pages


@pytest.mark.skipif(not shutil.which("zimcheck"), reason="needs zim-tools")
def test_zimcheck_finds_nothing(zim: Path) -> None:
    checked = subprocess.run(["zimcheck", "--all", str(zim)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert "Overall Test Status: Pass" in checked.stdout
    assert "[ERROR]" not in checked.stdout
    assert "[WARNING]" not in checked.stdout


def test_same_site_same_bytes_and_another_site_another_identity(site: Path, zim: Path, tmp_path: Path) -> None:
    from libzim.reader import Archive

    again, other = tmp_path / "again.zim", tmp_path / "other.zim"
    write_zim(site_items(site), ABOUT, again, quiet)
    assert again.read_bytes() == zim.read_bytes()
    assert Archive(again).check()
    write_zim([PackItem.of("site/index.html", b"<title>x</title>")], ABOUT, other, quiet)
    assert Archive(other).uuid != Archive(zim).uuid
    assert sorted(place.name for place in tmp_path.iterdir()) == ["again.zim", "other.zim"]


def test_without_libzim_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "libzim", None)
    with pytest.raises(PackError, match="没有装 libzim") as caught:
        write_zim([], ABOUT, tmp_path / "a.zim", quiet)
    assert "pip install 'anliku[zim]'" in caught.value.remedy


def test_a_target_that_cannot_be_written_leaves_the_old_one(zim: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file where a folder should be")
    with pytest.raises(PackError, match="写不出"):
        write_zim([PackItem.of("site/index.html", b"x")], ABOUT, tmp_path / "file" / "a.zim", quiet)
    (tmp_path / "a.zim").write_bytes(b"old")
    changed = PackItem.of("site/page.html", b"x")
    broken = PackItem(changed.file, source=tmp_path / "file")
    with pytest.raises(PackError, match="被改过"):
        write_zim([broken], ABOUT, tmp_path / "a.zim", quiet)
    assert (tmp_path / "a.zim").read_bytes() == b"old"
    assert sorted(place.name for place in tmp_path.iterdir()) == ["a.zim", "file"]


def test_the_emblem_is_a_png_of_its_size() -> None:
    png = emblem(48, "#1f4e79")
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (48, 48)
    size = struct.unpack(">I", png[33:37])[0]
    assert len(zlib.decompress(png[41 : 41 + size])) == 48 * (1 + 3 * 48)


# ---- the command ----


def test_the_command_writes_a_zim_or_a_handbook(
    library: Path, anliku: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    for form, begins in (("zim", b"ZIM\x04"), ("pdf", b"%PDF")):
        target = tmp_path / "out" / f"a.{form}"
        target.parent.mkdir(exist_ok=True)
        code, said = anliku("-C", library, "export", "--format", form, "-o", target)
        assert code == 0, said
        assert f"已写出 {target}" in said
        assert target.read_bytes().startswith(begins)


def test_wrong_usage_of_the_command_is_explained(library: Path, anliku: Callable[..., tuple[int, str]]) -> None:
    code, said = anliku("-C", library, "export")
    assert (code, "没有写要导出哪一个" in said) == (2, True)
    code, said = anliku("-C", library, "export", "example-village-agent", "--format", "zim")
    assert (code, "zim 是整个案例库的" in said) == (2, True)


def test_a_library_with_errors_is_not_exported(library: Path, anliku: Callable[..., tuple[int, str]]) -> None:
    case = library / "cases" / "example-village-agent.yml"
    case.write_text(case.read_text(encoding="utf-8").replace("[village]", "[vilage]"), encoding="utf-8")
    for form in ("zim", "pdf"):
        code, said = anliku("-C", library, "export", "--format", form)
        assert code == 1
        assert "什么也没有写" in said
