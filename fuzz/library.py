"""Mutants of a small library through `check` and `build`: findings or a site come out, never an internal error.

`python -m fuzz.library check --count 10000 --seed 1`, `python -m fuzz.library build --count 5000`: ends with 1 when
anything failed; what failed is kept in a folder.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from tests.site.building import mini_library
from tests.support import CARD

from anliku.check.render import as_github, as_json, as_text
from anliku.check.survey import survey
from anliku.site.build import Options, StoppedByFindings, build
from anliku.site.output.tree import OutputError

from .mutants import damaged

MAX_SECONDS = 60
EXPECTED = (StoppedByFindings, OutputError)
"""How a build may end: both are Chinese sentences to whoever runs the command."""

PIECES = [
    "#", " #1", "*", "**", "_", "~", "|", ">", "&a", "*a", "!x", "!!python/name:os.system", "!ENV X", "%", "@", "`", "'", '"', "“", "”",
    "：", "，", "、", "｜", "\t", "　　", "\u00a0", "\u200b", "\ufeff", "\x00", "\x1b[2J", "\x85", "\u2028", "\ue000", "⼈", "〇", "🏠",
    "- ", "? ", ": ", "{", "}", "[", "]", "{{ x }}", "{% x %}", "<script>", "</p>", "<60%", "<!--", "&lt;", "&#0;", "\\", "\\n", "$", "^",
    "---\n", "...\n", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> b\n", "```\n", "~~~\n", "| a | b |\n|---|---|\n", "    ", "1. ", "一、", "![](x.png)",
    "[a](b.md)", "[a](../../../etc/passwd)", "[a][b]", "[^1]", "*[x]: y\n", "!!! note\n", "=== \"x\"\n", ":smile:", "{: #x .y }", "[TOC]", "\r", "\n",
]  # fmt: skip
SCALARS = [
    "", "~", "null", "true", "no", "0", "-1", "0x1F", "0o17", "012", "1_000", "1e999", ".inf", ".nan", "3.10", "2020.10", "2026-13-45", "2026-11-22",
    "2026-11-22 10:00:00", "10:30", "[]", "{}", "[[[[]]]]", "{a: {b: {c: 1}}}", "[1, 2]", "banana", "village", "first-case", "opinion/agents", "../x", "con",
    '"\\ud800"', '"\\x00"', "'x'", "|", ">-", "&a x", "*a", "<<", "=", "x" * 5000, "1" * 500, "[" * 200, "{a: " * 200, "- - - - x", "? x", "!!binary x",
    "!!set {a}", "!!omap [a: 1]", "!!timestamp 2026-01-01", "!custom x", "2026-02-30", "9999999999999999999",
]  # fmt: skip


def mutate(text: str, dice: random.Random) -> bytes:
    """Change a few lines, values or characters of a text file, or its encoding or bytes."""
    lines = text.split("\n")
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        lines = dice.choice(_LINE_CHANGES)(lines, dice)
    changed = "\n".join(lines)
    encoding = dice.choice(("utf-8",) * 12 + ("gb18030", "utf-16", "utf-8-sig", "utf-32", "latin-1"))
    content = changed.encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace")
    return damaged(content, dice) if dice.random() < 0.1 else content


def _at(lines: list[str], dice: random.Random) -> int:
    return dice.randrange(len(lines)) if lines else 0


def _piece(lines: list[str], dice: random.Random) -> list[str]:
    place = _at(lines, dice)
    line = lines[place] if lines else ""
    column = dice.randrange(len(line) + 1)
    return [*lines[:place], line[:column] + dice.choice(PIECES) + line[column:], *lines[place + 1 :]]


def _scalar(lines: list[str], dice: random.Random) -> list[str]:
    keyed = [number for number, line in enumerate(lines) if ":" in line]
    if not keyed:
        return _piece(lines, dice)
    place = dice.choice(keyed)
    key = lines[place].partition(":")[0]
    return [*lines[:place], f"{key}: {dice.choice(SCALARS)}", *lines[place + 1 :]]


def _drop(lines: list[str], dice: random.Random) -> list[str]:
    place = _at(lines, dice)
    return lines[:place] + lines[place + dice.choice((1, 1, 3, 50)) :]


def _repeat(lines: list[str], dice: random.Random) -> list[str]:
    place = _at(lines, dice)
    return lines[:place] + lines[place : place + dice.choice((1, 3))] * dice.choice((2, 2, 40)) + lines[place + 1 :]


def _indent(lines: list[str], dice: random.Random) -> list[str]:
    place = _at(lines, dice)
    line = lines[place] if lines else ""
    return [
        *lines[:place],
        dice.choice(("", " ", "   ", "\t", "　", "          ")) + line.lstrip(),
        *lines[place + 1 :],
    ]


def _key(lines: list[str], dice: random.Random) -> list[str]:
    place = _at(lines, dice)
    return [*lines[:place], (lines[place] if lines else "").replace(":", dice.choice(("：", "", "::", " :", "x:")), 1), *lines[place + 1 :]]  # fmt: skip


def _swap(lines: list[str], dice: random.Random) -> list[str]:
    changed = list(lines)
    first, second = _at(lines, dice), _at(lines, dice)
    if changed:
        changed[first], changed[second] = changed[second], changed[first]
    return changed


def _other(lines: list[str], dice: random.Random) -> list[str]:
    return dice.choice(([], ["x"], ["- a"], ["!x"], ["---"], ["{" * 2000], ["a: &a [*a]"], ["\n" * 50]))


_LINE_CHANGES: list[Callable[[list[str], random.Random], list[str]]] = [
    _piece, _piece, _piece, _scalar, _scalar, _scalar, _drop, _repeat, _indent, _key, _swap, _other,
]  # fmt: skip


class Trial:
    """A small library, and what went wrong with mutants of it."""

    def __init__(self, command: str, dice: random.Random, keep: Path) -> None:
        self._command = command
        self._dice = dice
        self._keep = keep
        self._folder = Path(tempfile.mkdtemp(prefix="anliku-fuzz-"))
        self._root = mini_library(self._folder / "library")
        (self._root / "content/cards").mkdir(exist_ok=True)
        (self._root / "content/cards/before.yml").write_text(CARD, encoding="utf-8")
        self._texts = {p: p.read_text(encoding="utf-8") for p in sorted(self._root.rglob("*")) if p.is_file()}
        self.counts = {"mutants": 0, "silent": 0, "stopped": 0, "built": 0}
        self.failures = 0

    def close(self) -> None:
        """Remove the library."""
        shutil.rmtree(self._folder, ignore_errors=True)

    def one(self) -> None:
        """Put mutants of one or two files into the library, run the command, and put the files back."""
        files = self._dice.sample(sorted(self._texts), self._dice.choice((1, 1, 1, 2)))
        mutants = {file: mutate(self._texts[file], self._dice) for file in files}
        for file, content in mutants.items():
            file.write_bytes(content)
        started = time.monotonic()
        try:
            told = self._checked() if self._command == "check" else self._built()
        except Exception:
            told = traceback.format_exc()
        if not told and time.monotonic() - started > MAX_SECONDS:
            told = f"took {time.monotonic() - started:.0f} s"
        if told:
            self._failed(mutants, told)
        self.counts["mutants"] += 1
        for file in files:
            file.write_text(self._texts[file], encoding="utf-8", newline="\n")

    def _checked(self) -> str:
        found = survey(self._root).findings
        as_text(found, self._root, color=False)
        as_json(found)
        as_github(found)
        self.counts["silent" if not found else "stopped"] += 1
        return "\n".join(f.message for f in found if f.code == "internal-error")

    def _built(self) -> str:
        try:
            build(self._root, Options(out=self._folder / "site"))
            self.counts["built"] += 1
        except EXPECTED as error:
            self.counts["stopped"] += 1
            if isinstance(error, StoppedByFindings):
                found = error.survey.findings
                return "\n".join(f.message for f in found if f.code == "internal-error" or not f.remedy)
            if not error.remedy:
                return f"no remedy in: {error}"
        return ""

    def _failed(self, mutants: dict[Path, bytes], told: str) -> None:
        self._keep.mkdir(parents=True, exist_ok=True)
        for file, content in mutants.items():
            (self._keep / f"{self._command}-{self.failures}-{file.name}").write_bytes(content)
        self.failures += 1
        names = "、".join(file.relative_to(self._root).as_posix() for file in mutants)
        print(f"FAILED {self._command} {names}: {told}", file=sys.stderr)


def main() -> int:
    """Run the trial that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=("check", "build"))
    parser.add_argument("--count", type=int, default=1000, help="how many mutants at most")
    parser.add_argument("--seconds", type=float, default=86_400.0, help="how long at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for what failed")
    wanted = parser.parse_args()
    trial = Trial(wanted.command, random.Random(wanted.seed), wanted.keep)
    until = time.monotonic() + wanted.seconds
    try:
        while trial.counts["mutants"] < wanted.count and time.monotonic() < until:
            trial.one()
    finally:
        trial.close()
    print(f"{wanted.command}, seed {wanted.seed}: {trial.counts}, {trial.failures} failures")
    return 1 if trial.failures else 0


if __name__ == "__main__":
    sys.exit(main())
