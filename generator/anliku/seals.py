"""A seal: a hash of a file inside the file itself, by which it is known to be still as this program wrote it.

Every format has a place for one that its readers pass over. A file that somebody has filled in, annotated or saved again
no longer agrees with its seal.
"""

from __future__ import annotations

import hashlib

_MARK = b"anliku-seal:"
_BLANK = b"0" * 64
_END_OF_ZIP, _END_SIZE = b"PK\x05\x06", 22


def seal(content: bytes) -> bytes:
    """Return a file's bytes with a seal; unchanged when they are of a format that has no place for one."""
    parts = _place_in(content)
    if parts is None:
        return content
    before, after = parts
    return before + _MARK + _digest(before + _MARK + _BLANK + after) + after


def is_sealed(content: bytes) -> bool:
    """Say whether these are the bytes of a file as this program wrote it."""
    at = content.rfind(_MARK)
    if at < 0:
        return False
    start, end = at + len(_MARK), at + len(_MARK) + len(_BLANK)
    return content[start:end] == _digest(content[:start] + _BLANK + content[end:])


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).hexdigest().encode()


def _place_in(content: bytes) -> tuple[bytes, bytes] | None:
    """Return what comes before the seal and after it."""
    if content[-_END_SIZE:].startswith(_END_OF_ZIP):  # XLSX, DOCX: the archive's comment, and before it its length
        return content[:-2] + (len(_MARK) + len(_BLANK)).to_bytes(2, "little"), b""
    if content.startswith(b"%PDF") and (at := content.rfind(b"startxref")) > 0:  # a comment that moves no object
        return content[:at] + b"% ", b"\n" + content[at:]
    if content[:15].lower() == b"<!doctype html>":
        return content + b"<!-- ", b" -->\n"
    if content.endswith(b"\n}\n"):  # a JSON Schema
        return content[:-3] + b',\n  "$comment": "', b'"\n}\n'
    return None
