"""The Markdown of records: lists, headings, tables, quotations, bold, links and pictures, and nothing else by accident.

What Chinese offices write as characters stays characters: `5*8米`, `3*2*1`, `D:\\_共享`, `<60%`, `[1]`, `#话题#`, `>80%`, lines that begin
with `1、` or `（一）`. `office_lines` decides line by line, and hides what is a character from the parser; `office_inline` does it within them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import unescape
from typing import Any
from xml.etree.ElementTree import Element

import markdown
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import (
    HtmlInlineProcessor,
    ImageInlineProcessor,
    InlineProcessor,
    LinkInlineProcessor,
    SimpleTagInlineProcessor,
)
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from .han import WIDE
from .office_lines import ENUMERATOR, arranged, kept

_INLINE = r"</?(?:strong|em|code|a|del|sub|sup)\b[^<>]*>"
_SOFT_BREAK = re.compile(rf"(?<=[{WIDE}])((?:{_INLINE})*)[ \t]*\n[ \t]*((?:{_INLINE})*)(?=[{WIDE}])")

# A text without any of these is paragraphs and bold words, and nothing else. Most fields are, or have a list besides; they
# need no parser, which takes a hundred times as long. A line break stands before the text. The pattern begins with all that a
# mark can begin with, so that `re` passes over the rest: a third of the time, and every text is looked at for each way to show it.
_ANYWHERE = r"\\`\[<>&|\x02\x03"
_MARKS = re.compile(
    rf"[{_ANYWHERE}\n \t]"
    rf"(?:(?<=[{_ANYWHERE}])|(?<=\n)(?:[ \t\u3000#\-+=]|_{{3}}|\d{{1,9}}\.[ \t])|(?<=[ \t])(?:\n|\Z))"
)
_ENUMERATED = re.compile("^" + ENUMERATOR, re.M)
_OTHERWISE = re.compile("[\x00-\x09\x0b-\x1f\xa0]")  # the parser, or cleaning, would change them
_PARAGRAPHS = re.compile(r"\n(?:[ \t]*\n)+")
_BLANKS = re.compile(" {2,}")
# How many texts are remembered with what they became: enough for one case, which is shown and then read for the search.
_AT_HAND = 200


def html_of(text: str) -> str:
    """Return the HTML of the Markdown of a record, not yet safe; headings start at h3, because h2 divides the page."""
    simple = plain_html(text)
    return parsed_html(text) if simple is None else simple


@lru_cache(_AT_HAND)
def parsed_html(text: str) -> str:
    """Return the HTML as the parser makes it, whatever the text."""
    parser = _parser()
    parser.reset()
    html = parser.convert(text.strip())
    return softened(re.sub(r"<(/?)h[12]\b", r"<\1h3", html))


def softened(html: str) -> str:
    """Return HTML without the line breaks inside Chinese sentences, which are no blanks."""
    return _SOFT_BREAK.sub(r"\1\2", html)


def plain_html(text: str) -> str | None:
    """Return the HTML of a text that is nothing but plain paragraphs and lists of plain items, bold words in them, or None.

    It is safe as it is, and every character of such a text is seen, but for the marks of what is bold.
    """
    blocks = _plain_blocks(text)
    if blocks is None:
        return None
    html = "\n".join(f"<p>{texts[0]}</p>" if tag == "p" else _list_html(tag, texts) for tag, texts in blocks)
    return html if "*" not in html else None if _OTHERWISE.search(html) else _with_bold(html)


def shown_text(text: str) -> str:
    """Return the text of the Markdown of a record as it can be selected where it is shown, a line for each block."""
    blocks = None if "*" in text else _plain_blocks(text)
    if blocks is None:
        return text_of(html_of(text))
    return _trimmed(one.replace("\n", " ") for _, texts in blocks for one in texts)


@lru_cache(_AT_HAND)
def _plain_blocks(text: str) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    """Return the tag and the texts of each plain paragraph and list of a text that is nothing else, or None."""
    text = text.strip()
    blocks: list[tuple[str, tuple[str, ...]]] = []
    for block in _PARAGRAPHS.split(text) if text else ():
        several = "\n" in block
        if not _has_marks(block) and not (several and _ENUMERATED.search(block)):
            blocks.append(("p", (_SOFT_BREAK.sub("", block) if several else block,)))
            continue
        after_list = bool(blocks) and blocks[-1][0] != "p"  # to the parser, both are one list
        made = None if after_list else _plain_list(block.split("\n"))
        if made is None or (made[0] == "ol" and any(tag == "ol" for tag, _ in blocks)):
            return None  # whether numbers are a list depends on all of them
        blocks.append(made)
    return tuple(blocks)


def _list_html(tag: str, items: Iterable[str]) -> str:
    return f"<{tag}>\n" + "".join(f"<li>{item}</li>\n" for item in items) + f"</{tag}>"


def _has_marks(text: str) -> bool:
    return _MARKS.search(f"\n{text}") is not None


def _with_bold(html: str) -> str | None:
    """Return HTML with what stands between two stars in bold, or None where any star may mean something else."""
    marked = re.sub(STRONG, _in_bold, html, flags=re.S)
    return None if "*" in marked else softened(marked)


def _in_bold(found: re.Match[str]) -> str:
    inner = found[2]
    plain = "*" not in inner and "<" not in inner and is_bold(found, found.string)
    return f"<strong>{inner}</strong>" if plain else "*"


_BLOCK_ENDS = re.compile(
    r"</?(?:p|li|h[1-6]|tr|dt|dd|blockquote|pre|div|table|ul|ol|caption)\b[^<>]*>|<br\b[^<>]*>|<hr\b[^<>]*>"
)
_PICTURE = re.compile(r'<img\b[^<>]*?\balt="([^"]*)"[^<>]*>')
_TAG = re.compile(r"<(?:[^<>\"]|\"[^\"]*\")*>")


def text_of(html: str) -> str:
    """Return the text of HTML as it can be selected, a line for each block; of a picture, what it says of itself."""
    html = _PICTURE.sub(r"\1", html.replace("\n", " "))
    html = _TAG.sub("", re.sub(r"</t[dh]>", " ", _BLOCK_ENDS.sub("\n", html)))
    return _trimmed(unescape(html).split("\n"))


def _trimmed(lines: Iterable[str]) -> str:
    """Return lines of text without what HTML does not show: blanks around them and more than one between words, empty lines."""
    return "\n".join(_BLANKS.sub(" ", line) for line in map(str.strip, lines) if line)


def _plain_list(lines: list[str]) -> tuple[str, tuple[str, ...]] | None:
    """Return the tag and the items of a list of plain items: lines that all have its marks, - or 1. and the numbers that follow."""
    tag, marks = "ul", ["- "] * len(lines)
    if len(lines) > 1 and lines[0].startswith("1. "):
        tag, marks = "ol", [f"{number}. " for number in range(1, len(lines) + 1)]
    items = [line[len(mark) :] for line, mark in zip(lines, marks, strict=True) if line.startswith(mark)]
    plain = len(items) == len(lines) and all(items) and not any(map(_has_marks, items))
    return (tag, tuple(items)) if plain else None


@cache
def _parser() -> markdown.Markdown:
    # Given by name, the extensions would be looked for among all that is installed, which takes a while.
    return markdown.Markdown(extensions=[TableExtension(), SaneListExtension(), _Dialect()], output_format="html")


class _Dialect(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:
        for registry, names in (
            (md.preprocessors, ("html_block",)),
            (md.parser.blockprocessors, ("code", "setextheader", "reference")),
            (md.inlinePatterns, ("reference", "image_reference", "short_reference", "short_image_ref", "not_strong")),
            (md.inlinePatterns, ("em_strong", "em_strong2")),
        ):
            for name in names:
                if name in registry:
                    registry.deregister(name)
        md.preprocessors.register(_RecordLines(md), "office_lines", 25)
        md.treeprocessors.register(CodeKept(md), "code_kept", -10)
        patterns = md.inlinePatterns
        patterns.register(Backslash(r"\\(.)", md), "escape", 180)
        patterns.register(LiveLink(r"(?<!\!)\[", md), "link", 160)
        patterns.register(Image(r"\!\[", md), "image_link", 150)
        patterns.register(Html(HTML, md), "html", 90)
        patterns.register(Strong(STRONG, "strong"), "strong", 60)
        patterns.register(SimpleTagInlineProcessor(EM, "em"), "em", 50)


class _RecordLines(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        whole = "\n".join(lines)
        if "<!--" in whole:
            whole = re.sub(r"<!--.*?-->", "", whole, flags=re.S)
        self.md.whole = whole.lower()  # type: ignore[attr-defined]
        return arranged((ways_kept(whole) if "\\" in whole else whole).split("\n"))


# A backslash in the path of a file is part of it; elsewhere it says that the mark after it is meant as a character.
_WAY = re.compile(
    r"(?P<code>(?<!`)(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))|(?:(?<![A-Za-z])[A-Za-z]:|\\\\)[^\s，。；、）”\"\x02]*"
)
ESCAPABLE = frozenset("\\`*[]#+-.|<>&")
KEPT = re.compile(r"\x02(\d+)\x03")
_OF_A_WAY = re.compile(r"[\\*`\[\]|&]")


def ways_kept(text: str) -> str:
    """Return the text with the marks in paths of files hidden from the parser; code stays as it is."""
    return _WAY.sub(_kept_way, text)


def _kept_way(way: re.Match[str]) -> str:
    if way["code"] or "\\" not in way[0]:
        return way[0]
    return _OF_A_WAY.sub(lambda mark: kept(mark[0]), way[0])


class CodeKept(Treeprocessor):
    """Puts back characters that were hidden at the beginnings of lines of code; elsewhere the parser puts them back."""

    def run(self, root: Element) -> None:
        """Look through all code."""
        for code in root.iter("code"):
            if code.text and "\x02" in code.text:
                code.text = AtomicString(KEPT.sub(lambda found: chr(int(found[1])), code.text))


class Backslash(InlineProcessor):
    """A backslash before a mark; in the middle of a name it is a character. more: marks that it may stand before in pages only."""

    def __init__(self, pattern: str, md: markdown.Markdown, more: str = "") -> None:
        """Take the pattern of the mark."""
        super().__init__(pattern, md)
        self._more = more

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Any, Any, Any]:  # type: ignore[override]
        """Return what to put in the place of a match, or nothing where it stays a text."""
        mark, before = m[1], data[: m.start()]
        if mark in self._more:
            return kept(mark), m.start(), m.end()
        if mark not in ESCAPABLE:
            return None, None, None
        in_name = mark == "\\" or (mark != "*" and re.search(r"\w$", before))
        return (kept("\\") if in_name else "") + kept(mark), m.start(), m.end()


# Two stars make bold only beside characters where bold can begin and end: in 张**、李** they hide parts of names.
STRONG = r"(?<!\*)(\*\*)(?=[^\s*，。、；：！？）》”])((?:(?!\*\*).)+?)(?<=[^\s*（《“、])\*\*(?!\*)"
# A single star between letters, Han or digits is a star; a line break, which stands here as \x02 and a word, is none of them.
EM = r"(?<![\w*\x03])(\*)(?=[\w“《])([^*\n]+?)(?<=[\w”》。！？%])\*(?![\w*]|\x02\d)"
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢"
)


class Strong(SimpleTagInlineProcessor):
    """Bold, but for powers (2**3**4) and names with marks for what is left out (张**李**)."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Any, Any, Any]:  # type: ignore[override]
        """Return what to put in the place of a match, or nothing where it stays a text."""
        return super().handleMatch(m, data) if is_bold(m, data) else (None, None, None)


