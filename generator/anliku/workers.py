"""Other processes and threads: everything that runs beside the main thread is started here, and nowhere else.

What crosses is bytes. Work, its items and its results are pickled by whoever hands them on, at once, never by a thread of
the pool later on; so no object is shared, and what cannot cross fails for one item as for ten thousand. Workers are born
deaf to Ctrl-C, and nobody is interrupted while starting one. docs/architecture.md says what follows from it.
"""

from __future__ import annotations

import errno
import gc
import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")

# Forked workers inherit what they share; where there is no fork (Windows), it is pickled.
START_METHOD = "fork" if os.name == "posix" else "spawn"
_CHUNK = 25
# What says that no process can be started here: no memory, no semaphores, none allowed.
_NO_PROCESSES = (BrokenProcessPool, OSError, ImportError)
_pools: list[ProcessPoolExecutor] = []  # those that live: nothing is forked meanwhile, for they have threads
_context: Any = None  # set once in each worker process, never in the main one


class WorkError(Exception):
    """Raised in the place of an error that cannot cross from one process to another; the message names it."""


class Killed(Exception):
    """Raised when a process of `apart` was killed, most likely because memory ran out."""


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

    Processes start at once, so that the caller can do other things before it asks for the first result; close the
    generator to be rid of them early. With fewer than `parallel_from` items, or one core, everything happens in this
    process when it is asked for, as does what is left where no processes are to be had or one was killed. `start` names
    another way of starting processes than the system's best. `chunk`: how many items a process is handed at once, at most.

    Raises what `work` raises, or WorkError in its place.
    """
    jobs = min(os.cpu_count() or 1, len(items))
    if len(items) < parallel_from or jobs < 2:
        return _alone(make, args, work, items)
    chunk = min(chunk, -(-len(items) // jobs))
    chunks = [pickle.dumps((work, items[at : at + chunk])) for at in range(0, len(items), chunk)]
    parts = _pooled(make, args, chunks, jobs, start or ("spawn" if _pools else START_METHOD))
    try:
        next(parts)
    except _NO_PROCESSES:
        return _alone(make, args, work, items)
    results = _or_alone(parts, make, args, work, items)
    next(results)  # begun, so that closing it ends the pool
    return results


def _or_alone(
    parts: Generator[bytes, None, None],
    make: Callable[..., Context],
    args: tuple[Any, ...],
    work: Callable[[Context, Item], Result],
    items: Sequence[Item],
) -> Generator[Any, None, None]:
    """Yield None, then the results that workers send; when a worker was killed, go on alone where they stopped."""
    done = 0
    with closing(parts):
        yield None
        try:
            for part in parts:
                for result in _unpacked(part):
                    yield result
                    done += 1
        except BrokenProcessPool:
            pass
        else:
            return
    yield from _alone(make, args, work, items[done:])


def _alone(
    make: Callable[..., Context],
    args: tuple[Any, ...],
    work: Callable[[Context, Item], Result],
    items: Sequence[Item],
) -> Generator[Result, None, None]:
    """Yield each result made in this process. It goes the way of the others, so that one that cannot is seen here too."""
    context = make(*args)
    for item in items:
        result: Result = pickle.loads(pickle.dumps(work(context, item)))  # noqa: S301 - made on this line
        yield result


def _pooled(
    make: Callable[..., Any], args: tuple[Any, ...], chunks: list[bytes], jobs: int, start: str
) -> Generator[bytes, None, None]:
    """Yield nothing of interest once the workers have been started, then each chunk's results."""
    shared = (make, args) if start == "fork" else pickle.dumps((make, args))
    with _pool(jobs, start, _start, (shared,)) as pool:
        with _nobody_hears_ctrl_c(start):
            waiting = [pool.submit(_work_here, one) for one in chunks]
        yield b""
        yield from _in_order(waiting)


def apart(work: Callable[[Item], Result], items: Iterable[Item], at_once: int) -> Generator[Result, None, None]:
    """Yield `work(item)` for each item, in order, each in a process of its own that gives all its memory back.

    Raises what `work` raises, or WorkError in its place, or Killed when the system ended a process.
    """
    chunks = [pickle.dumps((_without_context, [(work, item)])) for item in items]
    try:
        with _pool(at_once, "spawn", _serve_the_main_process, (), max_tasks_per_child=1) as pool:
            with _nobody_hears_ctrl_c("spawn"):
                waiting = [pool.submit(_work_here, one) for one in chunks]
            for part in _in_order(waiting):
                yield from _unpacked(part)
    except BrokenProcessPool as error:
        raise Killed from error


