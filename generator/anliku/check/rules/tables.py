"""Lines that are meant as a table and are none: pasted from a sheet, or without the line below the head."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...library import Library, Origin, Shared
from ...library.models import Case, Record, markdown_of
from ..findings import Remark, warning
from ..texts import joined

_DELIMITER = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_MESSAGE = "这几行像一张表，却不会排成表，读者看到的是连在一起的字。"
_PASTED = "写成表：每行的各格之间加“|”，第一行下面加一行“| --- | --- |”（几格就写几个 ---）。"
_NO_LINE = "在第一行下面加一行“| --- | --- |”（几格就写几个 ---）。"


def tables_of_case(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A text of a case holds lines with tabs or bars that are no table."""
    yield from _in_record(case, origin)


def shared_tables(library: Library) -> Iterator[Remark]:
    """A text of a shared record, or an ordinary page, holds lines with tabs or bars that are no table."""
    for kind, key, record in library.shared.records():
        yield from _in_record(record, library.shared.origins[kind, key])
    for page in library.pages:
        for number, remedy in _failed_tables(page.text.split("\n")):
            yield warning("no-table", Origin(page.path), (number + 1,), _MESSAGE, remedy)


def _in_record(record: Record, origin: Origin) -> Iterator[Remark]:
    whole = joined(record)
    if "|" not in whole and "\t" not in whole:
        return
    for at, text in markdown_of(record):
        lines = text.split("\n")
        for number, remedy in _failed_tables(lines):
            word = re.split("[\t|]", lines[number].strip(" \t|"))[0].strip()
            yield warning("no-table", origin, at, _MESSAGE, remedy).pointing_at(word)


def _failed_tables(lines: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield (number of the first line, how to mend it) of two lines or more that are meant as a table and are none."""
    begun, code = -1, False
    for number, line in enumerate([*lines, ""]):
        code = code != bool(_FENCE.match(line))
        row = not code and _is_row(line)
        if row and begun < 0:
            begun = number
        elif not row and begun >= 0:
            rows = lines[begun:number]
            if len(rows) > 1 and not _DELIMITER.fullmatch(rows[1]):
                yield begun, _NO_LINE if "|" in rows[0] else _PASTED
            begun = -1


def _is_row(line: str) -> bool:
    words = line.strip()
    return "\t" in words or (len(words) > 2 and words[0] == "|" == words[-1] and "|" in words[1:-1])
