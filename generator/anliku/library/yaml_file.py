"""Read one YAML file safely: size, encoding, depth and aliases are limited; duplicate keys are an error.

The C parser of PyYAML composes the tree of nodes, and `_Builder` turns it into data. Building by hand costs a third of what
PyYAML's constructors do, and knows no tags that could run anything. Every value is the text that was written, letter by
letter: only the field that it stands in knows whether `3.10` is a number, a date or the third chapter's tenth section.
The nodes carry line and column, so whoever must report something keeps the tree; see `locate.py`.
"""

from __future__ import annotations

import operator
import os
import re
from collections.abc import Callable
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from ..troubles import trouble
from .han import WIDE
from .office_lines import ENUMERATOR
from .problems import NullWord, Problem
from .slips import odd_blank_in, opened_in, shallow_in, slip_in, text_lines, uneven_in

try:
    from yaml import CSafeLoader as _BaseLoader
except ImportError:  # pragma: no cover - PyYAML without libyaml
    from yaml import SafeLoader as _BaseLoader  # type: ignore[assignment]

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
MAX_ALIASES = 100
MAX_NODES = 200_000

_STR = "tag:yaml.org,2002:str"
_NULL = "tag:yaml.org,2002:null"
_MAP = "tag:yaml.org,2002:map"
_SEQ = "tag:yaml.org,2002:seq"

_NULL_WORDS = frozenset(("~", "null", "Null", "NULL", ""))

# A file may nest deeply only by brackets, by indicators on one line (`- - -`) or by wide indentation. One that has few
# of each is composed at once; any other is first walked event by event, because composing recurses on the C stack.
_MAX_BRACKETS = 200
_MAX_DASHES = 500
_WIDE_INDENT = b" " * 60


