"""Findings as text, JSON or CI annotations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from .findings import Finding


def as_text(findings: Sequence[Finding], root: Path, color: bool) -> str:  # noqa: ARG001
    """Return the findings for people."""
    return "\n".join(f"{f.path}:{f.line}:{f.column} {f.severity} {f.message} {f.remedy}" for f in findings)


def as_json(findings: Sequence[Finding]) -> str:
    """Return the findings as a JSON list."""
    return json.dumps([f.as_dict() for f in findings], ensure_ascii=False, indent=2)


def as_github(findings: Sequence[Finding]) -> str:
    """Return the findings as annotations."""
    return "\n".join(f"::{f.severity} file={f.path},line={f.line},col={f.column}::{f.message}" for f in findings)
