"""Read the cells of an XLSX that people sent in: sizes are limited, document types refused, formulas never computed.

openpyxl would be convenient, but takes ten times as long, hides merged cells in its fast mode, and reads far more of
the archive than is wanted from a stranger.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree import ElementTree as Xml

MAX_FILE = 10_000_000
MAX_PART = 30_000_000
MAX_CELLS = 200_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_PLACE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")

Cell = str | float | bool


class Place(NamedTuple):
    """Row and column of a cell, counted from 1."""

    row: int
    column: int

    def __str__(self) -> str:
        letters, column = "", self.column
        while column:
            column, rest = divmod(column - 1, 26)
            letters = chr(ord("A") + rest) + letters
        return f"{letters}{self.row}"


class NotReadableError(Exception):
    """The file is no readable XLSX; the message is Chinese and for the user."""


@dataclass(frozen=True)
class Sheet:
    """Cells that hold something, and the ranges that were merged."""

    name: str
    cells: Mapping[Place, Cell] = field(default_factory=dict)
    merged: tuple[str, ...] = ()


def read_workbook(raw: bytes, skip: Collection[str] = ()) -> tuple[dict[str, Sheet], bool]:
    """Return the sheets by name, without those to skip, and whether dates count from 1904."""
    if len(raw) > MAX_FILE:
        raise NotReadableError(f"文件超过 {MAX_FILE // 1_000_000} MB，不像是自评表，没有读")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _read(archive, skip)
    except zipfile.BadZipFile as error:
        raise NotReadableError("不是 XLSX 文件，或者文件不完整") from error
    except KeyError as error:
        raise NotReadableError("XLSX 里缺少部分内容，文件可能已损坏") from error
    except (Xml.ParseError, ValueError, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise NotReadableError("XLSX 读不出来，文件可能已损坏或加了密码") from error


def date_text(serial: float, from_1904: bool) -> str:
    """Return the day that a spreadsheet's number stands for, YYYY-MM-DD; "" when it stands for none."""
    start = dt.date(1904, 1, 1) if from_1904 else dt.date(1899, 12, 30)
    try:
        return (start + dt.timedelta(days=int(serial))).isoformat()
    except (OverflowError, ValueError):
        return ""


def _read(archive: zipfile.ZipFile, skip: Collection[str]) -> tuple[dict[str, Sheet], bool]:
    book = _parse(archive, "xl/workbook.xml")
    ns = book.tag[: book.tag.index("}") + 1]
    targets = {node.get("Id"): node.get("Target", "") for node in _parse(archive, "xl/_rels/workbook.xml.rels")}
    strings = _strings(archive, ns)
    settings = book.find(f"{ns}workbookPr")
    paths: dict[str, str] = {}
    for node in book.iter(f"{ns}sheet"):
        target = targets.get(node.get(_RELATION) or node.get(_RELATION_STRICT), "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        name = node.get("name", "")
        if name not in skip and path in archive.namelist():
            paths[name] = path
    if sum(archive.getinfo(path).file_size for path in paths.values()) > MAX_PART:  # a part may be named many times
        raise NotReadableError("表格内容太大，不像是自评表，没有读")
    sheets = {name: _sheet(name, _parse(archive, path), ns, strings) for name, path in paths.items()}
    return sheets, settings is not None and settings.get("date1904") in ("1", "true")


def _parse(archive: zipfile.ZipFile, name: str) -> Xml.Element:
    """Parse one part; a document type, which no office program writes, could unfold without end."""
    if archive.getinfo(name).file_size > MAX_PART:
        raise NotReadableError("表格内容太大，不像是自评表，没有读")
    with archive.open(name) as stream:
        data = stream.read(MAX_PART + 1)
    if len(data) > MAX_PART or b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise NotReadableError("表格里有不该有的内容，没有读")
    return Xml.fromstring(data)  # noqa: S314 - document types are refused above


def _strings(archive: zipfile.ZipFile, ns: str) -> list[str]:
    if "xl/sharedStrings.xml" not in archive.namelist():
        return []
    return [_text(node, ns) for node in _parse(archive, "xl/sharedStrings.xml")]


def _text(node: Xml.Element, ns: str) -> str:
    """The text of a string: its runs without the phonetic guides that East Asian editions add."""
    direct = node.findall(f"{ns}t") + [t for run in node.findall(f"{ns}r") for t in run.findall(f"{ns}t")]
    return "".join(t.text or "" for t in direct)


def _sheet(name: str, root: Xml.Element, ns: str, strings: list[str]) -> Sheet:
    cells: dict[Place, Cell] = {}
    for place, node in _cells(root, ns):
        value = _value(node, ns, strings)
        if value is not None and value != "":
            cells[place] = value
        if len(cells) > MAX_CELLS:
            raise NotReadableError("表格内容太大，不像是自评表，没有读")
    merged = tuple(node.get("ref", "") for node in root.iter(f"{ns}mergeCell"))
    return Sheet(name, cells, merged)


def _cells(root: Xml.Element, ns: str) -> Iterator[tuple[Place, Xml.Element]]:
    for node in root.iter(f"{ns}c"):
        place = parse_place(node.get("r", ""))
        if place:
            yield place, node


def parse_place(text: str) -> Place | None:
    """Return the place that a reference such as B12 names."""
    found = _PLACE.fullmatch(text)
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return Place(int(found[2]), column)


def _value(node: Xml.Element, ns: str, strings: list[str]) -> Cell | None:
    kind = node.get("t", "n")
    if kind == "inlineStr":
        inline = node.find(f"{ns}is")
        return None if inline is None else _text(inline, ns)
    found = node.find(f"{ns}v")
    if found is None or found.text is None:
        return None
    if kind == "s":
        index = int(found.text)
        return strings[index] if 0 <= index < len(strings) else None
    if kind == "b":
        return found.text == "1"
    return found.text if kind in ("str", "e", "d") else float(found.text)
