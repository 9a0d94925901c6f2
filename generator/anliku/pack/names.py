"""What may be a name: of a file in a pack, of a pack's folder, and of a version. One rule for whoever writes or reads one."""

from __future__ import annotations

import re

from ..printable import is_printable

VERSION_RULE = "只用字母、数字、点和连字符，头尾是字母或数字，第一个连字符前面要有数字，最多 40 个，如 2026.1"

_MOST_BYTES = 255  # of a name on any disk
_MOST_PATH = 1_000
# Library and edition take so much of a folder's name that the version and what is put behind have room: -更新, .zip, a
# draft's mark.
_PART, _PART_BYTES = 40, 90
_BAD_IN_WINDOWS = re.compile(r'[\\:*?"<>|]')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\..*)?")
_VERSION = re.compile(r"[0-9A-Za-z](?:[0-9A-Za-z.-]{0,38}[0-9A-Za-z])?")
_NUMBERS = re.compile(r"[0-9]+")
_NOT_IN_FOLDERS = re.compile(r'[\s/\\:*?"<>|.]+')


def is_safe(path: str) -> bool:
    """Say whether a path stays below the folder it is joined to, can exist on every system, and reads as what it is."""
    return len(path) <= _MOST_PATH and all(map(_is_safe_name, path.split("/")))


def _is_safe_name(name: str) -> bool:
    return (
        name not in ("", ".", "..")
        and is_printable(name)
        and name == name.rstrip(". ")
        and not _BAD_IN_WINDOWS.search(name)
        and not _RESERVED.fullmatch(name)
        and len(name.encode()) <= _MOST_BYTES
    )


def is_version(text: str) -> bool:
    """Say whether a text can be a version: part of a folder's name on every system, and later or earlier than others."""
    return bool(_VERSION.fullmatch(text)) and not _RESERVED.fullmatch(text) and bool(version_key(text))


def version_key(version: str) -> tuple[int, ...]:
    """Return what versions are ordered by: the numbers before the first hyphen."""
    return tuple(int(number) for number in _NUMBERS.findall(version.partition("-")[0]))


def folder_name(library: str, edition: str, version: str) -> str:
    """Return the name of a pack's folder, which every file system takes: what is too long of the first two is cut off."""
    return "-".join(filter(None, (_part(library), _part(edition), version)))


def _part(text: str) -> str:
    plain = "".join(c if is_printable(c) else " " for c in text)
    plain = _NOT_IN_FOLDERS.sub("-", plain).strip("-")[:_PART]
    return plain.encode()[:_PART_BYTES].decode(errors="ignore").strip("-")
