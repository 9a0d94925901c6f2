"""An update pack, applied by plain copying, gives exactly the new pack."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from anliku.pack.errors import PackError
from anliku.pack.keys import new_key
from anliku.pack.manifest import PackForm
from anliku.pack.pack import Order, Packed, pack
from anliku.pack.update import DELETIONS, FILES, known_pack
from anliku.pack.verify import Expected, verify

from .support import WHEN, quiet, site_of

OLD = {"index.html": b"old", "same.html": b"same" * 1000, "gone/page.html": b"gone"}
NEW = {"index.html": b"new", "same.html": b"same" * 1000, "more/page.html": b"more"}


def _made(dist: Path, texts: dict[str, bytes], version: str, **order: Any) -> Packed:
    return pack(site_of(texts), Order(library="库", when=WHEN, dist=dist, version=version, **order), quiet)


@pytest.mark.parametrize("signed", [False, True])
def test_copied_over_the_old_pack_it_gives_the_new_one(tmp_path: Path, signed: bool) -> None:
    key = new_key() if signed else None
    old = _made(tmp_path, OLD, "1", key=key)
    new = _made(tmp_path, NEW, "2", key=key)
    update = _made(tmp_path, NEW, "2", key=key, since=known_pack(old.archive))
    shutil.copytree(update.folder / FILES, old.folder, dirs_exist_ok=True)
    for line in (update.folder / DELETIONS).read_text(encoding="utf-8-sig").split():
        (old.folder / line.replace("\\", "/")).unlink()
    (old.folder / "site" / "gone").rmdir()
    assert verify(old.folder, Expected(), quiet).whole
    here, there = (
        {f.relative_to(p.folder): f.read_bytes() for f in p.folder.rglob("*.*") if f.is_file()} for p in (old, new)
    )
    assert here == there


def test_it_carries_only_what_changed_and_can_be_checked_itself(tmp_path: Path) -> None:
    old = _made(tmp_path, OLD, "1")
    update = _made(tmp_path, NEW, "2", since=known_pack(old.folder))
    paths = [file.path for file in update.manifest.files]
    assert f"{FILES}/site/same.html" not in paths
    assert {f"{FILES}/site/index.html", f"{FILES}/site/more/page.html", f"{FILES}/MANIFEST.json"} <= set(paths)
    assert (update.manifest.form, update.manifest.base) == (PackForm.UPDATE, "1")
    assert verify(update.folder, Expected(), quiet).whole
    assert verify(update.archive, Expected(), quiet).whole
    note = (update.folder / "更新说明.txt").read_text(encoding="utf-8-sig")
    assert "从版本 1 更新到 2" in note
    assert "列出的 1 个旧文件删掉" in note
    assert "@@" not in note


def test_old_packs_that_will_not_do(tmp_path: Path) -> None:
    old = _made(tmp_path, OLD, "1")
    known = known_pack(old.folder)
    with pytest.raises(PackError, match="没有可更新的"):
        _made(tmp_path, OLD, "1", since=known)
    with pytest.raises(PackError, match="反而"):
        _made(tmp_path, NEW, "0.9", since=known)
    with pytest.raises(PackError, match="不是一种"):
        _made(tmp_path, NEW, "2", since=known, form=PackForm.COMPACT)
    update = _made(tmp_path, NEW, "2", since=known)
    with pytest.raises(PackError, match="是更新包"):
        known_pack(update.folder)
    (old.folder / "VERSION.txt").unlink()
    with pytest.raises(PackError, match="不完整"):
        known_pack(old.folder)


def test_without_deletions_there_is_no_word_of_them(tmp_path: Path) -> None:
    old = _made(tmp_path, OLD, "1")
    update = _made(tmp_path, {**OLD, **NEW}, "2", since=known_pack(old.folder))
    assert not (update.folder / DELETIONS).exists()
    assert "删" not in (update.folder / "更新说明.txt").read_text(encoding="utf-8-sig")
