"""A built site as one ZIM file, which Kiwix and other offline readers open.

libzim does the writing. It is GPL-3.0-or-later and so an optional extra: nothing here is imported without it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import mmap
import os
import re
import struct
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

from ..delivery import drafted
from ..troubles import UserError
from ..workers import Progress
from .emblem import emblem
from .errors import PackError
from .items import SITE, PackItem

LANGUAGE = "zho"
MAIN = "index.html"
_MOST_TITLE, _MOST_DESCRIPTION = 30, 80  # characters, by the openZIM convention
_TITLE = re.compile(r"<title>(.*?)</title>", re.S)
# Our own table: what Python and the system know of types differs from machine to machine.
_OFFICE = "application/vnd.openxmlformats-officedocument."
_TYPES = {
    "html": "text/html", "css": "text/css", "js": "text/javascript", "json": "application/json", "txt": "text/plain",
    "xml": "application/xml", "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
    "gif": "image/gif", "webp": "image/webp", "ico": "image/x-icon", "woff": "font/woff", "woff2": "font/woff2",
    "pdf": "application/pdf", "docx": f"{_OFFICE}wordprocessingml.document", "xlsx": f"{_OFFICE}spreadsheetml.sheet",
    "pptx": f"{_OFFICE}presentationml.presentation",
}  # fmt: skip
_UUID_AT, _CHECKSUM_PLACE_AT = 8, 72  # places in the head of a ZIM file
_INDEX, _INDEX_UUID_AT = b"\x0f\rXapian Glass", 16  # how the index of titles begins
_CHUNK = 1 << 20
_STYLE = "assets/anliku/style.css"
_BAND = re.compile(r"--band: ?(#[0-9a-f]{6});")
_SCREEN_ONLY = re.compile(r"@media screen[^{}]*\{(?:[^{}]|\{[^{}]*\})*\}")  # where the dark colours are


class About(NamedTuple):
    """What a reader shows of the file.

    name: for telling versions of the same library apart from other libraries. publisher: "" for none.
    """

    name: str
    title: str
    description: str
    date: dt.date
    publisher: str = ""


def write_zim(items: Sequence[PackItem], about: About, target: Path, tell: Progress, *, force: bool = False) -> None:
    """Write the items of a site as a ZIM file.

    Raises PackError when libzim is missing, when the disk will not take it, or when another file stands there; `force`
    replaces that one.
    """
    try:
        from libzim import writer
    except ImportError as error:
        raise PackError(
            "没有装 libzim，写不出 zim。", "运行 pip install 'anliku[zim]'（libzim 的许可证是 GPL-3）"
        ) from error
    try:
        with drafted(target, is_whole, force=force) as draft:
            with _silent():
                _write(writer, items, about, draft, tell)
            _settle(draft)
    except UserError as error:
        raise PackError(str(error), error.remedy) from error
    except RuntimeError as error:  # what libzim raises for whatever its C++ part met
        raise PackError(f"libzim 写不出 {target}：{error}", "看看磁盘满不满、文件夹能不能写") from error


def is_whole(file: Path) -> bool:
    """Say whether a file is as `write_zim` wrote it: its identity comes from its content, as no other program's does."""
    try:
        with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_COPY) as zim:
            identity, end = bytes(zim[_UUID_AT : _UUID_AT + 16]), _blank(zim)
            return identity == _digest(zim, end, hashlib.sha256())[:16]
    except (ValueError, struct.error):  # empty, or no ZIM file
        return False


@contextmanager
def _silent() -> Iterator[None]:
    """Hide from standard output what libzim's C++ part prints about its progress."""
    sys.stdout.flush()
    with tempfile.TemporaryFile() as nowhere:
        kept = os.dup(1)
        os.dup2(nowhere.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)


def _write(writer: Any, items: Sequence[PackItem], about: About, draft: Path, tell: Progress) -> None:
    page = _page_class(writer)
    # One worker: with several, the order of the file's clusters would depend on which is first.
    creator = writer.Creator(draft).config_verbose(False).config_nbworkers(1).config_indexing(False, LANGUAGE)
    with creator.set_mainpath(MAIN):
        for done, item in enumerate(items, 1):
            creator.add_item(page(item.file.path.removeprefix(f"{SITE}/"), item.read()))
            tell("写出 zim", done, len(items))
        creator.add_illustration(48, emblem(48, _colour(items)))
        for name, value in _metadata(about).items():
            creator.add_metadata(name, value)


def _colour(items: Sequence[PackItem]) -> str:
    """Return the colour of the site, as its style sheet has it: the last one holds."""
    sheets = (item.read().decode("utf-8", "replace") for item in items if item.file.path == f"{SITE}/{_STYLE}")
    found = [colour for sheet in sheets for colour in _BAND.findall(_SCREEN_ONLY.sub("", sheet))]
    return found[-1] if found else "#333333"


def _metadata(about: About) -> dict[str, Any]:
    return {
        "Name": about.name,
        "Title": about.title[:_MOST_TITLE],
        "Description": about.description[:_MOST_DESCRIPTION],
        "Language": LANGUAGE,
        "Creator": about.title,
        "Publisher": about.publisher or "anliku",
        "Date": about.date,
        "Scraper": "anliku",
        "Tags": "_category:other;_ftindex:no",
    }


def _page_class(writer: Any) -> Any:
    """Return the class of files in the ZIM; its base exists only where libzim does."""

    class Page(writer.Item):  # type: ignore[misc]
        """A file of the site."""

        def __init__(self, path: str, data: bytes) -> None:
            super().__init__()
            self._path = path
            self._data = data
            self._html = path.endswith(".html")

        def get_path(self) -> str:
            return self._path

        def get_title(self) -> str:
            found = _TITLE.search(self._data.decode("utf-8", "replace")) if self._html else None
            return unescape(found.group(1)).strip() if found else self._path

        def get_mimetype(self) -> str:
            return _TYPES.get(self._path.rpartition(".")[2].lower(), "application/octet-stream")

        def get_contentprovider(self) -> Any:
            return writer.StringProvider(self._data)

        def get_hints(self) -> dict[Any, int]:
            return {writer.Hint.FRONT_ARTICLE: int(self._html)}

    return Page


def _settle(file: Path) -> None:
    """Replace the random identities that libzim gave the file and its index of titles by one that comes from the content,
    and renew the checksum."""
    with file.open("r+b") as opened, mmap.mmap(opened.fileno(), 0) as zim:
        end = _blank(zim)
        places = _identities(zim)
        identity = _digest(zim, end, hashlib.sha256())[:16]
        for place in places:
            zim[place : place + 16] = identity
        zim[end : end + 16] = _digest(zim, end, hashlib.md5(usedforsecurity=False))


def _identities(zim: mmap.mmap) -> list[int]:
    index = zim.find(_INDEX)
    return [_UUID_AT] if index < 0 else [_UUID_AT, index + _INDEX_UUID_AT]


def _blank(zim: mmap.mmap) -> int:
    """Clear both identities; return where the content ends and its checksum stands."""
    (end,) = struct.unpack_from("<Q", zim, _CHECKSUM_PLACE_AT)
    for place in _identities(zim):
        zim[place : place + 16] = bytes(16)
    return int(end)


def _digest(zim: mmap.mmap, end: int, digest: Any) -> bytes:
    for start in range(0, end, _CHUNK):
        digest.update(zim[start : min(start + _CHUNK, end)])
    return bytes(digest.digest())
