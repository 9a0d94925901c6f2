"""`anliku pack`: what is in a pack, what is kept out, and that the old one stays whole."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from anliku.cache import VARIABLE
from anliku.pack.clusters import on_disk, parse_size
from anliku.pack.errors import PackError
from anliku.pack.items import PackItem
from anliku.pack.manifest import PackFile, parse_manifest
from anliku.pack.moment import moment
from anliku.pack.names import folder_name
from anliku.pack.texts import handbook_line, handbook_names
from anliku.pack.verify import Expected, verify

from .support import change, quiet, small_pack, starter

Run = Callable[..., tuple[int, str]]
ROOT = Path(__file__).parent.parent.parent
CASE = "cases/example-village-agent.yml"


def _only_pack(library: Path) -> Path:
    (folder,) = (place for place in (library / "dist").iterdir() if place.is_dir())
    return folder


def _whole(folder: Path) -> dict[str, bytes]:
    return {f.relative_to(folder).as_posix(): f.read_bytes() for f in sorted(folder.rglob("*")) if f.is_file()}


def test_a_pack_holds_the_site_and_the_files_beside_it(packed: Path) -> None:
    assert {place.name for place in packed.iterdir()} == {
        "打开案例库.html", "index.html", "使用说明.txt", "校验.html", "VERSION.txt", "LICENSE.txt", "NOTICE.txt", "MANIFEST.json",
        "site",
        "案例手册.pdf",
    }  # fmt: skip
    assert _whole(packed / "site") == _whole(packed.parent.parent / "site")
    assert verify(packed, Expected(), quiet).whole
    assert verify(packed.with_name(packed.name + ".zip"), Expected(), quiet).whole


def test_the_zip_holds_the_same_files_in_one_folder(packed: Path) -> None:
    with zipfile.ZipFile(f"{packed}.zip") as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
        assert held == {f"{packed.name}/{path}": data for path, data in _whole(packed).items()}
        assert archive.namelist() == sorted(archive.namelist())
        assert all(info.flag_bits & 0x800 for info in archive.infolist())


def test_both_ways_in_lead_to_the_site_without_a_script(packed: Path) -> None:
    html = (packed / "index.html").read_text(encoding="utf-8")
    assert (packed / "打开案例库.html").read_text(encoding="utf-8") == html
    assert '<noscript><meta http-equiv="refresh" content="0; url=site/index.html"></noscript>' in html
    assert '<a href="site/index.html">' in html


def test_the_note_opens_in_any_notepad(packed: Path) -> None:
    data = (packed / "使用说明.txt").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.count(b"\n") == data.count(b"\r\n") > 20
    assert b"@@" not in data


def test_the_manifest_lists_every_other_file(packed: Path) -> None:
    files = _whole(packed)
    manifest = parse_manifest(files.pop("MANIFEST.json"))
    assert [file.path for file in manifest.files] == sorted(files)
    assert packed.name.endswith(manifest.version)
    assert (packed / "VERSION.txt").read_text().strip() == manifest.version


def test_a_report_of_bytes_on_three_kinds_of_stick(packed: Path) -> None:
    said = (packed.parent.parent / "said.txt").read_text(encoding="utf-8")
    assert re.search(r"16 KiB 时 [\d.]+ MB，32 KiB 时 [\d.]+ MB，128 KiB 时 [\d.]+ MB", said)


# ---- what may leave the house ----


def test_drafts_stay_behind_and_are_named(library: Path, anliku: Run) -> None:
    draft = (library / CASE).read_text(encoding="utf-8").replace("published", "draft").replace("示例村设", "草稿村设")
    (library / "cases" / "draft-case.yml").write_text(draft, encoding="utf-8")
    code, said = anliku("-C", library, "pack")
    assert code == 0, said
    assert "没有带上 1 条还没发布的内容" in said
    assert "草稿村设代办员替村民跑腿（草稿）" in said
    assert not any("草稿村".encode() in data for data in _whole(_only_pack(library)).values())


def test_a_case_without_review_stops_the_pack(library: Path, anliku: Run) -> None:
    change(library / CASE, 'reviewed: {by: 编者, on: "2021-01-05"}', "")
    code, said = anliku("-C", library, "pack")
    assert code == 1
    assert CASE in said
    assert "--allow-unreviewed" in said
    assert not (library / "dist").exists()
    code, said = anliku("-C", library, "pack", "--allow-unreviewed")
    assert code == 0
    assert "有 1 个案例没有审核记录" in said


@pytest.mark.parametrize("text", ["电话 13800138000", "11010519491231002X", "机密★10年", "内部资料，注意保存"])
@pytest.mark.parametrize("place", [CASE, "content/pages/index.md"])
def test_personal_data_and_secrecy_marks_stop_the_pack(library: Path, anliku: Run, text: str, place: str) -> None:
    file = library / place
    old = "村子离镇上远" if place == CASE else file.read_text(encoding="utf-8").splitlines()[-1]
    change(file, old, f"{old}{text}")
    code, said = anliku("-C", library, "pack", "--allow-unreviewed")
    assert code == 1
    assert place in said
    assert "没有打包" in said
    assert not (library / "dist").exists()


def test_a_library_with_errors_is_not_packed(library: Path, anliku: Run) -> None:
    change(library / CASE, "organisations: [village]", "organisations: [vilage]")
    code, said = anliku("-C", library, "pack")
    assert code == 1
    assert "village" in said


# ---- the handbook ----


def test_the_handbook_lies_beside_the_site_and_the_note_names_it(packed: Path) -> None:
    assert (packed / "案例手册.pdf").read_bytes().startswith(b"%PDF")
    assert "案例手册.pdf　　全部案例，可以打印" in (packed / "使用说明.txt").read_text(encoding="utf-8-sig")


def test_without_a_font_the_rest_is_packed_and_one_line_says_so(library: Path, anliku: Run) -> None:
    change(library / "mkdocs.yml", "      vocabulary:", "      pdf: {font: 没有的字体}\n      vocabulary:")
    code, said = anliku("-C", library, "pack")
    assert code == 0, said
    assert "没有放案例手册：没有找到 mkdocs.yml 里 pdf.font 指定的字体“没有的字体”" in said
    assert not (_only_pack(library) / "案例手册.pdf").exists()
    assert "案例手册" not in (_only_pack(library) / "使用说明.txt").read_text(encoding="utf-8-sig")


def test_a_handbook_that_is_not_wanted_is_left_out(library: Path, anliku: Run) -> None:
    code, said = anliku("-C", library, "pack", "--no-handbook")
    assert code == 0, said
    assert "案例手册" not in said
    assert not list(_only_pack(library).glob("案例手册*"))


def test_a_very_large_library_gets_a_handbook_only_when_asked(
    library: Path, anliku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("anliku.commands.handbook.MOST_CASES", 0)
    code, said = anliku("-C", library, "pack")
    assert code == 0, said
    assert "案例有 1 个，超过 0 个，没有放案例手册" in said
    assert not list(_only_pack(library).glob("案例手册*"))
    anliku("-C", library, "pack", "--handbook", "--version", "2")
    assert list((library / "dist").glob("*-2/案例手册.pdf"))


def test_volumes_have_numbers_and_the_note_names_the_first_and_the_last() -> None:
    assert handbook_names(1) == ["案例手册.pdf"]
    names = handbook_names(12)
    assert (names[0], names[-1], len(names)) == ("案例手册-01.pdf", "案例手册-12.pdf", 12)
    assert handbook_line(names) == "　　案例手册-01.pdf 到 案例手册-12.pdf　　全部案例，可以打印\n"
    assert handbook_line([]) == ""


# ---- a part of the library ----


def test_a_pack_for_one_type_points_to_nothing_that_is_gone(library: Path, anliku: Run) -> None:
    other = (library / CASE).read_text(encoding="utf-8").replace("[village]", "[organ]").replace("示例村设", "机关设")
    (library / "cases" / "organ-case.yml").write_text(other, encoding="utf-8")
    change(library / "content/lessons/example-lesson.yml", "cases: [", "cases: [organ-case, ")
    change(library / CASE, "status: published", "status: published\nrelated: [organ-case]")
    anliku("-C", library, "build")
    before = _dangling(library / "site")
    # In a process of its own: one that has made a PDF itself cannot share such work among forked ones afterwards.
    command = [sys.executable, "-m", "anliku", "-C", str(library), "pack", "--only", "village"]
    subprocess.run(command, check=True, capture_output=True)
    site = _only_pack(library) / "site"
    assert not (site / "cases" / "organ-case.html").exists()
    assert "村" in _only_pack(library).name
    assert _dangling(site) <= before
    assert not any("机关设".encode() in data for data in _whole(site).values())


def _dangling(site: Path) -> set[str]:
    """Return the links that lead nowhere."""
    found = set()
    for page in site.rglob("*.html"):
        for link in re.findall(r'href="([^"#?:]+)', page.read_text(encoding="utf-8")):
            if not (page.parent / link).resolve().exists():
                found.add(f"{page.relative_to(site)}: {link}")
    return found


def test_an_unknown_type_is_wrong_usage(library: Path, anliku: Run) -> None:
    code, said = anliku("-C", library, "pack", "--only", "vilage")
    assert code == 2
    assert "village" in said


# ---- the old pack stays whole ----


def test_too_large_a_pack_is_not_written(library: Path, anliku: Run) -> None:
    code, said = anliku("-C", library, "pack", "--max-size", "10KB")
    assert code == 1
    assert "--max-size" in said
    assert not (library / "dist").exists()


def test_a_full_disk_leaves_the_old_pack_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = small_pack(tmp_path, version="1")
    before, zipped = _whole(packed.folder), packed.archive.read_bytes()
    reads = iter(range(5))

    def full(self: PackItem) -> bytes:
        if next(reads, None) is None:
            raise OSError(28, "No space left on device", "x")
        return self.data or b""

    monkeypatch.setattr(PackItem, "read", full)
    with pytest.raises(PackError, match="磁盘满了"):
        small_pack(tmp_path, version="1", seed=2)
    assert (_whole(packed.folder), packed.archive.read_bytes()) == (before, zipped)
    assert sorted(place.name for place in tmp_path.iterdir()) == [packed.folder.name, packed.archive.name]


_KILLED = """
import os, signal, sys
from pathlib import Path
from anliku.pack import writer
from tests.pack.support import small_pack
# Everything is written, and nothing in its place yet.
writer._settle_folders = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
small_pack(Path(sys.argv[1]), version="1", seed=2)
"""


def test_a_killed_pack_leaves_the_old_one_whole_and_the_next_one_clean(tmp_path: Path) -> None:
    packed = small_pack(tmp_path, version="1")
    before, zipped = _whole(packed.folder), packed.archive.read_bytes()
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path)], cwd=ROOT, check=False, timeout=60)
    assert killed.returncode == -signal.SIGKILL
    assert (_whole(packed.folder), packed.archive.read_bytes()) == (before, zipped)
    again = small_pack(tmp_path, version="1", seed=2)
    assert verify(again.folder, Expected(), quiet).whole
    assert sorted(place.name for place in tmp_path.iterdir()) == [packed.folder.name, packed.archive.name]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "dist").write_text("a file where a folder should be")
    with pytest.raises(PackError, match="写不出"):
        small_pack(tmp_path / "dist")


def test_a_page_that_was_changed_after_the_build_is_not_packed(tmp_path: Path) -> None:
    source = tmp_path / "page.html"
    source.write_text("changed")
    item = PackItem(PackFile("site/page.html", 7, "0" * 64), source=source)
    with pytest.raises(PackError, match="被改过"):
        item.read()


# ---- the same bytes everywhere ----


_THEN = "2031-02-03 04:05:06"
_CLOCK = ["faketime", "-f", f"@{_THEN}"]  # libfaketime: every process is told a time that begins there


def _pack_elsewhere(
    place: Path, environment: dict[str, str], umask: int, clock: list[str]
) -> tuple[dict[str, bytes], dict[str, int]]:
    library = starter(place / "library")
    for file in library.rglob("*"):
        os.utime(file, (1, 1) if umask else None)
    anliku = [*clock, sys.executable, "-m", "anliku", "-C", str(library)]
    around = {"env": {**os.environ, **environment}, "umask": umask, "capture_output": True}
    subprocess.run([*anliku, "pack"], check=True, **around)
    subprocess.run([*anliku, "pack", "--compact", "--no-handbook"], check=True, **around)
    dist = library / "dist"
    subprocess.run([*anliku, "export", "--format", "zim", "-o", str(dist / "library.zim")], check=True, **around)
    modes = {f.relative_to(dist).as_posix(): f.stat().st_mode for f in dist.rglob("*") if f.suffix != ".zim"}
    return _whole(dist), modes


@pytest.mark.skipif(not shutil.which("faketime"), reason="needs faketime")
def test_time_zone_locale_hash_seed_umask_path_and_clock_do_not_matter(tmp_path: Path) -> None:
    told = subprocess.run([*_CLOCK, sys.executable, "-c", "import datetime as d; print(d.datetime.now())"],
                          check=True, capture_output=True, text=True)  # fmt: skip
    assert told.stdout.startswith("2031-02-03")
    here = {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "1", VARIABLE: str(tmp_path / "cache-a")}
    there = {"TZ": "Asia/Shanghai", "LC_ALL": "C", "PYTHONHASHSEED": "77", "HOME": str(tmp_path),
             VARIABLE: str(tmp_path / "cache-b")}  # fmt: skip
    first = _pack_elsewhere(tmp_path / "a", here, 0o022, [])
    second = _pack_elsewhere(tmp_path / "案例 b" / "deeper", there, 0o077, _CLOCK)
    assert {"library.zim", "案例手册.pdf"} <= {path.rpartition("/")[2] for path in first[0]}
    assert first == second


def test_source_date_epoch_sets_the_time(library: Path, anliku: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    anliku("-C", library, "pack")
    folder = _only_pack(library)
    assert folder.name.split("-")[1].startswith("2023.11.14")
    assert {int(place.stat().st_mtime) for place in folder.rglob("*")} == {1700000000}


def test_the_moment_is_the_newest_full_date_and_fits_a_fat_disk() -> None:
    assert f"{moment({}, ['2014-05-28', '2021-01-05', '2022'])}" == "2021-01-05 00:00:00+00:00"
    assert moment({}, []).year == 1980
    assert moment({"SOURCE_DATE_EPOCH": "0"}, []).year == 1980
    with pytest.raises(PackError, match="SOURCE_DATE_EPOCH"):
        moment({"SOURCE_DATE_EPOCH": "today"}, [])


# ---- small parts ----


def test_a_version_that_is_none_is_wrong_usage_before_anything_is_built(library: Path, anliku: Run) -> None:
    for bad in ("2026.", "spring", "9" * 5000):
        code, said = anliku("-C", library, "pack", "--version", bad)
        assert code == 2
        assert "不是版本号" in said
    assert not (library / "dist").exists()


def test_names_of_packs_suit_every_disk() -> None:
    assert folder_name("案例/库: 一", "村党组织", "1.0") == "案例-库-一-村党组织-1.0"
    assert len(folder_name("长" * 300, "", "1.0")) < 60


def test_sizes() -> None:
    assert [parse_size(text) for text in ("500", "4GB", "1.5 MB", "2GiB", "64k")] == [
        500, 4_000_000_000, 1_500_000, 2 << 30, 64_000,
    ]  # fmt: skip
    with pytest.raises(PackError):
        parse_size("viel")


def test_bytes_on_a_disk_count_whole_clusters_and_folders() -> None:
    files = [PackFile("a/b/one", 1, ""), PackFile("a/two", 40_000, ""), PackFile("none", 0, "")]
    assert on_disk(files, 32 * 1024) == (1 + 2 + 0 + 3) * 32 * 1024
