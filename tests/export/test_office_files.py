"""Office files hold what the libraries that make them would write, packed by us."""

import datetime as dt
import io
import zipfile

import pytest
from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Pt

from anliku.export.docx_file import HEADING_FONT, blank_document, document_bytes, write
from anliku.export.word import WordPaper
from anliku.export.zipped import Members, stable_zip, zipped

STAMP = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.UTC)


def saved(office_file):
    out = io.BytesIO()
    office_file.save(out)
    return out.getvalue()


def test_a_document_is_what_python_docx_writes():
    document = Document()
    document.add_paragraph("一段")
    document.sections[0].header.paragraphs[0].text = "页眉"

    assert document_bytes(document, STAMP) == stable_zip(saved(document), STAMP)


def test_every_time_in_a_file_is_the_one_given():
    packed = zipfile.ZipFile(io.BytesIO(document_bytes(Document(), STAMP)))

    assert {info.date_time for info in packed.infolist()} == {(2026, 3, 1, 12, 30, 0)}
    assert packed.read("docProps/core.xml").count(b"2026-03-01T12:30:00Z") == 2


def test_files_stand_in_one_order_however_they_were_written():
    one, other = Members(), Members()
    for members, names in ((one, "ab"), (other, "ba")):
        for name in (*names, "[Content_Types].xml"):
            members.writestr(name, name)

    assert zipped(one, STAMP) == zipped(other, STAMP)
    assert zipfile.ZipFile(io.BytesIO(zipped(one, STAMP))).namelist() == ["[Content_Types].xml", "a", "b"]


def test_a_new_document_has_the_styles_of_python_docx_but_for_those_of_tables():
    ours = {style.name for style in blank_document().styles}
    theirs = {style.name: style.type for style in Document().styles}

    assert theirs.keys() - ours == {
        name for name, kind in theirs.items() if kind is WD_STYLE_TYPE.TABLE and name != "Normal Table"
    }


def test_a_new_document_holds_no_second_list_of_styles_and_no_picture_of_an_empty_page():
    held = set(Members.of(document_bytes(blank_document(), STAMP)))
    theirs = set(Members.of(document_bytes(Document(), STAMP)))

    assert theirs - held == {"word/stylesWithEffects.xml", "docProps/thumbnail.jpeg"}
    assert len(document_bytes(blank_document(), STAMP)) < 16_000


def test_what_is_done_to_a_document_stays_out_of_the_next():
    blank_document().styles["Normal"].font.bold = True

    assert blank_document().styles["Normal"].font.bold is None


@pytest.mark.parametrize("text", ["一段", "", "甲\t乙\n丙\n\n丁", "　空格 ", "a < b & 'c' \"d\"", "\x0b控制"])
def test_paragraphs_of_a_paper_are_what_python_docx_makes(text):
    ours, theirs = WordPaper("题", "甲"), blank_document()
    ours.title(text)
    ours.heading(text)
    ours.line(text, 8.5)
    title, heading, line = (theirs.add_paragraph() for _ in range(3))
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    form = heading.paragraph_format
    form.space_before, form.space_after, form.keep_with_next = Pt(7), Pt(3), True
    write(title, text, Pt(18), HEADING_FONT)
    write(heading, text, Pt(13), HEADING_FONT)
    write(line, text, Pt(8.5))

    made = Document(io.BytesIO(ours.bytes(STAMP)))
    assert [p._p.xml for p in made.paragraphs] == [p._p.xml for p in theirs.paragraphs]
