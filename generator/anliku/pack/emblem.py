"""A small picture of an open book as PNG: what readers of ZIM files show for a library."""

from __future__ import annotations

import struct
import zlib

_WHITE = b"\xff\xff\xff"


def emblem(size: int, colour: str) -> bytes:
    """Return the picture, `size` pixels wide and high. colour: of the ground, #rrggbb."""
    ground = bytes.fromhex(colour[1:])
    rows = b"".join(
        b"\0" + b"".join(_WHITE if _in_book(x / size, y / size) else ground for x in range(size)) for y in range(size)
    )
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in parts)


def _in_book(x: float, y: float) -> bool:
    """Say whether a point (x, y from 0 to 1) lies on one of the two pages, which rise from the fold to the outer edge."""
    out = abs(x - 0.5)
    lift = 0.16 * out / 0.34
    return 0.025 < out < 0.36 and 0.36 - lift < y < 0.80 - lift


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
