"""Find what else is wrong with a file when a slip in its YAML stops the parser.

A parser gives up at the first slip, so whoever wrote ten full-width colons would be told of them in ten runs. A slip that is
known says what was meant; with that in its place the parser goes on. Such a reading yields problems only, never records.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from .kinds import Kind
from .locate import locate_in
from .problems import Problem
from .records import Located, validate
from .slips import text_lines
from .yaml_file import YamlDocument, decode, parse_document

_MOST = 100


def records_or_problems(
    raw: bytes, path: str, kind: Kind, unreadable: Problem | None = None
) -> tuple[YamlDocument, list[Located], list[Problem]]:
    """Return the document in the bytes of a file, its valid records, and everything that is wrong with it."""
    if unreadable:
        return YamlDocument(None, None), [], [unreadable]
    document, problems = parse_document(raw, path)
    if problems:
        return document, [], problems_in(raw, path, kind, problems)
    return document, *validate(document.data, path, kind)


def problems_in(raw: bytes, path: str, kind: Kind, stopped: Sequence[Problem]) -> list[Problem]:
    """Return the problems that stopped the parser, those behind them, and those of the records that were meant."""
    found, document = _read_on(raw, path, stopped)
    if document.node is None:
        return found
    _, invalid = validate(document.data, path, kind)
    for problem in invalid:
        line, column = locate_in(document.node, problem.at) or (None, None)
        found.append(Problem(problem.kind, path, problem.at, line, column, problem.detail))
    return found


def _read_on(raw: bytes, path: str, stopped: Sequence[Problem]) -> tuple[list[Problem], YamlDocument]:
    """Return all problems of reading, and the document that is meant; an empty one when that stays unknown."""
    found = list(stopped)
    text, undecodable = decode(raw, path)
    lines = [] if undecodable else text_lines(text)
    document = YamlDocument(None, None)
    more = found[-1:]
    while more and len(found) < _MOST and _mend(lines, more[0]):
        mended = more[0].line or 0
        document, more = parse_document("\n".join(lines).encode(), path)
        if more and _follows_from_the_mending(more[0], mended, found):
            break
        found += more
    return found, YamlDocument(None, None) if more else document


def _follows_from_the_mending(problem: Problem, mended: int, found: Sequence[Problem]) -> bool:
    """Say whether a problem may come from our mending: it was found before, or is no slip and stands right below one."""
    again = any((problem.kind, problem.line) == (other.kind, other.line) for other in found)
    return again or (problem.kind not in _MENDERS and (problem.line or 0) <= mended + 1)


def _mend(lines: list[str], problem: Problem) -> bool:
    """Replace a slip by what was meant; return whether that is known."""
    mender = _MENDERS.get(problem.kind)
    if not mender or not problem.line or not problem.column or problem.line > len(lines):
        return False
    line = lines[problem.line - 1]
    meant = mender(line, problem.column - 1)
    if meant is None or meant == line:
        return False
    lines[problem.line - 1] = meant
    return True


def _with_colon(line: str, at: int) -> str:
    return f"{line[:at].rstrip()}: {line[at + 1 :].lstrip()}"


def _with_comma(line: str, at: int) -> str:
    return f"{line[:at].rstrip()}, {line[at + 1 :].lstrip()}"


_BEFORE_A_VALUE = re.compile(r" *(?:- +)*(?:[A-Za-z_][A-Za-z0-9_-]*: +)?")


def _as_text(line: str, at: int) -> str | None:
    """Put the whole value of a line into quotation marks; None where the mark stands within brackets."""
    found = _BEFORE_A_VALUE.match(line)
    start = found.end() if found else 0
    value = line[start:].rstrip()
    if not value or (value[0] in "[{" and start != at):
        return None
    inner = value.replace("'", "''")
    return f"{line[:start]}'{inner}'"


def _with_plain_indent(line: str, _: int) -> str:
    indent = re.match(r"[\s-]*", line)
    end = indent.end() if indent else 0
    return line[:end].replace("\u3000", "  ").replace("\t", "  ") + line[end:]


_MENDERS: dict[str, Callable[[str, int], str | None]] = {
    "full-width-colon": _with_colon,
    "no-space-after-colon": _with_colon,
    "full-width-comma": _with_comma,
    "full-width-space": _with_plain_indent,
    "tab": _with_plain_indent,
    **dict.fromkeys(
        ("unquoted-colon", "bad-start", "text-after-quote", "text-after-bracket", "unclosed-quote"), _as_text
    ),
}
