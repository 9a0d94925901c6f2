"""Findings one can live with: a warning is accepted with a reason; near duplicates come in groups."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import anliku.check
from anliku.check.codes import ERRORS, WARNINGS
from anliku.check.duplicates import alike_groups, sketch
from anliku.check.survey import survey
from tests.support import CASE, INDICATOR, case, changed, codes, findings, shown, told, without, write_library

LONG = "村党支部每周一上午在便民服务点坐班，党员轮流值守，群众来办事先登记，能办的当场办，不能办的由代办员带到镇上，办完把结果送到家里，请群众在台账上签字确认。"


def test_texts_entered_twice_are_found() -> None:
    texts = {
        "a": LONG * 2,
        "b": (LONG * 2).replace("每周一", "每周二"),
        "c": "另一件完全不同的事情，讲的是医院怎样考核支部书记。",
    }
    groups = alike_groups({key: sketch(text) for key, text in texts.items()}, texts.__getitem__)
    assert [group.ids for group in groups] == [("a", "b")]
    assert alike_groups({"x": sketch(""), "y": sketch("")}, str) == ()


def test_half_of_the_text_is_enough() -> None:
    """Sketches are a matter of chance: of a hundred pairs that share six tenths, at least nine in ten are found."""
    found = 0
    for seed in range(100):
        base = "".join(chr(0x4E00 + (seed * 7919 + i * i * 31 + i * 17) % 5000) for i in range(1200))
        pair = {"a": base[:900], "b": base[225:900] + base[900:1125]}  # 671 of 1,121 stretches
        found += bool(alike_groups({key: sketch(text) for key, text in pair.items()}, pair.__getitem__))
    assert found >= 90


def copies(count: int, *fields: str) -> dict[str, str | bytes | None]:
    return {
        f"cases/record-{n:03}.yml": case(f"title: 第{n}次检查记录", f"problem: {LONG}", *fields) for n in range(count)
    }


def near(folder: Path, files: dict[str, str | bytes | None]) -> list[str]:
    return [shown(f) for f in survey(write_library(folder, files)).findings if f.code == "near-duplicate"]


def test_many_alike_are_one_finding(tmp_path: Path) -> None:
    found = near(tmp_path, copies(60))
    assert len(found) == 1
    assert found[0].startswith("cases/record-059.yml:1:1 warning near-duplicate 这个案例和另外 60 个案例（first-case、")
    assert len(found[0]) < 300


def test_a_reason_in_the_record_settles_a_pair(tmp_path: Path) -> None:
    files = {"cases/second-case.yml": case("title: 又一次", "accept: {near-duplicate: 同一次检查的两份记录}")}
    assert near(tmp_path, files) == []
    accepted = survey(tmp_path).accepted
    assert [(f.path, f.code, f.accepted) for f in accepted] == [
        ("cases/second-case.yml", "near-duplicate", "同一次检查的两份记录")
    ]


@pytest.mark.parametrize(
    ("accept", "message"),
    [
        ("{near-duplicate: 像}", "stale-accept accept 里的“near-duplicate”已经用不着"),
        ("{near-duplicat: 像}", "wrong-accept 没有“near-duplicat”这种提醒。 | 是不是“near-duplicate”？"),
        ("{mobile-number: 公开的}", "wrong-accept accept 里的“mobile-number”是错误，不能只写理由放过去。"),
    ],
)
def test_what_need_not_be_accepted_is_named(tmp_path: Path, accept: str, message: str) -> None:
    found = told(tmp_path, {"cases/first-case.yml": case(f"accept: {accept}")})
    assert len(found) == 1
    assert message in found[0]
    assert found[0].startswith("cases/first-case.yml:")


def test_an_error_stays_one(tmp_path: Path) -> None:
    fields = ("problem: 请打13812345678找支部书记。", "accept: {mobile-number: 公开的}")
    assert set(codes(tmp_path, {"cases/first-case.yml": case(*fields)})) >= {"mobile-number", "wrong-accept"}


def test_every_kind_of_record_may_accept(tmp_path: Path) -> None:
    indicator = INDICATOR.replace("    remedy: 选一个。\n", "    accept: {incomplete-indicator: 还在商量}\n")
    short = changed(without(CASE, "limits"), "accept: {incomplete-case: 来源没有写}")
    files = {"content/indicators/carrier.yml": indicator, "cases/first-case.yml": short}
    found = {finding.code for finding in findings(tmp_path, files)}
    assert {"incomplete-case", "incomplete-indicator", "stale-accept"}.isdisjoint(found)
    assert {finding.code for finding in survey(tmp_path).accepted} == {"incomplete-case", "incomplete-indicator"}


def test_what_is_known_of_unchanged_cases_says_the_same(tmp_path: Path) -> None:
    another = {"cases/one-more.yml": case(f"problem: {LONG}", "accept: {near-duplicate: 样子}")}
    root = write_library(tmp_path / "library", copies(5) | another)
    cold, warm = survey(root, tmp_path / "cache"), survey(root, tmp_path / "cache")
    assert (cold.findings, cold.accepted) == (warm.findings, warm.accepted)
    assert json.dumps([finding.as_dict() for finding in cold.accepted], ensure_ascii=False).count("样子") == 1


def test_every_code_is_listed() -> None:
    """A new code goes into `check/codes.py`: else a record could not accept it."""
    named: dict[str, set[str]] = {"warning": set(), "error": set()}
    for file in Path(anliku.check.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in named and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    named[node.func.id].add(first.value)
    assert named["warning"] - WARNINGS == set()
    assert named["error"] - ERRORS - WARNINGS == set()
    assert set() == WARNINGS & ERRORS
