from __future__ import annotations

import ast
import errno
import re
import shutil
from pathlib import Path

import pytest

from anliku.troubles import told, trouble

SOURCE = Path(__file__).parents[1] / "generator" / "anliku"


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (errno.ENOENT, "找不到这个文件或文件夹"), (errno.EACCES, "没有权限"), (errno.ENOSPC, "磁盘满了"),
        (errno.EISDIR, "它是文件夹，不是文件"), (errno.EROFS, "磁盘是只读的"),
    ],
)  # fmt: skip
def test_an_error_of_the_system_in_chinese(number: int, reason: str) -> None:
    error = told(OSError(number, "words", "/a/b"), "打不开")
    assert str(error) == f"打不开 /a/b：{reason}。"
    assert error.remedy
    assert "words" not in str(error)


def test_errors_without_a_name_or_a_number() -> None:
    assert str(told(OSError(errno.ENOSPC, "x"), "写不出", "b.txt")) == "写不出 b.txt：磁盘满了。"
    assert str(told(OSError("odd"), "写不出")) == "写不出：系统报告“odd”。"
    assert trouble(OSError(4242, "odd")).reason == "系统报告“odd”"
    assert str(told(OSError(errno.ENOENT, "x", b"/a\xff"), "打不开")) == "打不开 /a\udcff：找不到这个文件或文件夹。"


def test_what_shutil_puts_together() -> None:
    one = ("a", "b", "[Errno 28] No space left on device: 'b'")
    assert trouble(shutil.Error([one, one])).reason == "磁盘满了"


def _calls(file: Path, wanted: re.Pattern[str]) -> list[str]:
    """Return what of a module's calls and attributes has such a name."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = (node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return sorted({name for name in names if wanted.fullmatch(name)})


def test_nobody_else_speaks_for_the_system() -> None:
    """Its words are English and name no way out."""
    found = {
        file.relative_to(SOURCE).as_posix() for file in SOURCE.rglob("*.py") if _calls(file, re.compile("strerror"))
    }
    assert found == {"troubles.py"}
