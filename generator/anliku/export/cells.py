"""Write foreign text into spreadsheet cells so that it stays text."""

from __future__ import annotations

from typing import Any

from .xml_text import workbook_text

MAX_CELL = 32_000


def set_value(cell: Any, value: str | float | None) -> Any:
    """Set the value of an openpyxl cell and return the cell; a text that begins like a formula stays a text."""
    if isinstance(value, str):
        cell.value = workbook_text(value)[:MAX_CELL]
        if cell.value is not None and cell.value != "":
            cell.data_type = "s"
    else:
        cell.value = value
    return cell
