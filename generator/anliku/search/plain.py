"""Texts that are no Markdown, and HTML, as plain text: what a reader sees and may search for."""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from html.parser import HTMLParser

from ..library.office_lines import lines_of
from .model import Section


def written(text: str) -> str:
    """A text that is no Markdown, line by line."""
    return "\n".join(lines_of(text)) if "\n" in text else text


_LATIN_WORD = re.compile(r"[0-9_.-]*[A-Za-z][0-9A-Za-z_.-]*")
_ID = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+")


@dataclass
class _Part:
    anchor: str
    heading: str = ""
    text: str = ""


class _TextParser(HTMLParser):
    """Collects the sections of a page: everything inside its article, split at headings that have an id."""

    _SKIPPED = ("script", "style", "nav", "noscript", "template")
    _BLOCKS = ("p", "li", "td", "th", "dt", "dd", "div", "br", "tr", "blockquote", "summary", "figcaption")
    _HEADINGS = ("h1", "h2", "h3")
    _LISTS = frozenset(("breadcrumb", "case-links", "case-list", "excerpts", "chips", "first", "best", "more", "ids"))
    """Lists of other pages, by class: their titles are found there, and would else make this page look like all of them. And
    ids of records, which are what readers type in pinyin."""

    def __init__(self, ids: Container[str]) -> None:
        super().__init__()
        self.title = ""
        self._ids = ids
        self._code = {"pre": 0, "code": 0}  # how deep we are in samples and in code
        self.parts = [_Part("")]
        self._inside = 0
        self._skipped = 0
        self._heading = ""
        self._headerlink = False
        self._list = ""  # the tag of a list that is left out, and how deep we are in tags of its kind
        self._depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "article" or values.get("id") == "content":
            self._inside = max(self._inside, 1)
        self._skipped += tag in self._SKIPPED
        if tag in self._code:
            self._code[tag] += 1
        if not self._list and self._LISTS.intersection((values.get("class") or "").split()):
            self._list = tag
        self._depth += tag == self._list
        self._headerlink = tag == "a" and "headerlink" in (values.get("class") or "")
        if tag in self._HEADINGS:
            self._heading = tag
            if tag != "h1" and values.get("id"):
                self.parts.append(_Part(values["id"] or ""))
        elif tag in self._BLOCKS:
            self._write("\n")

    def handle_endtag(self, tag: str) -> None:
        self._skipped -= tag in self._SKIPPED and self._skipped > 0
        if self._code.get(tag):
            self._code[tag] -= 1
        if tag == self._list:
            self._depth -= 1
            self._list = self._list if self._depth else ""
        if tag == self._heading:
            self._heading = ""
            self._write("\n")
        if tag == "article":
            self._inside = 0
        if tag == "a":
            self._headerlink = False

    def handle_data(self, data: str) -> None:
        self._write(self._said(data))

    def _said(self, data: str) -> str:
        """What is to be found of a text: of a sample no Latin letters, and of code no ids of records. They are what readers
        type in pinyin, who mean the name."""
        if self._code["pre"]:
            return _LATIN_WORD.sub("\n", data)
        if self._code["code"]:
            return _ID.sub(lambda found: "\n" if found[0] in self._ids else found[0], data)
        return data

    def _write(self, text: str) -> None:
        if not self._inside or self._skipped or self._headerlink or self._list:
            return
        if self._heading == "h1":
            self.title += text
        elif self._heading:
            self.parts[-1].heading += text
        else:
            self.parts[-1].text += text


def page_sections(html: str, ids: Container[str] = ()) -> tuple[str, tuple[Section, ...]]:
    """The title of a rendered page and its text by sections, from its article or the element with id="content".

    ids: of records.
    """
    reader = _TextParser(ids)
    reader.feed(html)
    reader.close()
    found = []
    for part in reader.parts:
        lines = (" ".join(line.split()) for line in part.text.split("\n"))
        section = Section(part.anchor, " ".join(part.heading.split()), "\n".join(line for line in lines if line))
        if section.heading or section.text:
            found.append(section)
    return " ".join(reader.title.split()), tuple(found)
