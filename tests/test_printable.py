"""The filter for foreign text, and that whatever a command prints has passed it."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest

from anliku.printable import PrintableLines, block, is_printable, masked, printable

EVERY = [chr(code) for code in range(sys.maxunicode + 1)]
# Clears the screen (C0 and C1), turns the direction, hides, breaks the line, and is markup for Rich.
NASTY = "\x1b[2J\x9b2J\u202e\u200b\u2028\r\n[red]错[/red][/]\udcff"


def test_no_control_format_or_separator_passes() -> None:
    bad = {c for c in EVERY if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert not [hex(ord(c)) for c in bad if is_printable(c)]


def test_what_people_write_passes() -> None:
    for text in ("村党组织 2024年“先锋”——（试行）", "α β Ω", "naïve é", "𠮷野家", "😀", "　全角空格", "עברית العربية"):
        assert printable(text) == text


@pytest.mark.parametrize("bad", ["\x1b", "\x9b", "\n", "\u202e", "\u200b", "\u2028", "\udcff", "\U000e0041"])
def test_the_escape_is_what_json_reads(bad: str) -> None:
    shown = printable(f"a{bad}b")
    assert is_printable(shown)
    assert json.loads(f'"{shown}"') == f"a{bad}b"
    assert masked(f"a{bad}b") == "a·b"


def test_a_long_text_is_cut_in_the_middle_and_says_so() -> None:
    shown = printable("x" * 5000 + "y", 200)
    assert len(shown) < 230
    assert "共 5001 个字" in shown
    assert shown.endswith("y")
    assert printable("x" * 200, 200) == "x" * 200


def test_a_block_keeps_its_lines_and_its_meaning() -> None:
    document = json.dumps({"a": "b\x9bc\u202e\U000e0041", "d": [1]}, ensure_ascii=False, indent=2)
    shown = block(document)
    assert json.loads(shown) == json.loads(document)
    assert all(map(is_printable, shown.split("\n")))
    assert isinstance(shown, PrintableLines)


def test_only_the_console_prints() -> None:
    """What does not go through it would not go through the filter; `stats` lets Rich lay out tables of filtered texts."""
    import anliku

    prints = re.compile(r"typer\.(echo|secho)|\bprint\(|std(out|err)\.write|rich\.print")
    package = Path(anliku.__file__).parent
    allowed = {"commands/console.py", "commands/stats.py", "check/render.py", "cli.py"}
    found = {
        file.relative_to(package).as_posix()
        for file in package.rglob("*.py")
        if prints.search(re.sub(r"_fingerprint\(", "", file.read_text(encoding="utf-8")))
    }
    assert found <= allowed


def _said(*words: object) -> str:
    done = subprocess.run([sys.executable, "-m", "anliku", *map(str, words)], capture_output=True, check=False)
    return (done.stdout + done.stderr).decode("utf-8")


def _assert_clean(said: str) -> None:
    assert said.strip()
    assert "程序内部出错" not in said
    assert [line for line in said.split("\n") if not is_printable(line)] == []


def test_every_command_that_shows_foreign_text_shows_it_filtered(tmp_path: Path) -> None:
    """NASTY stands in a title, a type's name, file names and the words of the command line."""
    good, nasty, results = tmp_path / "好", tmp_path / "库", tmp_path / "结果"
    _said("init", good)
    shutil.copytree(good, nasty)
    (case,) = (nasty / "cases").iterdir()
    _change(case, r"(?m)^title: .*$", "title: " + json.dumps(f"示范案例{NASTY[:-1]}"))
    _change(nasty / "content/organisations.yml", "name: 村党组织", 'name: "\\e[2J[red]村"')
    results.mkdir()
    (results / "a\x1b[2J\n汇总了 9 个单位.json").write_bytes(b"{")
    word = NASTY[:-1]
    for root, words in (
        (nasty, ["check"]), (nasty, ["check", "--format", "json"]), (nasty, ["check", "--format", "github"]),
        (nasty, ["stats"]), (nasty, ["build"]), (nasty, ["search", "示范"]), (nasty, ["search", "示范", "--json"]),
        (good, ["search", word]), (good, ["similar", word]), (good, ["collect", results]), (good, ["collect", word]),
        (good, ["verify", tmp_path / word]), (good, ["checklist", word, "--format", "html"]), (good, ["no\x1bcommand"]),
        (good, ["export", word]), (good, ["new", "case", word]), (good, ["pack", "--version", word]), (word, ["check"]),
    ):  # fmt: skip
        _assert_clean(_said("-C", root, *words))


def _change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    changed = re.sub(old, lambda _: new, text, count=1)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
