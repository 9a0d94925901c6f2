"""Paths that nobody would write on purpose: each is one sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands.test_commands import anliku
from tests.commands.test_environment import explains
from tests.site.building import mini_library


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return mini_library(tmp_path_factory.mktemp("odd") / "lib")


@pytest.mark.parametrize(
    "words",
    [
        ("export", "first-case", "-o", ""), ("checklist", "village", "-o", " "), ("checklist", "village", "--result", ""),
        ("collect", ""), ("collect", "x.json", "-o", ""), ("build", "--out", ""), ("schema", "--out", ""), ("pack", "--out", ""),
        ("pack", "--sign", ""), ("pack", "--since", ""), ("keygen", ""), ("init", ""), ("verify", ""),
    ],
)  # fmt: skip
def test_an_empty_name_is_wrong_usage(folder: Path, words: tuple[str, ...]) -> None:
    code, said, error = anliku("-C", folder, *words)
    assert (code, said) == (2, "")
    assert "路径是空的" in error


def test_an_empty_library_is_wrong_usage() -> None:
    assert anliku("-C", "", "check")[0] == 2


@pytest.mark.parametrize("name", ["长" * 100, "d/" * 2500 + "a", "a.html/b"])
def test_names_that_no_disk_takes(folder: Path, tmp_path: Path, name: str) -> None:
    (tmp_path / "a.html").write_text("mine")
    for words in (
        ("export", "first-case", "-o", tmp_path / f"{name}.html"),
        ("build", "--out", tmp_path / name),
        ("init", tmp_path / name),
        ("keygen", tmp_path / name),
        ("schema", "--out", tmp_path / name),
    ):
        code, said, error = anliku("-C", folder, *words)
        assert explains(code, said + error), (words[0], said + error)
    assert [p.name for p in tmp_path.iterdir()] == ["a.html"]


def test_names_that_are_no_text(folder: Path, tmp_path: Path) -> None:
    odd = os.fsencode(tmp_path) + b"/\xff\xfe"
    command = [sys.executable, "-m", "anliku", "-C", str(folder)]
    for words in (
        [b"init", odd + b"lib"], [b"build", b"--out", odd + b"site"], [b"export", b"first-case", b"-o", odd + b".html"],
        [b"keygen", odd + b"key"], [b"checklist", b"village", b"--format", b"xlsx", b"-o", odd], [b"schema", b"--out", odd + b"s"],
    ):  # fmt: skip
        done = subprocess.run([*command, *words], capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b""), words
        done.stdout.decode()  # what is printed is text
    lost = subprocess.run([*command, b"verify", odd + b"none"], capture_output=True, text=True, check=False)
    assert explains(lost.returncode, lost.stderr), lost.stderr
