"""`anliku new`."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

import typer

from ..check.rules.ids import reserved
from ..delivery import create
from ..library import case_once_called, find_files, load_shared, renamed
from ..library.kinds import CASE
from ..library.models.base import CASE_ID_PATTERN, ID_PATTERN
from ..starters import STARTERS
from ..troubles import told
from .console import fail, library_root, say


class NewKind(StrEnum):
    """What can be started."""

    CASE = "case"
    POLICY = "policy"
    INDICATOR = "indicator"
    LESSON = "lesson"


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def new(
        kind: NewKind = typer.Argument(metavar="种类", help="case 案例、policy 政策、indicator 指标、lesson 教学包"),
        name: str = typer.Argument(metavar="编号", help="小写字母、数字和连字符，如 weekly-open-day"),
        title: str = typer.Option("", "--title", metavar="标题", help="标题，可以以后再写"),
    ) -> None:
        """新建一个文件，字段都列好，照着填。"""
        _check_name(kind, name)
        root = library_root()
        starter = STARTERS[kind.value]
        file = root / starter.folder / f"{name}.yml"
        if kind is NewKind.INDICATOR:
            _check_indicator(root, name)
        _check_former(root, kind, name)
        try:
            create(file, starter.text(name, title).encode("utf-8", "replace"))
        except FileExistsError:
            fail(f"{file} 已经有了。", "换一个编号，或直接改那个文件")
        except OSError as error:
            raise told(error, "写不出", file) from error
        say(f"建好了：{file}")
        say("写完运行 anliku check 看看有没有问题。")


def _check_name(kind: NewKind, name: str) -> None:
    """End with a message when `check` would refuse a file or a record of this name."""
    form, least = (CASE_ID_PATTERN, 3) if kind is NewKind.CASE else (ID_PATTERN, 1)
    if not re.fullmatch(form, name):
        near = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
        hint = f"，比如 {near}" if re.fullmatch(form, near) and not reserved(near) else ""
        fail(f"编号 {name} 不行。", f"只用小写字母、数字和连字符，{least} 到 60 个字{hint}", code=2)
    words = reserved(name)
    if words:
        fail(*words, code=2)


def _check_indicator(root: Path, name: str) -> None:
    """End with a message when another file has an indicator of this id already."""
    shared, _ = load_shared(root, find_files(root)[0])
    first = shared.origins.get(("indicator", name))
    if first:
        fail(f"指标“{name}”已经有了，在 {first.path}。", "换一个编号，或直接改那个文件")


def _check_former(root: Path, kind: NewKind, name: str) -> None:
    """End with a message when a record of the kind was once called so: its old address would lead here."""
    files, _ = find_files(root)
    if kind is NewKind.CASE:
        present = case_once_called(root, files[CASE], name)
    else:
        present = renamed(load_shared(root, files)[0], kind.value).get(name, "")
    if present:
        fail(f"编号 {name} 是“{present}”以前的 id，旧的链接还通到那里。", "换一个编号")
