"""The one way in for a result file of any kind: by what it holds, not by its name.

Whatever a file does to those who read it ends here as a complaint about that file, so that the others count.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from ..untrusted.complaints import Complaint, NotReadableError
from ..untrusted.decoding import decoded
from ..untrusted.xlsx_cells import MAX_FILE, NOT_XLSX, has_workbook, part_name
from .json_result import read_json
from .result import Lookup, Reading
from .workbook import read_xlsx

_ZIP, _OLE, _PDF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_SAVE_AS = "怎么改：用表格软件打开，另存为 XLSX 再用"
_WORD = "是 Word 文件，答案没法自动读出来。怎么改：把答案填进 XLSX 或页面"
_PACKED = "是压缩包，没有打开。怎么改：解压以后用里面的文件"
_PASSWORD = "EncryptedPackage".encode("utf-16-le")
_INSIDE: Mapping[str, str] = {
    "content.xml": f"是 ODS 一类的文件，不是 XLSX。{_SAVE_AS}",
    "word/document.xml": _WORD,
    "ppt/presentation.xml": "是演示文稿，不是自评表",
}
_BY_ENDING: Mapping[str, str] = {
    ".csv": f"是 CSV，里面没有条目的编号和版本。{_SAVE_AS}",
    ".et": f"是 WPS 的旧格式。{_SAVE_AS}",
    ".xls": f"是旧的 XLS 格式。{_SAVE_AS}",
    ".ods": f"是 ODS 文件，不是 XLSX。{_SAVE_AS}",
    ".xlsx": NOT_XLSX,
    ".doc": _WORD,
    ".docx": _WORD,
    ".rar": _PACKED,
    ".7z": _PACKED,
}
_OLD_SHEET = ".xls"  # what a compound file counts as, whatever it is called
# What is said of files that cannot be read; the page has it as data and says the same (checklist-choosing.js).
REFUSED: Mapping[str, Any] = {
    "empty": "文件是空的（0 字节），可能没有存完或没有传完",
    "password": "文件加了密码，打不开。怎么改：用表格软件打开，去掉打开密码，再保存",
    "pdf": "是 PDF 或扫描件，答案没法自动读出来。怎么改：把答案填进 XLSX 或页面",
    "packed": _PACKED,
    "strange": "不认识的文件，只收页面存的 JSON 和填好的 XLSX",
    "inside": _INSIDE,
    "endings": _BY_ENDING,
}
SUMMARY_TITLE = "自评结果汇总"


def read_result(raw: bytes, file: str, lookup: Lookup, library: str = "") -> Reading:
    """Read a result file; parameters as for `read_json`. Never raises, whatever the bytes are."""
    try:
        if _is_summary(raw):
            return None, [Complaint(file, "", "是以前写出的汇总，不是结果文件，没有读")]
        return _read(raw, file, lookup, library)
    except NotReadableError as error:
        return None, [Complaint(file, error.place, str(error), True)]
    except Exception as error:  # the boundary: one file must never stop the others
        return None, [Complaint(file, "", f"读不出来，文件可能已损坏（{type(error).__name__}）", True)]


def _read(raw: bytes, file: str, lookup: Lookup, library: str) -> Reading:
    ending = PurePath(file).suffix.lower()
    if not raw:
        raise NotReadableError(REFUSED["empty"])
    if len(raw) > MAX_FILE:
        raise NotReadableError(f"文件超过 {MAX_FILE // 1_000_000} MB，不像是结果文件，没有读")
    if raw.startswith(_ZIP):
        _must_be_workbook(raw)
        return read_xlsx(raw, file, lookup, library)
    if raw.startswith(_OLE):
        raise NotReadableError(_old(raw, ending))
    if raw.startswith(_PDF) or ending == ".pdf":
        raise NotReadableError(REFUSED["pdf"])
    if ending == ".json" or _looks_like_json(raw):
        return read_json(raw, file, lookup, library)
    raise NotReadableError(_BY_ENDING.get(ending, REFUSED["strange"]))


def _is_summary(raw: bytes) -> bool:
    """Say whether `collect` wrote this itself, into the folder that it reads again."""
    if not raw.startswith(_ZIP):
        return SUMMARY_TITLE.encode() in raw[:2000] and raw.lstrip().lower().startswith(b"<!doctype html")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive, archive.open("docProps/core.xml") as core:
            return f">{SUMMARY_TITLE}<".encode() in core.read(4000)
    except (zipfile.BadZipFile, KeyError):
        return False


def _must_be_workbook(raw: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = {part_name(name) for name in archive.namelist()}
    except zipfile.BadZipFile as error:
        raise NotReadableError(NOT_XLSX) from error
    if has_workbook(names):
        return
    for name, message in _INSIDE.items():
        if name in names:
            raise NotReadableError(message)
    raise NotReadableError(_PACKED)


def _old(raw: bytes, ending: str) -> str:
    """What a compound file is: Office keeps workbooks with a password in one, and once kept everything in one."""
    if _PASSWORD in raw:
        return str(REFUSED["password"])
    return _BY_ENDING[ending if ending in (".et", ".doc") else _OLD_SHEET]


def _looks_like_json(raw: bytes) -> bool:
    """Say whether a text begins as JSON does; it may have been renamed on its way."""
    try:
        text, _ = decoded(raw[:2000] if len(raw) > 2000 else raw)
    except NotReadableError:
        return raw.lstrip()[:1] in (b"{", b"[")
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")
