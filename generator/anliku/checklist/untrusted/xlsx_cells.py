"""Read the cells of an XLSX that people sent in: value and number format together, formulas never computed.

openpyxl would be convenient, but takes ten times as long, hides merged cells in its fast mode, and reads far more of
the archive than is wanted from a stranger. The parts are read as a stream, so that a million empty elements cost no
memory; bytes and elements are limited over all parts together.
"""

from __future__ import annotations

import io
import math
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple
from xml.parsers import expat

from .cells import (
    BUILT_IN,
    BUILT_IN_DECIMALS,
    Cell,
    CellKind,
    CellPlace,
    Sheet,
    Workbook,
    day_of,
    decimals_of,
    kind_of_format,
    moment_of,
    parse_place,
)
from .complaints import NotReadableError
from .texts import clean

MAX_FILE = 10_000_000
MAX_BYTES = 30_000_000
MAX_ELEMENTS = 1_000_000
MAX_CELLS = 200_000
_CHUNK = 1 << 16
_NUMBER = re.compile(r"[+-]?(?:\d{1,400}\.?\d{0,400}|\.\d{1,400})(?:[eE][+-]?\d{1,4})?", re.ASCII)
_WORKBOOK = re.compile(r"xl/workbook\d*\.xml")  # some services number their parts
_BESIDE = {
    "批注": re.compile(r"xl/(?:worksheets/)?(?:threaded)?comments?"),
    "图片": re.compile(r"xl/media/"),
    "图形或文本框": re.compile(r"xl/drawings/drawing"),
}
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_LOWER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
NOT_XLSX = "不是 XLSX 文件，或者文件不完整"
_TOO_MUCH = "表格内容太大，不像是自评表，没有读"


def read_workbook(raw: bytes, skip: Collection[str] = ()) -> Workbook:
    """Return the workbook without the sheets to skip. Raises NotReadableError for whatever is wrong with it."""
    if len(raw) > MAX_FILE:
        raise NotReadableError(f"文件超过 {MAX_FILE // 1_000_000} MB，不像是自评表，没有读")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            return _Archive(archive).workbook(skip)
    except zipfile.BadZipFile as error:
        raise NotReadableError(NOT_XLSX) from error
    except KeyError as error:
        raise NotReadableError("XLSX 里缺少部分内容，文件可能已损坏") from error
    except (expat.ExpatError, zlib.error, LookupError, ValueError, EOFError, OSError, RuntimeError) as error:
        raise NotReadableError("XLSX 读不出来，文件可能已损坏") from error


def part_name(name: str) -> str:
    """Return a part's name as it is looked up: capitals make no other, and some programs write the other stroke."""
    return name.replace("\\", "/").translate(_LOWER)


def has_workbook(names: Iterable[str]) -> bool:
    """Say whether an archive with these names holds a workbook."""
    return any(_WORKBOOK.fullmatch(part_name(name)) for name in names)


Attributes = Mapping[str, str]
Start = Callable[[str, Attributes], None]
End = Callable[[str, str], None]


