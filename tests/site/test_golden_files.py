"""The texts of a small library's files to print, compared with what they were; `make golden` rewrites them."""

from __future__ import annotations

import io
import os
import subprocess
from pathlib import Path

import pytest
from docx import Document
from openpyxl import load_workbook

from tests.site.building import built, mini_library

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def checklists(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(mini_library(tmp_path_factory.mktemp("library"))).out / "checklists"


def docx_lines(raw: bytes) -> list[str]:
    document = Document(io.BytesIO(raw))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [paragraph.text for paragraph in document.paragraphs] + cells


def xlsx_lines(raw: bytes) -> list[str]:
    book = load_workbook(io.BytesIO(raw))
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    ]


def pdf_lines(raw: bytes) -> list[str]:
    """Return the words of a PDF; where lines break depends on the fonts that are installed."""
    text = subprocess.run(["pdftotext", "-", "-"], input=raw, capture_output=True, check=True).stdout.decode()
    return ["".join(text.split())]


@pytest.mark.parametrize(("form", "lines"), [("docx", docx_lines), ("xlsx", xlsx_lines), ("pdf", pdf_lines)])
def test_the_text_is_as_it_was(checklists: Path, form: str, lines: object) -> None:
    raw = (checklists / f"village.{form}").read_bytes()
    now = "\n".join(line for line in lines(raw) if line.strip()) + "\n"  # type: ignore[operator]
    golden = GOLDEN / f"checklists--village.{form}.txt"
    if os.environ.get("ANLIKU_GOLDEN") == "write":
        golden.write_text(now, encoding="utf-8")
    assert now == golden.read_text(encoding="utf-8")
