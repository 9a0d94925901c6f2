"""How a zip is put together, apart from the content of its files: whatever two programs could unpack in two ways.

A zip says most things twice, before each file and in the directory at its end, and some programs believe the one, some the other.
So both must agree, the files must stand one behind the other with nothing between, and no field may hold a second name.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

UNIX, FILE_MODE, MADE_BY, STORED, DEFLATED = 3, 0o100644, 20, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_LOCAL = struct.Struct("<4s5H3L2H")
_ENTRY = 46
_END = struct.Struct("<4s4H2LH")
_ZIP64_END, _ZIP64_LOCATOR = 56, 20
_FULL16, _FULL32 = 0xFFFF, 0xFFFFFFFF
_DESCRIPTOR, _UTF8 = 0x08, 0x800
_FLAGS = _DESCRIPTOR | _UTF8 | 0x07  # the last: how hard the data was pressed, and whether it is encrypted
# What may stand behind a file's data, by its length.
_DESCRIPTORS = {12: "<3L", 16: "<4s3L", 20: "<L2Q", 24: "<4sL2Q"}
# Extra fields of other programs that hold times and owners, and that of zip64; another one may hold a second name.
_HARMLESS = {0x0001, 0x000A, 0x5455, 0x7875, 0x5855}


class Fault(NamedTuple):
    """A name in the zip, "" for the zip itself, and in Chinese what is wrong with how it is kept."""

    name: str
    what: str


def faults(file: Path, packed: zipfile.ZipFile) -> Iterator[Fault]:
    """Yield every fault that no honest program leaves, whoever packed the zip."""
    infos = sorted(packed.infolist(), key=lambda info: info.header_offset)
    with file.open("rb") as data:
        end = data.seek(0, 2) - _END.size
        if packed.comment or not _ends_well(data, end, len(infos), packed.start_dir):
            yield Fault("", "zip 的前面或后面有多余的数据，或目录被改过")
        expected = 0
        for place, info in enumerate(infos):
            after = infos[place + 1].header_offset if place + 1 < len(infos) else packed.start_dir
            what = _member_fault(data, info, expected, after)
            if what:
                yield Fault(info.orig_filename, what)
            expected = after


def is_as_packed(packed: zipfile.ZipFile, date: str) -> bool:
    """Say whether times, attributes and the like are those of a zip that `anliku pack` wrote, whose content is of `date`."""
    infos = packed.infolist()
    return len({info.date_time for info in infos}) <= 1 and all(_is_as_packed(info, date) for info in infos)


def _is_as_packed(info: zipfile.ZipInfo, date: str) -> bool:
    ours = (UNIX, MADE_BY, MADE_BY, 0, FILE_MODE << 16, 0, 0 if info.orig_filename.isascii() else _UTF8)
    found = (
        info.create_system, info.create_version, info.extract_version, info.internal_attr, info.external_attr, info.reserved,
        info.flag_bits,
    )  # fmt: skip
    when = "{:04}-{:02}-{:02}".format(*info.date_time[:3])
    return found == ours and when == date and not info.extra and info.compress_type in (STORED, DEFLATED)


def _ends_well(data: BinaryIO, end: int, members: int, directory: int) -> bool:
    """Say whether the zip ends with its directory and the record that describes it, in one part and without comment."""
    data.seek(end)
    mark, *parts, size, start, comment = _END.unpack(data.read(_END.size))
    if mark != b"PK\5\6" or comment or parts[:2] != [0, 0]:
        return False
    data.seek(max(0, end - _ZIP64_LOCATOR))
    if data.read(4) == b"PK\6\7":
        return _zip64_ends_well(data, end, members, directory, (*parts[2:], size, start))
    fits = parts[2:] == [members, members] and start == directory and start + size == end
    return fits and _fills(data, start, size, members)


def _zip64_ends_well(data: BinaryIO, end: int, members: int, directory: int, short: tuple[int, ...]) -> bool:
    record = end - _ZIP64_LOCATOR - _ZIP64_END
    data.seek(record)
    _, length, _, _, *long = struct.unpack("<4sQ2H2L4Q", data.read(_ZIP64_END))
    _, disk, at, disks = struct.unpack("<4sLQL", data.read(_ZIP64_LOCATOR))
    wanted = [0, 0, members, members, record - directory, directory]
    cut = tuple(min(value, full) for value, full in zip(wanted[2:], (_FULL16, _FULL16, _FULL32, _FULL32), strict=True))
    fits = all(a in (b, f) for a, b, f in zip(short, cut, (_FULL16, _FULL16, _FULL32, _FULL32), strict=True))
    whole = (length, long, disk, at, disks) == (_ZIP64_END - 12, wanted, 0, record, 1) and fits
    return whole and _fills(data, directory, record - directory, members)


def _fills(data: BinaryIO, start: int, size: int, members: int) -> bool:
    """Say whether the directory's entries, each as long as it says, are just what the directory holds."""
    data.seek(start)
    held, at = data.read(size), 0
    for _ in range(members):
        if at + _ENTRY > size:
            return False
        at += _ENTRY + sum(struct.unpack_from("<3H", held, at + 28))
    return at == size


def _member_fault(data: BinaryIO, info: zipfile.ZipInfo, expected: int, after: int) -> str:
    if info.header_offset != expected:
        return "zip 里的文件重叠，或前面有多余的数据"
    if info.comment or info.volume or info.flag_bits & ~_FLAGS or not _is_harmless(info.extra):
        return "zip 的目录里带有别的东西"
    data.seek(info.header_offset)
    head = data.read(_LOCAL.size)
    if len(head) < _LOCAL.size:
        return "zip 的目录和文件对不上"
    mark, _, flags, method, time, date, crc, packed, size, name_length, extra_length = _LOCAL.unpack(head)
    name, extra = data.read(name_length), data.read(extra_length)
    rest = after - expected - _LOCAL.size - name_length - extra_length - info.compress_size
    sizes = (info.CRC, info.compress_size, info.file_size)
    if flags & _DESCRIPTOR:
        if not _describes(data, after, rest, sizes):
            return "zip 里的文件后面有多余的数据"
        sizes = (0, 0, 0) if (crc, packed, size) == (0, 0, 0) else sizes
    elif rest:
        return "zip 里的文件后面有多余的数据"
    long = [min(value, _FULL32) for value in sizes]
    agrees = (
        mark == b"PK\3\4"
        and (flags, method, name) == (info.flag_bits, info.compress_type, _name(info))
        and (date, time) == _dos_time(info)
        and all(a in (b, _FULL32) if extra else a == b for a, b in zip((crc, packed, size), long, strict=True))
        and _is_harmless(extra)
    )
    return "" if agrees else "zip 的目录和文件对不上"


def _describes(data: BinaryIO, after: int, length: int, sizes: tuple[int, int, int]) -> bool:
    """Say whether what stands behind a file's data is the record of its sizes."""
    if length not in _DESCRIPTORS:
        return False
    data.seek(after - length)
    *mark, crc, packed, size = struct.unpack(_DESCRIPTORS[length], data.read(length))
    return mark in ([], [b"PK\7\b"]) and (crc, packed, size) == sizes


def _name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8 else "cp437", errors="replace")


def _dos_time(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2


def _is_harmless(extra: bytes) -> bool:
    """Say whether extra fields are whole and none of them can change what a file is called or holds."""
    while extra:
        if len(extra) < 4:
            return False
        kind, length = struct.unpack_from("<2H", extra)
        if kind not in _HARMLESS or len(extra) < 4 + length:
            return False
        extra = extra[4 + length :]
    return True
