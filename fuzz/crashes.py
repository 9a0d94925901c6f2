"""Builds at once, and commands killed at any moment: what a user had before is there after, and the next run succeeds.

`python -m fuzz.crashes pairs --count 100`, `python -m fuzz.crashes kills --count 300`: ends with 1 when anything failed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.site.building import MINI, mini_library

ANLIKU = [sys.executable, "-m", "anliku"]
PATIENT = 900
FILLED = {
    "format": "anliku-result/1", "library": "小库", "version": "1", "organisation": "village", "unit": "甲村", "period": "2026",
    "assessor": "self", "answers": {"has-agent": {"value": True}},
}  # fmt: skip


def contents(folder: Path) -> dict[str, str]:
    """Return the hash of every file below a folder by its path."""
    files = (p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())
    return {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def run(root: Path, *words: str) -> subprocess.Popen[str]:
    """Start a command in the library."""
    command = [*ANLIKU, "-C", str(root), *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, cwd=root)


def finish(process: subprocess.Popen[str]) -> tuple[int, str]:
    """Wait for a command; return its exit code and what it said of errors."""
    _, errors = process.communicate(timeout=PATIENT)
    return process.returncode, errors


@dataclass
class Trial:
    """A library, and what went wrong with it."""

    dice: random.Random
    failures: list[str] = field(default_factory=list)
    done: int = 0

    def __post_init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="anliku-fuzz-"))
        os.environ["ANLIKU_CACHE"] = str(self.folder / "cache")
        self.root = mini_library(self.folder / "library")
        self._edits = 0

    def close(self) -> None:
        """Remove the library."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def edit(self) -> None:
        """Change a term, so that pages, lists and the index are written anew."""
        self._edits += 1
        terms = self.root / "content/terms.yml"
        terms.write_text(MINI["content/terms.yml"].replace("替群众", f"第{self._edits}次替群众"), encoding="utf-8")

    def failed(self, told: str) -> None:
        """Write down what went wrong."""
        self.failures.append(told)
        print(f"FAILED: {told}", file=sys.stderr)

    def pair(self) -> None:
        """Start two builds at once; each must build or say who does, and the site must be one of a build alone."""
        self.edit()
        more = self.dice.choice(((), ("--clean",)))
        first, second = run(self.root, "build", *more), run(self.root, "build")
        ends = [finish(first), finish(second)]
        if not any(code == 0 for code, _ in ends):
            self.failed(f"neither of two builds succeeded: {ends}")
        if [errors for code, errors in ends if code and "另一个 anliku 正在" not in errors]:
            self.failed(f"a build failed for another reason: {ends}")
        site = contents(self.root / "site")
        alone = self.folder / "alone"
        code, errors = finish(run(self.root, "build", "--out", str(alone)))
        if code or site != contents(alone):
            self.failed(f"the site is not that of a build alone: {errors}")
        self._look_for_leftovers(())
        self.done += 1

    def kill(self, commands: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
        """Kill a command somewhere on its way; its old output must be whole or new, and it must work again."""
        name = self.dice.choice(list(commands))
        words, outputs = commands[name]
        self.edit()
        before = {out: self._state(out) for out in outputs}
        started = time.monotonic()
        process = run(self.root, *words)
        time.sleep(self.dice.uniform(0, 1.2 * self._usual.get(name, 3.0)))
        process.kill()
        process.communicate()
        for out in outputs:
            now = self._state(out)
            if before[out] and not now:
                self.failed(f"{name}: {out} is gone after a kill at {time.monotonic() - started:.2f} s")
            half = self.root / out
            if half.is_file() and half.stat().st_size == 0:
                self.failed(f"{name}: {out} is empty after a kill")
        started = time.monotonic()
        code, errors = finish(run(self.root, *words))
        self._usual[name] = time.monotonic() - started
        if code:
            self.failed(f"{name}: does not work after a kill: {errors}")
        self._look_for_leftovers(outputs)
        self.done += 1

    _usual: dict[str, float] = field(default_factory=dict)

    def _state(self, out: str) -> dict[str, str]:
        place = self.root / out
        if place.is_file():
            return {"": hashlib.sha256(place.read_bytes()).hexdigest()}
        return contents(place) if place.is_dir() else {}

    def _look_for_leftovers(self, outputs: tuple[str, ...]) -> None:
        known = {
            "cases",
            "content",
            "mkdocs.yml",
            "filled.json",
            "site",
            "dist",
            *(out.partition("/")[0] for out in outputs),
        }
        left = [p.name for p in self.root.iterdir() if p.name not in known and p.name not in self._outputs]
        if left:
            self.failed(f"left behind: {left}")
            for name in left:
                place = self.root / name
                shutil.rmtree(place) if place.is_dir() else place.unlink()

    _outputs: frozenset[str] = frozenset()


def writing_commands(root: Path) -> dict[str, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Return every command that writes something for a user, with what it writes; write what they need to read."""
    (root / "filled.json").write_text(json.dumps(FILLED), encoding="utf-8")
    return {
        "build": (("build",), ("site",)),
        "build --clean": (("build", "--clean"), ("site",)),
        "pack": (("pack", "--no-handbook", "--version", "1"), ("dist",)),
        "checklist pdf": (("checklist", "village", "--format", "pdf", "-o", "c.pdf", "--force"), ("c.pdf",)),
        "checklist docx": (("checklist", "village", "--format", "docx", "-o", "c.docx", "--force"), ("c.docx",)),
        "checklist xlsx": (("checklist", "village", "--format", "xlsx", "-o", "c.xlsx", "--force"), ("c.xlsx",)),
        "collect": (("collect", "filled.json", "-o", "s.xlsx", "--force"), ("s.xlsx",)),
        "export": (("export", "first-case", "-o", "case.html", "--force"), ("case.html",)),
        "export pdf": (("export", "--format", "pdf", "-o", "book.pdf", "--force"), ("book.pdf",)),
        "schema": (("schema", "--out", "schemas", "--force"), ("schemas",)),
    }


def main() -> int:
    """Run the trial that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=("pairs", "kills"))
    parser.add_argument("--count", type=int, default=20, help="how many at most")
    parser.add_argument("--seconds", type=float, default=86_400.0, help="how long at most")
    parser.add_argument("--seed", type=int, default=1)
    wanted = parser.parse_args()
    trial = Trial(random.Random(wanted.seed))
    commands = writing_commands(trial.root)
    trial._outputs = frozenset(out for _, outputs in commands.values() for out in outputs)
    until = time.monotonic() + wanted.seconds
    try:
        if wanted.what == "kills":  # what one command writes is what another reads
            for name, (words, _) in commands.items():
                code, errors = finish(run(trial.root, *words))
                if code:
                    trial.failed(f"{name} does not work at all: {errors}")
        while trial.done < wanted.count and time.monotonic() < until:
            trial.pair() if wanted.what == "pairs" else trial.kill(commands)
    finally:
        trial.close()
    print(f"{wanted.what}, seed {wanted.seed}: {trial.done}, {len(trial.failures)} failures")
    return 1 if trial.failures else 0


if __name__ == "__main__":
    sys.exit(main())
