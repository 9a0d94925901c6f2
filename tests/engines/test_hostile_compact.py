"""The hostile library as a compact pack, and hostile addresses of its viewer: nothing runs, and what is no case is said so."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.pack.compacting import cases

from .drivers import Current, Engine
from .sweeping import SAMPLE, chosen, complaints
from .viewer import wait_for_case

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("hostile")]  # one worker builds it, once

SAID = "(document.querySelector('[role=alert]') || {}).textContent"
NO_CASES = {
    "<img src=x onerror=pwned()>": "<img src=x onerror=pwned()>",
    "%3Cscript%3Epwned()%3C%2Fscript%3E": "<script>pwned()<",  # the rest is a place in it
    "../../x": "..",
    "..%2F..%2Fx": "..",
    "__proto__": "__proto__",
    "constructor": "constructor",
    "hasOwnProperty/toString": "hasOwnProperty",
    "#case-1": "#case-1",
    "pack-00": "pack-00",
    "pairs": "pairs",
    "case-1%00": "case-1\x00",
    "case-1%01": "case-1\x01",
    "%E0%A4%A": "%E0%A4%A",
    "%": "%",
    "%ED%A0%80": "%ED%A0%80",
    "javascript:pwned()": "javascript:pwned()",
    "%F0%A0%AE%B7案": "𠮷案",
    "x" * 50_000: "x" * 80 + "…",
    "x" + "𠮷" * 100: "x" + "𠮷" * 79 + "…",
}


def test_nothing_runs_in_the_viewer(engine: Engine, hostile_compact: Path) -> None:
    root = f"{hostile_compact.as_uri()}/"
    every = sorted(cases(hostile_compact))
    assert len(every) == 130
    found = {}
    engine.open(f"{root}cases/case.html#{every[0]}")
    for case in every if isinstance(engine, Current) else every[::SAMPLE]:
        engine.evaluate(f"void (location.hash = '#{case}')")
        wait_for_case(engine, case)
        if bad := complaints(engine, root):
            found[case] = bad[:3]
            engine.open(f"{root}cases/case.html#{every[0]}")

    assert found == {}


def test_nothing_runs_on_the_other_pages(engine: Engine, hostile_compact: Path) -> None:
    root = f"{hostile_compact.as_uri()}/"
    found = {}
    for page in chosen(hostile_compact, engine)[::SAMPLE]:
        engine.forget()
        engine.navigate(page.as_uri())
        if bad := complaints(engine, root):
            found[page.relative_to(hostile_compact).as_posix()] = bad[:3]

    assert found == {}


def test_an_address_that_is_no_case_is_said_plainly(engine: Engine, hostile_compact: Path) -> None:
    root = f"{hostile_compact.as_uri()}/"
    found = {}
    for address, name in NO_CASES.items():
        engine.open(f"{root}cases/case.html#{quote(address, safe='%/#<>=()')}")
        engine.wait_for(SAID)
        said = engine.evaluate(SAID)
        assert said == f"这个案例库里没有编号为“{name}”的案例。", address[:40]
        assert engine.evaluate("document.querySelectorAll('article img').length") == 0
        assert engine.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address[:40]
        if bad := complaints(engine, root):
            found[address[:40]] = bad[:3]

    assert found == {}


def test_a_place_that_is_none_in_a_case_leads_to_its_top(engine: Engine, hostile_compact: Path) -> None:
    root = f"{hostile_compact.as_uri()}/"
    for place in ("<img src=x onerror=pwned()>", "__proto__", "../../x", "%E0%A4%A", "\"'", "y" * 50_000):
        engine.open(f"{root}cases/case.html#case-1/{quote(place, safe='%/<>=()')}")
        wait_for_case(engine, "case-1")
        assert engine.evaluate("window.pageYOffset") == 0
        assert complaints(engine, root) == [], place[:40]
