"""What the models know of a place in a file: which keys are possible there, and what they are for."""

from __future__ import annotations

import types
from collections.abc import Mapping
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from ..library import FieldPath, Kind
from ..library.models import Record


class FieldSpot(NamedTuple):
    """A place in a file as its model sees it: the record that holds the last key, and the field of that key.

    target: what may stand there. key: what its key may be, where the place is an entry of a mapping.
    """

    owner: type[Record] | None
    field: FieldInfo | None
    target: Any
    key: Any = None


def spot_of(kind: Kind, at: FieldPath) -> FieldSpot:
    """Return what the model of `kind` says of the place `at` in one of its files."""
    if kind.key:
        if len(at) < 2:
            return FieldSpot(None, None, None)
        at = at[2:]
    return spot_in(kind.model, at)


def spot_in(model: type[Record], at: FieldPath) -> FieldSpot:
    """Return what a model says of the place `at` below it."""
    spot = FieldSpot(None, None, model)
    for step in at:
        spot = _below(spot.target, step)
    return spot


def _below(target: Any, step: str | int) -> FieldSpot:
    target = _plain(target)
    if isinstance(target, type) and issubclass(target, Record):
        field = fields_of(target).get(str(step))
        return FieldSpot(target, field, field.annotation if field else None)
    arguments = get_args(target)
    if get_origin(target) is tuple:
        return FieldSpot(None, None, arguments[0])
    if get_origin(target) in (dict, Mapping):
        return FieldSpot(None, None, arguments[1], arguments[0])
    return FieldSpot(None, None, None)


def _plain(target: Any) -> Any:
    """Return the type without its annotations, and of `X | None` the X."""
    while get_origin(target) is Annotated:
        target = get_args(target)[0]
    if get_origin(target) in (Union, types.UnionType):
        members = [member for member in get_args(target) if member is not type(None)]
        return _plain(members[0])
    return target


def plain_type(spot: FieldSpot) -> Any:
    """Return the type wanted at the spot, without annotations and `| None`."""
    return _plain(spot.target)


def fields_of(model: type[Record]) -> Mapping[str, FieldInfo]:
    """Return the fields of a model by the key that stands in the file."""
    return {field.alias or name: field for name, field in model.model_fields.items()}


def spoken(at: FieldPath) -> str:
    """Return a place in words: figures 第 3 项的 value."""
    text = ""
    for step in at:
        if isinstance(step, int):
            text += f" 第 {step + 1} 项"
        else:
            text += f"的 {step}" if text.endswith("项") else f".{step}" if text else step
    return text
