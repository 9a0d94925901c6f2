"""Turn the data of one file into validated records, and every validation error into a Problem."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from .kinds import Kind
from .models import Record
from .problems import FieldPath, Problem
from .yaml_file import parse_yaml, read_yaml

Located = tuple[FieldPath, Record]


def read_records(root: Path, path: str, kind: Kind) -> tuple[list[Located], list[Problem]]:
    """Return the valid records of a file, each with its place in the file, and the problems of the others."""
    data, problems = read_yaml(root, path)
    return ([], problems) if problems else validate(data, path, kind)


def parse_records(raw: bytes, path: str, kind: Kind) -> tuple[list[Located], list[Problem]]:
    """Do the same for the bytes of a file that has been read already."""
    data, problems = parse_yaml(raw, path)
    return ([], problems) if problems else validate(data, path, kind)


def validate(data: Any, path: str, kind: Kind) -> tuple[list[Located], list[Problem]]:
    """Validate parsed data against the kind's model."""
    if data is None:
        return [], [Problem("empty", path)]
    if not isinstance(data, dict):
        return [], [Problem("not-a-mapping", path, detail={"found": type(data).__name__})]
    if not kind.key:
        if kind.named_by_file:
            data = {"id": PurePosixPath(path).stem, **data}
        return _validate_one(data, (), path, kind)
    unknown = [
        Problem("extra_forbidden", path, (str(key),), detail={"known": [kind.key]}) for key in data if key != kind.key
    ]
    items = data.get(kind.key)
    if not isinstance(items, list):
        return [], unknown or [Problem("missing", path, (kind.key,))]
    records: list[Located] = []
    problems = unknown
    for index, item in enumerate(items):
        found, bad = _validate_one(item, (kind.key, index), path, kind)
        records += found
        problems += bad
    return records, problems


def _validate_one(data: Any, at: FieldPath, path: str, kind: Kind) -> tuple[list[Located], list[Problem]]:
    try:
        return [(at, kind.model.model_validate(data))], []
    except ValidationError as error:
        return [], [_problem(item, at, path) for item in error.errors(include_url=False)]


def _problem(error: Any, at: FieldPath, path: str) -> Problem:
    detail = dict(error.get("ctx") or {})
    detail["input"] = error.get("input")
    return Problem(error["type"], path, at + _real_path(error["loc"]), detail=detail)


def _real_path(location: tuple[str | int, ...]) -> FieldPath:
    """Drop the parts that Pydantic adds for the members of a union (`int`, `function-after[…]`)."""
    return tuple(step for step in location if isinstance(step, int) or step.isidentifier() and step not in _UNION_PARTS)


_UNION_PARTS = {"int", "float", "str"}
