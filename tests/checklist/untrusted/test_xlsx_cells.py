"""Cells are read with their number formats; whatever an archive does ends in one sentence, and costs little."""

import io
import time
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook
from openpyxl.styles import numbers

from anliku.checklist.untrusted.cells import CellKind, CellPlace, kind_of_format
from anliku.checklist.untrusted.complaints import NotReadableError
from anliku.checklist.untrusted.xlsx_cells import read_workbook


def workbook(**parts):
    """A small workbook, some parts replaced; a part of None is left out."""
    book = Workbook()
    sheet = book.active
    for row, (value, code) in enumerate(CELLS, 1):
        sheet.cell(row, 1, value).number_format = code
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        content = {name: archive.read(name) for name in archive.namelist()} | {
            k.replace("__", "/"): v for k, v in parts.items()
        }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            if data is not None:
                archive.writestr(name, data)
    return packed.getvalue()


CELLS = [
    (0.85, "0%"), (0.853, "0.0%"), (85, 'General"%"'), (85, '0"%"'), (46174, "yyyy-mm-dd"), (46174, 'yyyy"年"m"月"'), (46174, "mmm-yy"),
    (0.5, "h:mm"), (46174.5, "yyyy/m/d h:mm"), (1200, "#,##0"), (5, "[Magenta]0"), (5, '[$-804]yyyy"年"m"月"d"日"'), (True, "General"),
    ("文字", "@"), (3, "@"),
]  # fmt: skip
SEEN = [
    "85%",
    "85.3%",
    "85",
    "85",
    "2026-06-01",
    "2026-06",
    "2026-06",
    "12:00",
    "2026-06-01 12:00",
    "1200",
    "5",
    "1900-01-04",
    "是",
    "文字",
    "3",
]


def test_a_cell_is_read_as_people_see_it():
    (sheet,) = read_workbook(workbook()).sheets.values()
    assert [sheet.cells[CellPlace(row, 1)].text for row in range(1, len(CELLS) + 1)] == SEEN


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (numbers.FORMAT_PERCENTAGE, CellKind.PERCENT), ("General", CellKind.NUMBER), ("[h]:mm:ss", CellKind.TIME), ("[Red]0.00", CellKind.NUMBER),
        ('0\\%', CellKind.NUMBER), ("yyyy年m月", CellKind.MONTH), ("@", CellKind.NUMBER), ("m月d日", CellKind.DATE), ("", CellKind.NUMBER), ('"', CellKind.NUMBER),
    ],
)  # fmt: skip
def test_number_formats(code, kind):
    assert kind_of_format(code) is kind


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'
ROWS = b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c t='inlineStr'><is><t>x</t></is></c></row><row r='9'><c/><c><v>3</v></c></row>"


def test_cells_without_references_follow_each_other():
    (sheet,) = read_workbook(
        workbook(xl__worksheets__sheet1_xml=None, **{"xl/worksheets/sheet1.xml": SHEET % ROWS})
    ).sheets.values()
    assert {str(place): cell.value for place, cell in sheet.cells.items()} == {"A1": 1, "B1": 2, "A2": "x", "B9": 3}


def test_a_formula_without_value_is_seen():
    row = b"<row r='1'><c r='A1'><f>1+1</f></c><c r='B1' t='e'><v>#REF!</v></c><c r='C1' t='str'><f>x</f><v></v></c></row>"
    (sheet,) = read_workbook(workbook(**{"xl/worksheets/sheet1.xml": SHEET % row})).sheets.values()
    assert {str(place): cell.kind for place, cell in sheet.cells.items()} == {
        "A1": CellKind.FORMULA,
        "B1": CellKind.ERROR,
    }
    assert [cell.fault for cell in sheet.cells.values()] == ["是公式，没有算出值", "是公式，没有算出值（“#REF!”）"]


ODD = {
    "infinite": SHEET % b"<row><c><v>1e999</v></c><c><v>inf</v></c><c><v>"
    + b"1" * 400
    + b"</v></c><c><v>nan</v></c></row>",
    "encoding": b'<?xml version="1.0" encoding="x"?><a/>',
    "utf-7": b'<?xml version="1.0" encoding="utf-7"?><a/>',
    "bomb in utf-16": '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'.encode(
        "utf-16"
    ),
    "surrogate": SHEET % b"<row><c t='inlineStr'><is><t>&#55296;</t></is></c></row>",
    "deep": SHEET % (b"<row>" * 60_000),
    "strings": SHEET % b"<row><c t='s'><v>99999999999</v></c><c t='s'><v>-1</v></c><c t='s'><v>x</v></c></row>",
    "style": SHEET % b"<row><c s='99999999999999999999'><v>1</v></c><c s='x'><v>1</v></c></row>",
    "rows": SHEET % b"<row r='99999999999'><c><v>1</v></c></row><row r='x'/>",
    "empty": b"",
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_part_is_read_or_refused_in_one_sentence(name):
    try:
        book = read_workbook(workbook(**{"xl/worksheets/sheet1.xml": ODD[name]}))
    except NotReadableError as error:
        assert str(error)
    else:
        for sheet in book.sheets.values():
            assert all(cell.text for cell in sheet.cells.values())


def test_damaged_compression_is_refused():
    raw = bytearray(workbook())
    start = raw.index(b"xl/workbook.xml") + 20
    raw[start : start + 40] = bytes(40)
    with pytest.raises(NotReadableError):
        read_workbook(bytes(raw))


@pytest.mark.parametrize("element", [b"<c/>", b"<row/>", b"<row><c/></row>", b"<c><v/><v/></c>"])
def test_a_million_empty_elements_cost_little(element):
    raw = workbook(
        **{"xl/worksheets/sheet1.xml": SHEET % (element * 2_000_000)[: 29_000_000 // len(element) * len(element)]}
    )
    tracemalloc.start()
    started = time.process_time()
    with pytest.raises(NotReadableError):
        read_workbook(raw)
    assert time.process_time() - started < 60
    assert tracemalloc.get_traced_memory()[1] < 100_000_000
    tracemalloc.stop()