class LibraryLoader(_BaseLoader):
    """SafeLoader to which every scalar is a text; only the words for nothing are told apart."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: Any) -> str:
        """Return the tag of a node that has none; called for every node, so it does no more than it must."""
        if kind is yaml.ScalarNode:
            return _NULL if implicit[0] and value in _NULL_WORDS else _STR
        return _MAP if kind is yaml.MappingNode else _SEQ

    # Tags never depend on the path here. These two are called for every node, and the cheapest call that does nothing
    # is one of a built-in function.
    descend_resolver = staticmethod(operator.is_)  # type: ignore[assignment]
    ascend_resolver = staticmethod(bool)  # type: ignore[assignment]


class DuplicateKeyError(yaml.MarkedYAMLError):
    """Raised when a mapping names the same key twice."""

    def __init__(self, key: str, mark: yaml.Mark, first: yaml.Mark) -> None:
        super().__init__(problem=f"duplicate key {key}", problem_mark=mark)
        self.key = key
        self.first = first.line + 1


class ShapeError(Exception):
    """Raised when a file is well-formed but not of a shape that a library may have."""

    def __init__(self, kind: str, mark: Any, **detail: Any) -> None:
        super().__init__(kind)
        self.kind = kind
        self.mark = mark
        self.detail = detail


class YamlDocument(NamedTuple):
    """What a file says, and the tree of nodes that knows where it says so."""

    data: Any
    node: yaml.Node | None


def child_of(node: Any, step: str | int) -> yaml.Node | None:
    """Return what stands in a node under a key, or at a place of a list; None when there is nothing."""
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item
    return None


def key_mark(node: Any, step: str | int) -> Any:
    """Return the mark of a key of a node, or of an item of a list, that exists."""
    if isinstance(node, yaml.MappingNode):
        return next(key.start_mark for key, _ in node.value if key.value == str(step))
    return node.value[step].start_mark


def read_yaml(root: Path, path: str) -> tuple[Any, list[Problem]]:
    """Return (data, problems) of the file `path` below `root`; data is None when there are problems."""
    raw, problem = read_bytes(root, path)
    return (None, [problem]) if problem else parse_yaml(raw, path)


def read_bytes(root: Path, path: str) -> tuple[bytes, Problem | None]:
    """Return the bytes of a file, no more than one beyond the limit, or the problem of reading it."""
    try:
        with open(f"{root}/{path}", "rb") as stream:  # noqa: PTH123 - ten thousand Path objects cost more than they give
            size = os.fstat(
                stream.fileno()
            ).st_size  # reading with a limit of 2 MB would clear 2 MB of memory each time
            return stream.read(min(size, MAX_BYTES) + 1), None
    except OSError as error:
        return b"", Problem("unreadable", path, detail={"reason": trouble(error).reason, "errno": error.errno})


def parse_yaml(raw: bytes, path: str) -> tuple[Any, list[Problem]]:
    """Return (data, problems) of the bytes of a file called `path` in messages."""
    document, problems = parse_document(raw, path)
    return document.data, problems


def parse_document(raw: bytes, path: str) -> tuple[YamlDocument, list[Problem]]:
    """Return the document in the bytes of a file called `path` in messages, and why there is none."""
    return parsed_by(raw, path, LibraryLoader, lambda node, text: _Builder(text).build(node, 0))


def parsed_by(
    raw: bytes, path: str, loader: type[Any], build: Callable[[yaml.Node, str], Any]
) -> tuple[YamlDocument, list[Problem]]:
    """Return the document in the bytes of a file in any dialect of YAML, and why there is none.

    loader: the class that composes its nodes. build: makes data of the root node and the text that it comes from.
    """
    nothing = YamlDocument(None, None)
    if len(raw) > MAX_BYTES:
        return nothing, [Problem("too-big", path, detail={"limit": MAX_BYTES})]
    text, problem = decode(raw, path)
    if problem:
        return nothing, [problem]
    found = conflicts(text, path)
    if found:
        return nothing, found
    try:
        if _may_be_deep(raw):
            _check_shape(text)
        node = node_tree(text, loader)
        document = YamlDocument(build(node, text) if node else None, node)
    except DuplicateKeyError as error:
        return nothing, [_marked("duplicate-key", path, error.problem_mark, key=error.key, first=error.first)]
    except ShapeError as error:
        return nothing, [_marked(error.kind, path, error.mark, **error.detail)]
    except yaml.MarkedYAMLError as error:
        return nothing, [_syntax(path, text, error)]
    except (yaml.YAMLError, ValueError, RecursionError, OverflowError) as error:
        return nothing, [_unmarked(path, text, error)]
    slip = slip_in(text_lines(text), range(200)) if isinstance(document.data, str) else None
    return (nothing, [_slipped(path, *slip)]) if slip else (document, [])


def node_of(raw: bytes, path: str) -> yaml.Node | None:
    """Return the tree of nodes of a file, whatever its tags, or None when it is no YAML."""
    return parsed_by(raw, path, LibraryLoader, lambda *_: None)[0].node


def node_tree(text: str, loader_class: type[Any] = LibraryLoader) -> yaml.Node | None:
    """Return the tree of nodes of a YAML text, or None when it holds nothing."""
    loader = loader_class(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


class _Builder:
    """Makes data of the nodes of one text."""

    def __init__(self, text: str) -> None:
        self._text = text

    def build(self, node: yaml.Node, depth: int) -> Any:
        if depth > MAX_DEPTH:
            raise ShapeError("too-deep", node.start_mark)
        if type(node) is yaml.ScalarNode:
            return self._scalar(node)
        if type(node) is yaml.MappingNode:
            if node.tag != _MAP:
                raise ShapeError("tag", node.start_mark, tag=node.tag)
            return self._mapping(node, depth)
        if node.tag != _SEQ:
            raise ShapeError("tag", node.start_mark, tag=node.tag)
        return [self._scalar(i) if type(i) is yaml.ScalarNode else self.build(i, depth + 1) for i in node.value]

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Any]:
        """Build a mapping. Keys stay as written, so that `2014:` is the key "2014"."""
        result: dict[str, Any] = {}
        for key_node, value in node.value:
            if type(key_node) is not yaml.ScalarNode:
                raise ShapeError("complex-key", key_node.start_mark)
            key = key_node.value
            if key in result:
                first = next(k.start_mark for k, _ in node.value if k.value == key)
                raise DuplicateKeyError(key, key_node.start_mark, first)
            one = type(value) is yaml.ScalarNode
            result[key] = self._scalar(value) if one else self.build(value, depth + 1)
        return result

    def _scalar(self, node: yaml.ScalarNode) -> str | None:
        value: str = node.value
        if node.tag == _STR:
            may_be_folded = node.style != "|" and " " in value and node.start_mark.line != node.end_mark.line
            return self._unfolded(node) if may_be_folded else value
        if node.tag == _NULL and value in _NULL_WORDS:
            return NullWord(value) if value else None
        raise ShapeError("tag", node.start_mark, tag=node.tag)

    @cached_property
    def _lines(self) -> list[str]:
        return text_lines(self._text)

    def _unfolded(self, node: yaml.ScalarNode) -> str:
        """Return the text of a scalar over several lines as a writer of Chinese means it.

        YAML puts a blank for each line break: there is none between Han, and a line that begins with an enumerator stays one.
        """
        value: str = node.value
        lines = self._lines[node.start_mark.line : node.end_mark.line + 1]
        lines[0] = lines[0][node.start_mark.column :]
        start = 0
        for before, after in pairwise(lines):
            end, begin = _LINE_END.search(before.rstrip(" \t")[-_BESIDE:]), _LINE_START.match(after)
            at = value.find(f"{end[1]} {begin[1]}", start) if end and begin else -1
            if at >= 0 and end and begin:
                start = at + len(end[1])
                value = value[:start] + _gap(end[1], begin[1], after) + value[start + 1 :]
        return value


# What stands on both sides of a line break, as far as quotation marks leave it as it is.
_BESIDE = 12
_LINE_END = re.compile(r"([^\\'\"\s]+)$")
_LINE_START = re.compile(rf"[ \t]*([^\\'\"\s]{{1,{_BESIDE}}})")
_WIDE = re.compile(f"[{WIDE}]")
_OWN_LINE = re.compile(rf"(?:{ENUMERATOR}|[ \t]*(?:[-*+]|\d+\.)[ \t]|\u3000)")


def _gap(before: str, after: str, line: str) -> str:
    if _OWN_LINE.match(line):
        return "\n"
    return "" if _WIDE.match(before[-1]) and _WIDE.match(after) else " "


_CONFLICT = re.compile(r"(<{7}|={7}|>{7}|\|{7})(?: .*)?\r?")


def conflicts(text: str, path: str) -> list[Problem]:
    """Return the places where git has left two versions of the same lines one below the other.

    `=======` alone may underline a heading; it counts only between the two other marks.
    """
    if "<<<<<<<" not in text and ">>>>>>>" not in text:
        return []
    problems: list[Problem] = []
    start = middle = 0
    for number, line in enumerate(text.split("\n"), 1):
        mark = _CONFLICT.fullmatch(line)
        sign = mark.group(1)[0] if mark else ""
        if sign == "<":
            problems.append(_conflict(path, number, 0, 0))
            start, middle = number, 0
        elif sign == "=" and start:
            middle = number
        elif sign == ">":
            if start:
                problems.pop()
            problems.append(_conflict(path, start or number, middle, number))
            start = middle = 0
    return problems


def _conflict(path: str, line: int, middle: int, end: int) -> Problem:
    return Problem("conflict", path, line=line, column=1, detail={"middle": middle, "end": end})


def decode(raw: bytes, path: str) -> tuple[str, Problem | None]:
    """Return the text of a file's bytes, or the problem of an encoding that is not UTF-8."""
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
        return "", Problem("encoding", path, line=line, column=1, detail={"guess": encoding.upper()})
    return "", Problem("encoding", path, line=line, column=1, detail={"guess": ""})


