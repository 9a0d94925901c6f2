"""Where a library's cache lies: with the user, never in the library's own folder.

A library may come from anywhere, and what is read back from a cache is trusted: frames go into pages as they are, and
most of the rest is pickled.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import tempfile
from pathlib import Path

import platformdirs

VARIABLE = "ANLIKU_CACHE"


def cache_folder(root: Path) -> Path:
    """Return the folder for what can be made again from the library at `root`; it exists and can be written.

    ANLIKU_CACHE in the environment names another place for all caches. Where none can be written, a new folder is
    made that no other run will use.
    """
    name = hashlib.blake2b(str(root.resolve()).encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
    place = os.environ.get(VARIABLE)
    folder = (Path(place) if place else platformdirs.user_cache_path("anliku", appauthor=False)) / name
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return Path(tempfile.mkdtemp(prefix="anliku-"))


def lock_file(cache: Path) -> Path:
    """Return the file to lock while more than single values of a cache are used: beside it, since it may be deleted."""
    return cache.with_name(f"{cache.name}.lock")


def forget(root: Path) -> None:
    """Delete what is cached of a library."""
    shutil.rmtree(cache_folder(root), ignore_errors=True)


def recall(file: Path, key: str) -> object:
    """Return what `keep` wrote under the same key, or None."""
    try:
        with file.open("rb") as stream:
            return pickle.load(stream) if pickle.load(stream) == key else None  # noqa: S301 - our own, see above
    except Exception:  # whatever is wrong with the file: what it held is read again from its source
        return None


def keep(file: Path, key: str, value: object) -> bool:
    """Write a value under a key; return whether that could be done."""
    draft = file.with_suffix(".new")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(pickle.dumps(key) + pickle.dumps(value, pickle.HIGHEST_PROTOCOL))
        draft.replace(file)
    except OSError:
        return False
    return True
