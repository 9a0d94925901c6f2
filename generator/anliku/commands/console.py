"""What commands share: the library's folder, messages, progress, and Chinese words for wrong usage."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import typer

from ..printable import PrintableLines, printable
from ..troubles import UserError, told


@dataclass
class _State:
    """The options that stand before the command. alone: whether this process runs one command and then ends."""

    root: Path = Path()
    alone: bool = False


state = _State()
_PROGRESS_AFTER = 1.0


def past_stopping() -> None:
    """Let Ctrl-C change nothing from here on: what it would stop is done, or is done in a moment.

    Else it would be said that nothing has changed, or the program would end in Python's words.
    """
    if state.alone:
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def path_given(given: str | Path) -> Path:
    """Return the path that a user wrote, or that an option has by itself; every file or folder named is read by this."""
    text = str(given)  # Typer sends defaults through here as well
    if not text.strip():  # an empty variable of a script; it would mean the current folder
        raise typer.BadParameter("路径是空的。怎么改：写上文件或文件夹的名字")
    if "\0" in text:
        raise typer.BadParameter("路径里有空字符（NUL）。怎么改：去掉它")
    return Path(text)


def force_option() -> Any:
    """Return the option by which a user gives up a file that this program would not replace."""
    return typer.Option(False, "--force", help="同名的文件换掉，哪怕有人填过、改过")


def library_root() -> Path:
    """Return the folder of the library; end with a message when it holds none."""
    root = state.root
    if not root.is_dir():
        fail(f"找不到文件夹 {root}。", "检查 -C 后面的路径")
    if not (root / "mkdocs.yml").is_file() and not (root / "content").is_dir() and not (root / "cases").is_dir():
        fail(f"{root.resolve()} 不是案例库：没有 mkdocs.yml、cases 和 content。",
             "用 -C 指定案例库所在的文件夹，或运行 anliku init 新文件夹 建一个")  # fmt: skip
    return root


def open_streams() -> None:
    """Make standard output and standard error ready for any text, whatever the console's encoding; a stream that is
    closed takes everything and keeps nothing.
    """
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - as long as the program
        elif reconfigure := getattr(stream, "reconfigure", None):  # names of files need not be text, either
            reconfigure(errors="backslashreplace")


def say(text: str) -> None:
    """Print a message to standard output: one line, or a block that was made printable line by line."""
    try:
        typer.echo(_shown(text))
    except OSError as error:
        raise _no_output(error) from error


def flush() -> None:
    """Flush what was printed, here, where a full disk can still be reported."""
    try:
        sys.stdout.flush()
    except OSError as error:
        raise _no_output(error) from error


def _no_output(error: OSError) -> Exception:
    """Return what to raise when nothing more can be printed; Python must not try, and complain, once more at the end."""
    with suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return error if isinstance(error, BrokenPipeError) else told(error, "写不出", "标准输出")


def warn(text: str) -> None:
    """Print a message to standard error, as `say` does; where nobody can be told, go on."""
    with suppress(OSError):
        typer.echo(_shown(text), err=True)


def _shown(text: str) -> str:
    """Return what may reach a terminal: names and texts in a message can be anybody's."""
    return text if isinstance(text, PrintableLines) else printable(text)


def complain(message: str, remedy: str = "") -> None:
    """Print what went wrong and how to mend it."""
    warn(f"错误：{message}")
    if remedy:
        warn(f"怎么改：{remedy}")


def fail(message: str, remedy: str = "", code: int = 1) -> NoReturn:
    """Print what went wrong and how to mend it, and end the program."""
    complain(message, remedy)
    sys.exit(code)


def complain_with(error: Exception) -> None:
    """Print what an error of ours says, and how to mend it where the error knows."""
    complain(str(error), error.remedy if isinstance(error, UserError) else "")


def fail_with(error: Exception) -> NoReturn:
    """End the program with what an error of ours says."""
    complain_with(error)
    sys.exit(1)


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
