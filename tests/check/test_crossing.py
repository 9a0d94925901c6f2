"""What is found of a case goes from worker processes to the main one: every kind of result, on both sides of every
threshold, cold and warm, says what one process would have said."""

from __future__ import annotations

import ast
import dataclasses
import datetime as dt
import enum
import os
import random
import subprocess
import sys
import types
import typing
from pathlib import Path

import pytest

import anliku
from anliku.check import survey as survey_module
from anliku.check.memory import Surveyed
from anliku.check.survey import survey
from anliku.checklist.results.result import Reading
from anliku.library import problems
from anliku.search import Document
from anliku.search.segments import KeptDocument, Segment
from anliku.site.output.tree import Written

from ..support import CASE, changed, write_library

FAULTY: dict[str, str | bytes] = {
    "banana": changed(CASE, "level: banana", "title: 香蕉"),
    "broken-yaml": "title: [\n",
    "tab": "title: 甲\nregion:\n\tprovince: 贵州省\n",
    "not-utf8": CASE.encode("gb18030"),
    "binary": bytes(range(256)) * 40,
    "empty": "",
    "only-a-comment": "# 以后再写\n",
    "huge": "title: " + "甲" * 1_000_000,
    "a-list": "- 甲\n- 乙\n",
    "a-number": "1e400\n",
    "a-date": "2026-11-25\n",
    "odd-values": "title: {1: [.nan, 2026-02-03, null]}\nsummary: !!set {a, b}\n",
    "unknown-key": changed(CASE, "titel: 甲", "title: 有一个多余的键"),
    "duplicate-key": CASE + "title: 又一个\n",
    "warned-of": changed(CASE, "results: 有 12 户。", "related: [no-such]", "title: 有警告"),
    "bad-figure": CASE + "figures:\n  - {label: 户, value: 约三十, source: survey, locator: 设代办点}\n",
}


def library(folder: Path, cases: int, faulty: list[str]) -> Path:
    files: dict[str, str | bytes | None] = {
        f"cases/case-{number:03}.yml": changed(CASE, f"title: 第{number}个", *own_words(number))
        for number in range(cases)
    }
    files |= {f"cases/{name}.yml": FAULTY[name] for name in faulty}
    return write_library(folder, files)


def own_words(number: int) -> list[str]:
    """Texts that no other case has: comparing hundreds of equal ones would take minutes."""
    letters = random.Random(number)
    text = "".join(chr(letters.randrange(0x4E00, 0x9000)) for _ in range(60))
    return [f"summary: {text[:20]}", f"problem: {text[20:40]}", f"results: {text[40:]}"]


def test_every_kind_of_result_crosses_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    root = library(tmp_path / "library", 40, list(FAULTY))
    (root / "cases/nowhere.yml").symlink_to("gone.yml")
    (root / "cases/folder.yml").mkdir()
    monkeypatch.setattr(survey_module, "PARALLEL_FROM", 10_000)
    expected = survey(root).findings
    assert {f.path for f in expected} >= {f"cases/{name}.yml" for name in (*FAULTY, "nowhere", "folder")}
    monkeypatch.setattr(survey_module, "PARALLEL_FROM", 2)
    for start in ("fork", "spawn"):
        monkeypatch.setattr("anliku.workers.START_METHOD", start)
        cache = tmp_path / start
        assert survey(root, cache).findings == expected
        assert survey(root, cache).findings == expected  # warm: the valid ones are remembered


@pytest.mark.parametrize("command", ["check", "build"])
@pytest.mark.parametrize("cases", [90, 130, 260, 600])
def test_the_one_faulty_file_of_a_library_of_any_size_is_told(tmp_path: Path, cases: int, command: str) -> None:
    root = library(tmp_path / "library", cases, ["banana"])
    for _ in ("cold", "warm"):
        done = anliku_run(root, tmp_path, command)
        assert (done.returncode, "程序内部出错" in done.stderr) == (1, False), done.stderr
        told = [line for line in (done.stdout + done.stderr).splitlines() if "cases/banana.yml:" in line]
        assert len(told) == 1, done.stdout + done.stderr
        assert "banana" in told[0]


def anliku_run(root: Path, tmp_path: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ANLIKU_CACHE": str(tmp_path / "cache")}
    return subprocess.run(
        [sys.executable, "-m", "anliku", "-C", str(root), *words],
        env=environment, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip


# What each function that is given to other processes returns, by file and name.
CROSSING = {
    ("check/survey.py", "survey_case"): Surveyed,
    ("checklist/collection/gather.py", "_read"): Reading,
    ("search/build.py", "Maker.make"): Segment,
    ("site/making/compose.py", "_PageWriter.write"): tuple[Written, KeptDocument | tuple[str, Document] | None],
    ("site/making/downloads.py", "_DownloadMaker.make"): Written,
    ("export/handbook_pdf.py", "_set"): tuple[str, bytes],
    ("commands/class_files.py", "ClassPress.files"): dict[str, bytes],
}
SPREADS = {"spread": 2, "apart": 0}  # which argument is the function


def test_every_function_that_is_given_to_other_processes_is_known_here() -> None:
    package = Path(anliku.__file__).parent
    found = set()
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPREADS:
                work = ast.unparse(node.args[SPREADS[node.func.id]])
                found.add((file.relative_to(package).as_posix(), work))
    assert found == set(CROSSING)


@pytest.mark.parametrize("result", CROSSING.values(), ids=str)
def test_what_crosses_is_declared_as_plain_data(result: object) -> None:
    assert sorted(not_plain(result)) == []


def test_a_mapping_is_not_plain_data() -> None:
    class Loose(typing.NamedTuple):
        places: typing.Mapping[str, int]

    assert not_plain(Loose) == {"typing.Mapping[str, int]"}
    assert not_plain(tuple[Path | None, list[typing.Any]]) == {"typing.Any"}


LEAVES = (type(None), bool, int, float, str, bytes, dt.date, dt.datetime, Path, enum.Enum)


def not_plain(kind: object, seen: frozenset[object] = frozenset()) -> set[str]:
    """Return the types within a declared type that may hold what no other process can read."""
    if isinstance(kind, str | typing.ForwardRef):  # a type that names itself
        kind = getattr(problems, kind if isinstance(kind, str) else kind.__forward_arg__)
    if kind is Ellipsis or kind in seen or (isinstance(kind, type) and issubclass(kind, LEAVES)):
        return set()
    seen |= {kind}
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin in (tuple, list, dict, frozenset, set, typing.Union, types.UnionType):
        return set().union(*(not_plain(part, seen) for part in parts))
    if origin in (type, typing.Literal):  # a class goes by its name
        return set()
    if isinstance(kind, type) and (dataclasses.is_dataclass(kind) or hasattr(kind, "_fields")):
        return set().union(*(not_plain(part, seen) for part in typing.get_type_hints(kind).values()))
    return {str(kind)}
