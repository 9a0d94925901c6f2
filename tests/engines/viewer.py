"""The viewer of a compact pack, as the tests of the engines wait for it."""

from __future__ import annotations

from .drivers import Engine

_NUMBER = "((document.querySelector('#content .running') || {}).textContent || '')"


def wait_for_case(engine: Engine, case: str) -> None:
    """Wait until the viewer shows a case."""
    engine.wait_for(f"{_NUMBER}.endsWith('案例编号 {case}')")
