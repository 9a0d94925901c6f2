"""Builds at the same time: one after the other, and who cannot build is told why."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from anliku import lock
from anliku.cache import cache_folder, lock_file
from anliku.lock import alone
from anliku.site.output.tree import OutputError
from tests.site.building import MINI, built, contents, mini_library
from tests.support import CASE, changed


def begin(root: Path, *more: str) -> subprocess.Popen[str]:
    """Start a build."""
    command = [sys.executable, "-m", "anliku", "-C", str(root), "build", *more]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ended(*builds: subprocess.Popen[str]) -> None:
    """Wait for builds; each must have built, or say who did."""
    for build in builds:
        _, errors = build.communicate(timeout=600)
        assert build.returncode == 0 or "另一个 anliku 正在" in errors, errors
    assert any(build.returncode == 0 for build in builds)


@pytest.mark.parametrize("state", ["cold", "warm"])
def test_two_builds_at_once_publish_one_whole_site(tmp_path: Path, state: str) -> None:
    cases = {f"case_{n:03d}": changed(CASE, f"title: 第{n}个案例") for n in range(120)}
    root = mini_library(tmp_path / "library", **cases)
    for number in range(3):
        (root / "content/terms.yml").write_text(MINI["content/terms.yml"].replace("替群众", f"第{number}次替群众"))
        more = ["--clean"] if state == "cold" else []
        ended(begin(root, *more), begin(root, *more))
        assert contents(root / "site") == contents(built(root, out=tmp_path / f"alone-{number}").out)
        assert sorted(p.name for p in root.iterdir()) == ["cases", "content", "mkdocs.yml", "site"]


def test_builds_of_one_library_into_two_folders_do_not_mix(tmp_path: Path) -> None:
    root = mini_library(tmp_path / "library")
    ended(begin(root, "--out", str(tmp_path / "a")), begin(root, "--out", str(tmp_path / "b"), "--lecturer"))
    assert contents(tmp_path / "a") == contents(built(root, clean=True).out)
    assert contents(tmp_path / "b") == contents(built(root, clean=True, lecturer=True).out)


def test_builds_of_two_libraries_into_one_folder_do_not_mix(tmp_path: Path) -> None:
    roots = [mini_library(tmp_path / name, first_case=changed(CASE, f"title: {name}")) for name in ("one", "two")]
    ended(*(begin(root, "--out", str(tmp_path / "out")) for root in roots))
    assert contents(tmp_path / "out") in [contents(built(root).out) for root in roots]


def _refused(root: Path, held: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Build while another thread holds a lock; return what the build says."""
    monkeypatch.setattr(lock, "PATIENCE", 0)
    done, begun = threading.Event(), threading.Event()

    def hold() -> None:
        with alone(held):
            begun.set()
            done.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    begun.wait()
    try:
        with pytest.raises(OutputError) as error:
            built(root)
    finally:
        done.set()
        holder.join()
    return f"{error.value}{error.value.remedy}"


def test_who_cannot_write_the_site_is_told_who_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = mini_library(tmp_path)
    words = _refused(root, root / ".site.anliku-lock", monkeypatch)
    assert words.startswith(f"另一个 anliku 正在写 {root / 'site'}（进程 ")
    assert "等它结束再运行" in words


def test_who_cannot_use_the_cache_is_told_who_does(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = mini_library(tmp_path)
    words = _refused(root, lock_file(cache_folder(root)), monkeypatch)
    assert words.startswith("另一个 anliku 正在生成这个案例库（进程 ")


def test_a_link_and_the_folder_it_leads_to_are_one_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = mini_library(tmp_path / "library")
    (tmp_path / "real").mkdir()
    (root / "site").symlink_to(tmp_path / "real")
    assert "另一个 anliku 正在写" in _refused(root, tmp_path / ".real.anliku-lock", monkeypatch)
