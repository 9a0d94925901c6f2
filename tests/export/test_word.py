"""Papers of Word: what stands around the text is made once, and each paper has its own texts in it."""

import datetime as dt
import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st

from anliku.export.docx_file import blank_document
from anliku.export.docx_frame import DocxFrame, mark
from anliku.export.official import Official
from anliku.export.word import Page, WordPaper
from anliku.export.xml_text import xml_text

STAMP = dt.datetime(2026, 3, 1, 12, 30, tzinfo=dt.UTC)
HOSTILE = [
    "村党组织", "", "a < b & \"c\"", "</w:t><w:anliku-text-0/>", "<w:anliku-title/>", "&lt;w:anliku-head/&gt;", "\\1 \\g<0>",
    "anliku-title", "\x0b控制", "十" * 300,
]  # fmt: skip


def opened(raw):
    return Document(io.BytesIO(raw))


def said(block):
    return "".join(node.text or "" for node in block._element.iter(qn("w:t")))


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_of_a_paper_stays_text(text):
    paper = WordPaper(text, text, imprint=text)
    paper.title(text)
    paper.table((40, 40), ("甲", text), [[text, "乙"]])

    made = opened(paper.bytes(STAMP))

    kept = xml_text(text)
    assert made.core_properties.title == kept[:255]
    assert said(made.sections[0].header) == f"{kept}　{kept}"
    assert said(made.sections[0].footer) == f"第 1 页，共 1 页{kept}"
    assert made.paragraphs[0].text == kept
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [["甲", kept], [kept, "乙"]]


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_of_an_official_document_stays_text(text):
    document = Official(text)
    document.title(text)
    document.paragraph(text)

    made = opened(document.content(STAMP))

    kept = xml_text(text)
    assert made.core_properties.title == kept[:255]
    assert [paragraph.text for paragraph in made.paragraphs] == [kept, "", kept]


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=20), min_size=1, max_size=4))
def test_texts_stand_in_the_section_they_were_written_in(texts):
    paper = WordPaper("题", "甲")
    for number, text in enumerate(texts):
        if number:
            paper.turn(Page(bool(number % 2), 20))
        paper.line(text)

    made = opened(paper.bytes(STAMP))

    parts = [[]]
    for paragraph in made.paragraphs:  # the last of a section, which is empty, holds its page
        if paragraph._p.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
            assert not paragraph.text
            parts.append([])
        else:
            parts[-1].append(paragraph.text)
    assert parts == [[xml_text(text).replace("\r", "\n")] for text in texts]
    assert [section.page_width > section.page_height for section in made.sections] == [
        bool(number % 2) for number in range(len(texts))
    ]
    assert [round(section.left_margin.mm) for section in made.sections] == [14, *[20] * (len(texts) - 1)]
    assert {said(section.header) for section in made.sections} == {"题　甲"}


def test_a_plain_paper_has_neither_header_nor_footer():
    paper = WordPaper("题", page=Page(True, 12), plain=True)
    paper.line("一行")
    paper.turn(Page(False, 12))

    for section in opened(paper.bytes(STAMP)).sections:
        assert section.header.is_linked_to_previous
        assert section.footer.is_linked_to_previous
        assert round(section.top_margin.mm) == round(section.bottom_margin.mm) == 10


def test_papers_share_nothing_but_what_stands_around_their_texts():
    first, second = WordPaper("甲题", "甲", imprint="甲社"), WordPaper("乙题", "乙")
    first.line("甲文")
    second.line("乙文")

    one, other = opened(first.bytes(STAMP)), opened(second.bytes(STAMP))

    assert [p.text for p in one.paragraphs] == ["甲文"]
    assert [p.text for p in other.paragraphs] == ["乙文"]
    assert said(one.sections[0].footer).endswith("甲社")
    assert said(other.sections[0].footer) == "第 1 页，共 1 页"
    assert first.bytes(STAMP) == first.bytes(STAMP)


@pytest.mark.parametrize("names", [(), ("text", "more"), ("more",), ("text", "title")])
def test_a_mark_without_a_text_and_a_text_without_a_mark_are_errors(names):
    document = blank_document()
    document.element.body.insert(0, mark("text"))
    frame = DocxFrame(document)

    assert frame.filled("题", {"text": ""})
    with pytest.raises(ValueError, match="text"):
        frame.filled("题", dict.fromkeys(names, ""))
