"""The ordinary pages: Markdown files with an optional head between two lines of `---`, as MkDocs reads them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any

from pathspec.gitignore import GitIgnoreSpec
from pydantic import Field, ValidationError

from ..paths import files_in
from .config import Config
from .locate import locate_in
from .mkdocs_yaml import parse_mkdocs_yaml, text_at
from .models import Record
from .problems import Problem
from .records import as_written, problems_of
from .yaml_file import MAX_BYTES, conflicts, decode, read_bytes

MARKDOWN = (".markdown", ".mdown", ".mkdn", ".mkd", ".md")
_HEAD = re.compile(r"---[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*\n", re.S)
_OPEN_HEAD = re.compile(r"---[ \t]*\n[ \t]*[A-Za-z_]+[ \t]*[:：]")
# Without a head, MkDocs takes lines such as `Tel: 1234` at the very beginning for one, and shows them to nobody.
_SWALLOWED = re.compile(r"[ ]{0,3}[A-Za-z0-9_-]+:")
_EXCLUDED = [".*", "/templates/"]  # by MkDocs itself


class PageHead(Record):
    """What the head of a page may say."""

    title: str | None = Field(None, description="页面标题")
    description: str | None = Field(None, description="一句话介绍")
    subtitle: str | None = Field(None, description="副标题")
    icon: str | None = Field(None, description="图标")
    status: str | None = Field(None, description="状态标记，如 new")
    hide: tuple[str, ...] | None = Field(None, description="不显示哪些部分，如 navigation、toc")
    tags: tuple[str, ...] | None = Field(None, description="标签")
    search: Mapping[str, Any] | None = Field(None, description="搜索的设置")
    template: str | None = Field(None, description="自己的模板")
    date: Any = Field(None, description="日期")


@dataclass(frozen=True, slots=True)
class OrdinaryPage:
    """One page. path: relative to the library. source: relative to the folder of the pages, as MkDocs names it.

    text: the Markdown below the head, with empty lines in the head's place, so that line numbers are the file's.
    head: what stands in the head, as plain data. whole: the file as it is, head included.
    """

    path: str
    source: str
    text: str
    head: Mapping[str, Any] = field(default_factory=dict)
    whole: str = ""


def read_pages(root: Path, config: Config) -> tuple[tuple[OrdinaryPage, ...], list[Problem]]:
    """Return the ordinary pages in the order of their paths, without what mkdocs.yml leaves out, and what is wrong.

    A page that cannot be read is listed all the same, without text.
    """
    excluded = GitIgnoreSpec.from_lines([*_EXCLUDED, *(config.site.exclude_docs or "").splitlines()])
    pages: list[OrdinaryPage] = []
    problems: list[Problem] = []
    for source in files_in(root / config.docs_dir) if holds_pages_only(root, config) else ():
        if source.lower().endswith(MARKDOWN) and not excluded.match_file(source):
            page, wrong = _read(root, f"{config.docs_dir}/{source}", source)
            pages.append(page)
            problems += wrong
    return tuple(pages), problems


def holds_pages_only(root: Path, config: Config) -> bool:
    """Say whether MkDocs takes this folder for pages: it must be neither the library itself nor a folder above it."""
    return (root / config.docs_dir).resolve() not in (root.resolve(), *root.resolve().parents)


def _read(root: Path, path: str, source: str) -> tuple[OrdinaryPage, list[Problem]]:
    empty = OrdinaryPage(path, source, "")
    raw, problem = read_bytes(root, path)
    if problem:
        return empty, [problem]
    if len(raw) > MAX_BYTES:
        return empty, [Problem("too-big", path, detail={"limit": MAX_BYTES})]
    text, problem = decode(raw, path)
    if problem:
        return empty, [problem]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    found = conflicts(text, path)
    head = _HEAD.match(text)
    if not head:
        return OrdinaryPage(path, source, text, {}, text), found or _headless(text, path)
    body = "\n" * head.group().count("\n") + text[head.end() :]
    data, problems = _head(head.group(1), path)
    return OrdinaryPage(path, source, body, data, text), found or problems


def _headless(text: str, path: str) -> list[Problem]:
    first = text.split("\n", 1)[0]
    if _OPEN_HEAD.match(text):
        return [Problem("open-head", path, line=1, column=1)]
    if _SWALLOWED.match(first):
        return [Problem("swallowed-lines", path, line=1, column=1, detail={"input": first})]
    return []


def _head(text: str, path: str) -> tuple[dict[str, Any], list[Problem]]:
    """Return what the head says. Lines are counted in the page, where the head begins with the second."""
    document, problems = parse_mkdocs_yaml(text.encode(), path)
    if document.data is None and not problems:
        return {}, []
    if not problems and not isinstance(document.data, dict):
        shown = document.data if isinstance(document.data, (str, list)) else str(document.data)
        problems = [Problem("not-a-mapping", path, line=1, column=1, detail={"input": shown})]
    if problems:
        return {}, [_lower(problem) for problem in problems]
    data = {str(key): value for key, value in document.data.items()}
    data = as_written(PageHead, data, lambda at: text_at(document.node, at))
    try:
        PageHead.model_validate({key: value for key, value in data.items() if value is not None})
    except ValidationError as error:
        for problem in problems_of(error, data, (), path):
            line, column = locate_in(document.node, problem.at) or (1, 1)
            free = problem.kind == "extra_forbidden"
            detail = {**problem.detail, "remark": True} if free else problem.detail
            kind = "unknown-setting" if free else problem.kind
            problems.append(
                _lower(replace(problem, kind=kind, line=line, column=column, detail=detail, within=(PageHead, 0)))
            )
    return data, problems


def head_of(text: str) -> Mapping[str, Any]:
    """Return what the head of a page says, texts as they were written; nothing of one that has none or cannot be read."""
    head = _HEAD.match(text.replace("\r\n", "\n").replace("\r", "\n"))
    return _head(head.group(1), "")[0] if head else {}


def head_lines(text: str) -> str:
    """Return the YAML in the head of a page, its lines as they are numbered in the page; "" for none."""
    head = _HEAD.match(text)
    return "\n" + head.group(1) if head else ""


def _lower(problem: Problem) -> Problem:
    return replace(problem, line=(problem.line or 0) + 1, column=problem.column or 1)


def page_name(source: str) -> str:
    """Return the path of a page in the site."""
    path = PurePosixPath(source)
    return str(path.with_name("index.html" if path.stem == "README" else f"{path.stem}.html"))
