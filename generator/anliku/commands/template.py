"""`anliku template`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

import typer

from ..cache import cache_folder
from ..check.survey import survey
from ..delivery import deliver
from ..export.stamp import stamp_of
from .console import force_option, library_root, path_given, say


class TemplateKind(StrEnum):
    """What can be filled in on a sheet."""

    CASES = "cases"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def template(
        kind: TemplateKind = typer.Argument(metavar="种类", help="cases 案例"),  # noqa: ARG001 - there is one so far
        output: Path = typer.Option(
            Path("案例.xlsx"), "-o", "--output", metavar="文件", parser=path_given, help="写到哪里"
        ),
        force: bool = force_option(),
    ) -> None:
        """写出一个填报用的表格，一行一个案例；填好用 anliku import 收回来。"""
        from ..intake.template import cases_xlsx  # openpyxl takes a third of a second to import

        root = library_root()
        library = survey(root, cache_folder(root)).library
        deliver({output: cases_xlsx(library, stamp_of(library))}, force=force)
        say(f"已写出 {output}")
        say(f"填好以后运行：anliku import {output}")
