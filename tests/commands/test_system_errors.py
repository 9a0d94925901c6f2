"""Each command meets each error of the system, each at another of its steps: it says so in a sentence, breaks nothing and
leaves nothing behind.

A command runs in a forked child of the test, in which an audit hook makes one of the steps fail that touch the user's
folders or the cache: opening, making, renaming, linking, listing, removing. The steps are counted in a first run
without a fault. ANLIKU_FAULTS=all tries every step of every command with every error.
"""

from __future__ import annotations

import errno
import importlib
import os
import pkgutil
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import pytest

import anliku
from anliku import cli
from anliku.cache import VARIABLE
from tests.commands.test_checklist_commands import result_file
from tests.site.building import built, mini_library

_ERRORS = ("ENOENT", "EACCES", "EISDIR", "ENOTDIR", "ENAMETOOLONG", "ENOSPC", "EROFS", "ELOOP", "EMFILE")
_STEPS = frozenset(
    f"os.{name}" for name in ("mkdir", "rename", "link", "scandir", "listdir", "remove", "rmdir", "chmod", "utime")
) | {"open"}  # fmt: skip
_REMOVING = ("os.remove", "os.rmdir", "os.rename", "os.scandir", "os.listdir")  # what clearing up itself consists of
_ENGLISH = re.compile(
    r"Traceback|程序内部出错|Errno|No such|denied|Is a directory|Not a dir|too long|No space|Read-only|Too many"
)
_COMMANDS: dict[str, tuple[str, ...]] = {
    "check": ("check",),
    "build": ("build",),
    "build anew": ("build", "--clean", "--out", "OUT/site"),
    "search": ("search", "代办"),
    "similar": ("similar", "first-case"),
    "stats": ("stats",),
    "schema": ("schema", "--out", "OUT/schemas"),
    "new": ("new", "lesson", "an-hour"),
    "new indicator": ("new", "indicator", "an-indicator"),
    "init": ("init", "OUT/new"),
    "init here": ("init", "OUT/empty"),
    "keygen": ("keygen", "OUT/key"),
    "export": ("export", "first-case", "-o", "OUT/case.html"),
    "export over an old one": ("export", "first-case", "-o", "OUT/old.html"),
    "handbook": ("export", "--format", "pdf", "-o", "OUT/book.pdf"),
    "checklist": ("checklist", "village", "--format", "xlsx", "-o", "OUT/a/village.xlsx"),
    "checklist filled in": ("checklist", "village", "--format", "docx", "--result", "OUT/r.json", "-o", "OUT/b.docx"),
    "collect": ("collect", "OUT/r.json", "-o", "OUT/sum.xlsx", "-o", "OUT/sum.html"),
    "pack": ("pack", "--out", "OUT/packs", "--no-handbook", "--allow-unreviewed"),
    "verify": ("verify", "OUT/packed"),
}


class Ran(NamedTuple):
    """What came of a run: exit code, what it said, and the steps that it took or the one that failed."""

    code: int
    said: str
    steps: list[str]


