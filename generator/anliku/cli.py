"""The command line: parse, call, print, exit. Every command has a module of its own in `commands/`."""

from __future__ import annotations

import gc
import importlib
import os
import sys
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from . import __version__
from .commands.console import complain, complain_with, flush, open_streams, past_stopping, path_given, state
from .epoch import settle_environment
from .troubles import UserError, told

_INTERRUPTED = 130

# Each command with the module of `commands/` that holds it.
_MODULES = {
    "init": "init",
    "new": "new",
    "template": "template",
    "import": "import_",
    "check": "check",
    "build": "build",
    "serve": "serve",
    "review": "review",
    "search": "search",
    "similar": "search",
    "checklist": "checklist",
    "collect": "collect",
    "impact": "impact",
    "kit": "kit",
    "export": "export",
    "pack": "pack",
    "verify": "verify",
    "keygen": "keygen",
    "stats": "stats",
    "schema": "schema",
}


class _Commands(TyperGroup):
    """The commands, each imported when it is asked for: all of them take as long to import as a small build."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 - what Typer asks
        """Return the names of all commands, in the order in which help shows them."""
        return list(_MODULES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002 - what Typer asks
        """Return a command, None when there is none of this name."""
        if cmd_name in _MODULES and cmd_name not in self.commands:
            one = typer.Typer(rich_markup_mode="rich")
            importlib.import_module(f".commands.{_MODULES[cmd_name]}", __package__).register(one)
            self.commands.update(typer.main.get_group(one).commands)
        return self.commands.get(cmd_name)


app = typer.Typer(
    name="anliku",
    cls=_Commands,
    help="把 YAML 写的案例、政策和指标，变成双击就能打开的案例库网站。",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"anliku {__version__}")
        raise typer.Exit


@app.callback()
def common(
    library: Path | None = typer.Option(
        None, "-C", "--library", metavar="文件夹", parser=path_given, help="案例库所在的文件夹，不写就是当前文件夹"
    ),
    version: bool = typer.Option(  # noqa: ARG001 - answered by its callback
        False, "--version", callback=_version, is_eager=True, help="显示版本号"
    ),
) -> None:
    """把 YAML 写的案例、政策和指标，变成双击就能打开的案例库网站。"""
    state.root = library or Path()
    settle_environment()


def main() -> None:
    """Run the command line; every failure becomes one Chinese message and an exit code of 1 or 2."""
    gc.set_threshold(200_000, 20, 20)  # a build makes millions of small objects and hardly any garbage
    open_streams()
    state.alone = True
    command = typer.main.get_command(app)
    if len(sys.argv) == 1 or {"-h", "--help"} & set(sys.argv):
        from .commands.typer_chinese import speak_chinese

        speak_chinese(command)
    code = _run(command)
    past_stopping()
    gc.freeze()  # the collector need not look through what is left: at ten thousand cases that takes a tenth of a second
    sys.exit(code)


def _run(command: Any) -> int:
    """Run the command, say what went wrong, and return the exit code."""
    try:
        try:
            result = command(standalone_mode=False)
        finally:
            flush()
        past_stopping()
        if result == _INTERRUPTED:  # Typer's answer to Ctrl-C
            raise KeyboardInterrupt
    except SystemExit as end:
        result = end.code
    except BrokenPipeError:  # whoever read the output has seen enough
        result = 1
    except BaseException as error:
        result = _explain(error)
    return result if isinstance(result, int) else 0


def _explain(error: BaseException) -> int:
    """Say what went wrong and how to mend it; return the exit code."""
    from .commands.typer_chinese import explain_usage

    if isinstance(error, Exception) and explain_usage(error):
        return 2
    if os.environ.get("ANLIKU_DEBUG"):
        raise error
    if isinstance(error, KeyboardInterrupt):
        complain("已中断。原来的站点没有动。")
    elif isinstance(error, UserError):
        complain_with(error)
    elif isinstance(error, OSError):
        complain_with(told(error, "读写出错"))
    elif isinstance(error, MemoryError):  # the system ends a worker when it needs its memory
        complain("内存不够，没有做完。原来的文件没有动。", "关掉一些程序再运行，或换一台内存大些的电脑")
    else:
        complain(
            f"程序内部出错（{type(error).__name__}：{error}）。原来的站点没有动。",
            "请把这一行和刚才的命令告诉维护者；设置环境变量 ANLIKU_DEBUG=1 再运行一次可以看到详情",
        )
    return 1
