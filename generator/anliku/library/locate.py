"""Find the line and column of a value in a YAML file."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import yaml

from .problems import FieldPath
from .slips import text_lines
from .yaml_file import YamlDocument, child_of, key_mark, node_of, read_bytes

Place = tuple[int, int]


class SourceText:
    """The text of a file and its tree of nodes: what it takes to say where something stands."""

    def __init__(self, raw: bytes, document: YamlDocument) -> None:
        self._raw = raw
        self._node = document.node

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text."""
        return text_lines(self._raw.decode("utf-8-sig", errors="replace"))

    def place(self, at: FieldPath, word: str = "") -> Place | None:
        """Return (line, column), counted from 1, of the value at `at` or of its nearest existing ancestor.

        For a key that exists, the mark is the key's, which is where an editor looks. With a `word`, the place is that
        of its first occurrence in the value, when it can be found there. A page of Markdown has no keys; there `at` is
        nothing or the number of the line to begin at.
        """
        if self._node is None:
            line = at[0] if at and isinstance(at[0], int) else 0
            found = self._word_from(max(line - 1, 0), len(self.lines), 0, word) if word else None
            return found or ((line, 1) if line else None)
        mark, node, _ = _way(self._node, at)
        return (word and self._word_in(node, word)) or (mark.line + 1, mark.column + 1)

    def _word_in(self, node: Any, word: str) -> Place | None:
        start, end = node.start_mark, node.end_mark
        return self._word_from(start.line, min(end.line + 1, len(self.lines)), start.column, word)

    def _word_from(self, first: int, end: int, column: int, word: str) -> Place | None:
        """Return the place of a word in the lines from `first` to `end`, in the first one from `column` on.

        A number is found as a number, not within a longer one.
        """
        bounded = re.compile((r"(?<![\d.])" if word[0].isdecimal() else "") + re.escape(word))
        for number in range(first, end):
            found = bounded.search(self.lines[number], column if number == first else 0)
            if found:
                return number + 1, found.start() + 1
        return None


def locate_in(node: yaml.Node | None, at: FieldPath, whole: bool = False) -> Place | None:
    """Return the place of the value at `at` below a node, or of its nearest existing ancestor.

    whole: return None when the value itself does not exist.
    """
    if node is None:
        return None
    mark, _, found = _way(node, at)
    return None if whole and not found else (mark.line + 1, mark.column + 1)


def _way(node: Any, at: FieldPath) -> tuple[Any, Any, bool]:
    """Go down the keys as far as they exist; return the last mark and node, and whether all were found."""
    mark = node.start_mark
    for step in at:
        child = child_of(node, step)
        if child is None:
            return mark, node, False
        mark, node = key_mark(node, step), child
    return mark, node, True


def locate(root: Path, path: str, at: FieldPath, word: str = "") -> Place | None:
    """Return the place of a value, or of a word in it, in the file `path`; None when the file cannot be read."""
    try:
        stat = (root / path).stat()
    except OSError:
        return None
    return _source_text(root, path, (stat.st_mtime_ns, stat.st_size)).place(at, word)


@lru_cache(maxsize=64)
def _source_text(root: Path, path: str, _stamp: tuple[int, int]) -> SourceText:
    raw, problem = read_bytes(root, path)
    is_yaml = not problem and path.endswith((".yml", ".yaml"))
    return SourceText(raw, YamlDocument(None, node_of(raw, path) if is_yaml else None))