def _may_be_deep(raw: bytes) -> bool:
    return (
        b"&" in raw
        or _WIDE_INDENT in raw
        or b"\t" in raw
        or raw.count(b"[") + raw.count(b"{") > _MAX_BRACKETS
        or raw.count(b"- ") + raw.count(b"? ") > _MAX_DASHES
    )


def _check_shape(text: str) -> None:
    """Walk the events: refuse too much nesting, too many aliases and aliases that unfold without end."""
    depth = aliases = nodes = 0
    sizes: dict[str | None, int] = {}
    opened: list[tuple[str | None, int]] = []
    for event in yaml.parse(text, Loader=LibraryLoader):
        if isinstance(event, yaml.AliasEvent):
            aliases += 1
            nodes += sizes.get(event.anchor, 1)
            if any(anchor == event.anchor for anchor, _ in opened):
                raise ShapeError("too-many-aliases", event.start_mark)
        elif isinstance(event, (yaml.CollectionStartEvent, yaml.ScalarEvent)):
            nodes += 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            opened.append((event.anchor, nodes))
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
            anchor, before = opened.pop()
            if anchor:
                sizes[anchor] = nodes - before + 1
        if depth > MAX_DEPTH:
            raise ShapeError("too-deep", event.start_mark)
        if aliases > MAX_ALIASES or nodes > MAX_NODES:
            raise ShapeError("too-many-aliases" if aliases else "too-big", event.start_mark, limit=MAX_BYTES)


def _marked(kind: str, path: str, mark: yaml.Mark | None, **detail: Any) -> Problem:
    line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
    return Problem(kind, path, line=line, column=column, detail=detail)


def _slipped(path: str, kind: str, line: int, column: int) -> Problem:
    return Problem(kind, path, line=line, column=column)


def _syntax(path: str, text: str, error: yaml.MarkedYAMLError) -> Problem:
    """Name the usual slips (tab, full-width colon, unquoted colon …) when a line near the fault shows one."""
    quoted = error.context == "while scanning a quoted scalar" and "end of stream" in (error.problem or "")
    if quoted:
        return _marked("unclosed-quote", path, error.context_mark)
    problem = _marked("syntax", path, error.problem_mark or error.context_mark, reason=error.problem or "")
    if error.context == "expected a single document in the stream":
        return _marked("second-document", path, error.problem_mark)
    lines = text_lines(text)
    last = min(len(lines), problem.line or 1)
    near = range(last - 1, max(-1, last - 3), -1)
    slip = (
        odd_blank_in(lines, last)
        or (opened_in(lines, last) if error.context == "while parsing a block mapping" else None)
        or slip_in(lines, near)
        or shallow_in(lines, last)
        or uneven_in(lines, last)
    )
    return _slipped(path, *slip) if slip else problem


def _unmarked(path: str, text: str, error: Exception) -> Problem:
    """Return the problem of a character that YAML forbids; libyaml counts its position in bytes."""
    position = getattr(error, "position", None)
    if not isinstance(position, int):
        return Problem("syntax", path, detail={"reason": str(error)[:200]})
    before = text.encode()[:position]
    column = len(before[before.rfind(b"\n") + 1 :].decode(errors="ignore")) + 1
    line = before.count(b"\n") + 1
    return Problem("forbidden-character", path, line=line, column=column, detail={"code": error.character})  # type: ignore[attr-defined]
