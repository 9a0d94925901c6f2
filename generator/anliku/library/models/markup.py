"""Which texts of a record are Markdown, read off the types of their fields."""

from __future__ import annotations

import types
from collections.abc import Iterator
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from .base import Marked, Record
from .parts import Form, Part


class _MarkedField(NamedTuple):
    """A field that is Markdown, or holds it. model: of the records in it."""

    name: str
    key: str
    marked: bool
    model: type[Record] | None


def markdown_of(record: Record, at: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield (place, text) for every text of a record, and of the records in it, that is written in Markdown."""
    for way in _ways(type(record)):
        value = getattr(record, way.name)
        here = (*at, way.key)
        held = (
            [((*here, index), item) for index, item in enumerate(value)]
            if isinstance(value, tuple)
            else [(here, value)]
        )
        for place, item in held:
            if isinstance(item, str):  # asked first: that something is a record takes longer to say
                if item and way.marked:
                    yield place, item
            elif isinstance(item, Record):
                yield from markdown_of(item, place)


@cache
def _ways(model: type[Record]) -> tuple[_MarkedField, ...]:
    found = []
    for name, field in model.model_fields.items():
        marked = any(isinstance(mark, Marked) or _is_marked(mark) for mark in field.metadata)
        below, held = _seen(field.annotation)
        way = _MarkedField(name, field.alias or name, marked or below, held)
        if way.marked or (held and _ways(held)):
            found.append(way)
    return tuple(found)


def _is_marked(mark: Any) -> bool:
    return isinstance(mark, Part) and mark.form in (Form.PROSE, Form.NOTICE, Form.SEALED, Form.LIST)


def _seen(annotation: Any) -> tuple[bool, type[Record] | None]:
    """Return whether a type is Markdown or a tuple of it, and the record that it is or holds."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        marked, model = _seen(arguments[0])
        return marked or any(isinstance(mark, Marked) for mark in arguments[1:]), model
    if origin in (Union, types.UnionType, tuple):
        seen = [_seen(argument) for argument in arguments if argument is not Ellipsis]
        return any(marked for marked, _ in seen), next((model for _, model in seen if model), None)
    is_record = isinstance(annotation, type) and issubclass(annotation, Record)
    return False, annotation if is_record else None
