"""`anliku review`."""

from __future__ import annotations

from pathlib import Path

import typer

from ..cache import cache_folder
from ..check.nearest import did_you_mean
from ..check.survey import survey
from ..delivery import deliver
from ..export.passages import SourceFile, read_sources
from ..export.review_html import review_html
from .console import fail, force_option, library_root, path_given, say


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def review(
        name: str = typer.Argument(metavar="案例", help="案例的编号"),
        sources: Path | None = typer.Option(
            None,
            "--sources",
            metavar="文件夹",
            parser=path_given,
            help="来源的原文（txt、md、docx）放在哪里；不写就列出要查什么",
        ),
        output: Path | None = typer.Option(
            None, "-o", "--output", metavar="文件", parser=path_given, help="写到哪里；不写就在当前文件夹"
        ),
        force: bool = force_option(),
    ) -> None:
        """写一页核对表：左边是案例的每一句话，右边是来源里的原话，逐句打勾。"""
        root = library_root()
        library = survey(root, cache_folder(root)).library
        if name not in library.entries:
            broken = (root / "cases" / f"{name}.yml").is_file()
            remedy = (
                "先运行 anliku check，把这个文件里的错改好"
                if broken
                else did_you_mean(name, library.entries, "查 cases/ 里的文件名")
            )
            fail(f"读不出案例 {name}。" if broken else f"没有编号为 {name} 的案例。", remedy)
        files, unread = _read(sources)
        page = review_html(library.cases[name], library.shared, library.entries[name].digest[:8], files, unread)
        target = output or Path(f"review-{name}.html")
        deliver({target: page.encode()}, force=force)
        say(f"已写出 {target}。用浏览器打开，逐句对照打勾；也可以打印。")
        if unread:
            say(f"打不开的材料：{'、'.join(unread)}。")


def _read(folder: Path | None) -> tuple[list[SourceFile] | None, list[str]]:
    if folder is None:
        return None, []
    if not folder.is_dir():
        fail(f"找不到文件夹 {folder}。", "检查 --sources 后面的路径；没有原文就不写 --sources")
    files, unread = read_sources(folder)
    if not files:
        fail(f"{folder} 里没有能读的原文。", "把来源的原文存成 txt、md 或 docx 放进去，文件名里带上来源的 id 更好")
    return files, unread
