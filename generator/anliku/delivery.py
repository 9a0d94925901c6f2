"""How every file that a command gives a user comes into being: written aside, then put in its place whole.

What a person wrote or filled in is never replaced. A file may be replaced when it holds what would be written anyway, or
when it is still as this program wrote it (see `seals.py`).
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from .seals import is_sealed, seal
from .troubles import UserError, told

_DRAFT = re.compile(r"\.anliku-[0-9a-f]{16}")


def deliver(files: Mapping[Path, bytes], *, force: bool = False) -> None:
    """Write files, each whole or not at all; none when one of them would replace a file that is not ours.

    Raises UserError when the disk will not take them, or when another file stands there that this program did not
    write; `force` replaces that one too.
    """
    sealed = {target: seal(content) for target, content in files.items()}

    def may_replace(file: Path) -> bool:
        there = file.read_bytes()
        return there in sealed.values() or there in files.values() or is_sealed(there)

    for target in files:
        check_free(target, may_replace, force=force)
    for target, content in sealed.items():
        with drafted(target, may_replace, force=force) as draft:
            draft.write_bytes(content)


def make_folder(folder: Path) -> None:
    """Make a folder for files to come, unless it is there; raise UserError when the system refuses."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise told(error, "建不了文件夹", folder) from error


def check_free(target: Path, may_replace: Callable[[Path], bool], *, force: bool = False) -> None:
    """Raise UserError when something stands at `target` that must not be replaced.

    may_replace: says of a file whether it may.
    """
    try:
        if _standing(target) is None or force or may_replace(target):
            return
    except OSError as error:
        raise told(error, "写不出", target) from error
    raise UserError(
        f"{target} 已经有了，而且不是本程序写的原样，可能有人填过或改过，没有动它。",
        "换一个文件名或文件夹，或先把它移走；确实不要了，就加 --force",
    )


@contextmanager
def drafted(target: Path, may_replace: Callable[[Path], bool], *, force: bool = False) -> Iterator[Path]:
    """Give the path of a draft to write; at the end it takes the place of `target`. Raises UserError like `check_free`."""
    try:
        _standing(target)  # a folder or a device is refused before the work is done
        with aside(target) as folder:
            draft = folder / f"draft{target.suffix}"
            yield draft
            check_free(target, may_replace, force=force)
            before = _standing(target)
            if before is None:
                put(draft, target)
                return
            with suppress(OSError):  # FAT knows no rights
                draft.chmod(stat.S_IMODE(before.st_mode))
            draft.replace(os.path.realpath(target))  # a link stays, and what it leads to is replaced
    except OSError as error:
        raise told(error, "写不出", target) from error


def create(target: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a new file whole; raise OSError when that cannot be done, FileExistsError where anything stands already."""
    with aside(target) as folder:
        draft = folder / "draft"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(content)
        put(draft, target)


def create_all(files: Mapping[Path, bytes]) -> None:
    """Write new files, all of them or none; raise UserError when anything stands at one of their places, or the disk
    will not take them.
    """
    made: list[Path] = []
    try:
        for target in files:
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, "", str(target))
        for target, content in files.items():
            create(target, content)
            made.append(target)
    except BaseException as error:
        for target in made:  # which we made a moment ago
            with suppress(OSError):
                target.unlink()
        if isinstance(error, FileExistsError):
            raise UserError(f"{error.filename} 已经有了，什么也没有写。", "换一个编号再来") from error
        if isinstance(error, OSError):
            raise told(error, "写不出", error.filename or "") from error
        raise


def put(draft: Path, target: Path) -> None:
    """Give a draft, which may be a folder, its name; raise FileExistsError where anything stands there already."""
    place = os.path.realpath(target)
    try:
        os.link(draft, place)
    except FileExistsError:
        raise
    except OSError:  # FAT knows no links, and no system has any of folders
        if os.path.lexists(place):
            raise FileExistsError(errno.EEXIST, "", place) from None
        draft.rename(place)


@contextmanager
def aside(target: Path) -> Iterator[Path]:
    """Give an empty folder beside `target`, on the same disk, that nobody else uses. Afterwards it is gone, and so are
    the folders that had to be made for it when nothing came of it.
    """
    place = Path(os.path.realpath(target))
    folder = place.parent / f".anliku-{secrets.token_hex(8)}"
    made = [above for above in place.parents if not os.path.lexists(above)]
    try:
        _sweep(place.parent)
        folder.mkdir(mode=0o700, parents=True)
        with _held(folder):
            yield folder
    finally:
        _remove(folder)
        for above in made:
            with suppress(OSError):  # not empty: something came of it
                above.rmdir()


def is_draft(name: str) -> bool:
    """Say whether a folder of this name can only be one that `aside` gives."""
    return bool(_DRAFT.fullmatch(name))


def _sweep(folder: Path) -> None:
    """Remove what runs that were killed have left in a folder: the drafts that nobody holds any more."""
    with suppress(OSError), os.scandir(folder) as entries:
        for draft in [Path(e) for e in entries if is_draft(e.name) and e.is_dir(follow_symlinks=False)]:
            with _held(draft) as free:
                if free:
                    _remove(draft)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Hold a folder as this process's own until the process ends, however it ends; give False where another holds it.

    Systems that cannot lock folders (Windows, some network drives) give False too: there nothing is swept.
    """
    try:
        import fcntl

        opened = os.open(folder, os.O_RDONLY)
    except (ImportError, OSError):
        yield False
        return
    try:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
            free = True
        except OSError:
            free = False
        yield free
    finally:
        os.close(opened)


def _remove(folder: Path) -> None:
    """Remove a folder of our own, and go on with that when it fails once or is interrupted meanwhile."""
    try:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _standing(target: Path) -> os.stat_result | None:
    """Return what is known of the file at a place; None for none. Raises OSError where no file can be written."""
    try:
        found = target.stat()
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "", str(target))
    if not stat.S_ISREG(found.st_mode):  # a device, a pipe
        raise OSError(errno.ENXIO, "", str(target))
    if not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "", str(target))
    return found
