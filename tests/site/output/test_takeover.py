"""Taking files over from the old site: every file arrives, whichever process brings it, or the failure is told."""

from __future__ import annotations

import errno
import multiprocessing
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from anliku.site.output.takeover import Takeover

FEW, MANY = 7, 2_000  # of so many, most are brought by the process beside this one


@pytest.fixture
def folders(tmp_path: Path) -> Callable[[int], tuple[Path, Path]]:
    """Make an old folder with this many files below it, and a new one without any."""

    def make(count: int) -> tuple[Path, Path]:
        old, new = tmp_path / "old", tmp_path / "new"
        for name in ("cases", "lists"):
            (old / name).mkdir(parents=True)
        for path in paths(count):
            (old / path).write_text(path)
        new.mkdir()
        return old, new

    return make


def paths(count: int) -> list[str]:
    return [f"{'cases' if number % 2 else 'lists'}/{number}.html" for number in range(count)]


def brought(new: Path, count: int) -> bool:
    return all((new / path).read_text() == path for path in paths(count))


@pytest.mark.parametrize("count", [0, FEW, MANY])
def test_every_file_is_there_in_the_end(folders: Callable[[int], tuple[Path, Path]], count: int) -> None:
    old, new = folders(count)
    takeover = Takeover(old, new, count)
    takeover.begin()
    assert len(multiprocessing.active_children()) == (count == MANY)  # before this process has grown
    for path in [*paths(count), *paths(count)]:  # asked for twice, and brought once
        takeover.add(path)
    takeover.finish()
    assert brought(new, count)
    assert not multiprocessing.active_children()


def test_every_file_is_there_without_another_process(
    folders: Callable[[int], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = folders(MANY)
    monkeypatch.setattr("anliku.workers.START_METHOD", "spawn")
    takeover = Takeover(old, new, MANY)
    takeover.begin()
    for path in paths(MANY):
        takeover.add(path)
    assert not multiprocessing.active_children()
    takeover.finish()
    assert brought(new, MANY)


def test_what_a_killed_process_left_undone_is_done(folders: Callable[[int], tuple[Path, Path]]) -> None:
    old, new = folders(MANY)
    takeover = Takeover(old, new, MANY)
    takeover.begin()
    for number, path in enumerate(paths(MANY)):
        takeover.add(path)
        if number == MANY // 2:
            (process,) = multiprocessing.active_children()
            process.kill()
            process.join()
    takeover.finish()
    assert brought(new, MANY)


@pytest.mark.parametrize("count", [FEW, MANY])
def test_a_file_that_is_gone_is_told(folders: Callable[[int], tuple[Path, Path]], count: int) -> None:
    old, new = folders(count)
    (old / paths(count)[3]).unlink()
    takeover = Takeover(old, new, count)
    takeover.begin()
    for path in paths(count):
        takeover.add(path)
    with pytest.raises(FileNotFoundError, match=r"3\.html"):
        takeover.finish()
    takeover.stop()
    assert not multiprocessing.active_children()


@pytest.mark.parametrize("count", [FEW, MANY])
def test_files_are_copied_where_links_are_impossible(
    folders: Callable[[int], tuple[Path, Path]], monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    def no_link(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", no_link)
    old, new = folders(count)
    takeover = Takeover(old, new, count)
    takeover.begin()
    for path in paths(count):
        takeover.add(path)
    takeover.finish()
    assert brought(new, count)
    assert (new / paths(count)[0]).stat().st_mtime_ns == (old / paths(count)[0]).stat().st_mtime_ns


def test_a_stopped_process_brings_nothing_more(folders: Callable[[int], tuple[Path, Path]]) -> None:
    old, new = folders(MANY)
    takeover = Takeover(old, new, MANY)
    takeover.begin()
    for path in paths(MANY):
        takeover.add(path)
    takeover.stop()
    assert not multiprocessing.active_children()
