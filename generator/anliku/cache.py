"""Where a library's cache lies: with the user, never in the library's own folder.

A library may come from anywhere, and what is read back from a cache is trusted: frames go into pages as they are, and
most of the rest is pickled. So every file and folder goes through here: it is believed only while every byte is as it
was written under the same key, and a place that cannot be written costs time and nothing else.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import pickle
import shutil
import struct
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import platformdirs

VARIABLE = "ANLIKU_CACHE"
_SEAL = ".complete"


_DIGEST = 16
_HEAD = struct.Struct(f"<{_DIGEST}sI")  # digest of all that follows, and of the file's name; length of the key
_instead: dict[Path, Path] = {}


def cache_folder(root: Path) -> Path:
    """Return the folder for what can be made again from the library at `root`; it exists and can be written.

    ANLIKU_CACHE in the environment names another place for all caches. Where none can be written, a folder is made that
    only this run uses, and that goes with it.
    """
    name = hashlib.blake2b(str(root.resolve()).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    place = os.environ.get(VARIABLE)
    folder = (Path(place) if place else platformdirs.user_cache_path("anliku", appauthor=False)) / name
    try:
        make_cache_folder(folder)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return folder_instead(folder)


def folder_instead(folder: Path) -> Path:
    """Return the folder that this run uses instead of one that cannot be written; it is removed when the run ends."""
    if folder not in _instead or not _instead[folder].is_dir():
        base = Path(tempfile.mkdtemp(prefix="anliku-"))
        atexit.register(shutil.rmtree, base, ignore_errors=True)
        _instead[folder] = base / folder.name  # the lock of a cache lies beside it
        _instead[folder].mkdir()
    return _instead[folder]


def make_cache_folder(folder: Path) -> None:
    """Make a folder of the cache, removing a file of that name. Raises OSError."""
    if not folder.is_dir():
        with suppress(OSError):
            folder.unlink()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def lock_file(cache: Path) -> Path:
    """Return the file to lock while more than single values of a cache are used. It lies beside the cache, which may go."""
    return cache.with_name(f"{cache.name}.lock")


def program_file(cache: Path, name: str) -> Path:
    """Return the place of what depends on this program alone: beside the caches of all libraries, for every one of them."""
    return cache.with_name(name)


def forget(root: Path) -> None:
    """Delete what is cached of a library."""
    remove(cache_folder(root))


def remove(place: Path) -> None:
    """Remove a file or a folder of the cache as far as that can be done."""
    if place.is_dir() and not place.is_symlink():
        shutil.rmtree(place, ignore_errors=True)
    else:
        with suppress(OSError):
            place.unlink()


def recall(file: Path, key: str, *, begins: bool = False) -> Any:
    """Return what `keep` wrote under the same key, or with `begins` under any that begins with it; else None.

    A file is believed only when its digest fits all of it: it is read whole and unchanged, or not at all.
    """
    try:
        data = file.read_bytes()
        digest, length = _HEAD.unpack_from(data)
        known = data[_HEAD.size : _HEAD.size + length].decode("utf-8", "surrogatepass")
        if not (known == key or (begins and known.startswith(key))) or digest != _digest(file, data[_DIGEST:]):
            return None
        return pickle.loads(data[_HEAD.size + length :])  # noqa: S301 - our own, see above
    except Exception:  # whatever is wrong with the file: what it held is read again from its source
        return None


def holds(file: Path, key: str) -> bool:
    """Say whether a file was kept with this key, without reading what it holds: `recall` may yet find it damaged."""
    wanted = key.encode("utf-8", "surrogatepass")
    try:
        with file.open("rb") as stream:
            head = stream.read(_HEAD.size + len(wanted))
        return _HEAD.unpack_from(head)[1] == len(wanted) and head[_HEAD.size :] == wanted
    except (OSError, struct.error):
        return False


def keep(file: Path, key: str, value: object) -> bool:
    """Write a value under a key, whatever lies in its place; return whether that could be done."""
    named = key.encode("utf-8", "surrogatepass")
    body = struct.pack("<I", len(named)) + named + pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    data = _digest(file, body) + body
    try:
        return _exchanged(file, data)
    except OSError:
        remove(file)
    try:
        for folder in (file.parent.parent, file.parent):
            make_cache_folder(folder)
        return _exchanged(file, data)
    except OSError:
        return False


def _exchanged(file: Path, data: bytes) -> bool:
    draft = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(data)
        draft.replace(file)
    except OSError:
        remove(draft)
        raise
    return True


def _digest(file: Path, body: bytes) -> bytes:
    state = hashlib.blake2b(file.name.encode("utf-8", "surrogateescape") + b"\0", digest_size=_DIGEST)
    state.update(body)
    return state.digest()


def keep_folder(folder: Path, key: str) -> bool:
    """Vouch for every file below a folder as it is now, under a key; return whether that could be done."""
    return keep(folder / _SEAL, key, _digests(folder))


def holds_folder(folder: Path, key: str) -> bool:
    """Say whether a folder holds what it held when `keep_folder` was called with this key, no more and no less."""
    kept = recall(folder / _SEAL, key)
    try:
        return kept is not None and kept == _digests(folder)
    except OSError:
        return False


def _digests(folder: Path) -> dict[str, bytes]:
    found = {}
    for place, _, names in os.walk(folder):
        for name in names:
            file = Path(place, name)
            path = file.relative_to(folder).as_posix()
            if path != _SEAL and not name.endswith("LOCK"):
                found[path] = hashlib.blake2b(file.read_bytes(), digest_size=16).digest()
    return found
