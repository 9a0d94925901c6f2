"""Put what the loader could not read or validate into words."""

from __future__ import annotations

from pathlib import Path

from ..library import Problem, locate
from .findings import Finding, Severity


def finding_of(problem: Problem, root: Path) -> Finding:
    """Return the finding for a problem of reading or validation."""
    line, column = problem.line or 0, problem.column or 0
    if not line and problem.at:
        line, column = locate(root, problem.path, problem.at) or (0, 0)
    message = f"{'.'.join(map(str, problem.at))}: {problem.kind}"
    return Finding(problem.kind, Severity.ERROR, problem.path, line, column, message, "")
