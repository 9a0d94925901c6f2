"""The texts of a record that readers see as prose, part by part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any, get_args

from .models import Case, Form, Part, Record, parts_of
from .problems import FieldPath

PlacedText = tuple[FieldPath, str]


def prose_places(record: Record) -> tuple[PlacedText, ...]:
    """Return every text that readers see as prose, with its place; without figures, exhibits, sources and teaching notes."""
    places: list[PlacedText] = []
    for part in parts_of(type(record)):
        read = _PROSE.get(part.form)
        if read and not part.lecturers:
            places += read(part.key, getattr(record, part.key))
    return tuple(places)


def prose_of(record: Record) -> tuple[str, ...]:
    """Return the texts of `prose_places` alone."""
    return tuple(text for _, text in prose_places(record))


def _text(key: str, text: str) -> Iterable[PlacedText]:
    return (((key,), text),)


def _list(key: str, texts: Iterable[str]) -> Iterator[PlacedText]:
    return (((key, index), text) for index, text in enumerate(texts))


def _steps(key: str, steps: Iterable[Any]) -> Iterator[PlacedText]:
    for index, step in enumerate(steps):
        yield (key, index, "heading"), step.heading
        yield (key, index, "text"), step.text


def _decision(key: str, decision: Any) -> Iterator[PlacedText]:
    if decision:
        yield from (((key, name), getattr(decision, name)) for name in ("title", "who", "when", "knowing"))
        for index, option in enumerate(decision.options):
            texts = (("text", option.text), ("for", option.for_), ("against", option.against))
            yield from (((key, "options", index, name), text) for name, text in texts)


def _questions(key: str, questions: Iterable[Any]) -> Iterator[PlacedText]:
    return (((key, index), question.ask) for index, question in enumerate(questions))


_PROSE: dict[Form, Callable[[str, Any], Iterable[PlacedText]]] = {
    Form.LEAD: _text,
    Form.PROSE: _text,
    Form.NOTICE: _text,
    Form.SEALED: _text,
    Form.DECISION: _decision,
    Form.LIST: _list,
    Form.STEPS: _steps,
    Form.QUESTIONS: _questions,
}


def asked_of(case: Case) -> tuple[Part, ...]:
    """Return the parts that a case of its kind is asked to have."""
    return tuple(part for part in parts_of(Case) if part.asked and case.kind.value not in part.spared)


def names_of(record: Record) -> tuple[str, ...]:
    """Return the names by which a source may say which part of this record it carries, in the order of the page.

    A part has its key; a step has `step-1` and so on, as its anchor on the page, and the key stands for all of them.
    """
    return tuple(name for part in parts_of(type(record)) for name in _names(record, part))


def _names(record: Record, part: Part) -> Iterator[str]:
    if part.form is Form.FACT:
        return
    yield part.key
    if part.form is Form.STEPS:
        yield from (f"step-{number}" for number in range(1, len(getattr(record, part.key)) + 1))


def limited_texts(record: Record, at: FieldPath = ()) -> Iterator[tuple[FieldPath, str, Part]]:
    """Yield (place, text, part) for every text of a record, and of the records in it, whose place has little room."""
    for part in parts_of(type(record)):
        value = getattr(record, part.key)
        if part.most and isinstance(value, str):
            yield (*at, part.key), value, part
        elif part.most:
            yield from (((*at, part.key, index), text, part) for index, text in enumerate(value))
    for name in _holding_limited(type(record)):
        held = getattr(record, name)
        if isinstance(held, Record):
            yield from limited_texts(held, (*at, name))
        for index, item in enumerate(held if isinstance(held, tuple) else ()):
            yield from limited_texts(item, (*at, name, index))


@cache
def _holding_limited(model: type[Record]) -> tuple[str, ...]:
    """Return the fields that hold a record with such texts, or a list of them."""
    items = ((name, get_args(field.annotation)) for name, field in model.model_fields.items())
    return tuple(name for name, held in items if held and _is_limited(held[0]))


def _is_limited(model: Any) -> bool:
    return isinstance(model, type) and issubclass(model, Record) and any(part.most for part in parts_of(model))
