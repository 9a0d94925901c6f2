"""Nothing that a user owns is lost to a build: which folders it refuses, and what it leaves of those it replaces."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from anliku.cache import cache_folder
from anliku.site.output.tree import OutputError, Tree
from tests.site.building import built, contents, mini_library


def tree_of(folder: Path) -> dict[str, bytes | str | None]:
    """Everything below a folder: files, links, and folders."""
    return {
        p.relative_to(folder).as_posix(): str(p.readlink())
        if p.is_symlink()
        else p.read_bytes()
        if p.is_file()
        else None
        for p in sorted(folder.rglob("*"))
    }


def refused(root: Path, out: Path, words: str) -> None:
    """Build there, and make sure that it is refused with these words and nothing has changed."""
    before = tree_of(root.parent)
    with pytest.raises(OutputError, match=words) as error:
        built(root, out=out)
    assert error.value.remedy
    assert tree_of(root.parent) == before


PLACES: dict[str, Callable[[Path], Path]] = {
    "the library": lambda root: root,
    "the library by a long way": lambda root: root / "cases" / "..",
    "its parent": lambda root: root.parent,
    "the root of the disk": lambda _: Path("/"),
    "the cases": lambda root: root / "cases",
    "within the cases": lambda root: root / "cases" / "site",
    "the contents": lambda root: root / "content",
    "the pages": lambda root: root / "content" / "pages",
    "within the theme": lambda root: root / "theme" / "x",
    "the repository": lambda root: root / ".git",
}


@pytest.mark.parametrize("place", PLACES)
def test_sources_are_never_replaced(tmp_path: Path, place: str) -> None:
    root = mini_library(tmp_path / "library")
    refused(root, PLACES[place](root), "不能写到")


def test_the_home_folder_is_never_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    refused(mini_library(tmp_path / "library"), home, "不能写到")


def test_a_link_to_the_library_is_the_library(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    (tmp_path / "link").symlink_to(root)
    refused(root, tmp_path / "link", "不能写到")


@pytest.mark.parametrize("inside", ["photo.jpg", "deep/er/notes.txt", ".hidden", "index.html", "manifest.json"])
def test_a_folder_with_files_of_somebody_is_refused_and_they_are_named(tmp_path: Path, inside: str) -> None:
    root = mini_library(tmp_path / "library")
    (tmp_path / "out" / inside).parent.mkdir(parents=True)
    (tmp_path / "out" / inside).write_text("mine")
    refused(root, tmp_path / "out", inside)


@pytest.mark.parametrize("first", [False, True], ids=["into site", "into a site that was built"])
def test_a_photo_in_the_site_is_not_erased(tmp_path: Path, first: bool) -> None:
    root = mini_library(tmp_path / "library")
    if first:
        built(root)
    (root / "site").mkdir(exist_ok=True)
    (root / "site" / "photo.jpg").write_bytes(b"mine")
    refused(root, root / "site", r"photo\.jpg")


def test_many_strangers_are_counted(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    (root / "site").mkdir()
    for number in range(20):
        (root / "site" / f"{number:02}.txt").touch()
    refused(root, root / "site", r"00\.txt、01\.txt、02\.txt 等 20 个文件")


def test_a_link_in_the_site_is_a_stranger_even_under_a_name_of_ours(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    built(root)
    (tmp_path / "mine.html").write_text("mine")
    (root / "site" / "guide.html").unlink()
    (root / "site" / "guide.html").symlink_to(tmp_path / "mine.html")
    refused(root, root / "site", r"guide\.html")


def test_a_manifest_of_something_else_proves_nothing(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    (root / "site").mkdir()
    (root / "site" / "photo.jpg").write_bytes(b"mine")
    for text in ("{}", "[]", "x", json.dumps({"format": "web-app", "files": [{"path": "photo.jpg", "sha256": ""}]})):
        (root / "site" / "manifest.json").write_text(text)
        refused(root, root / "site", r"photo\.jpg")


def test_an_empty_folder_is_accepted(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    (tmp_path / "out").mkdir()
    assert (built(root, out=tmp_path / "out").out / "index.html").is_file()


def test_a_file_in_the_way_is_refused_each_time(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    (root / "site").write_text("mine")
    for _ in range(2):
        refused(root, root / "site", "是一个文件")


def test_a_link_is_followed_each_time(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    (tmp_path / "elsewhere").mkdir()
    (root / "site").symlink_to(tmp_path / "elsewhere")
    for _ in range(2):
        built(root)
        assert (root / "site").is_symlink()
        assert (tmp_path / "elsewhere" / "index.html").is_file()


def test_a_link_to_a_folder_that_is_still_to_be_made_is_followed(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    (root / "site").symlink_to(tmp_path / "later")
    built(root)
    assert (tmp_path / "later" / "index.html").is_file()
    assert (root / "site").is_symlink()


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    (root / "site").symlink_to("site")
    refused(root, root / "site", "绕圈的链接")


def test_a_page_that_somebody_changed_is_kept_beside_the_new_site(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    good = contents(built(root).out)
    (root / "site" / "guide.html").write_text("我写的")
    report = built(root)
    assert contents(report.out) == good
    assert report.kept == root / "site-kept-1"
    assert contents(report.kept) == {"guide.html": "我写的".encode()}
    assert built(root).kept is None


def test_what_is_kept_twice_stands_twice(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    built(root)
    for number in (1, 2):
        (root / "site" / "guide.html").write_text(f"我写的 {number}")
        built(root)
    kept = [(root / f"site-kept-{number}" / "guide.html").read_text() for number in (1, 2)]
    assert kept == ["我写的 1", "我写的 2"]


def test_the_command_says_where_it_is_kept(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    built(root)
    (root / "site" / "index.html").write_text("我写的")
    command = [sys.executable, "-m", "anliku", "-C", str(root), "build"]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert f"没有丢，原样留在：{root / 'site-kept-1'}" in result.stderr


@pytest.mark.parametrize("cold", [False, True], ids=["warm", "cold"])
def test_a_rebuild_after_every_page_has_changed_keeps_nothing(tmp_path: Path, cold: bool) -> None:
    root = mini_library(tmp_path / "library")
    built(root)
    os.utime(root / "site" / "guide.html", (1, 1))  # another time is no change
    (root / "mkdocs.yml").write_text((root / "mkdocs.yml").read_text().replace("小库", "大库"))
    assert built(root, clean=cold).kept is None
    assert sorted(p.name for p in root.iterdir()) == ["cases", "content", "mkdocs.yml", "site"]


def test_a_file_that_arrives_while_a_site_is_built_is_kept(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    built(root)
    with Tree(root / "site", root) as tree:
        (root / "site" / "photo.jpg").write_bytes(b"mine")
        (tree.folder / "manifest.json").write_text('{"format": "anliku-manifest/1", "files": []}')
        kept = tree.swap()
    assert kept and contents(kept) == {"photo.jpg": b"mine"}


@pytest.mark.parametrize("change", ["one too many", "one too few"])
def test_a_tree_that_is_not_what_its_manifest_lists_is_not_published(tmp_path: Path, change: str) -> None:
    root = mini_library(tmp_path / "library")
    before = contents(built(root).out)
    with pytest.raises(OutputError, match=r"不完整（x\.html）"), Tree(root / "site", root) as tree:
        listed = "" if change == "one too many" else '{"path": "x.html", "sha256": "0"}'
        (tree.folder / "manifest.json").write_text('{"format": "anliku-manifest/1", "files": [' + listed + "]}")
        if not listed:
            (tree.folder / "x.html").touch()
        tree.swap()
    assert contents(root / "site") == before


@pytest.mark.parametrize("moment", ["after the exchange", "while the old site is removed"])
def test_what_a_killed_build_left_of_the_old_site_is_not_lost(tmp_path: Path, moment: str) -> None:
    """Killed between the exchange and the removal, a draft's name holds the old site with a reader's changes in it."""
    root = mini_library(tmp_path / "library")
    built(root)
    old = root / ("site.anliku-new-1" if moment == "after the exchange" else "site.anliku-old")
    (root / "site").rename(old)
    (old / "guide.html").write_text("我写的")
    (root / "site").mkdir()
    built(root)
    assert contents(root / "site-kept-1") == {"guide.html": "我写的".encode()}
    assert sorted(p.name for p in root.iterdir()) == ["cases", "content", "mkdocs.yml", "site", "site-kept-1"]


def test_an_unfinished_draft_of_a_killed_build_is_removed(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    (root / "site.anliku-new-1" / "cases").mkdir(parents=True)
    (root / "site.anliku-new-1" / "cases" / "x.html").touch()
    built(root)
    assert sorted(p.name for p in root.iterdir()) == ["cases", "content", "mkdocs.yml", "site"]


def test_a_site_in_the_cache_may_be_damaged_as_you_like(tmp_path: Path) -> None:
    """The preview lies there: nothing in a cache is somebody's, and none of it may stop a build."""
    root = mini_library(tmp_path / "library")
    preview = cache_folder(root) / "preview"
    good = contents(built(root, out=preview).out)
    (preview / "manifest.json").write_text("cut")
    (preview / "stray.txt").write_text("x")
    assert contents(built(root, out=preview).out) == good
