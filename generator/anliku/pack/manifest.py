"""The manifest of a pack: every file with its size and SHA-256, what the pack is, and a digest of all that.

There is exactly one way to write a given manifest, and `parse_manifest` takes no other: a changed blank is a changed manifest.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from ..printable import NAME, is_printable, printable
from .names import VERSION_RULE, is_safe, is_version

MANIFEST = "MANIFEST.json"
SIGNATURE = "MANIFEST.sig"
FORMAT = "anliku-pack/1"

_SHA256 = re.compile(r"[0-9a-f]{64}")
_HEAD = ("format", "form", "library", "version", "date", "base", "signed_by")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FINGERPRINT = re.compile(r"[0-9a-f]{4}(-[0-9a-f]{4}){7}")
_MOST_SIZE = 2**53 - 1  # what a browser can count


class ManifestError(ValueError):
    """Raised when a manifest is not one of ours as it was written; the message is Chinese and for the user."""


class PackForm(StrEnum):
    """What a pack is: the whole site, the site with its cases in script packs, or only what changed."""

    FULL = "full"
    COMPACT = "compact"
    UPDATE = "update"


class PackFile(NamedTuple):
    """A file of a pack. The path uses forward slashes and begins in the pack's folder."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a pack is and what it holds, itself and its signature excepted.

    base: the version that an update starts from. signed_by: fingerprint of the key that must have signed it, or "".
    """

    library: str
    version: str
    date: str
    files: tuple[PackFile, ...]
    form: PackForm = PackForm.FULL
    base: str = ""
    signed_by: str = ""
    by_path: Mapping[str, PackFile] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "files", tuple(sorted(self.files)))
        object.__setattr__(self, "by_path", {file.path: file for file in self.files})

    def to_bytes(self) -> bytes:
        """Return the file."""
        body = self._body()
        return body + f'"digest": "{hashlib.sha256(body).hexdigest()}"\n}}\n'.encode()

    def _body(self) -> bytes:
        head = {
            "format": FORMAT, "form": self.form.value, "library": self.library, "version": self.version,
            "date": self.date, "base": self.base, "signed_by": self.signed_by,
        }  # fmt: skip
        lines = [f'"{key}": {json.dumps(head[key], ensure_ascii=False)},\n' for key in _HEAD]
        rows = (
            f'{{"path": {json.dumps(f.path, ensure_ascii=False)}, "size": {f.size}, "sha256": "{f.sha256}"}}'
            for f in self.files
        )
        return ("{\n" + "".join(lines) + '"files": [\n' + ",\n".join(rows) + "\n],\n").encode()


def content_digest(files: Iterable[PackFile], *more: str) -> str:
    """Return one hash for the content of files."""
    digest = hashlib.sha256("\0".join(more).encode())
    for file in sorted(files):
        digest.update(f"\0{file.path}\0{file.size}\0{file.sha256}".encode())
    return digest.hexdigest()


def parse_manifest(data: bytes) -> Manifest:
    """Return the manifest that a file holds; raise ManifestError when it is not exactly what we would have written."""
    try:
        raw = json.loads(data.decode("utf-8"))
        manifest = _manifest(raw)
    except ManifestError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ManifestError(f"{MANIFEST} 读不懂：它坏了，或不是案例库的清单。") from error
    if manifest.to_bytes() != data:
        raise ManifestError(f"{MANIFEST} 被改过：内容和它自己的校验值对不上。")
    return manifest


def listed_in_pack(folder: Path) -> dict[str, str] | None:
    """Return SHA-256 by path of every file that we wrote into a pack's folder, "" for the manifest and its signature;
    None when the folder holds no manifest of ours.
    """
    try:
        listed = parse_manifest((folder / MANIFEST).read_bytes()).files
    except (OSError, ManifestError):
        return None
    proof = {name: "" for name in (MANIFEST, SIGNATURE) if (folder / name).exists()}
    return proof | {file.path: file.sha256 for file in listed}


def _manifest(raw: Any) -> Manifest:
    if raw["format"] != FORMAT:
        found = printable(_text(raw["format"]), 40)
        raise ManifestError(f"{MANIFEST} 的格式是 {found}，这个程序只认 {FORMAT}。请换用新的程序校验。")
    files = tuple(_file(item) for item in raw["files"])
    texts = {key: _text(raw[key]) for key in _HEAD}
    fault = head_fault(texts)
    if fault:
        raise ManifestError(f"{MANIFEST} 里的{fault}。")
    folded = [file.path.casefold() for file in files]
    if len(set(folded)) != len(folded):
        raise ManifestError(f"{MANIFEST} 里有重名的文件。")
    return Manifest(
        texts["library"],
        texts["version"],
        texts["date"],
        files,
        PackForm(texts["form"]),
        texts["base"],
        texts["signed_by"],
    )


def head_fault(texts: Mapping[str, str]) -> str:
    """Return in Chinese what is wrong with what a manifest says of the pack, "" for nothing."""
    if not is_printable(texts["library"]) or len(texts["library"]) > NAME:
        return f"案例库名称有看不见的字符，或超过 {NAME} 个字"
    for key, label in (("version", "版本号"), ("base", "旧版本号")):
        if (key == "version" or texts[key]) and not is_version(texts[key]):
            return f"{label}不合规则：{printable(texts[key], 60)}（{VERSION_RULE}）"
    if not _DATE.fullmatch(texts["date"]):
        return f"日期不对：{printable(texts['date'], 40)}"
    if texts["signed_by"] and not _FINGERPRINT.fullmatch(texts["signed_by"]):
        return "指纹不对"
    return ""


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _file(item: Any) -> PackFile:
    file = PackFile(_text(item["path"]), item["size"], _text(item["sha256"]))
    if type(file.size) is not int or not 0 <= file.size <= _MOST_SIZE or not _SHA256.fullmatch(file.sha256):
        raise ValueError(file)
    if not is_safe(file.path) or file.path in (MANIFEST, SIGNATURE):
        raise ManifestError(f"{MANIFEST} 里有不许用的路径：{printable(file.path, NAME)}。")
    return file
