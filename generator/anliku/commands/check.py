"""`anliku check`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path

import typer

from ..cache import cache_folder
from ..check.findings import Finding, Severity
from ..check.render import as_github, as_json, as_text
from ..check.survey import survey
from ..paths import is_file
from .console import fail, library_root, progress_bar, say


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def check(
        files: list[str] = typer.Argument(None, metavar="[文件]...", help="只列出这些文件的问题；整个案例库照样读一遍"),
        strict: bool = typer.Option(False, "--strict", help="有提醒也算不通过"),
        everything: bool = typer.Option(False, "--all", help="写了理由放过的提醒也列出来"),
        form: Format = typer.Option(Format.TEXT, "--format", help="text 给人看，json 给程序看，github 给持续集成看"),
    ) -> None:
        """检查案例库，列出全部问题：在哪个文件第几行、怎么改。"""
        root = library_root()
        wanted = _within(root, files or ())
        with progress_bar() as tell:
            surveyed = survey(root, cache_folder(root), lambda done, total: tell("检查案例", done, total))
        findings = [f for f in surveyed.findings if not wanted or f.path in wanted]
        accepted = [f for f in surveyed.accepted if everything and (not wanted or f.path in wanted)]
        _show([*findings, *accepted], root, form)
        if any(strict or finding.severity is Severity.ERROR for finding in findings):
            raise typer.Exit(1)


def _show(findings: Sequence[Finding], root: Path, form: Format) -> None:
    if form is Format.JSON:
        say(as_json(findings))
    elif form is Format.GITHUB:
        say(as_github(findings))
    else:
        say(as_text(findings, root, color=sys.stdout.isatty()))


def _within(root: Path, files: Sequence[str]) -> frozenset[str]:
    """Return the paths of files inside the library; end with a message when one is not there or lies elsewhere."""
    found = set()
    top = root.resolve()
    for file in files:
        ways = [Path(file).absolute(), (root / file).absolute(), Path(file).resolve()]
        within = [path for path in ways if path.is_relative_to(top)]
        inside = next((path for path in within if is_file(path)), within[0] if within else None)
        if inside is None:
            fail(f"{file} 不在案例库 {top} 里。", "写案例库里的文件；案例库在别处时用 -C 指定", 2)
        if inside.is_dir():
            fail(f"{file} 是文件夹。", "写里面的文件；不写就查整个案例库", 2)
        if not is_file(inside):
            fail(f"没有文件 {file}。", "看看路径写得对不对", 2)
        found.add(inside.relative_to(top).as_posix())
    return frozenset(found)
