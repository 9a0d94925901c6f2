"""Read one YAML file safely: size, encoding, depth and aliases are limited; duplicate keys are an error.

The C parser of PyYAML does the work. Marks (line and column of every value) cost as much again, so they are only
taken when something must be reported; see `locate.py`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any

import yaml

from .problems import Problem

try:
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_ALIASES = 100
MAX_NODES = 200_000

# Files that look harmless are not walked event by event, which would double the cost of reading.
_SUSPICIOUS = re.compile(rb"(?m)(?:^|[\s\[{,:-])[&*][^\s&*]|^[ \t]*(?:[-?:][ \t]+){12}|^ {80}")
_MAX_BRACKETS = 200


class LibraryLoader(_BaseLoader):
    """SafeLoader with the scalars of YAML 1.2: `on`, `yes`, `8:30` and dates stay text, duplicate keys are refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Build the mapping; raise ConstructorError at the second of two equal keys."""
        seen = set()
        for key_node, _ in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else None
            if key is not None and key in seen:
                raise DuplicateKeyError(str(key), key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


class DuplicateKeyError(yaml.MarkedYAMLError):
    """Raised when a mapping names the same key twice."""

    def __init__(self, key: str, mark: yaml.Mark) -> None:
        super().__init__(problem=f"duplicate key {key}", problem_mark=mark)
        self.key = key


def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    kept: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    plain = {
        "tag:yaml.org,2002:bool": (re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), "tTfF"),
        "tag:yaml.org,2002:null": (re.compile(r"^(?:~|null|Null|NULL|)$"), "~nN\0"),
        "tag:yaml.org,2002:int": (re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), "-+0123456789"),
        "tag:yaml.org,2002:float": (re.compile(r"^[-+]?[0-9]+\.[0-9]+(?:[eE][-+]?[0-9]+)?$"), "-+0123456789"),
    }
    for tag, (pattern, firsts) in plain.items():
        for first in firsts:
            kept.setdefault("" if first == "\0" else first, []).append((tag, pattern))
    return kept


LibraryLoader.yaml_implicit_resolvers = _resolvers()


def read_yaml(root: Path, path: str) -> tuple[Any, list[Problem]]:
    """Return (data, problems) of the file `path` below `root`; data is None when there are problems."""
    try:
        raw = _read_bytes(root / path)
    except OSError as error:
        return None, [Problem("unreadable", path, detail={"reason": error.strerror or str(error)})]
    return parse_yaml(raw, path)


def _read_bytes(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(MAX_BYTES + 1)


def parse_yaml(raw: bytes, path: str) -> tuple[Any, list[Problem]]:
    """Return (data, problems) of the bytes of a file called `path` in messages."""
    if len(raw) > MAX_BYTES:
        return None, [Problem("too-big", path, detail={"limit": MAX_BYTES})]
    text, problem = _decode(raw, path)
    if problem:
        return None, [problem]
    try:
        if _SUSPICIOUS.search(raw) or raw.count(b"[") + raw.count(b"{") > _MAX_BRACKETS:
            _check_shape(text, path)
        loader = LibraryLoader(text)
        try:
            return loader.get_single_data(), []
        finally:
            loader.dispose()
    except DuplicateKeyError as error:
        return None, [_marked("duplicate-key", path, error, key=error.key)]
    except _ShapeError as error:
        return None, [Problem(error.kind, path, line=error.line)]
    except yaml.MarkedYAMLError as error:
        return None, [_syntax(path, text, error)]
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        return None, [Problem("syntax", path, line=_reader_line(text, error), detail={"reason": str(error)[:200]})]


def _decode(raw: bytes, path: str) -> tuple[str, Problem | None]:
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
    for encoding in ("utf-16", "gb18030"):
        if encoding == "utf-16" and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        return "", Problem("encoding", path, line=line, detail={"guess": encoding.upper()})
    return "", Problem("encoding", path, line=line, detail={"guess": ""})


class _ShapeError(Exception):
    def __init__(self, kind: str, line: int) -> None:
        super().__init__(kind)
        self.kind = kind
        self.line = line


def _check_shape(text: str, path: str) -> None:
    """Walk the events: refuse too much nesting, too many aliases and aliases that unfold without end."""
    depth = aliases = nodes = 0
    sizes: dict[str, int] = {}
    open_anchors: list[tuple[str | None, int]] = []
    for event in yaml.parse(text, Loader=LibraryLoader):
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
            nodes += sizes.get(event.anchor, 1)
        elif isinstance(event, (yaml.CollectionStartEvent, yaml.ScalarEvent)):
            nodes += 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            open_anchors.append((event.anchor, nodes))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            anchor, before = open_anchors.pop()
            if anchor:
                sizes[anchor] = nodes - before + 1
        if depth > MAX_DEPTH:
            raise _ShapeError("too-deep", line)
        if aliases > MAX_ALIASES or nodes > MAX_NODES:
            raise _ShapeError("too-many-aliases", line)


def _marked(kind: str, path: str, error: yaml.MarkedYAMLError, **detail: Any) -> Problem:
    mark = error.problem_mark or error.context_mark
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    return Problem(kind, path, line=line, column=column, detail=detail)


def _syntax(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Name the usual slips (tab, full-width colon, unquoted colon) when the line at fault shows one."""
    problem = _marked("syntax", path, error, reason=f"{error.problem or error.context or ''}")
    lines = text.splitlines()
    near = range(max(0, (problem.line or 1) - 2), min(len(lines), problem.line or 1))
    for number in reversed(near):
        line = lines[number]
        for kind, pattern in _SLIPS:
            found = pattern.search(line)
            if found:
                column = found.start(1) + 1
                return Problem(kind, path, line=number + 1, column=column, detail={"reason": problem.detail["reason"]})
    return problem


_SLIPS = (
    ("tab", re.compile(r"^ *(\t)")),
    ("full-width-colon", re.compile(r"^[\s-]*[A-Za-z_]+(：)")),
    ("unquoted-colon", re.compile(r"^[\s-]*[A-Za-z_]+: [^\"'|>\[{].*?(: )")),
    ("unclosed-quote", re.compile(r"^[\s-]*(?:[A-Za-z_]+: )?(\")[^\"]*$")),
)


def _reader_line(text: str, error: Exception) -> int | None:
    position = getattr(error, "position", None)
    return text.count("\n", 0, position) + 1 if isinstance(position, int) else None
