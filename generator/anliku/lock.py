"""One program at a time: a lock in a file, which the system takes back when its owner is killed."""

from __future__ import annotations

import errno
import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PATIENCE = 15.0  # seconds; a small library is built in less, and who has waited longer wants to know why
_LOOK_AGAIN = 0.05
# Errors of file systems without locks. No lock can be had there, so work goes on without one.
_UNKNOWN = frozenset({errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, errno.EINVAL})
_FAR_OFF = 1 << 30  # Windows locks bytes against reading too, so a byte is locked that nobody reads

_held: dict[Path, tuple[int, int]] = {}  # lock file → thread that holds it, how many times
_open: set[int] = set()
_guard = threading.Lock()


class Busy(Exception):
    """Raised when another program or thread holds the lock; `owner` says in Chinese which, as far as is known."""

    def __init__(self, owner: str) -> None:
        super().__init__(owner)
        self.owner = owner


@contextmanager
def alone(file: Path, patience: float | None = None) -> Iterator[None]:
    """Hold the lock in `file`, which is made for it and removed with it; the thread that holds it may take it again.

    patience: seconds to wait for another owner, PATIENCE when not given. Raises Busy when it still holds it, OSError when the file cannot be made.
    """
    file = file.parent.resolve() / file.name
    thread = threading.get_ident()
    owner, times = _held.get(file, (0, 0))
    if owner == thread:
        _held[file] = (thread, times + 1)
        try:
            yield
        finally:
            _held[file] = (thread, times)
        return
    descriptor = _acquired(file, PATIENCE if patience is None else patience)
    _held[file] = (thread, 1)
    try:
        yield
    finally:
        del _held[file]
        _release(file, descriptor)


def _acquired(file: Path, patience: float) -> int:
    """Return the descriptor that holds the lock."""
    until = time.monotonic() + patience
    while True:
        descriptor = _opened(file)
        try:
            if _locks(descriptor) and _is(descriptor, file):
                os.ftruncate(descriptor, 0)
                os.write(descriptor, f"进程 {os.getpid()}，{time.strftime('%H:%M:%S')} 开始".encode())
                return descriptor
        except BaseException:
            _closed(descriptor)
            raise
        owner = _owner(descriptor)
        _closed(descriptor)
        if time.monotonic() >= until:
            raise Busy(owner)
        time.sleep(_LOOK_AGAIN)


def _opened(file: Path) -> int:
    with _guard:  # so that no child is forked that does not know of it
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        _open.add(descriptor)
    return descriptor


def _closed(descriptor: int) -> None:
    with _guard:
        _open.discard(descriptor)
        os.close(descriptor)


def _is(descriptor: int, file: Path) -> bool:
    """Say whether the file that was locked is still the one of this name: its last owner may have removed it."""
    if sys.platform == "win32":
        return True  # there an open file cannot be removed
    try:
        return os.path.samestat(os.fstat(descriptor), file.stat())
    except FileNotFoundError:
        return False


def _owner(descriptor: int) -> str:
    with suppress(OSError):
        return os.pread(descriptor, 200, 0).decode(errors="replace") if hasattr(os, "pread") else ""
    return ""


def _release(file: Path, descriptor: int) -> None:
    with suppress(OSError):  # Windows removes no open file; it stays behind and is used again
        file.unlink()
    _closed(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _locks(descriptor: int) -> bool:
        os.lseek(descriptor, _FAR_OFF, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _locks(descriptor: int) -> bool:
        """Lock, without waiting; return whether that could be done."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _UNKNOWN:
                raise
        return True

    def _let_go() -> None:
        """Close in a forked worker what only the main process holds: else the lock would outlive a killed owner."""
        for descriptor in _open:
            with suppress(OSError):
                os.close(descriptor)
        _open.clear()
        _held.clear()
        _guard.release()

    os.register_at_fork(before=_guard.acquire, after_in_parent=_guard.release, after_in_child=_let_go)