class World:
    """A library that was built once, its cache, and a folder `out` for what commands write, made anew for each run."""

    def __init__(self, folder: Path) -> None:
        _read_the_program()
        self._kept = folder / "kept"
        self.now = folder / "now"
        mini_library(self.now / "lib")
        (self.now / "out" / "empty").mkdir(parents=True)
        os.environ[VARIABLE] = str(self.now / "cache")
        built(self.now / "lib")
        out = self.now / "out"
        result_file(self.now / "lib", out / "r.json")
        (out / "mine.txt").write_text("mine")
        assert self.run(_COMMANDS["export over an old one"]).code == 0
        assert self.run(("pack", "--out", "OUT/p", "--no-handbook")).code == 0
        next(place for place in (out / "p").iterdir() if place.is_dir()).rename(out / "packed")
        shutil.rmtree(out / "p")
        self.now.rename(self._kept)

    def renew(self) -> None:
        shutil.rmtree(self.now, ignore_errors=True)
        shutil.copytree(self._kept, self.now, symlinks=True)

    def files(self) -> dict[str, bytes]:
        """Return every file but those of the cache, by path."""
        folders = (self.now / "lib", self.now / "out")
        return {
            file.relative_to(self.now).as_posix(): file.read_bytes()
            for folder in folders for file in folder.rglob("*") if file.is_file()
        }  # fmt: skip

    def run(self, words: tuple[str, ...], at: int = -1, number: int = 0) -> Ran:
        """Run a command in a child; the step `at`, counted from 0, fails with the error `number`."""
        told, counted = self.now.with_name("told.txt"), self.now.with_name("steps.txt")
        counted.write_text("")
        arguments = [word.replace("OUT", str(self.now / "out")) for word in words]
        child = os.fork()
        if not child:
            self._be_the_command(["-C", str(self.now / "lib"), *arguments], told, counted, at, number)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        return Ran(code, told.read_text(encoding="utf-8"), counted.read_text(encoding="utf-8").splitlines())

    def _be_the_command(self, arguments: list[str], told: Path, counted: Path, at: int, number: int) -> NoReturn:
        code = 99
        try:
            said = os.open(told, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(said, 1)
            os.dup2(said, 2)
            sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8")
            sys.argv = ["anliku", *arguments]
            self._watch(os.open(counted, os.O_WRONLY | os.O_APPEND), at, number)
            cli.main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 98
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def _watch(self, counted: int, at: int, number: int) -> None:
        here, main, steps = str(self.now), os.getpid(), 0

        def hook(event: str, values: tuple[Any, ...]) -> None:
            nonlocal steps
            if event not in _STEPS or not isinstance(values[0], (str, os.PathLike)) or os.getpid() != main:
                return
            path = os.fspath(values[0])
            if not isinstance(path, str) or not path.startswith(here):
                return
            steps += 1
            if at < 0 or steps == at + 1:
                os.write(counted, f"{event} {path}\n".encode())
            if steps == at + 1:
                raise OSError(number, os.strerror(number), path)

        sys.addaudithook(hook)


def _read_the_program() -> None:
    """Import all of it here, once: each of the children would spend a second on it."""
    for module in pkgutil.walk_packages(anliku.__path__, "anliku."):
        importlib.import_module(module.name)
    for name in (
        "jieba.analyse",
        "pypinyin",
        "whoosh.index",
        "rich.progress",
        "watchfiles",
    ):  # imported where they are used
        importlib.import_module(name)


@pytest.fixture(scope="module")
def world(words_of_jieba: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    before = os.environ.get(VARIABLE)
    yield World(tmp_path_factory.mktemp("world"))
    if before is not None:
        os.environ[VARIABLE] = before


@pytest.mark.parametrize("name", _COMMANDS)
def test_each_error_of_the_system_is_a_sentence(world: World, name: str) -> None:
    words = _COMMANDS[name]
    world.renew()
    before = world.files()
    sound = world.run(words)
    assert sound.code == 0, sound.said
    after = world.files()
    count = len(sound.steps)
    assert count > 0
    for number, error in enumerate(_ERRORS):
        every = range(count) if os.environ.get("ANLIKU_FAULTS") == "all" else {number * count // len(_ERRORS)}
        for at in every:
            world.renew()
            ran = world.run(words, at, getattr(errno, error))
            _check(ran, f"{name}: {error} at {at} of {count}: {ran.steps}\n{ran.said}", world, before, after)


def _check(ran: Ran, told: str, world: World, before: dict[str, bytes], after: dict[str, bytes]) -> None:
    assert ran.code in (0, 1), told
    assert not _ENGLISH.search(ran.said), told
    if ran.code == 1:
        assert "错误" in ran.said, told
        assert "怎么改：" in ran.said, told
    found = world.files()
    for path, content in found.items():
        if "anliku-" in path or "/site" in path or "/packs" in path:
            continue  # the site's own tests look after its tree
        random = path.startswith("out/key")  # no two keys are alike
        assert random or content in (before.get(path), after.get(path)), f"{path} is neither old nor new\n{told}"
    assert before.keys() <= found.keys() | {p for p in before if "/site" in p}, told
    if not ran.steps or not ran.steps[0].startswith(_REMOVING):
        left = [p.name for p in (world.now / "out").rglob(".anliku-*")]
        assert not left, told
    keys = [path for path in found if path.startswith("out/key")]
    assert len(keys) in (0, 2), told
