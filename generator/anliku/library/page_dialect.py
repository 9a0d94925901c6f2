"""The Markdown of ordinary pages: MkDocs' own with its extensions, in which what offices write as characters stays characters.

The lines of plain text are arranged as `office_lines` does for records. Code, HTML and the heads of notes, tabs and footnotes
are left as they are; what stands indented below such a head is arranged by itself. The pages of the site and `check` read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from html import escape
from typing import NamedTuple
from xml.etree.ElementTree import Element

import markdown
from markdown.blockprocessors import ReferenceProcessor
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.extensions.sane_lists import SaneListExtension
from markdown.inlinepatterns import DoubleTagInlineProcessor, HtmlInlineProcessor, SimpleTagInlineProcessor
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from .dialect import ADDRESS, EM, HTML, KEPT, STRONG, Backslash, CodeKept, Html, LiveLink, Strong, softened, ways_kept
from .office_lines import arranged, kept

# The head of a note, a tab, a footnote or the like; what belongs to it is indented by four blanks.
HEAD = re.compile(
    r"[ ]*(?:!!!\+?[ ]?(?=[\w\"])|\?\?\?\+?[ ]?(?=[\w\"])|===[+!]*[ ]*(?=[\"'])|\[\^[^\]\n]+\]:|:[ ]{1,3}(?=\S)|\*\[[^\]\n]+\]:)"
)
_FENCE = re.compile(r"[ ]*(`{3,}|~{3,})")
# Where a link leads to, on a line of its own.
_REFERENCE = re.compile(
    r"""[ ]{0,3}\[(?!\^)(?P<name>[^\[\]\n]+)\]:[ ]*(?P<to>\S+)[ ]*(?:(?P<quote>["'])(?P<title>.*)(?P=quote)|\((?P<titled>.*)\))?[ ]*$"""
)
# A list of attributes, as the extension attr_list reads it. What is no attribute that a page knows is a text: {乙}, {a=1}.
_NAMED = r"(?:[#.][^\W\d][\w:.-]*)"
_VALUED = (
    r"(?:(?:id|class|title|alt|lang|dir|role|style|width|height|align|target|rel|loading|start|type|value|scope|colspan|rowspan"
    r"|markdown|(?:data|aria)-[\w-]+)=(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'{}]+))"
)
_LIST = rf"\{{:?[ ]*((?:{_NAMED}|{_VALUED})(?:[ ]+(?:{_NAMED}|{_VALUED}|download|reversed|open))*)[ ]*\}}"
ATTRIBUTES = re.compile(_LIST)
_ALONE = re.compile(
    r"[ ]*\x02wzxhzdk:"  # code and HTML that were put aside before
    r"|[ ]*(?:///|:::|-{1,2}8<)"
)
DIRECTIVE = re.compile(r"[ ]*(?:///|:::|-{1,2}8<)")  # blocks and snippets of extensions
_SECTION = re.compile(r"<(?=!\[(?!(?:temp|cdata|ignore|include|rcdata|if|else|endif)\b))", re.I)
_CODE = re.compile(r"(<pre\b.*?</pre>)", re.S)
_TARGET = re.compile(r"(\]\([^()\s]*\))")
_BOLD_ITALIC = r"(?<!\*)(\*{3})(?=[^\s*])([^*]+?)(?<=[^\s*])\*{3}(?!\*)"
# Underscores count in pages alone, and only around words that stand by themselves.
_STRONG_BY_LINES = r"(?<!\w)(__)(?=[^\s_])(.+?)(?<=[^\s_])__(?!\w)"
_EM_BY_LINES = r"(?<!\w)(_)(?=[^\s_])(.+?)(?<=[^\s_])_(?!\w)"


class What(Enum):
    """What some lines of a page are: text, held below a head, or left as they are."""

    TEXT = 1
    HELD = 2
    LEFT = 3


class Piece(NamedTuple):
    """Some lines of a page, and what they are. first: the number of the first of them."""

    first: int
    lines: Sequence[str]
    what: What


def pieces_of(lines: Sequence[str]) -> Iterator[Piece]:
    """Yield the pieces of a page in their order."""
    at = begun = 0
    while at < len(lines):
        left, held = _ends(lines, at)
        if left == at:
            at += 1
            continue
        if begun < at:
            yield Piece(begun, lines[begun:at], What.TEXT)
        yield Piece(at, lines[at:left], What.LEFT)
        if left < held:
            yield Piece(left, lines[left:held], What.HELD)
        begun = at = held
    if begun < len(lines):
        yield Piece(begun, lines[begun:], What.TEXT)


def _ends(lines: Sequence[str], at: int) -> tuple[int, int]:
    """Return where what begins at a line and is no text ends, and what is held below it; both `at` for text."""
    fence = _FENCE.match(lines[at])
    if fence:
        closing = (n + 1 for n in range(at + 1, len(lines)) if lines[n].strip().startswith(fence[1]))
        end = next(closing, at)
        return end, end
    if _ALONE.match(lines[at]) or reference_in(lines[at]):
        return at + 1, at + 1
    return (at + 1, _end_of_held(lines, at)) if HEAD.match(lines[at]) else (at, at)


def _end_of_held(lines: Sequence[str], head: int) -> int:
    deep = indent_of(lines[head]) + 4
    end = head + 1
    for number in range(head + 1, len(lines)):
        if lines[number].strip():
            if indent_of(lines[number]) < deep:
                break
            end = number + 1
    return end


def reference_in(line: str) -> re.Match[str] | None:
    """Return the `name` of a link and where it leads `to` when a line says that; [1]: 见附件 leads nowhere and is a text."""
    found = _REFERENCE.match(line)
    return found if found and ADDRESS.match(found["to"].strip("<>")) else None


def indent_of(line: str) -> int:
    """Return how many blanks a line begins with."""
    return len(line) - len(line.lstrip(" "))


def arranged_page(lines: Sequence[str]) -> list[str]:
    """Return the lines of a page with its plain text arranged."""
    source: list[str] = []
    left: dict[int, Sequence[str]] = {}
    for piece in pieces_of(lines):
        if piece.what is What.TEXT:
            source += piece.lines
            continue
        left[len(source)] = piece.lines if piece.what is What.LEFT else _arranged_below(piece.lines)
        source.append("")
    return arranged(source, left)


def _arranged_below(lines: Sequence[str]) -> list[str]:
    deep = min(indent_of(line) for line in lines if line.strip())
    found = arranged_page([line[deep:] for line in lines])
    kept = [
        line for number, line in enumerate(found) if line or not number or found[number - 1]
    ]  # two blanks end a note
    return [" " * deep + line if line else "" for line in kept]


class PageDialect(Extension):
    """Makes a parser, with whatever extensions it has, read a page as its writer meant it. It must come last."""

    def extendMarkdown(self, md: markdown.Markdown) -> None:
        """Put the dialect in the place of what comes with Python-Markdown; extensions of others keep theirs."""
        SaneListExtension().extendMarkdown(md)
        md.preprocessors.register(_Sections(md), "marked_sections", 22)  # behind code, before MkDocs looks for anchors
        md.preprocessors.register(_PageLines(md), "office_lines", 15)  # behind code and HTML
        md.parser.blockprocessors.register(_References(md.parser), "reference", 15)
        if "attr_list" in md.treeprocessors and type(md.treeprocessors["attr_list"]) is AttrListTreeprocessor:
            md.treeprocessors.register(_Attributes(md), "attr_list", 8)
        md.treeprocessors.register(CodeKept(md), "code_kept", -10)
        md.postprocessors.register(_Softened(md), "softened", -10)
        patterns = md.inlinePatterns
        for name, own in (
            ("escape", Backslash(r"\\(.)", md, "_{}()!")),
            ("link", LiveLink(r"(?<!\!)\[", md)),
            ("html", Html(HTML, md)),
            ("em_strong", Strong(STRONG, "strong")),
        ):
            if name in patterns and type(patterns[name]).__module__ == "markdown.inlinepatterns":
                patterns.register(own, name, _PRIORITY[name])
        if patterns["em_strong"].__class__ is Strong:
            patterns.register(DoubleTagInlineProcessor(_BOLD_ITALIC, "strong,em"), "strong_em", 65)
            patterns.register(SimpleTagInlineProcessor(EM, "em"), "em", 50)
            patterns.register(SimpleTagInlineProcessor(_STRONG_BY_LINES, "strong"), "strong_by_lines", 45)
            patterns.register(SimpleTagInlineProcessor(_EM_BY_LINES, "em"), "em_by_lines", 40)
        patterns.register(HtmlInlineProcessor(r"(<!--.*?-->)", md), "html_comment", 91)


_PRIORITY = {"escape": 180, "link": 160, "html": 90, "em_strong": 60}


class _References(ReferenceProcessor):
    """Takes out the lines that say where links lead, each by itself, and no other line."""

    def run(self, parent: Element, blocks: list[str]) -> bool:  # noqa: ARG002
        lines = blocks.pop(0).split("\n")
        first = next((number for number, line in enumerate(lines) if reference_in(line)), len(lines))
        after = first
        while after < len(lines) and (found := reference_in(lines[after])):
            to = (found["to"].lstrip("<").rstrip(">"), found["title"] or found["titled"])
            self.parser.md.references[found["name"].strip().lower()] = to
            after += 1
        rest = ("\n".join(lines[:first]), "\n".join(lines[after:]))
        blocks[:0] = [part for part in rest if part.strip()]
        return first < len(lines)


class _Attributes(AttrListTreeprocessor):
    HEADER_RE = re.compile(rf"[ ]+{_LIST}[ ]*$")  # type: ignore[misc]
    BLOCK_RE = re.compile(rf"\n[ ]*{_LIST}[ ]*$")  # type: ignore[misc]
    INLINE_RE = re.compile(rf"^{_LIST}")  # type: ignore[misc]


class _Sections(Preprocessor):
    """Hides `<![` before what is no word of HTML, by which Python's reader of HTML is stopped."""

    def run(self, lines: list[str]) -> list[str]:
        return [_SECTION.sub(kept("<"), line) for line in lines]


class _PageLines(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        self.md.whole = "\n".join(lines).lower()  # type: ignore[attr-defined]
        found = arranged_page(lines)
        if not any("\\" in line for line in found):
            return found
        parts = _TARGET.split("\n".join(found))  # where a link leads to is no text
        return "".join(part if _TARGET.match(part) else ways_kept(part) for part in parts).split("\n")


class _Softened(Postprocessor):
    def run(self, text: str) -> str:
        parts = _CODE.split(text)
        whole = "".join(part if part.startswith("<pre") else softened(part) for part in parts)
        return KEPT.sub(lambda char: escape(chr(int(char[1]))), whole)  # in HTML of the page's own
