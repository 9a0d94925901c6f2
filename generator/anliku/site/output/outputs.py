"""The one step by which a file gets into a site: taken over when the last build wrote the same, else made and written."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from .last_build import LastBuild
from .tree import Written, write_file


class SiteFolder(Protocol):
    """A folder that a site is written into."""

    folder: Path
    forks: bool
    """Whether processes may be forked: not where this process has threads that are not ours."""

    def keeps(self, path: str, written: Written) -> bool:
        """Take over a file of the site before, if it is still as it was written; return whether it is."""
        ...

    def read(self, path: str) -> bytes:
        """Return what a file holds that was written or kept."""
        ...


class Filled:
    """A folder that MkDocs has just written, whose pages are filled there. No site from before to take files from."""

    forks = False  # the preview of MkDocs watches and serves in threads

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keeps(self, path: str, written: Written) -> bool:  # noqa: ARG002 - as every place is asked
        """Return False: there is no site from before."""
        return False

    def read(self, path: str) -> bytes:
        """Return what a file holds."""
        return (self.folder / path).read_bytes()


class Outputs:
    """The files of a site in the making, in the order in which they came."""

    def __init__(self, place: SiteFolder, last: LastBuild) -> None:
        self.place = place
        self.last = last
        self.files: dict[str, Written] = {}

    def kept(self, path: str, key: str) -> bool:
        """Take over a file that the last build made under the same key; return whether there was one."""
        before = self.last.files.get(path)
        if before is None or before.key != key or not self.place.keeps(path, before):
            return False
        self.files[path] = before
        return True

    def stale(self, paths: Iterable[str], key: str) -> list[str]:
        """Take over the files that the last build made under the same key; return the paths of the others, in order."""
        return [path for path in paths if not self.kept(path, key)]

    def put(self, path: str, key: str, make: Callable[[], bytes]) -> None:
        """Put a file into the site: the one that the last build made under the same key, else what `make` returns."""
        if not self.kept(path, key):
            self.files[path] = write_file(self.place.folder / path, make(), key)
