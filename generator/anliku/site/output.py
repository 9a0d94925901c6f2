"""The output tree: built beside the old site from new and unchanged files, then put in its place in one step."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from .takeover import Takeover

MANIFEST = "manifest.json"
_NEW, _OLD = ".anliku-new", ".anliku-old"
_AT_FDCWD, _RENAME_EXCHANGE = -100, 2


class OutputError(Exception):
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


class Tree:
    """A new site in the making, beside the one it will replace.

    Files that have not changed are linked from the old site, which costs no space and hardly any time.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.folder = target.with_name(target.name + _NEW)
        self._old = target.with_name(target.name + _OLD)
        self._takeover = Takeover(target, self.folder)

    def __enter__(self) -> Tree:
        self.recover()
        try:
            self.folder.mkdir(parents=True)
        except BaseException:  # interrupted when the folder was just made: __exit__ is not called then
            self._clear()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._takeover.stop()
        self._clear()

    def _clear(self) -> None:
        """Remove the folder, and go on with that when interrupted meanwhile."""
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
        except KeyboardInterrupt:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise

    def recover(self) -> None:
        """Clean up after a build that was killed: put back an old site that was just being replaced."""
        if self._old.exists():
            if not self.target.exists():
                self._old.rename(self.target)
            else:
                shutil.rmtree(self._old)
        if self.folder.exists():
            shutil.rmtree(self.folder)

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

    def settle(self) -> None:
        """Wait until every file that is kept is there."""
        self._takeover.finish()

    def swap(self) -> None:
        """Put the new site in the place of the old one. A reader sees either the one or the other."""
        self.settle()
        if not self.target.exists():
            self.folder.rename(self.target)
        elif not _exchange(self.folder, self.target):
            self.target.rename(self._old)
            self.folder.rename(self.target)
            shutil.rmtree(self._old)


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
    return ('{"format": "anliku-manifest/1", "files": [\n' + ",\n".join(lines) + "\n]}\n").encode()


def copy_files(source: Path, paths: Iterable[str], folder: Path, key: str) -> dict[str, Written]:
    """Copy files of a folder into the tree under the same paths."""
    return {path: write_file(folder / path, (source / path).read_bytes(), key) for path in paths}
