"""`anliku collect`."""

from __future__ import annotations

from pathlib import Path

import typer

from ..checklist import settings_of
from ..checklist.collection import Collection, collect
from ..delivery import deliver
from ..export.stamp import stamp_of
from ..library import Library
from .checklist import load_library
from .console import fail, force_option, library_root, path_given, say, warn

_FORMS = (".xlsx", ".html")
_OUTPUT = [Path("summary.xlsx"), Path("summary.html")]


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command(name="collect")
    def run(
        paths: list[Path] = typer.Argument(
            ..., metavar="文件", parser=path_given, help="结果文件（.json、填好的 .xlsx），或放着它们的文件夹"
        ),
        output: list[Path] = typer.Option(
            _OUTPUT, "-o", "--output", metavar="文件", parser=path_given, help="写到哪里：.xlsx 或 .html，可以写两次"
        ),
        force: bool = force_option(),
        anonymous: bool = typer.Option(False, "--anonymous", help="隐去单位名称、文件名和所有文字"),
    ) -> None:
        """把各单位的结果汇总：并排比较、维度热力、失分最多的条目、逐期变化。"""
        for target in output:
            if target.suffix.lower() not in _FORMS:
                fail(f"不知道 {target.name} 要写成什么。", "文件名以 .xlsx 或 .html 结尾", 2)
        root = library_root()
        library = load_library(root)
        settings = settings_of(library.config)
        collection = collect(paths, library, anonymous=anonymous, settings=settings)
        for problem in collection.problems:
            warn(f"{'没有计入' if problem.fatal else '提醒'}：{problem}")
        if not collection.units:
            fail("没有一个能用的结果文件，什么也没有写。", "检查路径，或看上面每个文件的问题")
        deliver({target: _content(collection, target, library) for target in output}, force=force)
        say(_summary(collection, output))
        if any(problem.fatal for problem in collection.problems):
            raise typer.Exit(1)


def _content(collection: Collection, target: Path, library: Library) -> bytes:
    if target.suffix.lower() == ".xlsx":
        from ..export.summary_xlsx import summary_xlsx

        return summary_xlsx(collection, stamp_of(library))
    from ..export.report_html import report_html

    return report_html(collection).encode()


def _summary(collection: Collection, output: list[Path]) -> str:
    left_out = sum(problem.fatal for problem in collection.problems)
    told = f"，{left_out} 个文件没有计入" if left_out else ""
    return f"汇总了 {len(collection.latest)} 个单位{told}。已写出 {'、'.join(map(str, output))}"
