"""`anliku init`."""

from __future__ import annotations

import shutil
from importlib.resources import as_file, files
from pathlib import Path

import typer

from .console import fail, say


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def init(folder: str = typer.Argument(metavar="文件夹", help="新案例库放在哪里")) -> None:
        """建一个小案例库，每种文件一个例子，马上就能生成。"""
        target = Path(folder)
        if target.exists() and (not target.is_dir() or any(target.iterdir())):
            fail(f"{target} 已经存在，而且不是空文件夹。", "换一个新文件夹名")
        try:
            with as_file(files("anliku") / "starter") as starter:
                shutil.copytree(starter, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        except OSError as error:
            fail(f"写不进 {target}：{error.strerror}。", "换一个能写的文件夹")
        say(f"建好了：{target.resolve()}")
        say("下一步：")
        say(f"  anliku -C {folder} build      生成网站")
        say(f"  anliku -C {folder} new case 我的案例id   写一个新案例")
