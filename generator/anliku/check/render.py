"""Show findings: as text for people, as JSON for programs, as annotations for continuous integration.

The JSON is stable: `{"format": "anliku-findings/1", "errors": n, "warnings": n, "findings": [{"code", "severity", "path",
"line", "column", "message", "remedy"}]}`, and "accepted" with the reason where one was given; line and column count from 1, and 0 means the file as a whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from itertools import groupby
from pathlib import Path
from unicodedata import east_asian_width

from rich.console import Console
from rich.text import Text

from ..library import read_bytes, text_lines
from ..printable import PrintableLines, block, masked
from .findings import Finding, Severity

_WORDS = {Severity.ERROR: "错误", Severity.WARNING: "警告"}
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold yellow"}
_BEFORE = 40
_SHOWN = 78


def as_json(findings: Sequence[Finding]) -> PrintableLines:
    """Return the findings as one JSON document."""
    document = {
        "format": "anliku-findings/1",
        "errors": _count(findings, Severity.ERROR),
        "warnings": _count(findings, Severity.WARNING),
        "findings": [finding.as_dict() for finding in findings],
    }
    return block(json.dumps(document, ensure_ascii=False, indent=2))


def as_github(findings: Iterable[Finding], prefix: str = "") -> PrintableLines:
    """Return the findings as workflow commands, a line each; `prefix` leads from the repository to the library."""
    return block("\n".join(_annotation(finding, prefix) for finding in findings))


def _annotation(finding: Finding, prefix: str) -> str:
    place = {"file": prefix + finding.path}
    if finding.line:
        place |= {"line": str(finding.line), "col": str(finding.column)}
    place["title"] = f"{_WORDS[finding.severity]} {finding.code}"
    properties = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in place.items())
    return f"::{finding.severity.value} {properties}::{_escaped(f'{finding.message} {_remedy(finding)}'.strip())}"


def _escaped(text: str, also: str = "") -> str:
    """Escape as GitHub wants it: percent and line ends everywhere, colon and comma in properties."""
    return "".join(f"%{ord(c):02X}" if c in "%\r\n" or c in also else c for c in text)


def as_text(findings: Sequence[Finding], root: Path, color: bool = False) -> PrintableLines:
    """Return the findings for people: each with its source line, a caret and the remedy; at last a line that counts.

    color: whether to colour them with the codes that terminals obey.
    """
    console = Console(
        file=StringIO(), force_terminal=color, color_system="standard" if color else None, legacy_windows=False
    )
    for text in blocks(findings, root):
        console.print(text, soft_wrap=True, highlight=False)
    written: str = console.file.getvalue()  # type: ignore[attr-defined]
    return PrintableLines(written.rstrip("\n"))


def blocks(findings: Sequence[Finding], root: Path) -> Iterator[Text]:
    """Yield the findings, a block of lines each, and the summary."""
    for path, group in groupby(findings, key=lambda finding: finding.path):
        lines = _source_lines(root, path)
        for finding in group:
            yield _block(finding, lines)
    yield _summary(findings)


def _source_lines(root: Path, path: str) -> list[str]:
    if not (root / path).is_file():
        return []
    raw, problem = read_bytes(root, path)
    return [] if problem else text_lines(raw.decode("utf-8-sig", errors="replace"))


def _block(finding: Finding, lines: Sequence[str]) -> Text:
    block = Text()
    place = f":{finding.line}:{finding.column}" if finding.line else ""
    block.append(masked(finding.path) + place, "bold")
    block.append(" ")
    if finding.accepted:
        block.append("放过的提醒", "dim")
    else:
        block.append(_WORDS[finding.severity], _STYLES[finding.severity])
    block.append(f" {masked(finding.message)}")
    block.append(f" [{finding.code}]\n", "dim")
    if 0 < finding.line <= len(lines):
        shown, caret = excerpt(lines[finding.line - 1], finding.column)
        number = f"{finding.line:>5} "
        block.append(f"{number}│ ", "dim").append(shown + "\n")
        block.append(f"{' ' * len(number)}│ ", "dim").append(caret + "\n", _STYLES[finding.severity])
    if _remedy(finding):
        block.append(f"      {masked(_remedy(finding))}\n", "green")
    return block


def _remedy(finding: Finding) -> str:
    if finding.accepted:
        return f"理由：{finding.accepted}"
    return f"怎么改：{finding.remedy}" if finding.remedy else ""


def excerpt(line: str, column: int) -> tuple[str, str]:
    """Return the part of a line around a column, and the line below it with a caret under that column.

    Blanks before the caret are as wide as the characters above them: a full-width blank stands below a Chinese one.
    """
    line = masked(line)
    start = max(0, column - 1 - _BEFORE) if column - 1 > _SHOWN - 20 else 0
    shown = line[start : start + _SHOWN]
    lead, tail = "…" if start else "", "…" if start + _SHOWN < len(line) else ""
    blanks = "".join("\u3000" if east_asian_width(c) in "WF" else " " for c in line[start : column - 1])
    return lead + shown + tail, " " * len(lead) + blanks + "^"


def _summary(findings: Sequence[Finding]) -> Text:
    passed = sum(bool(finding.accepted) for finding in findings)
    findings = [finding for finding in findings if not finding.accepted]
    if not findings:
        return Text(f"没有发现问题{f'，另有 {passed} 处提醒写了理由放过' if passed else ''}。", "bold green")
    errors = _count(findings, Severity.ERROR)
    warnings = len(findings) - errors
    files = len({finding.path for finding in findings})
    parts = [f"{errors} 处错误"] * bool(errors) + [f"{warnings} 处警告"] * bool(warnings)
    return Text(
        f"共 {'、'.join(parts)}，涉及 {files} 个文件。", _STYLES[Severity.ERROR if errors else Severity.WARNING]
    )


def _count(findings: Iterable[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity and not finding.accepted for finding in findings)
