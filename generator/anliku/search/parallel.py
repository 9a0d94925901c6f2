"""Do independent work in several processes, where the system can fork; else one piece after the other."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_PARALLEL_FROM = 3
_work: list[Callable[[Any], Any]] = []  # what the forked workers inherit


def each(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    """`work` of every item, in order. Results are pickled; `work` and what it refers to need not be."""
    jobs = min(os.cpu_count() or 1, len(items))
    if len(items) < _PARALLEL_FROM or jobs < 2 or "fork" not in multiprocessing.get_all_start_methods():
        return [work(item) for item in items]
    _work.append(work)
    try:
        with ProcessPoolExecutor(jobs, multiprocessing.get_context("fork")) as pool:
            return list(pool.map(_call, items))
    except (BrokenProcessPool, OSError):  # no processes to be had: go on alone
        return [work(item) for item in items]
    finally:
        _work.pop()


def _call(item: Any) -> Any:
    return _work[-1](item)
