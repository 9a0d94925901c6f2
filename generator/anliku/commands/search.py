"""`anliku search` and `anliku similar`."""

from __future__ import annotations

import difflib
import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..cache import cache_folder
from ..check.survey import survey
from ..library import Library
from ..printable import block
from .console import fail, library_root, say, warn

if TYPE_CHECKING:
    from ..search.terminal import Found, TerminalIndex

_KINDS = {"case": "案例", "policy": "政策", "term": "术语", "indicator": "指标", "page": "页面"}


def register(app: typer.Typer) -> None:
    """Add the commands."""

    @app.command()
    def search(  # noqa: PLR0913, PLR0917 - an argument for each option
        query: str = typer.Argument(
            metavar="词句", help="要找的词；空格隔开的几个词都要有，引号里的要一字不差，减号后面的不要"
        ),
        kind: list[str] = typer.Option([], "--kind", metavar="种类", help="case、policy、term、indicator，可以写几次"),
        organisation: list[str] = typer.Option([], "--type", metavar="类型", help="组织类型 id，如 school"),
        dimension: list[str] = typer.Option([], "--dimension", metavar="维度", help="维度 id，如 team"),
        topic: list[str] = typer.Option([], "--topic", metavar="主题", help="主题词，如 培训"),
        limit: int = typer.Option(20, "--limit", metavar="条数", min=1, max=1000, help="最多列几条"),
        as_json: bool = typer.Option(False, "--json", help="输出 JSON，给程序用"),
    ) -> None:
        """在终端里查：列出包含这些词的案例、政策、术语和指标。"""
        root = library_root()
        library = _library(root)
        _check_filter("--kind", kind, list(_KINDS))
        _check_filter("--type", organisation, list(library.shared.organisations))
        _check_filter("--dimension", dimension, list(library.shared.dimensions))
        filters = {"kind": kind, "org": organisation, "dim": dimension, "topic": topic}
        found = _index(root, library).search(query, filters, limit)
        _show(found, as_json, f"没有找到“{query}”。换短一些的词，或去掉筛选条件。")

    @app.command()
    def similar(
        case: str = typer.Argument(metavar="案例", help="案例 id，如 yuqing-eight-ones"),
        limit: int = typer.Option(10, "--limit", metavar="条数", min=1, max=100, help="最多列几条"),
        as_json: bool = typer.Option(False, "--json", help="输出 JSON，给程序用"),
    ) -> None:
        """找和某个案例最像的案例。"""
        root = library_root()
        library = _library(root)
        _check_filter("案例", [case], list(library.published))
        _show(_index(root, library).similar(f"case:{case}", limit), as_json, "没有相像的案例。")


def _library(root: Path) -> Library:
    surveyed = survey(root, cache_folder(root))
    if surveyed.errors:
        warn(f"案例库有 {len(surveyed.errors)} 处错误，有错的内容查不到；运行 anliku check 查看。")
    return surveyed.library


def _index(root: Path, library: Library) -> TerminalIndex:
    from ..search.documents import library_sources
    from ..search.terminal import TerminalIndex

    return TerminalIndex(cache_folder(root), library_sources(library))


def _check_filter(name: str, values: list[str], known: list[str]) -> None:
    for value in values:
        if value not in known:
            near = difflib.get_close_matches(value, known, 3)
            listed = "、".join(near or known[:20])
            fail(f"{name} 没有 {value}。", f"{'是不是' if near else '可以写'}：{listed}", code=2)


def _show(found: list[Found], as_json: bool, empty: str) -> None:
    if as_json:
        say(block(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2)))
        return
    if not found:
        say(empty)
    for number, one in enumerate(found, 1):
        say(f"{number:>3}. [{_KINDS.get(one.kind, one.kind)}] {one.title}")
        if one.summary:
            say(f"     {one.summary}")
        say(f"     {one.url}")
