"""Workbooks as other programs, services and mail gateways pack them: read alike by page and command, or named by both."""

import base64
import io
import json
import re
import struct
import zipfile

import pytest
from openpyxl import load_workbook

from anliku.checklist import read_result
from anliku.checklist.form.sheet import sheet_data
from anliku.checklist.untrusted.texts import without_blanks

from ..form.test_form import opened
from .test_xlsx_alike import MADE, READ, bare, filled, ours_of

STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
LOOSE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def repacked(raw, renamed=lambda name: name, changed=lambda _, text: text, out=None, method=zipfile.ZIP_DEFLATED):
    """The same archive with its parts renamed and changed."""
    out = out or io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", method) as new:
        for name in old.namelist():
            new.writestr(renamed(name), changed(name, old.read(name)))
    return out.getvalue()


class Unseekable(io.RawIOBase):
    """A stream that an archive is written into as it comes: sizes follow the bytes."""

    def __init__(self):
        self.parts = []

    def writable(self):
        return True

    def write(self, data):
        self.parts.append(bytes(data))
        return len(data)

    def getvalue(self):
        return b"".join(self.parts)


def wide(raw):
    """As ZIP64, every size and place in eight bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(zipfile, "ZIP64_LIMIT", 10)
        patch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 1)
        made = repacked(raw)
    assert b"PK\x06\x06" in made
    assert b"PK\x06\x07" in made
    return made


def numbered(raw):
    """Parts as a service numbers them; only the relations tell where they are."""
    new = {"workbook.xml": "workbook2.xml", "sharedStrings.xml": "sharedStrings22.xml", "styles.xml": "styles3.xml"}

    def name_of(name):
        for old, now in new.items():
            name = name.replace(old, now)
        return name

    return repacked(
        raw, name_of, lambda name, text: name_of(text.decode()).encode() if name.endswith(".rels") else text
    )


def strict(raw):
    return repacked(raw, changed=lambda name, text: text.replace(LOOSE.encode(), STRICT.encode()))


def shared(raw):
    """As office programs write it: texts in a part of their own, and cells say which."""
    texts = []

    def number(found):
        texts.append(found[3])
        return b'<c%s t="s"%s><v>%d</v></c>' % (found[1], found[2], len(texts) - 1)

    def changed(name, text):
        if name == "xl/_rels/workbook.xml.rels":
            led = f'<Relationship Id="rId99" Type="{LOOSE}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
            return text.replace(b"</Relationships>", led.encode())
        if not name.startswith("xl/worksheets/"):
            return text
        return re.sub(rb'<c([^>]*) t="inlineStr"([^>]*)><is>(.*?)</is></c>', number, text, flags=re.DOTALL)

    with (
        zipfile.ZipFile(io.BytesIO(repacked(raw, changed=changed))) as old,
        zipfile.ZipFile(out := io.BytesIO(), "w") as new,
    ):
        for name in old.namelist():
            if name != "xl/sharedStrings.xml":
                new.writestr(name, old.read(name))
        head = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        new.writestr("xl/sharedStrings.xml", head + b"".join(b"<si>%s</si>" % one for one in texts) + b"</sst>")
    assert len(texts) > 50
    return out.getvalue()


def streamed(raw):
    return repacked(raw, out=Unseekable())


def extra_before(raw):
    """An extra field of another kind before each that is looked for."""
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out := io.BytesIO(), "w") as new:
        for name in old.namelist():
            info = zipfile.ZipInfo(name)
            info.extra = struct.pack("<HH4s", 0x7875, 4, b"\0\0\0\0")
            new.writestr(info, old.read(name))
    return out.getvalue()


READ_ALIKE = {
    "shared texts": shared,
    "zip64": wide,
    "streamed": streamed,
    "stored": lambda raw: repacked(raw, method=zipfile.ZIP_STORED),
    "capitals": lambda raw: repacked(shared(raw), lambda name: name.replace("sharedStrings", "SharedStrings").replace("xl/workbook.xml", "xl/Workbook.xml")),
    "strokes": lambda raw: repacked(raw, lambda name: name.replace("/", "\\")),
    "numbered parts": lambda raw: numbered(shared(raw)),
    "strict": strict,
    "extra fields": extra_before,
    "something after it": lambda raw: raw + b"\r\n--end--\r\n",
    "comment": lambda raw: raw[:-2] + struct.pack("<H", 3) + b"abc",
}  # fmt: skip


def with_bits(raw, offset, value):
    """Set a field of two bytes in each entry of the directory."""
    made = bytearray(raw)
    for found in re.finditer(b"PK\x01\x02", raw):
        struct.pack_into("<H", made, found.start() + offset, value)
    return bytes(made)


NAMED = {
    "password of the archive": lambda raw: with_bits(raw, 8, 1),
    "another way of packing": lambda raw: with_bits(raw, 10, 9),
    "bzip2": lambda raw: repacked(raw, method=zipfile.ZIP_BZIP2),
    "second half missing": lambda raw: raw[: len(raw) // 2],
    "something before it": lambda raw: b"MIME-Version: 1.0\r\n\r\n" + raw,
    "no texts": lambda raw: repacked(shared(raw), lambda name: name.replace("sharedStrings", "x")),
    "no relations": lambda raw: repacked(raw, lambda name: name.replace("workbook.xml.rels", "x")),
    "broken extra field": lambda raw: wide(raw).replace(struct.pack("<HH", 1, 24), struct.pack("<HH", 1, 255)),
    "zip of workbooks": lambda raw: packed({"甲.xlsx": raw}),
    "ods": lambda raw: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": raw}),
}  # fmt: skip


def packed(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def of_page(page, files):
    asks = [[without_blanks(item.indicator.ask), item.id] for item in MADE.items]
    sheet = json.loads(json.dumps(sheet_data(MADE)))
    return page.evaluate(READ, [sheet, asks, [base64.b64encode(one).decode() for one in files]])


@pytest.mark.browser
def test_odd_archives_are_read_alike(context, form_url, monkeypatch):
    raw = filled()
    files = {name: make(raw) for name, make in READ_ALIKE.items()}
    wanted = ours_of(raw, monkeypatch)[0]
    page = opened(context, form_url)
    for name, found in zip(files, of_page(page, files.values()), strict=True):
        ours, told = ours_of(files[name], monkeypatch)
        assert (ours, told) == (wanted, []), name
        assert [found["head"], bare(found["answers"]), found["unknown"]] == wanted, name


@pytest.mark.browser
def test_what_cannot_be_unpacked_is_named(context, form_url):
    raw = filled()
    files = {name: make(raw) for name, make in NAMED.items()}
    page = opened(context, form_url)
    for name, found in zip(files, of_page(page, files.values()), strict=True):
        result, told = read_result(files[name], "r.xlsx", {"village": MADE}.get, "demo")
        assert (result, [one.fatal for one in told]) == (None, [True]), name
        assert found.get("error"), name


@pytest.mark.browser
def test_texts_with_signs_for_letters_are_read_as_they_were_typed(context, form_url, monkeypatch):
    """Excel keeps the line end of Windows as _x000D_; a text that only looks like it comes back as it was."""
    book = load_workbook(io.BytesIO(filled()))
    sheet = book["自评表"]
    column = next(cell.column for row in sheet.iter_rows() for cell in row if cell.value == "备注")
    rows = [row for row in range(1, sheet.max_row + 1) if sheet.cell(row, column).value == "备注"][1:]
    typed = ["甲_x000D_\n乙", "_x005F_x0041_", "a_x0001_b", "_xD83D_", "x_x00e9_"]
    for row, text in zip(rows, typed, strict=False):
        sheet.cell(row, column, text)
    out = io.BytesIO()
    book.save(out)
    ours, _ = ours_of(out.getvalue(), monkeypatch)
    assert [answer["note"] for answer in ours[1].values() if answer["note"]][: len(typed)] == [
        "甲\n乙",
        "_x0041_",
        "ab",
        "_xD83D_",
        "xé",
    ]
    (found,) = of_page(opened(context, form_url), [out.getvalue()])
    assert bare(found["answers"]) == ours[1]


def test_a_text_that_looks_like_a_sign_comes_back_from_a_workbook():
    from anliku.checklist import Given, Result
    from anliku.checklist.results.workbook import read_xlsx
    from anliku.export.checklist_xlsx import checklist_xlsx
    from anliku.library.models import Assessor

    from .test_xlsx_alike import STAMP

    result = Result(
        "demo", MADE.version, "village", "甲村", "2026", Assessor.SELF, {"yes": Given(True, note="型号_x0041_")}
    )
    read, _ = read_xlsx(checklist_xlsx(MADE, STAMP, result), "a.xlsx", {"village": MADE}.get, "demo")
    assert read.answers["yes"].note == "型号_x0041_"


def test_a_day_that_is_written_as_one_is_a_day(monkeypatch):
    raw = filled()

    def dated(name, text):
        if not name.startswith("xl/worksheets/") or b"inlineStr" not in text or b'r="O8"' not in text:
            return text
        *_, last = re.finditer(rb'<c r="(J\d+)"[^>]*?(?:/>|></c>)', text)
        return text.replace(last[0], b'<c r="%s" t="d"><v>2026-06-30T00:00:00</v></c>' % last[1], 1)

    ours, _ = ours_of(repacked(raw, changed=dated), monkeypatch)
    assert [answer["due"] for answer in ours[1].values() if answer["due"]] == ["2026-06-30"]
