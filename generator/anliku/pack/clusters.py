"""How much room a pack takes on a stick, where every file and folder fills whole clusters."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .errors import PackError
from .manifest import PackFile

KIB = 1024
CLUSTERS = (16 * KIB, 32 * KIB, 128 * KIB)
_ENTRY = 32  # bytes of a directory entry; a long name takes one for every 13 characters and one more
_UNITS = {"": 1, "B": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}
_SIZE = re.compile(r"(?i)\s*(\d+(?:\.\d+)?)\s*([KMGT]?)(i?)B?\s*")


def on_disk(files: Iterable[PackFile], cluster: int) -> int:
    """Return the bytes that files and their folders take on a FAT32 or exFAT disk."""
    total = 0
    folders: dict[str, int] = {}
    for file in files:
        total += _whole(file.size, cluster)
        name = file.path
        while name:
            folder, _, name_in_it = name.rpartition("/")
            known = folder in folders
            folders[folder] = folders.get(folder, 2 * _ENTRY) + _entry(name_in_it)
            name = "" if known else folder
    return total + sum(_whole(size, cluster) for size in folders.values())


def _entry(name: str) -> int:
    return _ENTRY * (1 + -(-len(name.encode("utf-16-le")) // 26))


def _whole(size: int, cluster: int) -> int:
    return -(-size // cluster) * cluster


def parse_size(text: str) -> int:
    """Return the bytes that a text such as 4GB, 500 MB or 2GiB stands for."""
    found = _SIZE.fullmatch(text)
    if not found:
        raise PackError(f"看不懂大小 {text}。", "写成 500MB、4GB 这样")
    number, unit, binary = found.groups()
    factor = KIB ** "BKMGT".index(unit.upper() or "B") if binary else _UNITS[unit.upper()]
    return int(float(number) * factor)


def megabytes(size: int) -> str:
    """Return a size as people read it."""
    return f"{size / 1e6:.1f} MB" if size < 10**9 else f"{size / 1e9:.2f} GB"
