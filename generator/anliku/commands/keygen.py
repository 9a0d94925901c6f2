"""`anliku keygen`."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from ..troubles import told
from .console import fail, path_given, say
from .pack import PASSWORD

_FILE = Path("anliku.key")


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def keygen(
        file: Path = typer.Argument(
            _FILE, metavar="文件", parser=path_given, help="私钥写到哪里，公钥在它旁边，多一个 .pub"
        ),
        password: bool = typer.Option(False, "--password", help="给私钥加口令"),
    ) -> None:
        """生成签名用的一对密钥（Ed25519）。"""
        from ..pack.keys import fingerprint, new_key, public_bytes, save_key

        key = new_key()
        try:
            public = save_key(key, file, _password(password).encode())
        except FileExistsError as error:
            fail(f"{error.filename} 已经有了，没有动它。", "换一个文件名；旧的私钥丢了就再也签不出同样指纹的名")
        except OSError as error:
            raise told(error, "写不出", file) from error
        say(f"私钥：{file.resolve()}　自己收好，不要放进案例库，更不要拷进 U 盘。")
        say(f"公钥：{public.resolve()}　可以公开。")
        say(f"指纹：{fingerprint(public_bytes(key))}　请用电话或公告告诉收包的人。")


def _password(wanted: bool) -> str:
    if not wanted:
        return ""
    return os.environ.get(PASSWORD) or str(typer.prompt("口令", hide_input=True, confirmation_prompt="再输一次"))
