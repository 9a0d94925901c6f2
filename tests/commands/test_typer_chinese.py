"""What Typer and Rich say in English, said in Chinese: each thing that is leaned on without their promise."""

from __future__ import annotations

import re

import pytest

from anliku.cli import _MODULES

from .test_commands import anliku


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["bild"], "没有命令 bild。\n怎么改：是不是 build？"),
        (["xyzzy"], "没有命令 xyzzy。\n怎么改：可用的命令：init、"),
        (["build", "--strct"], "没有选项 --strct。\n怎么改：是不是 --strict？"),
        (["build", "--xyzzy"], "没有选项 --xyzzy。\n查看用法"),
        (["check", "--format", "xml"], "--format的值不对。\n怎么改：可以写：text、json、github"),
        (["new", "案例", "a-b-c"], "种类的值不对。\n怎么改：是不是 case？可以写：case、"),
        (["check", "--format"], "选项 --format 后面要跟一个值。"),
        (["new", "case"], "缺少 编号。"),
        (["stats", "extra"], "多了参数 extra。"),
        (["build", "--out", ""], "文件夹的路径是空的。\n怎么改：写上文件或文件夹的名字"),
    ],
)
def test_wrong_usage_is_explained_in_chinese(words: list[str], message: str) -> None:
    code, said, error = anliku(*words)
    assert (code, said) == (2, "")
    assert message in error


@pytest.mark.parametrize("command", [(), *((name,) for name in _MODULES)])
def test_help_has_no_english_frame(command: tuple[str, ...]) -> None:
    code, said, _ = anliku(*command, "--help")
    assert code == 0
    assert "用法：" in said
    assert not re.findall(
        r"Usage|Options|Arguments|Commands|default:|required|Show this message|\bbool\b|\bTEXT\b", said
    )


def test_help_cuts_nothing_off() -> None:
    _, said, _ = anliku("--help")
    assert "…" not in said.replace("[参数]…", "")