def is_bold(found: re.Match[str], text: str) -> bool:
    """Say whether what `STRONG` found in a text is bold."""
    before, after, inner = text[: found.start()][-1:], text[found.end() :][:1], found[2]
    powers = (before.isdecimal() and inner[0].isdecimal()) or (inner[-1].isdecimal() and after.isdecimal())
    masked = before in _SURNAMES and inner[-1] in _SURNAMES
    return not (powers or masked)


ADDRESS = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*:\S|[#.?]\S|[^\s]*[/\\][^\s]*|[^\s]*\.[A-Za-z][A-Za-z0-9]{1,4}(?:[#?]\S*)?$|[a-z][a-z0-9-]{2,}$"
)


class LiveLink(LinkInlineProcessor):
    """A link that leads somewhere; [图1](见附件) is text."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Any, Any, Any]:  # type: ignore[override]
        """Return what to put in the place of a match, or nothing where it stays a text."""
        return _leading_somewhere(super().handleMatch(m, data), "href")


class Image(ImageInlineProcessor):
    """A picture that has an address."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Any, Any, Any]:  # type: ignore[override]
        """Return what to put in the place of a match, or nothing where it stays a text."""
        return _leading_somewhere(super().handleMatch(m, data), "src")


def _leading_somewhere(found: tuple[Any, Any, Any], key: str) -> tuple[Any, Any, Any]:
    """Return what was found when it leads to an address, and otherwise nothing: [图1](见附件) is text."""
    element = found[0]
    leads = isinstance(element, Element) and ADDRESS.match(element.get(key, "").strip())
    return found if leads else (None, None, None)


