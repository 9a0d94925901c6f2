"""Caches never matter: whatever happens to a file of one, the next command gives what a cold one gives."""

from __future__ import annotations

import json
import os
import pickle
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from anliku.cache import VARIABLE, cache_folder, forget, holds, holds_folder, keep, keep_folder, recall
from anliku.check.survey import survey
from anliku.export.templates import _compiled
from anliku.search.documents import alias_groups, library_sources
from anliku.search.offline import library_engine
from anliku.search.store import Store
from anliku.search.terminal import TerminalIndex, _jieba
from anliku.site.build import Options, build

from .site.building import contents, mini_library

pytestmark = pytest.mark.usefixtures("words_of_jieba")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: -max(1, file.stat().st_size // 3)])


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    if data:
        data[len(data) * 2 // 3] ^= 0x20
    file.write_bytes(data)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def replace_by_a_folder(file: Path) -> None:
    file.unlink()
    (file / "inside").mkdir(parents=True)


def replace_by_a_link_to_nowhere(file: Path) -> None:
    file.unlink()
    file.symlink_to("nowhere")


def make_another_version(file: Path) -> None:
    keep(file, "another version", {"a": 1})


def make_a_list(file: Path) -> None:
    file.write_bytes(pickle.dumps([]) if file.suffix == ".pickle" else json.dumps([]).encode())


def delete(file: Path) -> None:
    file.unlink()


def exchange_with_a_neighbour(file: Path) -> None:
    other = min(other for other in file.parent.iterdir() if other != file or len(list(file.parent.iterdir())) == 1)
    shutil.copy(other, file) if other != file and other.is_file() else file.unlink()


DAMAGES = [cut, flip, empty, replace_by_a_folder, replace_by_a_link_to_nowhere, make_another_version, make_a_list, delete,
           exchange_with_a_neighbour]  # fmt: skip


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = mini_library(tmp_path_factory.mktemp("library") / "library")
    shutil.rmtree(root / "content/indicators")  # without files to print, which take long and are in no cache
    return root


def answers(root: Path) -> dict[str, object]:
    """What check, build, search and similar give."""
    return {**searched(root), **written(root)}


def searched(root: Path) -> dict[str, object]:
    _jieba.cache_clear()  # a command begins without what an earlier one has read
    surveyed = survey(root, cache_folder(root))
    sources = list(library_sources(surveyed.library))
    index = TerminalIndex(cache_folder(root), sources)
    found = library_engine(cache_folder(root), sources, alias_groups(surveyed.library.shared), {}).search("daiban")
    hits = sorted((hit.document.id, hit.matched) for hit in found.hits)
    return {"search": hits, "similar": index.similar("case:first-case")}


def written(root: Path) -> dict[str, object]:
    out = root.parent / "out"
    shutil.rmtree(out, ignore_errors=True)
    surveyed = build(root, Options(out=out)).survey
    return {"check": (surveyed.findings, surveyed.library.entries), "build": contents(out)}


def kept_files(folder: Path) -> list[str]:
    """Return every file of a cache, but of the frames only a page, their seal and one of the rest: all are looked at alike,
    as `test_frames_are_believed_only_when_none_is_damaged` shows.
    """
    found: dict[str, str] = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        path = file.relative_to(folder)
        if path.parts[0] != "frames":
            found[path.as_posix()] = path.as_posix()
        elif file.name in ("index.html", ".complete", "style.css"):
            found[file.name] = path.as_posix()
    return sorted(found.values())


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_no_damage_to_a_file_of_the_cache_matters(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    expected = answers(library)
    folder, good = cache_folder(library), tmp_path / "good"
    folder.rename(good)
    files = kept_files(good)
    assert {path.partition("/")[0] for path in files} >= {
        "survey",
        "search",
        "frames",
        "whoosh",
        "terminal",
        "shared.pickle",
        "jieba.pickle",
    }
    for path in files:
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(good, folder)
        damage(folder / path)
        if path == "jieba.pickle":  # it is read only when there is something to index
            shutil.rmtree(folder / "whoosh")
        found = searched(library) if path.startswith(("jieba", "whoosh", "terminal")) else written(library)
        assert found == {name: expected[name] for name in found}, path


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_no_damage_to_what_is_kept_for_all_libraries_matters(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Path], None]
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    _compiled.cache_clear()
    expected = written(library)
    kept = sorted(path for path in (tmp_path / "cache").iterdir() if path.suffix == ".pickle")
    assert [path.name for path in kept] == ["frame-templates.pickle", "templates.pickle"]
    for path in kept:
        whole = path.read_bytes()
        damage(path)
        _compiled.cache_clear()
        forget(library)
        assert written(library) == expected
        assert path.read_bytes() == whole


def test_templates_are_compiled_once_for_all_libraries(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    _compiled.cache_clear()
    written(library)
    _compiled.cache_clear()
    monkeypatch.setattr("anliku.site.pages.writing.PageEnvironment.compile", lambda *_, **__: pytest.fail("compiled"))
    written(mini_library(tmp_path / "other" / "library"))


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda damage: damage.__name__)
def test_frames_are_believed_only_when_none_is_damaged(
    library: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    build(library, Options(out=tmp_path / "site"))
    (good,) = (cache_folder(library) / "frames").iterdir()
    kinds = {path.suffix: path.relative_to(good) for path in sorted(good.rglob("*")) if path.is_file()}
    assert kinds.keys() >= {"", ".html", ".css", ".js", ".png", ".xml", ".gz", ".map"}
    for path in kinds.values():
        folder = shutil.copytree(good, tmp_path / "frames")
        assert holds_folder(folder, good.name)
        damage(folder / path)
        assert not holds_folder(folder, good.name), path
        shutil.rmtree(folder)


@pytest.mark.parametrize("part", ["", "survey", "search", "frames", "whoosh", "terminal"])
def test_a_file_in_the_place_of_a_folder_of_the_cache_does_not_matter(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    expected = answers(library)
    folder = cache_folder(library) / part
    shutil.rmtree(folder)
    folder.write_bytes(b"")
    assert answers(library) == expected
    assert folder.is_dir()


def test_a_cache_that_cannot_be_written_is_used_as_far_as_it_goes(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions do not stop a test that runs as root, so writing is made to fail."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    expected = answers(library)
    monkeypatch.setattr("anliku.cache._exchanged", refused)
    assert answers(library) == expected
    forget(library)
    assert answers(library) == expected


def refused(*_: object) -> bool:
    raise PermissionError(13, "Permission denied")


def test_a_cache_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path, library: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "tmp").mkdir()
    environment = {**os.environ, VARIABLE: str(tmp_path / "file/cache"), "TMPDIR": str(tmp_path / "tmp")}
    for words in (["check"], ["search", "代办"], ["build", "--out", str(tmp_path / "site")]):
        command = [sys.executable, "-m", "anliku", "-C", str(library), *words]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert list((tmp_path / "tmp").iterdir()) == []


def test_what_is_kept_comes_back_under_its_key_only(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "kept.pickle"
    assert keep(file, "键 1", {"a": (1, None)})
    assert recall(file, "键 1") == {"a": (1, None)}
    assert recall(file, "键", begins=True) == {"a": (1, None)}
    assert (recall(file, "键"), recall(file, "键 11"), recall(file, "")) == (None, None, None)
    assert (holds(file, "键 1"), holds(file, "键"), holds(file.with_name("none"), "")) == (True, False, False)


def test_every_byte_of_a_kept_file_is_watched(tmp_path: Path) -> None:
    file = tmp_path / "kept.pickle"
    keep(file, "key", [1, 2, 3])
    data = file.read_bytes()
    for place in range(len(data)):
        file.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert recall(file, "key") is None
        file.write_bytes(data[:place])
        assert recall(file, "key") is None
    file.write_bytes(data)
    assert recall(file.rename(tmp_path / "other.pickle"), "key") is None  # nor is it another file's


def test_a_folder_is_what_it_was_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/file").write_text("甲")
    assert not holds_folder(tmp_path, "key")
    assert keep_folder(tmp_path, "key")
    assert (holds_folder(tmp_path, "key"), holds_folder(tmp_path, "other")) == (True, False)
    (tmp_path / "more").write_text("")
    assert not holds_folder(tmp_path, "key")
    (tmp_path / "more").unlink()
    assert holds_folder(tmp_path, "key")
    (tmp_path / "sub/file").write_text("乙")
    assert not holds_folder(tmp_path, "key")


def test_a_store_that_cannot_write_remembers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(tmp_path / "store")
    store.keep("name", "old", 1)
    monkeypatch.setattr("anliku.cache._exchanged", refused)
    store.keep("name", "new", 2)
    assert (store.recall("name", "new"), store.recall("name", "old"), store.recall("name")) == (2, None, 2)
    assert (store.holds("name", "new"), store.holds("name", "old")) == (True, False)
    store.forget("name")
    assert (store.recall("name"), store.holds("name", "new")) == (None, False)
