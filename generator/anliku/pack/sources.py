"""Read a pack that may have been tampered with: a folder or a zip. Nothing is followed, unpacked or trusted."""

from __future__ import annotations

import hashlib
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, Protocol

from ..troubles import trouble
from ..workers import in_threads
from . import zip_form
from .errors import PackError
from .manifest import MANIFEST, PackFile
from .names import is_safe

_CHUNK = 1 << 20
_MOST_MEMBERS = 1_000_000
_READERS = 4  # hashing lets other threads go on, and small files wait for the disk
# Everything that a zip with a flipped bit makes zipfile raise.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, LookupError, RuntimeError, OverflowError,
)  # fmt: skip


class Oddity(NamedTuple):
    """Something that no pack of ours holds: its path, and in Chinese what is wrong with it."""

    path: str
    what: str


class PackListing(NamedTuple):
    """What lies in a pack: paths of plain files, and everything else."""

    files: tuple[str, ...]
    oddities: tuple[Oddity, ...]


class PackSource(Protocol):
    """A pack to be read."""

    def look(self) -> PackListing:
        """List everything in it."""

    def read(self, path: str, most: int) -> bytes:
        """Return a small file, or at most `most` bytes of it."""

    def is_as_packed(self, date: str) -> bool:
        """Say whether what a manifest does not name (times, attributes) is still as it was packed, or cannot matter."""

    def hashes(self, files: list[PackFile]) -> Iterator[PackFile]:
        """Yield size and SHA-256 as they are, for files in the order given; "" for one that cannot be read."""


def open_source(place: Path) -> PackSource:
    """Return the source for a folder or a zip."""
    if place.is_dir():
        return FolderSource(place)
    if not place.is_file():
        raise PackError(f"找不到 {place}。", "写包所在的文件夹，或 .zip 文件")
    return ZipSource(place)


class FolderSource:
    """A pack in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def look(self) -> PackListing:
        """List everything in it; links are named and not followed."""
        files: list[str] = []
        oddities: list[Oddity] = []
        waiting = [""]
        while waiting:
            prefix = waiting.pop()
            try:
                entries = sorted(os.scandir(self._folder / prefix), key=lambda entry: entry.name)
            except OSError as error:
                oddities.append(Oddity(prefix, f"打不开这个文件夹：{trouble(error).reason}"))
                continue
            if prefix and not entries:
                oddities.append(Oddity(prefix, "多出来的空文件夹"))
            for entry in entries:
                path = prefix + entry.name
                if entry.is_symlink() or _is_junction(entry):
                    oddities.append(Oddity(path, "链接，指向别处"))
                elif entry.is_dir(follow_symlinks=False):
                    waiting.append(f"{path}/")
                elif entry.is_file(follow_symlinks=False):
                    files.append(path)
                else:
                    oddities.append(Oddity(path, "不是普通文件"))
        return PackListing(tuple(sorted(files)), tuple(sorted(oddities)))

    def read(self, path: str, most: int) -> bytes:
        """Return a small file."""
        with (self._folder / path).open("rb") as file:
            return file.read(most)

    def is_as_packed(self, date: str) -> bool:  # noqa: ARG002 - as the other source
        """Say yes: copying gives every file in a folder new times, and nobody takes them for the publisher's."""
        return True

    def hashes(self, files: list[PackFile]) -> Iterator[PackFile]:
        """Hash several files at a time."""
        return in_threads(self._hash, files, _READERS)

    def _hash(self, known: PackFile) -> PackFile:
        digest = hashlib.sha256()
        size = 0
        try:
            with (self._folder / known.path).open("rb", buffering=0) as file:
                while chunk := file.read(_CHUNK):
                    size += len(chunk)
                    digest.update(chunk)
        except OSError:
            return PackFile(known.path, -1, "")
        return PackFile(known.path, size, digest.hexdigest())


def _is_junction(entry: os.DirEntry[str]) -> bool:
    """Say whether a folder is Windows' other kind of link."""
    asks = getattr(entry, "is_junction", None)
    return bool(asks and asks())


class ZipSource:
    """A pack in a zip, all of it in one folder."""

    def __init__(self, file: Path) -> None:
        self._file = file
        try:
            self._zip = zipfile.ZipFile(file)
        except _BROKEN as error:
            raise PackError(f"{file} 不是完整的 zip 文件，可能没有拷完。", "重新拷一次") from error
        self._top = self._find_top()
        self._members: dict[str, zipfile.ZipInfo] = {}

    def _find_top(self) -> str:
        tops = {
            name[: -len(MANIFEST)]
            for name in self._zip.namelist()
            if name == MANIFEST or (name.endswith(f"/{MANIFEST}") and name.count("/") == 1)
        }
        return min(tops, default="")

    def look(self) -> PackListing:
        """List everything in it: what would land outside the folder is named, not read."""
        infos = self._zip.infolist()
        if len(infos) > _MOST_MEMBERS:
            raise PackError(f"{self._file} 里有 {len(infos)} 个文件，不像案例库的包。")
        try:
            oddities = [
                Oddity(fault.name or self._file.name, fault.what) for fault in zip_form.faults(self._file, self._zip)
            ]
        except _BROKEN as error:
            raise PackError(f"{self._file} 读不出来，或里面是乱的。", "重新拷一次") from error
        folders: list[str] = []
        for info in infos:
            path = self._inside(info)
            what = _odd_member(info, path)
            if not what and path in self._members:
                what = "重复的文件名"
            if what:
                oddities.append(Oddity(info.filename, what))
            elif info.is_dir():
                folders.append(path)
            else:
                self._members[path] = info
        held = {path[: at + 1] for path in self._members for at, sign in enumerate(path) if sign == "/"}
        oddities += [Oddity(path, "多出来的空文件夹") for path in folders if path and path not in held]
        return PackListing(tuple(sorted(self._members)), tuple(sorted(oddities)))

    def _inside(self, info: zipfile.ZipInfo) -> str:
        """Return the path inside the pack's folder; what lies elsewhere keeps a name that is not safe."""
        name = info.orig_filename
        return name[len(self._top) :] if name.startswith(self._top) else f"../{name}"

    def is_as_packed(self, date: str) -> bool:
        """Say whether times and attributes in the zip are what `anliku pack` writes."""
        return zip_form.is_as_packed(self._zip, date)

    def read(self, path: str, most: int) -> bytes:
        """Return a small member."""
        try:
            with self._zip.open(self._members[path]) as file:
                return file.read(most)
        except _BROKEN as error:
            raise OSError(5, "坏了", path) from error

    def hashes(self, files: list[PackFile]) -> Iterator[PackFile]:
        """Hash the members one by one; none is read further than its known size."""
        return (self._hash(known) for known in files)

    def _hash(self, known: PackFile) -> PackFile:
        info = self._members[known.path]
        if info.file_size != known.size:
            return PackFile(known.path, info.file_size, "")
        digest = hashlib.sha256()
        size = 0
        try:
            with self._zip.open(info) as file:
                while size <= known.size and (chunk := file.read(_CHUNK)):
                    size += len(chunk)
                    digest.update(chunk)
        except _BROKEN:
            return PackFile(known.path, -1, "")
        return PackFile(known.path, size, digest.hexdigest())


def _odd_member(info: zipfile.ZipInfo, path: str) -> str:
    name = path.removesuffix("/") if info.is_dir() else path
    if name and not is_safe(name):
        return "文件名会跑到包外面，或系统不认"
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "链接或特殊文件"
    return "加了密，看不到内容" if info.flag_bits & 1 else ""