class _Archive:
    """Reads parts of one workbook; what all of them may cost together is counted here."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._bytes = MAX_BYTES
        self._elements = MAX_ELEMENTS
        self._names = {part_name(name): name for name in archive.namelist()}

    def workbook(self, skip: Collection[str]) -> Workbook:
        main = self._part(self._relations("") if self._has("_rels/.rels") else {}, "officeDocument", "xl/workbook.xml")
        named, from_1904 = self._book(main or "xl/workbook.xml")
        relations = self._relations(main)
        strings = self._strings(self._part(relations, "sharedStrings", "xl/sharedStrings.xml"))
        kinds = self._kinds(self._part(relations, "styles", "xl/styles.xml"))
        sheets: dict[str, Sheet] = {}
        for name, relation in named:
            path = relations[relation].path if relation in relations else ""
            if name not in skip and name not in sheets and self._has(path):
                reader = _SheetReader(name, strings, kinds, from_1904)
                self._walk(path, reader.start, reader.end)
                sheets[name] = reader.sheet()
        beside = tuple(word for word, part in _BESIDE.items() if any(map(part.match, self._names)))
        return Workbook(sheets, *self._dates(), beside)

    def _has(self, name: str) -> bool:
        return part_name(name) in self._names

    def _relations(self, part: str) -> dict[str, _Relation]:
        """Return by their ids what a part leads to."""
        folder, _, name = part.rpartition("/")
        found: dict[str, _Relation] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship":
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = _Relation(kind, _path(folder, attributes.get("Target", "")))

        self._walk(posixpath.join(folder, "_rels", f"{name}.rels"), start, _nothing)
        return found

    def _part(self, relations: Mapping[str, _Relation], kind: str, usual: str) -> str:
        """Return the part of a kind that the relations lead to, or else where it usually lies; "" where there is none."""
        led = [one.path for one in relations.values() if one.kind == kind and self._has(one.path)]
        return led[-1] if led else usual if self._has(usual) else ""

    def _walk(self, name: str, start: Start, end: End) -> None:
        """Call `start(tag, attributes)` and `end(tag, text directly inside)` for the elements of one part."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype  # a document type could unfold without end
        parser.XmlDeclHandler = _refuse_encoding
        texts: list[list[str]] = []

        def opened(tag: str, attributes: dict[str, str]) -> None:
            self._elements -= 1
            if self._elements < 0:
                raise NotReadableError(_TOO_MUCH)
            texts.append([])
            start(tag.rpartition(" ")[2], attributes)

        def read(text: str) -> None:
            texts[-1].append(text)

        def closed(tag: str) -> None:
            end(tag.rpartition(" ")[2], "".join(texts.pop()))

        parser.StartElementHandler, parser.EndElementHandler = opened, closed
        parser.CharacterDataHandler = read
        info = self._archive.getinfo(self._names[part_name(name)])
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise zipfile.BadZipFile  # no other is allowed in an XLSX, and the page could not read it
        with self._archive.open(info) as stream:
            while chunk := stream.read(_CHUNK):
                self._bytes -= len(chunk)
                if self._bytes < 0:
                    raise NotReadableError(_TOO_MUCH)
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _book(self, main: str) -> tuple[list[tuple[str, str]], bool]:
        """Names of the sheets with the ids of their parts, and whether dates count from 1904."""
        named: list[tuple[str, str]] = []
        from_1904: list[bool] = []

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "sheet":
                relation = next((v for k, v in attributes.items() if k.rpartition(" ")[2] == "id"), "")
                named.append((attributes.get("name", ""), relation))
            elif tag == "workbookPr":
                from_1904.append(attributes.get("date1904") in ("1", "true"))

        self._walk(main, start, _nothing)
        return named, any(from_1904)

    def _strings(self, part: str) -> list[str]:
        reader = _StringsReader()
        if part:
            self._walk(part, reader.start, reader.end)
        return reader.found

    def _kinds(self, part: str) -> list[tuple[CellKind, int]]:
        """What kind of number each style of a cell shows, and with how many decimals."""
        codes: dict[str, str] = {}
        formats: list[str] = []
        inside: list[bool] = []

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "numFmt":
                codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
            elif tag == "cellXfs":
                inside.append(True)
            elif tag == "xf" and inside:
                formats.append(attributes.get("numFmtId", "0"))

        def end(tag: str, _: str) -> None:
            if tag == "cellXfs":
                inside.clear()

        if part:
            self._walk(part, start, end)
        built_in = {str(number): (kind, BUILT_IN_DECIMALS.get(number, -1)) for number, kind in BUILT_IN.items()}
        return [
            (kind_of_format(codes[key]), decimals_of(codes[key]))
            if key in codes
            else built_in.get(key, (CellKind.NUMBER, BUILT_IN_DECIMALS.get(int(key) if key.isdecimal() else 0, -1)))
            for key in formats
        ]

    def _dates(self) -> tuple[str, str]:
        found = {"modified": "", "created": ""}

        def end(tag: str, text: str) -> None:
            if tag in found:
                found[tag] = clean(text)[:40]

        if self._has("docProps/core.xml"):
            self._walk("docProps/core.xml", _nothing, end)
        return found["modified"], found["created"]


class _Relation(NamedTuple):
    """What a part leads to. kind: the last word of the relation's type."""

    kind: str
    path: str


def _path(folder: str, target: str) -> str:
    """Return the part that a relation of a part in this folder names."""
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))


def _nothing(_tag: str, _inside: object) -> None:
    """Ignore an element."""


def _refuse_doctype(*_: object) -> None:
    raise NotReadableError("表格里有不该有的内容，没有读")


def _refuse_encoding(_version: str, encoding: str | None, _standalone: int) -> None:
    """Refuse what an XLSX may not have: Python would read any of its own codecs."""
    if encoding and encoding.lower() not in ("utf-8", "utf-16", "us-ascii"):
        raise LookupError(encoding)


