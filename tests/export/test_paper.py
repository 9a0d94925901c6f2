"""PDF and DOCX: the same items on both, foreign text stays text, same input gives the same bytes."""

import datetime as dt
import io
import shutil
import subprocess
import zipfile
from dataclasses import replace

import pytest
from docx import Document

from anliku.checklist import Given, Result, Scheme, assemble
from anliku.export.checklist_docx import checklist_docx
from anliku.export.checklist_pdf import checklist_pdf
from anliku.export.fonts import NoFontError, choose_fonts
from anliku.library.models import Assessor

from ..checklist.build import AT_MOST, LEVELS, RATING, indicator, shared

STAMP = dt.datetime(2026, 1, 2, 3, 4, 6, tzinfo=dt.UTC)
EVIL = '#strong[x] $1$ <b>&amp; "]}'
POOL = {
    "leadership": [indicator("yes", critical=True), indicator("levels", LEVELS)],
    "team": [indicator("mean", RATING), indicator("late", AT_MOST, na={"allowed": True})],
    "venue": [indicator("hall", only_if="q")],
}


@pytest.fixture(scope="module")
def library():
    return shared(POOL, screening=[{"id": "q", "ask": "有窗口吗？"}])


@pytest.fixture(scope="module")
def made(library):
    return assemble(library, "village")


@pytest.fixture(scope="module")
def result(made):
    answers = {
        "yes": Given(False, note=EVIL, owner="王主任", due="2026-12-31"), "levels": Given(2), "mean": Given(3.4),
        "late": Given(na=True, reason="没有这项"),
    }  # fmt: skip
    return Result("anliku", made.version, "village", "甲村", "2026", Assessor.SELF, answers)


@pytest.fixture(scope="module")
def fonts():
    try:
        return choose_fonts()
    except NoFontError:
        pytest.skip("needs a Chinese font")


def pdf_text(raw, tmp_path):
    if not shutil.which("pdftotext"):
        pytest.skip("needs pdftotext")
    (tmp_path / "a.pdf").write_bytes(raw)
    command = ["pdftotext", "-layout", str(tmp_path / "a.pdf"), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True)
    return squeezed(found.stdout)


def docx_text(raw):
    document = Document(io.BytesIO(raw))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return squeezed("".join([*(p.text for p in document.paragraphs), *cells]))


def squeezed(text):
    """The text without spaces, which a PDF sets wherever it likes."""
    return "".join(text.split())


def test_blank_forms_hold_every_item(made, library, fonts, tmp_path):
    papers = [
        pdf_text(checklist_pdf(made, Scheme(), library, STAMP, fonts=fonts), tmp_path),
        docx_text(checklist_docx(made, Scheme(), library, STAMP)),
    ]
    for text in papers:
        assert made.title in text
        assert all(item.indicator.ask in text for item in made.items)
        assert "☑" not in text
        assert "“有窗口吗？”答是才填" in text
        assert "示例权重" in text


def test_filled_forms_show_answers_scores_and_gaps(made, library, result, fonts, tmp_path):
    papers = [
        pdf_text(checklist_pdf(made, Scheme(), library, STAMP, fonts=fonts, result=result), tmp_path),
        docx_text(checklist_docx(made, Scheme(), library, STAMP, result)),
    ]
    for text in papers:
        assert "甲村" in text
        assert "☑齐全" in text
        assert "平均3.4分" in text
        assert "☑不适用" in text
        assert "等级：待改进" in text
        assert "关键项不达标：yes做到了吗？" in text
        assert "要补的差距" in text
        assert "王主任" in text
        assert "#strong[x]" in text


def test_same_input_same_bytes(made, library, result, fonts):
    assert checklist_docx(made, Scheme(), library, STAMP, result) == checklist_docx(
        made, Scheme(), library, STAMP, result
    )
    one, two = (checklist_pdf(made, Scheme(), library, STAMP, fonts=fonts, result=result) for _ in range(2))
    assert one == two


def test_docx_names_east_asian_fonts_and_repeats_headings(made, library):
    with zipfile.ZipFile(io.BytesIO(checklist_docx(made, Scheme(), library, STAMP))) as archive:
        body = archive.read("word/document.xml").decode()
        assert 'w:eastAsia="仿宋"' in archive.read("word/styles.xml").decode()
    assert body.count("<w:tblHeader/>") == 1 + len(made.sections)
    assert body.count("<w:cantSplit/>") == body.count("<w:tr>")


def test_any_title_is_fit_for_a_docx(made, library):
    raw = checklist_docx(replace(made, title="长\0" * 300), Scheme(), library, STAMP)
    assert Document(io.BytesIO(raw)).core_properties.title == "长" * 255


@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_docx_opens_in_libreoffice(made, library, result, tmp_path):
    (tmp_path / "a.docx").write_bytes(checklist_docx(made, Scheme(), library, STAMP, result))
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", "txt:Text"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(tmp_path / "a.docx")], check=True, capture_output=True)
    text = (tmp_path / "a.txt").read_text(encoding="utf-8-sig")
    assert "levels做到了吗？" in text


def test_no_font_says_what_to_do():
    with pytest.raises(NoFontError, match="fonts-noto-cjk"):
        choose_fonts(families=["DejaVu Sans"])
    with pytest.raises(NoFontError, match="仿造体"):
        choose_fonts("仿造体", ["Noto Serif CJK SC"])
    assert choose_fonts("noto serif cjk sc", ["Noto Serif CJK SC"]).body == "Noto Serif CJK SC"
