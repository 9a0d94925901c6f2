"""References from record to record, declared in the types of their fields and read off them.

    basis: tuple[Annotated[str, Ref("excerpt", in_force=True)], ...]

Broken references, orphans and what may stay in a part of a library are found through these types, not by names of fields.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from .base import Record, Ref


class Reference(NamedTuple):
    """A reference found in a record: its place, as keys of the file, what it leads to, and the id that stands there."""

    at: tuple[str | int, ...]
    ref: Ref
    id: str


@dataclass(frozen=True, slots=True)
class _ReferringField:
    """A field that holds references or records with references.

    shape: tuple, dict or None for a single value. ref: of the value, of each item or of each key.
    model: of the record, of each item or of each value.
    """

    name: str
    key: str
    shape: type | None
    ref: Ref | None
    model: type[Record] | None


def references_of(record: Record, at: tuple[str | int, ...] = ()) -> Iterator[Reference]:
    """Yield every reference of a record and of the records in it, in the order of their fields."""
    for way in _ways(type(record)):
        value = getattr(record, way.name)
        here = (*at, way.key)
        if way.shape is tuple:
            for index, item in enumerate(value):
                yield from _of_value(way, item, (*here, index))
        elif way.shape is dict:
            for key, item in value.items():
                if way.ref:
                    yield Reference((*here, key), way.ref, key)
                if way.model:
                    yield from references_of(item, (*here, key))
        elif value is not None:
            yield from _of_value(way, value, here)


def _of_value(way: _ReferringField, value: Any, at: tuple[str | int, ...]) -> Iterator[Reference]:
    if way.ref:
        yield Reference(at, way.ref, value)
    elif way.model:
        yield from references_of(value, at)


def without_references(record: Record, stays: Callable[[Ref, str], bool], keep: Callable[[Record], bool]) -> Any:
    """Return the record without the references that lead to what is gone; the records in it are treated alike.

    stays: says whether what a reference leads to is still there. keep: says whether a record in a list stays. One whose
    single reference leads nowhere goes with it.
    """
    changes: dict[str, Any] = {}
    for way in _ways(type(record)):
        value = getattr(record, way.name)
        kept = _kept(way, value, stays, keep)
        if kept != value:
            changes[way.name] = kept
    return record.model_copy(update=changes) if changes else record


def _kept(way: _ReferringField, value: Any, stays: Callable[[Ref, str], bool], keep: Callable[[Record], bool]) -> Any:
    if value is None:
        return None
    if way.shape is dict:
        items = value.items()
        return {key: item for key, item in items if way.ref is None or stays(way.ref, key)}
    if way.shape is tuple and way.ref:
        return tuple(item for item in value if stays(way.ref, item))
    if way.shape is tuple:
        held = (item for item in value if keep(item) and _stands(item, stays))
        return tuple(without_references(item, stays, keep) for item in held)
    return without_references(value, stays, keep) if way.model else value


def _stands(record: Record, stays: Callable[[Ref, str], bool]) -> bool:
    singles = ((way, getattr(record, way.name)) for way in _ways(type(record)) if way.shape is None and way.ref)
    return all(value is None or stays(way.ref, value) for way, value in singles if way.ref)


@cache
def _ways(model: type[Record]) -> tuple[_ReferringField, ...]:
    """Return the fields of a model that lead to references."""
    found = []
    for name, field in model.model_fields.items():
        marks = [mark for mark in field.metadata if isinstance(mark, Ref)]
        shape, ref, inner = _seen(field.annotation)
        way = _ReferringField(name, field.alias or name, shape, marks[0] if marks else ref, inner)
        if way.ref or (inner and _ways(inner)):
            found.append(way)
    return tuple(found)


def _seen(annotation: Any) -> tuple[type | None, Ref | None, type[Record] | None]:
    """Return the shape of a type, the reference that it is or holds, and the record that it is or holds."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        shape, ref, model = _seen(arguments[0])
        return shape, next((mark for mark in arguments[1:] if isinstance(mark, Ref)), ref), model
    if origin in (Union, types.UnionType):
        return next((seen for seen in map(_seen, arguments) if any(seen)), (None, None, None))
    if origin is tuple:
        _, ref, model = _seen(arguments[0])
        return tuple, ref, model
    if origin in (dict, Mapping):
        return dict, _seen(arguments[0])[1], _seen(arguments[1])[2]
    is_record = isinstance(annotation, type) and issubclass(annotation, Record)
    return None, None, annotation if is_record else None