class _StringsReader:
    """The shared strings: their runs without the phonetic guides that East Asian editions add."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._parts: list[str] = []
        self._guide = False

    def start(self, tag: str, _: Attributes) -> None:
        if tag == "si":
            self._parts = []
        self._guide = self._guide or tag == "rPh"

    def end(self, tag: str, text: str) -> None:
        if tag == "t" and not self._guide:
            self._parts.append(text)
        elif tag == "rPh":
            self._guide = False
        elif tag == "si":
            self.found.append("".join(self._parts))


class _SheetReader:
    """The cells of one sheet. Rows and cells need no reference: then they follow the one before."""

    def __init__(
        self, name: str, strings: Sequence[str], kinds: Sequence[tuple[CellKind, int]], from_1904: bool
    ) -> None:
        self._name, self._strings, self._kinds, self._from_1904 = name, strings, kinds, from_1904
        self._cells: dict[CellPlace, Cell] = {}
        self._merged: list[str] = []
        self._row = self._column = 0
        self._attributes: Attributes = {}
        self._value: str | None = None
        self._inline: list[str] = []
        self._formula = self._guide = False

    def sheet(self) -> Sheet:
        return Sheet(self._name, self._cells, tuple(self._merged))

    def start(self, tag: str, attributes: Attributes) -> None:
        if tag == "row":
            given = attributes.get("r", "")
            self._row = int(given) if given.isdecimal() and len(given) < 8 else self._row + 1
            self._column = 0
        elif tag == "c":
            place = parse_place(attributes.get("r", ""))
            self._row, self._column = place or (self._row, self._column + 1)
            self._attributes, self._value, self._inline, self._formula = attributes, None, [], False
        elif tag == "mergeCell" and len(self._merged) < MAX_CELLS:
            self._merged.append(attributes.get("ref", "")[:40])
        self._guide = self._guide or tag == "rPh"

    def end(self, tag: str, text: str) -> None:
        if tag == "v":
            self._value = text
        elif tag == "f":
            self._formula = True
        elif tag == "t" and not self._guide:
            self._inline.append(text)
        elif tag == "rPh":
            self._guide = False
        elif tag == "c":
            self._put()

    def _put(self) -> None:
        cell = self._cell()
        if cell is not None and cell.value != "":
            self._cells[CellPlace(self._row, self._column)] = cell
            if len(self._cells) > MAX_CELLS:
                raise NotReadableError(_TOO_MUCH)

    def _cell(self) -> Cell | None:
        kind = self._attributes.get("t", "n")
        if kind == "inlineStr":
            return Cell(_unescaped("".join(self._inline)), CellKind.TEXT)
        if not self._value:
            return Cell("公式没有算出值", CellKind.FORMULA) if self._formula and kind != "str" else None
        if kind == "s":
            return self._shared(self._value)
        if kind == "b":
            return Cell(self._value.strip() in ("1", "true"), CellKind.BOOL)
        if kind == "e":
            return Cell(self._value, CellKind.ERROR)
        if kind == "d":
            return day_of(self._value)
        return Cell(_unescaped(self._value), CellKind.TEXT) if kind == "str" else self._number(self._value)

    def _shared(self, index: str) -> Cell:
        """Return a text that several cells share. Raises ValueError where there is none: the answer would be missing."""
        number = int(index) if index.strip().isdecimal() and len(index.strip()) < 9 else -1
        if not 0 <= number < len(self._strings):
            raise ValueError(index)
        return Cell(_unescaped(self._strings[number]), CellKind.TEXT)

    def _number(self, text: str) -> Cell:
        found = _NUMBER.fullmatch(text.strip())
        number = float(found[0]) if found else math.inf
        if not math.isfinite(number):
            return Cell(text, CellKind.TEXT)
        style = self._attributes.get("s", "")
        index = int(style) if style.isdecimal() and len(style) < 8 else -1
        kind, decimals = self._kinds[index] if 0 <= index < len(self._kinds) else (CellKind.NUMBER, -1)
        if kind in (CellKind.NUMBER, CellKind.PERCENT):
            return Cell(number, kind, decimals)
        return moment_of(number, kind, self._from_1904)


def _unescaped(text: str) -> str:
    """Return a text of a workbook: line ends, and letters that XML cannot hold, may stand in it as _x000D_; what no text holds goes."""
    plain = _ESCAPED.sub(_letter, text)
    return plain.replace("\r\n", "\n").replace("\r", "\n")


def _letter(found: re.Match[str]) -> str:
    code = int(found[1], 16)
    if 0xD800 <= code <= 0xDFFF:
        return found[0]
    return chr(code) if code >= 32 or chr(code) in "\t\n\r" else ""
