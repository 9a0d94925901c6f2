"""Spread independent pieces of work over the cores; a small amount is done here, without starting processes."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, TypeVar

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")

# Forked workers inherit their arguments; where there is no fork (Windows), they are pickled.
START_METHOD = "fork" if os.name == "posix" else "spawn"
_CHUNK = 25
_context: Any = None  # set once in each worker process, never in the main one


def spread(  # noqa: PLR0913 - what to do, with what, and how
    make: Callable[..., Context],
    args: tuple[Any, ...],
    work: Callable[[Context, Item], Result],
    items: Sequence[Item],
    parallel_from: int,
    *,
    start: str = "",
    chunk: int = _CHUNK,
) -> Generator[Result, None, None]:
    """Yield `work(context, item)` for each item, in order; the context is `make(*args)`, made once per process.

    With fewer than `parallel_from` items, or one core, everything happens in this process. `start` names another way of
    starting processes than the system's best. `chunk`: how many items a process is handed at once.
    """
    jobs = os.cpu_count() or 1
    if len(items) < parallel_from or jobs == 1:
        context = make(*args)
        yield from (work(context, item) for item in items)
        return
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(start or START_METHOD), _start, (make, args))
    try:
        yield from pool.map(_work_here, [(work, item) for item in items], chunksize=chunk)
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown()


def spread_or_alone(  # noqa: PLR0913 - as above
    make: Callable[..., Context],
    args: tuple[Any, ...],
    work: Callable[[Context, Item], Result],
    items: Sequence[Item],
    parallel_from: int,
    *,
    chunk: int = _CHUNK,
) -> Generator[Result, None, None]:
    """The same, but where no processes are to be had, or one was killed, go on alone where they stopped."""
    done = 0
    try:
        for result in spread(make, args, work, items, parallel_from, chunk=chunk):
            yield result
            done += 1
    except (BrokenProcessPool, OSError):
        context = make(*args)
        yield from (work(context, item) for item in items[done:])


def apart(work: Callable[[Item], Result], items: Iterable[Item], at_once: int) -> Generator[Result, None, None]:
    """Yield `work(item)` for each item, in order, each in a process of its own that gives all its memory back."""
    pool = ProcessPoolExecutor(
        at_once, multiprocessing.get_context("spawn"), serve_the_main_process, max_tasks_per_child=1
    )
    try:
        yield from pool.map(work, items)
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    pool.shutdown()


def serve_the_main_process() -> None:
    """Leave Ctrl-C to the main process, and end when it does: a worker whose main process was killed would wait forever
    for more work. To be called first in a worker.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_main_process, daemon=True).start()


def _end_with_the_main_process() -> None:
    main = multiprocessing.parent_process()
    assert main
    main.join()
    os._exit(1)


def _start(make: Callable[..., Any], args: tuple[Any, ...]) -> None:
    global _context  # noqa: PLW0603 - a process pool offers no other place for what its workers share
    gc.freeze()  # else collecting garbage would copy what is shared with the main process
    serve_the_main_process()
    _context = make(*args)


def _work_here(task: tuple[Callable[[Any, Any], Any], Any]) -> Any:
    work, item = task
    return work(_context, item)
