"""Find text that YAML drops or changes in silence: comments, escapes, and full-width marks that look like syntax.

The models see only what is left; so this module looks at the text of the file beside its tree of nodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import yaml

from ..library import FieldPath, Kind, Place, SourceText, parse_document, read_bytes
from ..library.mkdocs_yaml import parse_mkdocs_yaml
from ..library.models import Ref
from ..library.pages import head_lines
from .fields import plain_type, spot_of
from .findings import Finding, Severity
from .nearest import quoted

# A file without any of these has nothing of the kind, and most have not. Each is looked for only where its rarest mark is,
# which takes a twentieth of the time.
_HINTS = (
    (b"#", re.compile(rb"[ \t\"']#|\n +#[^ #]")),
    (b"&", re.compile(rb"&[A-Za-z0-9_-]+[ \t]")),
    (b"\\", re.compile(rb"\"[^\"\n]*\\")),
    (b"[", re.compile(r"\[[^\]\n]*(?:，|；)".encode())),
    ("｜".encode(), re.compile(r"｜[ \t]*\r?\n".encode())),
    ("＞".encode(), re.compile(r"＞[ \t]*\r?\n".encode())),
)
_COMMENT = re.compile(r"([ \t]*)(#.*)")  # a quotation mark needs no blank before it
_ANCHOR = re.compile(r"(&([A-Za-z0-9_-]+))[ \t]+")
_LINE_OF_COMMENT = re.compile(r"([ ]*)(#[^ #].*)")
_ESCAPE = re.compile(r"\\(?:[ \t/abefvNLP_0xuU]|[nrt](?=[A-Za-z0-9_]))|(?<![A-Za-z])[A-Za-z]:\\(?!\\)")
_OTHER_MACHINE = re.compile(r"(?<![\\\w])\\\\(?=\w)")  # "\\nas" in quotation marks is \nas
_IN_LIST = re.compile("[，；]")  # 、 stands in names
_BRACKETED = re.compile("《[^》]*》|“[^”]*”|（[^）]*）")
_TAKEN_FOR_BLOCK = re.compile(r"([｜＞])[ \t]*$")

# In settings a comment may stand in the same line, if two blanks set it off and one follows the mark.
_COMMENT_IN_SETTINGS = re.compile(r"([ \t]?(?=#)|[ \t]{2,}(?=#[^#\s]))(#.*)")
_READ = (("site_name",), ("site_description",), ("site_author",), ("copyright",), ("nav",), ("extra",))
_NOT_READ = (("icon",), ("template",), ("hide",), ("search",), ("date",), ("status",))

Doubt = tuple[FieldPath, Finding]
IsRead = Callable[[FieldPath], bool]


def doubts_of_file(root: Path, path: str, kind: Kind) -> list[Doubt]:
    """Return the doubts about a file, each with the place of its text."""
    raw, problem = read_bytes(root, path)
    if problem or not _may_hold_any(raw):
        return []
    document, problems = parse_document(raw, path)
    return [] if problems else doubts(raw, SourceText(raw, document), path, kind, document.node)


def doubts(raw: bytes, text: SourceText, path: str, kind: Kind, node: yaml.Node | None) -> list[Doubt]:
    """Return the doubts about a file that has been read: what was not taken as it is written."""
    if node is None or not _may_hold_any(raw):
        return []
    return list(_Doubts(text.lines, path, lambda at: _is_read(kind, at), _COMMENT).below(node, (), -1, flow=False))


def doubts_of_settings(root: Path, path: str) -> list[Finding]:
    """Return the doubts about mkdocs.yml or a file that it inherits from."""
    raw, problem = read_bytes(root, path)
    return [] if problem else _doubts_in(raw, path, _is_read_setting, _COMMENT_IN_SETTINGS)


def doubts_of_head(whole: str, path: str) -> list[Finding]:
    """Return the doubts about the head of a page. whole: the page as it is."""
    return _doubts_in(head_lines(whole).encode(), path, lambda at: at[:1] not in _NOT_READ, _COMMENT)


def _doubts_in(raw: bytes, path: str, is_read: IsRead, comment: re.Pattern[str]) -> list[Finding]:
    if not _may_hold_any(raw):
        return []
    document, problems = parse_mkdocs_yaml(raw, path)
    if problems or document.node is None:
        return []
    lines = SourceText(raw, document).lines
    return [finding for _, finding in _Doubts(lines, path, is_read, comment).below(document.node, (), -1, flow=False)]


def _may_hold_any(raw: bytes) -> bool:
    return any(mark in raw and hint.search(raw) for mark, hint in _HINTS)


def _is_read(kind: Kind, at: FieldPath) -> bool:
    """Say whether readers see what stands at a place of a record: no id, choice, date or number."""
    spot = spot_of(kind, at)
    said = f"{spot.target!r} {spot.field.metadata if spot.field else ''}"
    return plain_type(spot) is str and Ref.__name__ + "(" not in said and not re.search("pattern|_check_date", said)


def _is_read_setting(at: FieldPath) -> bool:
    return at[:1] in _READ or (at[:1] == ("plugins",) and any(part in at for part in ("vocabulary", "home")))


class _Doubts:
    """Looks through the nodes of a file.

    is_read: whether readers see what stands at a place. comment: what looks like a comment and may be text.
    """

    def __init__(self, lines: list[str], path: str, is_read: IsRead, comment: re.Pattern[str]) -> None:
        self._lines = lines
        self._path = path
        self._is_read = is_read
        self._comment_mark = comment

    def below(self, node: yaml.Node, at: FieldPath, column: int, *, flow: bool) -> Iterator[Doubt]:
        """Yield what is doubtful below a node. column: of its key or dash; flow: whether it stands in brackets."""
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                yield from self.below(value, (*at, key.value), key.start_mark.column, flow=bool(node.flow_style))
        elif isinstance(node, yaml.SequenceNode):
            for index, item in enumerate(node.value):
                before = item.start_mark.column - 1
                yield from self.below(item, (*at, index), before, flow=bool(node.flow_style))
        elif isinstance(node, yaml.ScalarNode) and node.value:
            found = list(self._scalar(node, at, column, flow))
            if found and self._is_read(at):
                yield from ((at, finding) for finding in found)

    def _scalar(self, node: yaml.ScalarNode, at: FieldPath, column: int, flow: bool) -> Iterator[Finding]:
        yield from self._anchor(node)
        if node.style in ("|", ">"):
            return
        yield from self._comment(node, column, flow)
        if node.style == '"':
            yield from self._escape(node)
        elif not node.style:
            yield from self._full_width(node, at, flow)

    def _comment(self, node: yaml.ScalarNode, column: int, flow: bool) -> Iterator[Finding]:
        line, end = node.end_mark.line, node.end_mark.column
        here = self._lines[line][end:] if line < len(self._lines) else ""
        found = self._comment_mark.match(here)
        if found:
            yield self._cut(found[2], (line + 1, end + len(found[1]) + 1))
        elif not flow and not here.strip() and line + 1 < len(self._lines):
            following = _LINE_OF_COMMENT.match(self._lines[line + 1])
            if following and len(following[1]) > column:
                yield self._cut(following[2], (line + 2, len(following[1]) + 1))

    def _cut(self, comment: str, place: Place) -> Finding:
        message = f"{quoted(comment.rstrip())}会被当成注释，读者看不到。"
        remedy = "是正文就用英文引号把整段文字括起来，或去掉“#”前面的空格；是注释就另起一行写，“#”后空一格。"
        return self._finding("cut-by-comment", place, message, remedy)

    def _anchor(self, node: yaml.ScalarNode) -> Iterator[Finding]:
        """`&A 区` is the text 区 under the name A; who uses the name means it."""
        mark = node.start_mark
        found = _ANCHOR.match(self._lines[mark.line], mark.column)
        if found and not any(f"*{found[2]}" in line for line in self._lines):
            message = f"{quoted(found[1])}会被当成 YAML 的记号，读者看不到。"
            yield self._finding(
                "cut-by-anchor", (mark.line + 1, found.start(1) + 1), message, "用英文引号把整段文字括起来。"
            )

    def _escape(self, node: yaml.ScalarNode) -> Iterator[Finding]:
        first, last = node.start_mark, node.end_mark
        for number in range(first.line, min(last.line + 1, len(self._lines))):
            begin = first.column if number == first.line else 0
            end = last.column if number == last.line else len(self._lines[number])
            line = self._lines[number]
            found = _ESCAPE.search(line.replace("\\\\", "  "), begin, end) or _OTHER_MACHINE.search(line, begin, end)
            if found:
                shown = self._lines[number][found.start() : found.end() + 2]
                message = f"英文双引号里的“\\”是转义：{quoted(shown)}不会照样显示。"
                remedy = "改用英文单引号括起来；或去掉引号，用“|”换行后再写。"
                yield self._finding("escape", (number + 1, found.start() + 1), message, remedy)
                return

    def _full_width(self, node: yaml.ScalarNode, at: FieldPath, flow: bool) -> Iterator[Finding]:
        mark = node.start_mark
        place = (mark.line + 1, mark.column + 1)
        block = _TAKEN_FOR_BLOCK.match(self._lines[mark.line], mark.column)
        if block:
            right = "|" if block[1] == "｜" else ">"
            message = f"“{block[1]}”是中文（全角）的，会当成文字显示出来。"
            yield self._finding("full-width-mark", place, message, f"改成英文的“{right}”。")
        elif flow and at and isinstance(at[-1], int):
            found = _IN_LIST.search(_BRACKETED.sub(lambda part: " " * len(part[0]), node.value))
            if found:
                message = f"{quoted(node.value)}只算一项：里面是中文的“{found[0]}”。"
                remedy = "分成几项就用英文逗号“, ”隔开；本来就是一项，用英文引号括起来。"
                yield self._finding("full-width-mark", place, message, remedy)

    def _finding(self, code: str, place: Place, message: str, remedy: str) -> Finding:
        return Finding(code, Severity.WARNING, self._path, *place, message, remedy)
