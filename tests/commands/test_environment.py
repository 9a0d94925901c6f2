"""What surrounds a command: the clock that a builder sets, rights, fonts, memory, and where the output goes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from anliku.export import fonts
from tests.commands.test_commands import anliku
from tests.site.building import built, mini_library

# Without these two rights even the administrator, whom tests often run as, must obey the rights of files.
_SETPRIV = ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return mini_library(tmp_path / "lib")


@pytest.fixture
def obeying() -> Callable[..., tuple[int, str]]:
    """Run a command as somebody who must obey the rights of files; return its exit code and all that it said."""
    before = _SETPRIV if os.geteuid() == 0 else []
    if before and (not shutil.which("setpriv") or subprocess.run([*before, "true"], check=False).returncode):
        pytest.skip("needs setpriv or an ordinary user")

    def run(*words: str | Path) -> tuple[int, str]:
        command = [*before, sys.executable, "-m", "anliku", *map(str, words)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


def explains(code: int, said: str) -> bool:
    """Say whether a command failed with one sentence and the way out, and nothing of the program's inside."""
    inside = "Traceback" in said or "程序内部出错" in said or "Errno" in said
    return code == 1 and not inside and said.count("错误：") == 1 and "怎么改：" in said


@pytest.mark.parametrize("value", ["x", "-1", "1.5", "99999999999999", "9" * 400, "１７", "1_0", "4291747200"])
def test_a_clock_that_is_none(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    code, said, error = anliku("-C", folder, *("checklist", "village", "--format", "xlsx"), cwd=tmp_path)
    assert explains(code, said + error), error
    assert "SOURCE_DATE_EPOCH 不是 1970 年到 2105 年之间的秒数" in error
    assert sorted(p.name for p in tmp_path.iterdir()) == ["lib"]


@pytest.mark.parametrize("words", [("check",), ("build",), ("export", "--format", "pdf"), ("pack",), ("stats",)])
def test_a_clock_that_is_none_stops_every_command(
    folder: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "x")
    code, said, error = anliku("-C", folder, *words)
    assert explains(code, said + error), error
    assert not (folder / "site").exists()


@pytest.mark.parametrize("value", ["", " ", "0", "4291747199"])
def test_a_clock_that_is_none_of_ours_or_at_its_ends(folder: Path, monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    assert anliku("-C", folder, "build")[0] == 0


def test_a_known_case_that_may_no_longer_be_read(folder: Path, obeying: Callable[..., tuple[int, str]]) -> None:
    case = folder / "cases" / "first-case.yml"
    assert obeying("-C", folder, "build")[0] == 0
    mode = case.stat().st_mode
    case.chmod(0)
    cold = obeying("-C", folder, "check", "--format", "json")
    for words in (("check",), ("build",), ("checklist", "village"), ("export", "first-case")):
        code, said = obeying("-C", folder, *words)
        assert code == 1, words
        assert "Traceback" not in said
        assert "程序内部出错" not in said
    assert cold[0] == 1
    assert "文件打不开：没有权限。" in cold[1]
    case.chmod(mode)
    assert obeying("-C", folder, "build")[0] == 0
    case.unlink()
    case.mkdir()
    code, said = obeying("-C", folder, "check")
    assert (code, "cases/first-case.yml" in said) == (1, True)


def test_places_that_may_not_be_written(folder: Path, tmp_path: Path, obeying: Callable[..., tuple[int, str]]) -> None:
    locked = tmp_path / "locked"
    locked.mkdir()
    (locked / "a.html").write_text("mine")
    locked.chmod(0o555)
    for words in (
        ("export", "first-case", "-o", locked / "b.html"),
        ("export", "first-case", "-o", locked / "a.html", "--force"),
        ("checklist", "village", "--format", "xlsx", "-o", locked / "c" / "b.xlsx"),
        ("schema", "--out", locked),
        ("build", "--out", locked / "site"),
        ("pack", "--out", locked),
        ("keygen", locked / "key"),
        ("init", locked / "new"),
    ):
        code, said = obeying("-C", folder, *words)
        assert explains(code, said), (words, said)
        assert "没有权限" in said
    assert [p.name for p in locked.iterdir()] == ["a.html"]


def test_a_font_that_is_gone_after_a_good_build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if built(folder).missing:
        pytest.skip("no Chinese font here")
    pdf = folder / "site" / "checklists" / "village.pdf"
    assert pdf.is_file()

    def none(*_: object) -> None:
        raise fonts.NoFontError("没有找到中文字体。")

    monkeypatch.setattr(fonts, "choose_fonts", none)
    assert (built(folder).missing, pdf.is_file()) == ("", True)  # nothing to set anew: what was made stays
    file = folder / "content" / "indicators" / "carrier.yml"
    file.write_text(file.read_text(encoding="utf-8").replace("村里有代办员吗", "村里现在有代办员吗"), encoding="utf-8")
    assert (built(folder).missing, pdf.is_file()) == ("没有找到中文字体。", False)


_READING_COMMANDS = (("stats",), ("check",), ("schema",), ("--help",), ("--version",), ("search", "代办"))


@pytest.mark.parametrize("words", _READING_COMMANDS)
def test_output_to_a_full_disk_and_to_nobody(folder: Path, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "anliku", "-C", str(folder), *words]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr in [
        f"错误：{what}：磁盘满了。\n怎么改：腾出空间，或写到别的盘\n" for what in ("写不出 标准输出", "读写出错")
    ]
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "2>/dev/full"])
def test_streams_that_are_closed(folder: Path, tmp_path: Path, closed: str) -> None:
    line = f'"{sys.executable}" -m anliku -C "{folder}"'
    for words, code in (("build", 0), ("check", 0), ("export nothing", 2)):
        done = subprocess.run(["sh", "-c", f"{line} {words} {closed}"], cwd=tmp_path, capture_output=True, check=False)
        assert (done.returncode, b"Traceback" in done.stderr) == (code, False), (words, done.stderr)


def test_no_memory_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from anliku import cli
    from anliku.commands import console

    def run(**_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(console.state, "alone", False)  # restored when the test is over
    monkeypatch.setattr(cli, "past_stopping", lambda: None)
    monkeypatch.setattr(cli.typer.main, "get_command", lambda _: run)
    monkeypatch.setattr(console.sys, "argv", ["anliku", "check"])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 1
    assert "错误：内存不够" in capsys.readouterr().err
