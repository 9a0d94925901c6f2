"""What commands share: the library's folder, messages, progress, and Chinese words for wrong usage."""

from __future__ import annotations

import difflib
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import typer

from ..printable import Block, printable


@dataclass
class _State:
    """The options that stand before the command."""

    root_text: str = "."


state = _State()
_PROGRESS_AFTER = 1.0


def library_root() -> Path:
    """Return the folder of the library; end with a message when it holds none."""
    root = Path(state.root_text)
    if not root.is_dir():
        fail(f"找不到文件夹 {root}。", "检查 -C 后面的路径")
    if not (root / "mkdocs.yml").is_file() and not (root / "content").is_dir() and not (root / "cases").is_dir():
        fail(f"{root.resolve()} 不是案例库：没有 mkdocs.yml、cases 和 content。",
             "用 -C 指定案例库所在的文件夹，或运行 anliku init 新文件夹 建一个")  # fmt: skip
    return root


def say(text: str) -> None:
    """Print a message to standard output: one line, or a block that was made printable line by line."""
    typer.echo(_shown(text))


def warn(text: str) -> None:
    """Print a message to standard error, as `say` does."""
    typer.echo(_shown(text), err=True)


def _shown(text: str) -> str:
    """Return what may reach a terminal: names and texts in a message can be anybody's."""
    return text if isinstance(text, Block) else printable(text)


def fail(message: str, remedy: str = "", code: int = 1) -> NoReturn:
    """Print what went wrong and how to mend it, and end the program."""
    warn(f"错误：{message}")
    if remedy:
        warn(f"怎么改：{remedy}")
    sys.exit(code)


@contextmanager
def progress_bar() -> Iterator[Callable[[str, int, int], None]]:
    """Give a function (step, done, total) that shows a bar when a terminal is attached and work takes over a second."""
    if not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    tasks: dict[str, int] = {}
    started = time.monotonic()

    def tell(step: str, done: int, total: int) -> None:
        if time.monotonic() - started < _PROGRESS_AFTER:
            return
        if not bar.live.is_started:
            bar.start()
        if step not in tasks:
            tasks[step] = bar.add_task(step, total=total)
        bar.update(tasks[step], completed=done)  # type: ignore[arg-type]

    try:
        yield tell
    finally:
        bar.stop()


# Typer carries a parser of its own and exports only this one of its errors.
UsageError: Any = typer.BadParameter.__base__


def explain_usage(error: Exception) -> bool:
    """Say in Chinese what was wrong with the words of a command; return whether it was that kind of error."""
    if not isinstance(error, UsageError):
        return False
    message, remedy = _usage_words(error)
    warn(f"用法不对：{message}")
    if remedy:
        warn(f"怎么改：{remedy}")
    context = getattr(error, "ctx", None)
    if context:
        warn(f"查看用法：{context.command_path} --help")
    return True


def _usage_words(error: Any) -> tuple[str, str]:
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = f" {parameter.metavar or parameter.opts[-1]} " if parameter else ""
    if kind == "NoSuchOption":
        near = sorted(error.possibilities or ())
        return f"没有选项 {error.option_name}。", f"是不是 {'、'.join(near)}？" if near else ""
    if kind == "MissingParameter":
        return f"缺少{name.rstrip()}。", ""
    if isinstance(error, typer.BadParameter):
        _, _, listed = error.message.partition("one of ")
        options = "、".join(re.findall(r"'([^']*)'", listed))
        return f"{name.strip()}的值不对。", f"可以写：{options}" if options else ""
    return _other_usage_words(error.message, error.ctx)


def _other_usage_words(words: str, context: Any) -> tuple[str, str]:
    if words.startswith("No such command"):
        name = words.split("'")[1] if "'" in words else words
        known = context.command.list_commands(context) if context else []
        near = difflib.get_close_matches(name, known, 1)
        return f"没有命令 {name}。", f"是不是 {near[0]}？" if near else f"可用的命令：{'、'.join(known)}"
    if "unexpected extra argument" in words:
        extra = re.search(r"\(([^()]*)\)$", words.rstrip("."))
        return f"多了参数 {extra.group(1) if extra else ''}。", ""
    if words.startswith("Option"):
        return f"选项 {words.split(chr(39))[1] if chr(39) in words else ''} 后面要跟一个值。", ""
    return words, ""
