"""The output tree: built beside the old site from new and unchanged files, then put in its place in one step."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ...lock import Busy, alone
from ...troubles import UserError
from ...workers import end_pools
from .place import FORMAT, MANIFEST, Listed, PlaceError, State, listed_in_site, place_of, remove_ours, strangers, walk
from .takeover import Takeover

_NEW, _OLD, _LOCK = ".anliku-new", ".anliku-old", ".anliku-lock"
_NAMED = 3  # of many files
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class OutputError(UserError):
    """Raised when the site cannot be written; the message is Chinese and for the user."""


class Written(NamedTuple):
    """What is known of a file in the site: the key of its input, and its size, SHA-256 and time of change."""

    key: str
    size: int
    sha256: str
    mtime_ns: int


def write_file(file: Path, data: bytes, key: str) -> Written:
    """Write a new file and return what the next build needs to know of it."""
    try:
        file.write_bytes(data)
    except FileNotFoundError:  # asked for only now: a folder is made once, and thousands of files go into it
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return Written(key, len(data), hashlib.sha256(data).hexdigest(), file.stat().st_mtime_ns)


@contextmanager
def reserved(out: Path, library: Path | None = None) -> Iterator[Path]:
    """Reserve the folder that `out` leads to, so that nobody else replaces it meanwhile; its holder may ask again.

    library: the folder of a library whose sources must not be touched. Raises OutputError when the place must not be
    written to, or somebody else is writing it.
    """
    with ExitStack() as held:
        try:
            folder = place_of(out, library)
            folder.parent.mkdir(parents=True, exist_ok=True)
            held.enter_context(alone(folder.with_name(f".{folder.name}{_LOCK}")))
        except PlaceError as error:
            raise OutputError(str(error), error.remedy) from error
        except Busy as busy:
            raise OutputError(
                f"另一个 anliku 正在写 {out}（{busy.owner}）。", "等它结束再运行，或用 --out 写到别的文件夹"
            ) from busy
        yield folder


class Tree:
    """A new site in the making, beside the one it will replace, which nobody else may replace meanwhile.

    Files that have not changed are linked from the old site, which costs no space and hardly any time.

    library: the folder of a library whose sources must not be touched. listed: reads what a folder of ours lists. cache:
    a folder of which everything may be thrown away, be it damaged or not.
    """

    forks = True

    def __init__(
        self,
        out: Path,
        library: Path | None = None,
        listed: Callable[[Path], Listed | None] = listed_in_site,
        cache: Path | None = None,
    ) -> None:
        self._out = out
        self._library = library
        self._listed = listed
        self._cache = cache
        self._open = ExitStack()

    def __enter__(self) -> Tree:
        """Begin the new site. Raises OutputError when the place must not be written to, or somebody else writes it."""
        with ExitStack() as undo:
            self._begin(undo)
            self._open = undo.pop_all()
        return self

    def _begin(self, undo: ExitStack) -> None:
        self.target = undo.enter_context(reserved(self._out, self._library))
        self.folder = self.target.with_name(f"{self.target.name}{_NEW}-{os.getpid()}")
        self._old = self.target.with_name(self.target.name + _OLD)
        self.recover()
        self._ours = self._listed(self.target)
        if self.target.exists():
            self._clear_or_refuse_strangers()
        self._takeover = Takeover(self.target, self.folder, len(self._ours or ()))
        undo.callback(self._clear)
        undo.callback(self._takeover.stop)
        undo.callback(end_pools)
        self.folder.mkdir()
        self._takeover.begin()

    def _clear_or_refuse_strangers(self) -> None:
        found = strangers(self.target, self._ours)
        if found and self._cache and self.target.is_relative_to(self._cache.resolve()):
            shutil.rmtree(self.target)
        elif found:
            raise OutputError(*refusal(self.target, found))

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def _clear(self) -> None:
        """Remove the folder, and go on with that when interrupted meanwhile."""
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
        except KeyboardInterrupt:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def recover(self) -> None:
        """Clean up after a build that was killed: put back an old site that was just being replaced."""
        if self._old.exists() and not self.target.exists():
            self._old.rename(self.target)
        drafts = self.target.name + _NEW
        for left in [self._old, *(f for f in self.target.parent.iterdir() if f.name.startswith(drafts))]:
            listed = self._listed(left)
            if listed is None and left != self._old:
                shutil.rmtree(left)  # a draft that was never finished
            elif left.exists():
                remove_ours(left, listed, {})

    def keeps(self, path: str, written: Written) -> bool:
        """Take a file over from the old site if it is still as it was written; return whether it is.

        It is there only when `settle` has returned.
        """
        try:
            stat = os.stat(f"{self.target}/{path}")  # noqa: PTH116 - a plain text: this runs once per page
        except OSError:
            return False
        if (stat.st_size, stat.st_mtime_ns) != (written.size, written.mtime_ns):
            return False
        self._takeover.add(path)
        return True

    def read(self, path: str) -> bytes:
        """Return what a file holds that was written or kept; one that is kept need not be there before `settle`."""
        try:
            return (self.folder / path).read_bytes()
        except FileNotFoundError:
            return (self.target / path).read_bytes()

    def settle(self) -> None:
        """Wait until every file that is kept is there."""
        self._takeover.finish()

    def swap(self, written: Mapping[str, State] | None = None) -> Path | None:
        """Put the new site in the place of the old one. A reader sees either the one or the other.

        written: the state in which the last build left the files of the old site, as far as it is known. Returns where
        files of the old site are kept that somebody has changed or added since; None when there are none.
        """
        self.settle()
        self._compare()
        if not self.target.exists():
            self.folder.rename(self.target)
            return None
        if _exchange(self.folder, self.target):
            self.folder.rename(self._old)
        else:
            self.target.rename(self._old)
            self.folder.rename(self.target)
        with suppress(OSError):  # the new site stands; what could not be removed, the next build will
            return remove_ours(self._old, self._ours, written or {})
        return None

    def _compare(self) -> None:
        """Make sure that what is to be published is what its manifest lists. Raises OutputError."""
        listed = set(self._listed(self.folder) or ())
        there = {path for path, _ in walk(self.folder)}
        if listed != there:
            names = "、".join(sorted(listed ^ there)[:_NAMED])
            raise OutputError(
                f"新的站点不完整（{names}），没有换上去，原来的站点没有动。", "再生成一次；还是这样就加 --clean"
            )


def refusal(folder: Path, found: list[str]) -> tuple[str, str]:
    """Say why a folder that holds files of somebody is not replaced, and what to do."""
    names = "、".join(found[:_NAMED]) + (f" 等 {len(found)} 个文件" if len(found) > _NAMED else "")
    return (
        f"{folder} 里有不是这个程序写的文件：{names}。生成会换掉整个文件夹，所以没有动它。",
        "把这些文件移到别处，或用 --out 指定一个新的文件夹",
    )


def write_manifest(folder: Path) -> None:
    """List everything that lies in a folder in its manifest, so that the next build knows that it is ours."""
    (folder / MANIFEST).unlink(missing_ok=True)
    found = {path: (folder / path).read_bytes() for path, _ in walk(folder)}
    written = {path: Written("", len(data), hashlib.sha256(data).hexdigest(), 0) for path, data in found.items()}
    write_file(folder / MANIFEST, manifest(written), "")


def _exchange(first: Path, second: Path) -> bool:
    """Swap two folders in one step where the system can (Linux); return whether it did."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE) == 0)


def manifest(files: Mapping[str, Written]) -> bytes:
    """Return manifest.json: path, size and SHA-256 of every other file, sorted by path."""
    lines = (
        f'  {{"path": {json.dumps(path)}, "size": {w.size}, "sha256": "{w.sha256}"}}'
        for path, w in sorted(files.items())
    )
    return (f'{{"format": "{FORMAT}", "files": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def copy_files(source: Path, paths: Iterable[str], folder: Path, key: str) -> dict[str, Written]:
    """Copy files of a folder into the tree under the same paths."""
    return {path: write_file(folder / path, (source / path).read_bytes(), key) for path in paths}
