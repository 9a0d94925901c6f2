"""Index files: classic scripts that hand one value to `anliku.shard`.

On file:// a page may load scripts but neither fetch files nor read them otherwise. The files are UTF-16 with a byte
order mark, which decides the encoding before any HTTP header or attribute does, and holds Chinese text in two bytes a
character instead of three.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Sequence
from typing import Any

_MARK = b"\xff\xfe"
_SEPARATOR = '","'.encode("utf-16-le")


def strings_script(name: str, strings: Sequence[bytes]) -> bytes:
    """`anliku.shard(name, checksum, [strings])`; each string is UTF-16LE that may stand between double quotes.

    The checksum is the Adler-32 of the strings' bytes as written, so that a file damaged on a stick is noticed.
    """
    checksum = 1
    for string in strings:
        checksum = zlib.adler32(string, checksum)
    head = f'anliku.shard("{name}",{checksum},["'.encode("utf-16-le")
    return b"".join((_MARK, head, _SEPARATOR.join(strings), '"])\n'.encode("utf-16-le")))


def value_script(name: str, value: Any) -> bytes:
    """`anliku.shard(name, -1, value)` for a value that JSON can express."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    text = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return _MARK + f'anliku.shard("{name}",-1,{text})\n'.encode("utf-16-le", "surrogatepass")


def one_script(scripts: Iterable[bytes]) -> bytes:
    """Several such scripts as one: the byte order mark may stand only at its beginning."""
    return _MARK + b"".join(script.removeprefix(_MARK) for script in scripts)
