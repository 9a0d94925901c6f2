"""`anliku check`."""

from __future__ import annotations

import sys
from enum import StrEnum

import typer

from ..cache import cache_folder
from ..check.render import as_github, as_json, as_text
from ..check.survey import survey
from .console import library_root, progress_bar, say


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
        if form is Format.JSON:
            say(as_json(surveyed.findings))
        elif form is Format.GITHUB:
            say(as_github(surveyed.findings))
        else:
            say(as_text(surveyed.findings, root, color=sys.stdout.isatty()))
        if surveyed.stops(strict):
            raise typer.Exit(1)
