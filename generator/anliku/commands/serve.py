"""`anliku serve`."""

from __future__ import annotations

import signal
import sys
import threading
import time
from pathlib import Path

import typer

from ..cache import cache_folder
from ..check.render import as_text
from ..library.vocabulary import LECTURERS
from ..site.build import Options, StoppedByFindings
from ..site.build import build as build_site
from ..site.serve import PreviewServer, Pulse, port_reason, watch_library
from ..troubles import UserError, told
from .console import complain_with, fail, library_root, progress_bar, say, warn

_PRIVILEGED, _LAST = 1024, 65535


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def serve(
        port: int = typer.Option(8000, "--port", metavar="端口", min=0, max=65535, help="端口，0 表示随便找一个"),
        lecturer: bool = typer.Option(False, "--lecturer", help=LECTURERS),
    ) -> None:
        """边写边看：在浏览器里预览，改了文件页面自己刷新。"""
        root = library_root()
        out = cache_folder(root) / "preview"
        options = Options(lecturer=lecturer, out=out)
        pulse = Pulse()
        try:
            server = PreviewServer(out, port, pulse)
        except OSError as error:
            other = port + 1 if _PRIVILEGED <= port < _LAST else 8001
            fail(f"端口 {port} 用不了：{port_reason(error)}。", f"换一个端口：anliku serve --port {other}")
        if not _rebuild(root, options):
            fail("第一次生成没有成功。", "改好上面的问题再运行")
        server.start()

        def again() -> None:
            if _rebuild(root, options):
                pulse.beat()

        stop = _stopped_by_ctrl_c()
        say(f"预览：http://127.0.0.1:{server.port}/  按 Ctrl-C 结束")
        watch_library(root, out, again, stop)
        server.shutdown()
        say("预览结束。")


def _stopped_by_ctrl_c() -> threading.Event:
    """Return an event that the first Ctrl-C sets, so that what is being built is finished; a second one interrupts it.

    An exception would be lost where it comes while a module is being imported.
    """
    stop = threading.Event()

    def first(*_: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    signal.signal(signal.SIGINT, first)
    return stop


def _rebuild(root: Path, options: Options) -> bool:
    """Build once and say how it went; return whether there is a new site."""
    started = time.monotonic()
    try:
        with progress_bar() as tell:
            report = build_site(root, options, tell)
    except StoppedByFindings as stop:
        warn(as_text(stop.survey.errors, root, color=sys.stderr.isatty()))
        return False
    except UserError as error:
        complain_with(error)
        return False
    except OSError as error:  # a file that an editor is just saving
        complain_with(told(error, "读写出错"))
        return False
    say(f"{time.strftime('%H:%M:%S')} 更新了 {report.written} 页，用时 {time.monotonic() - started:.2f} 秒")
    return True
