"""Turn the data of one file into validated records, and every validation error into a Problem."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import ValidationError

from .kinds import Kind
from .models import Record
from .problems import FieldPath, NullWord, Problem, plain_value
from .yaml_file import parse_yaml, read_yaml

Located = tuple[FieldPath, Record]


def read_records(root: Path, path: str, kind: Kind) -> tuple[list[Located], list[Problem]]:
    """Return the valid records of a file, each with its place in the file, and the problems of the others."""
    data, problems = read_yaml(root, path)
    return ([], problems) if problems else validate(data, path, kind)


def parse_records(raw: bytes, path: str, kind: Kind) -> tuple[list[Located], list[Problem]]:
    """Return the valid records in the bytes of a file, each with its place, and the problems of the others."""
    data, problems = parse_yaml(raw, path)
    return ([], problems) if problems else validate(data, path, kind)


def validate(data: Any, path: str, kind: Kind) -> tuple[list[Located], list[Problem]]:
    """Validate parsed data against the kind's model."""
    if data is None:
        return [], [Problem("empty", path)]
    if not isinstance(data, dict):
        return [], [Problem("not-a-mapping", path, detail={"input": data})]
    if not kind.key:
        if kind.named_by_file:
            data = {"id": PurePosixPath(path).stem, **data}
        return _validate_one(data, (), path, kind)
    problems = [
        Problem("extra_forbidden", path, (key,), detail={"input": data[key]}) for key in data if key != kind.key
    ]
    items = data.get(kind.key)
    if kind.key not in data:
        return [], problems or [Problem("missing", path, (kind.key,))]
    if not isinstance(items, list):
        return [], [*problems, Problem("tuple_type", path, (kind.key,), detail={"input": items})]
    records: list[Located] = []
    for index, item in enumerate(items):
        found, bad = _validate_one(item, (kind.key, index), path, kind)
        records += found
        problems += bad
    return records, problems


def _validate_one(data: Any, at: FieldPath, path: str, kind: Kind) -> tuple[list[Located], list[Problem]]:
    try:
        return [(at, kind.model.model_validate(data))], []
    except ValidationError as error:
        nothing = [_real_path(data, item["loc"], item["type"]) for item in error.errors() if _is_null_word(item)]
        if not nothing:
            return [], problems_of(error, data, at, path)
    for place in nothing:
        data = _emptied(data, place)
    return _validate_one(data, at, path, kind)


def _is_null_word(error: Any) -> bool:
    return isinstance(error.get("input"), NullWord)


def _emptied(data: Any, place: FieldPath) -> Any:
    """Return the data with nothing at a place where `~` or `null` stands and no text is wanted."""
    if not place:
        return None
    changed = data.copy()
    changed[place[0]] = _emptied(data[place[0]], place[1:])
    return changed


def problems_of(error: ValidationError, data: Any, at: FieldPath, path: str) -> list[Problem]:
    """Return what is wrong with the data of one record, which stands at `at` in the file."""
    found = [_problem(item, data, at, path) for item in error.errors(include_url=False)]
    first_of = {problem.at: problem for problem in reversed(found)}  # a union has one error for each of its members
    return [problem for problem in found if first_of[problem.at] is problem]


def as_written(model: type[Any], data: Any, text_at: Callable[[FieldPath], str | None]) -> Any:
    """Return the data with the words as they were written wherever the model wants a text and YAML made something else of one.

    text_at: the word that stands at a place below the data, or None.
    """
    while True:
        try:
            model.model_validate(data)
        except ValidationError as error:
            wrong = (problem.at for problem in problems_of(error, data, (), "") if problem.kind == "string_type")
            words = {at: word for at in wrong if (word := text_at(at)) is not None}
            if not words:
                return data
            for at, word in words.items():
                data = _put(data, at, word)
        else:
            return data


def _put(data: Any, at: FieldPath, word: str) -> Any:
    if not at:
        return word
    first, *rest = at
    if isinstance(data, dict):
        return {**data, first: _put(data[first], tuple(rest), word)}
    return [_put(item, tuple(rest), word) if index == first else item for index, item in enumerate(data)]


def _problem(error: Any, data: Any, at: FieldPath, path: str) -> Problem:
    detail = {name: plain_value(value) for name, value in (error.get("ctx") or {}).items()}
    detail["input"] = plain_value(error.get("input"))
    return Problem(error["type"], path, at + _real_path(data, error["loc"], error["type"]), detail=detail)


def _real_path(data: Any, location: tuple[str | int, ...], kind: str) -> FieldPath:
    """Drop the parts that Pydantic adds and that lead nowhere in the data, as `int`, `function-after[…]`, `[key]`."""
    real: list[str | int] = []
    for number, step in enumerate(location, 1):
        if _leads_on(data, step):
            data = data[step]
        elif not (kind == "missing" and number == len(location)):
            continue
        real.append(step)
    return tuple(real)


def _leads_on(data: Any, step: str | int) -> bool:
    if isinstance(data, list):
        return isinstance(step, int) and step < len(data)
    return isinstance(data, dict) and step in data
