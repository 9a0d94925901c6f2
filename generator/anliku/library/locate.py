"""Find the line and column of a value in a YAML file, on demand."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from .problems import FieldPath
from .yaml_file import MAX_BYTES, LibraryLoader


@lru_cache(maxsize=64)
def _compose(file: Path, stamp: tuple[int, int]) -> yaml.Node | None:
    try:
        return yaml.compose(file.read_bytes()[:MAX_BYTES].decode("utf-8-sig"), Loader=LibraryLoader)
    except (yaml.YAMLError, UnicodeDecodeError, OSError, RecursionError):
        return None


def locate(root: Path, path: str, at: FieldPath) -> tuple[int, int] | None:
    """Return (line, column), counted from 1, of the value at `at` or of its nearest existing ancestor.

    For a key that exists, the mark is the key's, which is where an editor looks. None when the file cannot be read.
    """
    file = root / path
    try:
        stat = file.stat()
    except OSError:
        return None
    node = _compose(file, (stat.st_mtime_ns, stat.st_size))
    if node is None:
        return None
    mark = node.start_mark
    for step in at:
        child = _child(node, step)
        if child is None:
            break
        mark, node = child
    return mark.line + 1, mark.column + 1


def _child(node: yaml.Node, step: str | int) -> tuple[yaml.Mark, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return key.start_mark, value
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item.start_mark, item
    return None
