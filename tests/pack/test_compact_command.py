"""`anliku pack --compact`: with the other options, as an update, and what it says."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from anliku.commands import pack as command
from anliku.pack.manifest import parse_manifest
from anliku.pack.verify import Expected, verify

from .compacting import cases, shards
from .support import change, quiet, starter

Run = Callable[..., tuple[int, str]]
CASE = "cases/example-village-agent.yml"


def _folder(library: Path, part: str = "") -> Path:
    (folder,) = (place for place in (library / "dist").iterdir() if place.is_dir() and part in place.name)
    return folder


def test_the_command_makes_a_signed_compact_pack_for_lecturers(library: Path, anliku: Run) -> None:
    anliku("keygen", library / "key.pem")
    more = ("--sign", library / "key.pem", "--version", "2.0", "--lecturer", "--only", "village", "--max-size", "50MB")
    code, said = anliku("-C", library, "pack", "--no-handbook", "--compact", *more)
    assert code == 0, said
    assert "这是紧凑版" in said
    folder = _folder(library)
    assert folder.name.endswith("-村党组织、讲师版、紧凑版-2.0")
    assert verify(folder, Expected(), quiet).whole
    assert verify(Path(f"{folder}.zip"), Expected(), quiet).whole
    manifest = parse_manifest((folder / "MANIFEST.json").read_bytes())
    assert (manifest.form, manifest.version, bool(manifest.signed_by)) == ("compact", "2.0", True)
    note = (folder / "使用说明.txt").read_text(encoding="utf-8-sig")
    assert "本包是紧凑版" in note
    assert "要完整版" in note
    assert set(cases(folder / "site")) == {"example-village-agent"}


def test_an_update_of_a_compact_pack_carries_the_packs_that_changed(tmp_path: Path, anliku: Run) -> None:
    library = starter(tmp_path / "library")
    anliku("-C", library, "pack", "--no-handbook", "--compact", "--version", "1")
    change(library / CASE, "村子离镇上远", "村子离镇上很远")
    code, said = anliku(
        "-C",
        library,
        "pack",
        "--no-handbook",
        "--compact",
        "--version",
        "2",
        "--since",
        _folder(library).with_suffix(".zip"),
    )
    assert code == 0, said
    update = _folder(library, "更新")
    changed = {f.relative_to(update).as_posix() for f in update.rglob("*") if f.is_file()}
    assert "复制里面的文件/site/cases/pack-00.js" in changed
    assert "复制里面的文件/site/cases/case.html" not in changed
    old = _folder(library, "紧凑版-1")
    shutil.copytree(update / "复制里面的文件", old, dirs_exist_ok=True)
    assert verify(old, Expected(), quiet).whole


def test_a_large_library_in_full_form_brings_a_word_of_advice(
    library: Path, anliku: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--compact" not in anliku("-C", library, "pack", "--no-handbook")[1]
    monkeypatch.setattr(command, "COMPACT_FROM", 0)
    assert "可以加 --compact 打成紧凑版" in anliku("-C", library, "pack", "--no-handbook")[1]
    assert "可以加 --compact" not in anliku("-C", library, "pack", "--no-handbook", "--compact")[1]


def test_too_large_a_compact_pack_is_not_told_to_be_compact(library: Path, anliku: Run) -> None:
    code, said = anliku("-C", library, "pack", "--no-handbook", "--compact", "--max-size", "10KB")
    assert code == 1
    assert "--only" in said
    assert "用 --compact" not in said


def test_the_two_forms_of_one_version_do_not_overwrite_each_other(library: Path, anliku: Run) -> None:
    anliku("-C", library, "pack", "--no-handbook", "--version", "1")
    anliku("-C", library, "pack", "--no-handbook", "--version", "1", "--compact")
    assert len([place for place in (library / "dist").iterdir() if place.is_dir()]) == 2
    assert shards(_folder(library, "紧凑版") / "site" / "cases" / "pack-00.js").keys() == {
        "pack-00",
        "#example-village-agent",
    }