def in_threads(work: Callable[[Item], Result], items: Iterable[Item], at_once: int) -> Iterator[Result]:
    """Yield `work(item)` for each item, in order, from threads: for what waits for the disk, and shares nothing."""
    with ThreadPoolExecutor(at_once) as pool:
        yield from pool.map(work, items)


class Companion:
    """A forked process beside this one, with a line to talk to it."""

    def __init__(self, talk: Callable[..., None], *args: Any) -> None:
        """Start a process that calls `talk(line, *args)`. Raises OSError where none can be forked."""
        if START_METHOD != "fork" or os.cpu_count() == 1 or _pools:
            raise OSError(errno.ENOSYS, "no process that would be of use")
        self.line, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("fork").Process(
            target=_accompany, args=(talk, theirs, self.line, args), daemon=True
        )
        try:
            with _nobody_hears_ctrl_c("fork"):
                self._process.start()
        except BaseException:
            self.stop()
            raise
        finally:
            theirs.close()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process.pid is not None:
            self._process.terminate()
            self._process.join()
        self.line.close()


def _accompany(talk: Callable[..., None], line: Connection, other_end: Connection, args: tuple[Any, ...]) -> None:
    _serve_the_main_process()
    other_end.close()
    talk(line, *args)


@contextmanager
def _pool(
    jobs: int, start: str, begin: Callable[..., None], args: tuple[Any, ...], **options: Any
) -> Iterator[ProcessPoolExecutor]:
    """Give a pool; when left by an exception, what it has not begun is dropped and what it has begun waited for."""
    pool = ProcessPoolExecutor(jobs, multiprocessing.get_context(start), begin, args, **options)
    _pools.append(pool)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    else:
        pool.shutdown()
    finally:
        _pools.remove(pool)


@contextmanager
def _nobody_hears_ctrl_c(start: str) -> Iterator[None]:
    """Hold SIGINT back while processes are started; this one hears it afterwards, they never do.

    A worker inherits the mask, and so is deaf before its first instruction. And a process that is interrupted while it
    starts another leaves that one with half of what it needs to know.
    """
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    if start == "spawn":
        resource_tracker.ensure_running()  # on its own start it lets SIGINT through again, up to Python 3.12
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _in_order(waiting: list[Future[bytes]]) -> Iterator[bytes]:
    waiting.reverse()
    while waiting:
        yield waiting.pop().result()


def _serve_the_main_process() -> None:
    """Leave Ctrl-C to the main process, and end when it does: a worker whose main process was killed would wait forever
    for more work.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_main_process, daemon=True).start()


def _end_with_the_main_process() -> None:
    main = multiprocessing.parent_process()
    assert main
    main.join()
    os._exit(1)


def _start(shared: tuple[Callable[..., Any], tuple[Any, ...]] | bytes) -> None:
    global _context  # noqa: PLW0603 - a process pool offers no other place for what its workers share
    gc.freeze()  # else collecting garbage would copy what is shared with the main process
    _serve_the_main_process()
    make, args = pickle.loads(shared) if isinstance(shared, bytes) else shared  # noqa: S301 - from the main process
    _context = make(*args)


def _without_context(_: None, task: tuple[Callable[[Any], Any], Any]) -> Any:
    work, item = task
    return work(item)


def _work_here(chunk: bytes) -> bytes:
    """Work on a chunk of items; return the results up to the first failure, and that."""
    work, items = pickle.loads(chunk)  # noqa: S301 - from the main process
    results: list[Any] = []
    try:
        for item in items:
            results.append(work(_context, item))
        return pickle.dumps((results, None), pickle.HIGHEST_PROTOCOL)
    except Exception as error:
        return pickle.dumps((_portable_part(results), _portable(error)))


def _portable_part(results: list[Any]) -> list[Any]:
    try:
        pickle.dumps(results)
    except Exception:  # one of them is what failed
        return []
    return results


def _unpacked(part: bytes) -> Iterator[Any]:
    results, error = pickle.loads(part)  # noqa: S301 - from a worker of ours
    yield from results
    if error:
        raise error


def _portable(error: Exception) -> Exception:
    """Return an error that another process can read: this one, or a WorkError that names it. It notes where it arose."""
    note = "".join(traceback.format_exception(error))
    try:
        same: Exception = pickle.loads(pickle.dumps(error))  # noqa: S301 - made on this line
        if type(same) is not type(error) or str(same) != str(error):
            same = WorkError(f"{type(error).__name__}: {error}")
    except Exception:  # anything can go wrong in a foreign class
        same = WorkError(f"{type(error).__name__}: {error}")
    same.add_note(note)
    return same
