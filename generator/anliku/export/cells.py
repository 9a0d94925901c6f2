"""Write foreign text into spreadsheet cells so that it stays text."""

from __future__ import annotations

import re
from typing import Any

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_MAX = 32_000


def put(cell: Any, value: str | float | None) -> Any:
    """Set the value of an openpyxl cell and return the cell; a text that begins like a formula stays a text."""
    if isinstance(value, str):
        cell.value = _CONTROL.sub("", value)[:_MAX]
        if cell.value is not None and cell.value != "":
            cell.data_type = "s"
    else:
        cell.value = value
    return cell
