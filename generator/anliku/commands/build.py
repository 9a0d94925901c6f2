"""`anliku build`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import typer

from ..check.render import as_text
from ..site.build import BuildReport, Options, StoppedByFindings
from ..site.build import build as build_site
from ..site.output.tree import OutputError
from .console import fail, fail_with, library_root, past_stopping, path_given, progress_bar, say, warn


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def build(
        strict: bool = typer.Option(False, "--strict", help="有提醒也不生成"),
        lecturer: bool = typer.Option(False, "--lecturer", help="讲师版：显示提示和讲师备注"),
        clean: bool = typer.Option(False, "--clean", help="不用缓存，全部重新生成"),
        out: Path | None = typer.Option(
            None, "--out", "-o", metavar="文件夹", parser=path_given, help="站点写到哪里，不写就是案例库里的 site"
        ),
    ) -> None:
        """检查并生成网站；出错时原来的网站不动。"""
        root = library_root()
        started = time.monotonic()
        options = Options(strict, lecturer, clean, out)
        try:
            with progress_bar() as tell:
                report = build_site(root, options, tell, past_stopping)
        except StoppedByFindings as stop:
            warn(as_text(stop.survey.findings, root, color=sys.stderr.isatty()))
            fail("没有生成网站，原来的网站没有动。", "先改好上面的错误" + ("和提醒" if strict else ""))
        except OutputError as error:
            fail_with(error)
        _say_done(report, time.monotonic() - started)


def _say_done(report: BuildReport, seconds: float) -> None:
    warnings = len(report.survey.findings)
    if warnings:
        warn(f"有 {warnings} 条提醒，运行 anliku check 查看。")
    if report.missing:
        warn(f"跳过了 PDF：{report.missing}")
    if report.kept:
        warn(f"原来的站点里有人改过或放进了文件，没有丢，原样留在：{report.kept}")
    megabytes = report.bytes / 1e6
    say(
        f"生成完毕：{report.pages} 页，其中 {report.written} 页是新写的，共 {megabytes:.1f} MB，用时 {seconds:.1f} 秒。"
    )
    say(f"双击打开：{(report.out / 'index.html').resolve()}")
