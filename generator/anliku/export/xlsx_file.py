"""Workbooks as files."""

from __future__ import annotations

import datetime as dt

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from .zipped import Members, zipped


def workbook_bytes(book: Workbook, stamp: dt.datetime) -> bytes:
    """Return the bytes of a workbook; the time in it is `stamp`."""
    return zipped(members_of(book), stamp)


def members_of(book: Workbook) -> Members:
    """Return the files that a workbook consists of, as `book.save` would write them."""
    members = Members()
    ExcelWriter(book, members).write_data()
    return members