_VOID = frozenset(re.findall(r"\w+", "area base br col embed hr img input link meta param source track wbr"))
ELEMENTS = _VOID | frozenset(
    re.findall(
        r"\w+",
        """a abbr address applet article aside audio b bdi bdo big blockquote body button canvas caption center cite code colgroup datalist
        dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head
        header html i iframe ins kbd label legend li main map mark marquee math menu meter nav noscript object ol optgroup option output
        p picture pre progress q rp rt ruby s samp script section select small span strike strong style sub summary sup svg table tbody
        td template textarea tfoot th thead time title tr tt u ul var video""",
    )
)


# For Html: what looks like a tag, and its name.
HTML = r"(</?([a-zA-Z][a-zA-Z0-9]*)(?:[\s/][^<>]*)?>)"


class Html(HtmlInlineProcessor):
    """Tags of HTML. What only looks like one, as in `x<y且z>w`, is text, and so is a tag without its other half."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[Any, Any, Any]:  # type: ignore[override]
        """Return what to put in the place of a match, or nothing where it stays a text."""
        whole: str = getattr(self.md, "whole", "")
        return super().handleMatch(m, data) if is_tag(m[1], m[2], whole) else (None, None, None)


def is_tag(tag: str, name: str, whole: str) -> bool:
    """Say whether what looks like a tag is one: of a known name, and with its other half in the whole text (in small letters)."""
    other = f"<{name.lower()}" if tag.startswith("</") else f"</{name.lower()}"
    return name.lower() in ELEMENTS and (name.lower() in _VOID or other in whole)
