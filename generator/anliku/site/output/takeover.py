"""Files that a new site takes over from the old one: linked, or copied where a file system knows no links."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from ...workers import Companion

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_BATCH = 400


class Takeover:
    """Takes files over from one folder into another. Every file asked for is there when `finish` returns.

    Linking a file takes longer than deciding to. So when there are many, a second process links them while this one decides
    on the next. When there are few, or no process can be forked, this one links them all at the end.

    expected: how many files may be asked for, about. The process is started by `begin` when they are many.
    """

    def __init__(self, old: Path, new: Path, expected: int = 0) -> None:
        self._folders = str(old), str(new)
        self._expected = expected
        self._paths: list[str] = []
        self._handed = 0
        self._beside: Companion | None = None

    def begin(self) -> None:
        """Start the process for many files now. The earlier the better: until it ends, this process has to copy each page of
        its memory that it writes to, and what a build reads later on is much.
        """
        if self._expected >= _BATCH and not self._beside:
            with suppress(OSError):  # no process to be had
                self._beside = Companion(_serve, self._folders)

    def add(self, path: str) -> None:
        """Ask for a file, by its path below both folders."""
        self._paths.append(path)
        if self._beside and len(self._paths) - self._handed >= _BATCH:
            self._hand_over(self._beside.line)

    def finish(self) -> None:
        """Wait until all files asked for are there.

        Raises OSError when one cannot be had.
        """
        done = 0
        if self._beside:
            self._hand_over(self._beside.line)
            done = self._outcome(self._beside.line)
        self.stop()
        for path in self._paths[done:]:
            take_over(*self._folders, path)
        self._paths.clear()
        self._handed = 0

    def stop(self) -> None:
        """End the process beside this one, whatever it is doing."""
        if self._beside:
            self._beside.stop()
        self._beside = None

    def _hand_over(self, line: Connection) -> None:
        with suppress(OSError):  # the process is gone; `finish` does what it has left undone
            line.send(self._paths[self._handed :])
        self._handed = len(self._paths)

    @staticmethod
    def _outcome(line: Connection) -> int:
        """Return how many files the process has taken over; raise its error."""
        try:
            line.send(None)
            outcome: int | OSError = line.recv()
        except (EOFError, OSError):
            return 0
        if isinstance(outcome, OSError):
            raise outcome
        return outcome


def _serve(line: Connection, folders: tuple[str, str]) -> None:
    """Take over the files that come down the line; say how many when asked, or what went wrong."""
    outcome: int | OSError = 0
    while True:
        try:
            paths: list[str] | None = line.recv()
        except EOFError:  # the main process was interrupted before it knew of this one
            return
        if paths is None:
            line.send(outcome)
            return
        if isinstance(outcome, int):
            try:
                for path in paths:
                    take_over(*folders, path)
                outcome += len(paths)
            except OSError as error:
                outcome = error


def take_over(old: str, new: str, path: str) -> None:
    """Link or copy one file from one folder into the other, unless it is there already.

    Raises OSError when it cannot be done.
    """
    source, target = f"{old}/{path}", f"{new}/{path}"  # plain texts: this runs once per page
    for _ in range(2):
        try:
            os.link(source, target)
        except FileExistsError:
            return
        except OSError:  # the folder is still to be made, or the file system knows no links
            Path(target).parent.mkdir(parents=True, exist_ok=True)
        else:
            return
    shutil.copy2(source, target)
