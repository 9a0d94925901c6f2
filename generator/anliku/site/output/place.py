"""The folder that a site or a pack is written to: what may lie in it, and how it is emptied without losing a file that
is not ours.

Two rules make it impossible to lose anything. A folder is accepted only when it is empty or holds nothing but what its
own manifest lists. And of the folder that was replaced only those files are deleted that the manifest lists and that
are still as they were written; what remains is kept beside it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from ...troubles import UserError

MANIFEST = "manifest.json"
FORMAT = "anliku-manifest/1"
_SOURCES = ("cases", "content", "theme", ".git")  # folders of a library that editors write
_KEPT = "-kept-"
_ELSEWHERE = "用 --out 指定一个新的文件夹"
_CHUNK = 1 << 20

Listed = Mapping[str, str]
"""Path → SHA-256 of every file that we wrote into a folder; "" for the list itself."""


class PlaceError(UserError):
    """Raised when a folder must not be written to; the message is Chinese and for the user."""


State = tuple[int, int]
"""Size and time of change in nanoseconds of a file when it was written."""


def listed_in_site(folder: Path) -> Listed | None:
    """Return what the manifest of a site lists, itself included; None when the folder holds no manifest of ours."""
    try:
        data = json.loads((folder / MANIFEST).read_bytes())
        if data["format"] != FORMAT:
            return None
        return {MANIFEST: ""} | {str(file["path"]): str(file["sha256"]) for file in data["files"]}
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def place_of(out: Path, library: Path | None) -> Path:
    """Return the folder that `out` leads to, links followed.

    library: the library's folder. Raises PlaceError when the place is one that must never be replaced.
    """
    try:
        folder = out.resolve()
    except RuntimeError as error:  # a link that leads to itself
        raise PlaceError(
            f"{out} 是一个绕圈的链接，不能写到那里。", "删掉这个链接，或用 --out 指定别的文件夹"
        ) from error
    _keep_off_sources(folder, library.resolve() if library else None)
    if folder.exists() and not folder.is_dir():
        raise PlaceError(f"{out} 是一个文件，不是文件夹，没有动它。", "把它移走或改名，或用 --out 指定别的文件夹")
    return folder


def strangers(folder: Path, listed: Listed | None) -> list[str]:
    """Return the paths of what lies in a folder and is not listed. Raises OSError when it cannot be read."""
    ours = listed or {}
    return sorted(path for path, entry in walk(folder) if path not in ours or not _is_plain(entry))


def _keep_off_sources(folder: Path, library: Path | None) -> None:
    if folder == folder.parent or folder == Path.home():
        raise PlaceError(f"不能写到 {folder}：生成时会整个换掉这个文件夹。", _ELSEWHERE)
    if library is None:
        return
    if folder == library or folder in library.parents:
        raise PlaceError(f"不能写到 {folder}：案例库就在里面，生成时会整个换掉这个文件夹。", _ELSEWHERE)
    for name in _SOURCES:
        source = library / name
        if folder == source or source in folder.parents:
            raise PlaceError(f"不能写到 {folder}：{name} 里放的是案例库的原稿。", _ELSEWHERE)


def _is_plain(entry: os.DirEntry[str]) -> bool:
    return entry.is_file(follow_symlinks=False)


def walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Yield path and entry of everything below a folder that is not itself a folder; links are not followed.

    Raises OSError when a folder cannot be read.
    """
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(folder / prefix) as entries:
            for entry in entries:
                path = prefix + entry.name
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(path + "/")
                else:
                    yield path, entry


def remove_ours(folder: Path, listed: Listed | None, written: Mapping[str, State]) -> Path | None:
    """Delete what we wrote from a folder; return where the rest is kept, None when nothing was left.

    written: files whose state shows that they are unchanged, so that they need not be read.
    """
    ours = listed or {}
    lists = []
    for path, entry in list(walk(folder)):
        if path not in ours or not _is_plain(entry):
            continue
        if not ours[path]:
            lists.append(entry.path)
        elif _is_unchanged(entry, ours[path], written.get(path)):
            os.unlink(entry.path)  # noqa: PTH108 - this runs for thousands of files
    for path in lists:  # last, since they tell the next build what is ours if this one is killed here
        os.unlink(path)  # noqa: PTH108
    for place, _, _ in os.walk(folder, topdown=False):
        with suppress(OSError):
            Path(place).rmdir()
    return _kept(folder) if folder.exists() else None


def _is_unchanged(entry: os.DirEntry[str], sha256: str, written: State | None) -> bool:
    stat = entry.stat(follow_symlinks=False)
    if written == (stat.st_size, stat.st_mtime_ns):
        return True
    digest = hashlib.sha256()
    with open(entry.path, "rb") as file:  # noqa: PTH123 - this runs for thousands of files
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == sha256


def _kept(folder: Path) -> Path:
    """Rename the folder with what is left, so that its name tells users that these files are theirs."""
    name = folder.name.partition(".anliku-")[0]
    number = 1
    while (place := folder.with_name(f"{name}{_KEPT}{number}")).exists():
        number += 1
    folder.rename(place)
    return place
