"""`anliku import`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..cache import cache_folder
from ..check.survey import survey
from ..checklist.untrusted.cells import Workbook
from ..checklist.untrusted.xlsx_cells import MAX_FILE
from ..delivery import create, create_all
from ..printable import PrintableLines
from ..troubles import told
from .console import fail, library_root, path_given, say

if TYPE_CHECKING:
    from ..intake.mapping import Map


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command("import")
    def import_(
        file: Path = typer.Argument(..., metavar="文件", parser=path_given, help="填好的 .xlsx"),
        into: str = typer.Option("cases", "--into", metavar="文件夹", help="放进案例库的哪里；只能是 cases"),
        columns: Path | None = typer.Option(
            None,
            "--map",
            metavar="对照表",
            parser=path_given,
            help="别的表格用：列名对字段的对照表（.yml）；还没有就写出一份，改好再运行",
        ),
        receipt: Path | None = typer.Option(None, "--receipt", metavar="文件", parser=path_given, help="回执另存一份"),
        dry_run: bool = typer.Option(False, "--dry-run", help="只看会怎样，什么也不写"),
    ) -> None:
        """把填好的表格变成案例草稿，不盖掉任何文件，逐行说明收了什么、没收什么、为什么。"""
        from ..intake.intake import in_folder, take
        from ..intake.rows import is_ours, open_workbook

        root = library_root()
        if into.strip("/") != "cases":
            fail(f"案例只能放进 cases，不能放进 {into}。", "去掉 --into", 2)
        book = open_workbook(_read(file), file.name)
        if columns is None and not is_ours(book):
            fail(f"{file.name} 不是 anliku template cases 写出的表。", "加上 --map 对照表.yml，会写出一份对照表让你改")
        mapped = _map(columns, book) if columns else None
        made = take(book, survey(root, cache_folder(root)).library, mapped)
        lines = made.receipt("cases")
        if not dry_run:
            create_all(in_folder(root, "cases", made.taken))
            if receipt:
                _keep(receipt, lines)
        say(PrintableLines("\n".join(lines)))
        say("这次什么也没有写（--dry-run）。" if dry_run else "补好以后运行 anliku check，审核过再改成 published。")
        sys.exit(1 if made.refused else 0)


def _read(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            return stream.read(MAX_FILE + 1)
    except OSError as error:
        raise told(error, "打不开", file) from error


def _map(path: Path, book: Workbook) -> Map:
    from ..intake.mapping import proposed, read_map

    if not path.exists():
        _keep(path, proposed(book).splitlines())
        say(f"写出了对照表 {path}。打开它，看看每一列放得对不对，改好再运行一次同样的命令。")
        sys.exit(0)
    return read_map(_read(path), path.name, book)


def _keep(path: Path, lines: list[str]) -> None:
    try:
        create(path, ("\n".join(lines) + "\n").encode("utf-8", "replace"))
    except FileExistsError:
        fail(f"{path} 已经有了，没有动它。", "换一个文件名")
    except OSError as error:
        raise told(error, "写不出", path) from error
