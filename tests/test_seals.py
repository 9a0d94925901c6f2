from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from anliku.seals import is_sealed, seal


def _xlsx(text: str) -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active["A1"] = text
    book.save(out)
    return out.getvalue()


_PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nxref\n0 1\ntrailer\n<<>>\nstartxref\n29\n%%EOF"
_FILES = [_xlsx("甲村"), _PDF, b"<!DOCTYPE html>\n<p>anliku-seal:</p>\n", b'{\n  "title": "x"\n}\n']


@pytest.mark.parametrize("content", _FILES)
def test_a_sealed_file_is_known_until_any_byte_of_it_changes(content: bytes) -> None:
    sealed = seal(content)
    assert is_sealed(sealed)
    assert not is_sealed(content)
    for at in range(0, len(sealed), 97):
        assert not is_sealed(sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :]), at
    assert not is_sealed(sealed + b"\n")
    assert not is_sealed(sealed[:-1])


def test_a_format_without_a_place_for_a_seal_stays_as_it_is() -> None:
    assert seal(b"plain text") == b"plain text"
    assert not is_sealed(b"")
    assert not is_sealed(b"anliku-seal:")


def test_readers_pass_over_it() -> None:
    sealed = seal(_xlsx("甲村"))
    assert load_workbook(io.BytesIO(sealed)).active["A1"].value == "甲村"
    assert zipfile.ZipFile(io.BytesIO(sealed)).testzip() is None
