"""What goes into a pack: files of the built site, and texts made for this pack."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..site.output.place import MANIFEST as SITE_MANIFEST
from .errors import PackError
from .manifest import PackFile
from .names import is_safe

SITE = "site"
BUILD_AGAIN = "运行 anliku build --clean，再打包"


@dataclass(frozen=True, slots=True)
class PackItem:
    """A file to be: where it goes and what is known of it, and its bytes or the file that holds them."""

    file: PackFile
    data: bytes | None = None
    source: Path | None = None

    @classmethod
    def of(cls, path: str, data: bytes) -> PackItem:
        """Return the item of a file made for the pack."""
        return cls(PackFile(path, len(data), hashlib.sha256(data).hexdigest()), data)

    def read(self) -> bytes:
        """Return the bytes; raise PackError when a file of the site is no longer as it was built."""
        if self.data is not None:
            return self.data
        assert self.source is not None
        data = self.source.read_bytes()
        if hashlib.sha256(data).hexdigest() != self.file.sha256:
            raise PackError(f"{self.source} 在生成以后被改过。", BUILD_AGAIN)
        return data


def site_items(folder: Path) -> list[PackItem]:
    """Return the items of a built site, as its manifest lists them."""
    items = [
        PackItem(PackFile(f"{SITE}/{file.path}", file.size, file.sha256), source=folder / file.path)
        for file in read_site_manifest(folder)
    ]
    return [*items, PackItem.of(f"{SITE}/{SITE_MANIFEST}", (folder / SITE_MANIFEST).read_bytes())]


def read_site_manifest(folder: Path) -> Iterator[PackFile]:
    """Yield what the manifest of a built site lists, with paths as the site has them."""
    try:
        data = json.loads((folder / SITE_MANIFEST).read_bytes())
        files = [PackFile(f["path"], f["size"], f["sha256"]) for f in data["files"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise PackError(f"{folder} 里没有完整的站点。", "先运行 anliku build") from error
    for file in files:
        if not is_safe(file.path):
            raise PackError(f"站点里有不能带走的文件名：{file.path}。", "换一个文件名，再运行 anliku build")
        yield file


def text_items(texts: Mapping[str, bytes]) -> list[PackItem]:
    """Return the items of files made for the pack, by path."""
    return [PackItem.of(path, data) for path, data in texts.items()]
