"""Where a library's cache lies: with the user, never in the library's own folder.

A library may come from anywhere, and what is read back from a cache is trusted: frames go into pages as they are, and
the parts of the search index are pickled.
"""

from __future__ import annotations

import hashlib
import os
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


def forget(root: Path) -> None:
    """Delete what is cached of a library."""
    shutil.rmtree(cache_folder(root), ignore_errors=True)
