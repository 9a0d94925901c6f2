"""The one writer of what a user gets: whole or not at all, and never over what a person wrote."""

from __future__ import annotations

import errno
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from anliku.delivery import aside, create, create_all, deliver
from anliku.troubles import UserError

_PAGE = b"<!doctype html>\n<p>%d</p>\n"


def _names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_what_it_wrote_itself_is_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    deliver({target: _PAGE % 1})
    deliver({target: _PAGE % 2})
    assert target.read_bytes().startswith(_PAGE % 2)
    assert _names(tmp_path) == ["a.html"]


@pytest.mark.parametrize("there", [b"", b"mine", _PAGE % 3, _PAGE % 1 + b"<!-- anliku-seal:" + b"0" * 64 + b" -->\n"])
def test_what_a_person_wrote_is_not(tmp_path: Path, there: bytes) -> None:
    target = tmp_path / "a.html"
    target.write_bytes(there)
    with pytest.raises(UserError, match="没有动它") as refused:
        deliver({tmp_path / "first.html": _PAGE % 1, target: _PAGE % 1})
    assert "--force" in refused.value.remedy
    assert _names(tmp_path) == ["a.html"]  # nor is anything else written
    assert target.read_bytes() == there
    deliver({target: _PAGE % 1}, force=True)
    assert target.read_bytes().startswith(_PAGE % 1)


def test_one_byte_that_somebody_added_counts(tmp_path: Path) -> None:
    target = tmp_path / "a.html"
    deliver({target: _PAGE % 1})
    with target.open("ab") as stream:
        stream.write(b" ")
    with pytest.raises(UserError, match="没有动它"):
        deliver({target: _PAGE % 2})


def test_a_copy_from_the_site_may_be_replaced_by_the_same(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(_PAGE % 1)  # the site's files carry no seal
    deliver({tmp_path / "a.html": _PAGE % 1})


def test_rights_stay_and_new_files_get_the_usual_ones(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    target = tmp_path / "a.html"
    deliver({target: _PAGE % 1})
    assert stat.S_IMODE(target.stat().st_mode) == stat.S_IMODE((tmp_path / "usual").stat().st_mode)
    target.chmod(0o640)
    deliver({target: _PAGE % 2})
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_link_stays_and_what_it_leads_to_is_written(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link.html").symlink_to(tmp_path / "real" / "a.html")
    for number in (1, 2):
        deliver({tmp_path / "link.html": _PAGE % number})
        assert (tmp_path / "link.html").is_symlink()
        assert (tmp_path / "real" / "a.html").read_bytes().startswith(_PAGE % number)


def test_devices_and_folders_are_never_replaced(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for place in (tmp_path / "pipe", tmp_path / "folder", Path("/dev/null"), Path("/")):
        with pytest.raises(UserError, match="写不出"):
            deliver({place: _PAGE % 1}, force=True)
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)
    assert _names(tmp_path) == ["folder", "pipe"]


def test_a_name_as_long_as_a_disk_takes_is_fine(tmp_path: Path) -> None:
    target = tmp_path / f"{'长' * 83}.html"
    deliver({target: _PAGE % 1})
    with pytest.raises(UserError, match="名字或路径太长"):
        deliver({tmp_path / f"{'长' * 90}.html": _PAGE % 1})
    assert _names(tmp_path) == [target.name]


@pytest.mark.parametrize("trouble", [OSError(errno.ENOSPC, "full"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("step", ["mkdir", "write_bytes", "replace", "link"])
def test_whatever_fails_nothing_is_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: BaseException, step: str
) -> None:
    old, new = tmp_path / "old.html", tmp_path / "deep" / "down" / "new.html"
    deliver({old: _PAGE % 1})
    before = old.read_bytes()

    def fail(*_: Any, **__: Any) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(os if step == "link" else Path, step, fail)
        if step == "link" and isinstance(trouble, OSError):
            patch.setattr(Path, "rename", fail)  # what is tried where there are no links
        target = old if step == "replace" else new
        with pytest.raises((UserError, KeyboardInterrupt, MemoryError)):
            deliver({target: _PAGE % 2})
    assert _names(tmp_path) == ["old.html"]
    assert old.read_bytes() == before


def test_a_new_file_never_takes_the_place_of_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    create(tmp_path / "key", b"one", 0o600)
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600

    def no_links(*_: Any) -> None:
        raise PermissionError(errno.EPERM, "FAT")

    for patch in (lambda: None, lambda: monkeypatch.setattr(os, "link", no_links)):
        patch()
        with pytest.raises(FileExistsError):
            create(tmp_path / "key", b"two")
        assert (tmp_path / "key").read_bytes() == b"one"
    create(tmp_path / "other", b"two")  # on a disk without links
    assert _names(tmp_path) == ["key", "other"]


_KILLED = """
import os, signal, sys
from pathlib import Path
from anliku.delivery import aside
with aside(Path(sys.argv[1])) as folder:
    (folder / "half").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_run_left_is_swept_and_what_another_run_holds_is_not(tmp_path: Path) -> None:
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(tmp_path / "a")], check=False)
    assert killed.returncode == -signal.SIGKILL
    (tmp_path / ".anliku-mine").mkdir()
    assert len(_names(tmp_path)) == 2
    with aside(tmp_path / "b") as held:
        (held / "draft").write_bytes(b"x")
        deliver({tmp_path / "a.html": _PAGE % 1})
        assert (held / "draft").exists()
        assert _names(tmp_path) == [held.name, ".anliku-mine", "a.html"]
    assert _names(tmp_path) == [".anliku-mine", "a.html"]


def test_new_files_come_all_or_none(tmp_path: Path) -> None:
    (tmp_path / "b.yml").write_text("mine")
    with pytest.raises(UserError, match="已经有了"):
        create_all({tmp_path / "a.yml": b"1", tmp_path / "b.yml": b"2"})
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {"b.yml": "mine"}
    create_all({tmp_path / "a.yml": b"1", tmp_path / "c.yml": b"2"})
    assert (tmp_path / "c.yml").read_bytes() == b"2"


def test_a_failure_half_way_leaves_no_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(target: Path, content: bytes) -> None:
        if target.name == "b.yml":
            raise OSError(28, "full", str(target))
        target.write_bytes(content)

    monkeypatch.setattr("anliku.delivery.create", full)
    with pytest.raises(UserError, match="写不出"):
        create_all({tmp_path / "a.yml": b"1", tmp_path / "b.yml": b"2"})
    assert list(tmp_path.iterdir()) == []
