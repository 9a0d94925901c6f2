"""`anliku check`."""

from __future__ import annotations

import sys
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

import typer

from ..cache import cache_folder
from ..check.findings import Finding, warning
from ..check.render import as_github, as_json, as_text
from ..check.survey import Survey, survey
from ..library import Library, Origin
from .console import library_root, progress_bar, say

if TYPE_CHECKING:
    from ..search.duplicates import Pair


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def check(
        strict: bool = typer.Option(False, "--strict", help="有提醒也算不通过"),
        form: Format = typer.Option(Format.TEXT, "--format", help="text 给人看，json 给程序看，github 给持续集成看"),
    ) -> None:
        """检查案例库，列出全部问题：在哪个文件第几行、怎么改。"""
        root = library_root()
        with progress_bar() as tell:
            surveyed = survey(root, cache_folder(root), lambda done, total: tell("检查案例", done, total))
        surveyed = with_near_duplicates(surveyed)
        if form is Format.JSON:
            say(as_json(surveyed.findings))
        elif form is Format.GITHUB:
            say(as_github(surveyed.findings))
        else:
            say(as_text(surveyed.findings, root, color=sys.stdout.isatty()))
        if surveyed.stops(strict):
            raise typer.Exit(1)


def with_near_duplicates(surveyed: Survey) -> Survey:
    """Return the survey with a warning for every case that is nearly the same as another."""
    from ..search.documents import case_document
    from ..search.duplicates import near_duplicates

    library = surveyed.library
    documents = {key: case_document(case, library.shared) for key, case in library.cases.items()}
    texts = {key: "\n".join(document.fields()) for key, document in documents.items()}
    found = [_repeats(library, pair) for pair in near_duplicates(texts)]
    return replace(surveyed, findings=(*surveyed.findings, *found)) if found else surveyed


def _repeats(library: Library, pair: Pair) -> Finding:
    origin = Origin(library.entries[pair.second].path)
    first = library.entries[pair.first].title
    message = f"这个案例和“{first}”（{pair.first}）有 {pair.share:.0%} 的文字相同，像是录入了两次。"
    return warning(
        "near-duplicate", origin, ("title",), message, "是同一件事就合成一个；不是就改写重复的部分。"
    ).located(library.root)
