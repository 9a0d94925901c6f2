"""`anliku new`."""

from __future__ import annotations

import re
from enum import StrEnum

import typer

from ..starters import STARTERS
from .console import fail, library_root, say

_ID = re.compile(r"[a-z0-9-]{3,60}")


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
        name: str = typer.Argument(metavar="编号", help="小写字母、数字和连字符，如 hongqi-village-hall"),
        title: str = typer.Option("", "--title", metavar="标题", help="标题，可以以后再写"),
    ) -> None:
        """新建一个文件，字段都列好，照着填。"""
        root = library_root()
        if not _ID.fullmatch(name):
            near = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
            hint = f"，比如 {near}" if _ID.fullmatch(near) else ""
            fail(f"编号 {name} 不行。", f"只用小写字母、数字和连字符，3 到 60 个字{hint}", code=2)
        starter = STARTERS[kind.value]
        file = root / starter.folder / f"{name}.yml"
        if file.exists():
            fail(f"{file} 已经有了。", "换一个编号，或直接改那个文件")
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(starter.text(name, title), encoding="utf-8", newline="\n")
        except OSError as error:
            fail(f"写不进 {file}：{error.strerror}。", "换一个能写的文件夹")
        say(f"建好了：{file}")
        say("写完运行 anliku check 看看有没有问题。")
