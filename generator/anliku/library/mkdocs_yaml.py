"""Read YAML as MkDocs reads it, without running anything it names.

mkdocs.yml and the head of a page are YAML 1.1 (`yes` is true, a date is a date; a text field takes the word as it was
written, see `text_at`), and mkdocs.yml may hold the tags `!ENV`,
`!relative` and `!!python/…`. `!ENV` is looked up as MkDocs does; what only MkDocs can make is kept as `Opaque`.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver
from yaml_env_tag import construct_env_tag

from .problems import FieldPath, Problem
from .yaml_file import MAX_DEPTH, DuplicateKeyError, ShapeError, YamlDocument, child_of, parsed_by, read_bytes

try:
    from yaml import CSafeLoader as _Loader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]

_PYTHON = "tag:yaml.org,2002:python/"
_STR, _MAP, _SEQ, _MERGE, _TIME = (f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq", "merge", "timestamp"))
# What YAML makes of a plain word by its form alone: of `2020.10` a number, of `yes` a truth value. A key stays a word.
_PLAIN = frozenset((_STR, _TIME, *(f"tag:yaml.org,2002:{name}" for name in ("int", "float", "bool"))))


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that only MkDocs can make, as `!!python/name:…`; nothing is known of it but its tag."""

    tag: str


class _ValueMaker(SafeConstructor, Resolver):
    """Makes single values as PyYAML does; it reads no stream."""

    def __init__(self) -> None:
        SafeConstructor.__init__(self)
        Resolver.__init__(self)


def read_mkdocs_yaml(root: Path, path: str) -> tuple[YamlDocument, list[Problem]]:
    """Return what a file in the YAML of MkDocs says, and why it says nothing."""
    raw, problem = read_bytes(root, path)
    return (YamlDocument(None, None), [problem]) if problem else parse_mkdocs_yaml(raw, path)


def parse_mkdocs_yaml(raw: bytes, path: str) -> tuple[YamlDocument, list[Problem]]:
    """Return what the bytes of a file in the YAML of MkDocs say, and why they say nothing."""
    maker = _ValueMaker()
    return parsed_by(raw, path, _Loader, lambda node, _: _build(node, maker, 0))


def text_at(node: yaml.Node | None, at: FieldPath) -> str | None:
    """Return the word at a place as it was written, when YAML took it for a number, a date or a truth value; else None."""
    for step in at:
        node = child_of(node, step)
    taken = isinstance(node, yaml.ScalarNode) and node.tag in _PLAIN and node.tag != _STR
    return str(node.value) if taken and node else None


def _build(node: yaml.Node, maker: _ValueMaker, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise ShapeError("too-deep", node.start_mark)
    if isinstance(node, yaml.ScalarNode) and "\0" in node.value:  # no name of a file may hold it
        raise ShapeError("bad-value", node.start_mark, input=node.value.replace("\0", "\\0")[:60])
    if node.tag == _STR and isinstance(node, yaml.ScalarNode):
        return node.value
    if node.tag == _MAP and isinstance(node, yaml.MappingNode):
        return _mapping(node, maker, depth)
    if node.tag == _SEQ and isinstance(node, yaml.SequenceNode):
        return [_build(item, maker, depth + 1) for item in node.value]
    if node.tag.startswith(_PYTHON) or node.tag == "!relative":
        return Opaque(node.tag)
    return _made(node, maker)


def _made(node: yaml.Node, maker: _ValueMaker) -> Any:
    """Return the value of a node that PyYAML has a rule for; whatever that rule raises, the place is known."""
    try:
        return construct_env_tag(maker, node) if node.tag == "!ENV" else maker.construct_object(node, deep=True)
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError) as error:
        kind = "bad-date" if node.tag == _TIME else "bad-value"
        raise ShapeError(kind, node.start_mark, input=str(node.value)[:60]) from error
    except yaml.YAMLError as error:
        raise ShapeError("tag", node.start_mark, tag=node.tag) from error


def _mapping(node: yaml.MappingNode, maker: _ValueMaker, depth: int) -> dict[Any, Any]:
    result: dict[Any, Any] = {}
    merged: dict[Any, Any] = {}
    seen: dict[Any, yaml.Node] = {}
    for key_node, value_node in node.value:
        value = _build(value_node, maker, depth + 1)
        if key_node.tag == _MERGE:
            for other in value if isinstance(value, list) else [value]:
                merged = {**(other if isinstance(other, dict) else {}), **merged}
            continue
        if not isinstance(key_node, yaml.ScalarNode):
            raise ShapeError("complex-key", key_node.start_mark)
        key = key_node.value if key_node.tag in _PLAIN else _build(key_node, maker, depth + 1)
        if key in seen:
            raise DuplicateKeyError(str(key), key_node.start_mark, seen[key].start_mark)
        seen[key] = key_node
        result[key] = value
    return {**merged, **result}
