"""Other processes and threads: everything that runs beside the main thread is started here, and nowhere else.

What crosses is bytes. Work, its items and its results are pickled by whoever hands them on, at once, never by a thread of
the pool later on; so no object is shared, and what cannot cross fails for one item as for ten thousand. Workers are born
deaf to Ctrl-C, and nobody is interrupted while a pool's own code runs. docs/architecture.md says what follows from it.
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
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from typing import Any, TypeVar

Context = TypeVar("Context")
Item = TypeVar("Item")
Result = TypeVar("Result")
Progress = Callable[[str, int, int], None]  # what is being done, how many of them are done, and of how many

# Forked workers inherit what they share; where there is no fork (Windows), it is pickled.
START_METHOD = "fork" if os.name == "posix" else "spawn"
# Items handed over at once: larger chunks cost fewer messages, smaller ones keep all processes busy to the end.
_CHUNK = 25
# Errors that mean that no process can be started here: no memory, no semaphores, or none allowed.
_NO_PROCESSES = (BrokenProcessPool, OSError, ImportError)
_HEARS_EVERY = 0.1  # seconds between two looks whether Ctrl-C was pressed
_pools: list[Executor] = []  # those that live: nothing is forked meanwhile, for they have threads
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
    generator to end them early. This process works alone, and only as results are asked for, when there are fewer than
    `parallel_from` items or one core, when no process can be started, and from there on when one is killed.
    start: "fork" or "spawn"; "" for what suits the system. chunk: how many items a process is handed at once, at most.

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
    next(results)  # a generator that has not begun would not end the pool when it is closed
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
    """Yield each result, made in this process. Results are pickled here, too, so that one that cannot cross fails alike."""
    context = make(*args)
    for item in items:
        result: Result = pickle.loads(pickle.dumps(work(context, item)))  # noqa: S301 - made on this line
        yield result


def _pooled(
    make: Callable[..., Any], args: tuple[Any, ...], chunks: list[bytes], jobs: int, start: str
) -> Generator[bytes, None, None]:
    """Yield None once the workers have been started, then the results of each chunk, pickled."""
    shared = (make, args) if start == "fork" else pickle.dumps((make, args))
    return _through(lambda: _processes(jobs, start, _start, (shared,)), _work_here, chunks)


def apart(work: Callable[[Item], Result], items: Iterable[Item], at_once: int) -> Generator[Result, None, None]:
    """Yield `work(item)` for each item, in order, each in a process of its own that gives all its memory back.

    Raises what `work` raises, or WorkError in its place, or Killed when the system ended a process.
    """
    chunks = [pickle.dumps((_without_context, [(work, item)])) for item in items]
    try:
        with closing(_through(lambda: _processes_of_one_use(at_once), _work_here, chunks)) as parts:
            next(parts)
            for part in parts:
                yield from _unpacked(part)
    except BrokenProcessPool as error:
        raise Killed from error


def in_threads(work: Callable[[Item], Result], items: Iterable[Item], at_once: int) -> Generator[Result, None, None]:
    """Yield `work(item)` for each item, in order, from threads: for work that waits for the disk and shares no objects."""
    with closing(_through(lambda: ThreadPoolExecutor(at_once), work, items)) as results:
        next(results)
        yield from results


def end_pools() -> None:
    """End all pools that live, before a folder is cleared that workers write to: an interrupt may have left one open."""
    with _Patience():
        for pool in tuple(_pools):
            pool.shutdown(cancel_futures=True)


def _through(
    make_pool: Callable[[], Executor], work: Callable[[Item], Result], items: Iterable[Item]
) -> Generator[Any, None, None]:
    """Yield None when a pool has been given all items, then `work(item)` for each item, in order.

    When the generator is closed early, items that the pool has not begun are dropped, and those it has begun finished.
    """
    # Ctrl-C must not strike inside the code of the pool, whose locks it could leave closed forever. So it waits here, except
    # while the caller's code runs, between a `yield` and the next step.
    with _Patience() as patience:
        pool = make_pool()
        _pools.append(pool)
        try:
            with _deaf_children():
                waiting = [pool.submit(work, item) for item in items]
            waiting.reverse()
            with patience.over():
                yield None
            while waiting:
                result = patience.wait_for(waiting.pop())
                with patience.over():
                    yield result
        finally:
            patience.begin()  # it is over when the caller was interrupted while it had a result
            pool.shutdown(cancel_futures=True)
            _pools.remove(pool)
            del pool  # the pool's own clean-up must run before Ctrl-C is heard again


class Companion:
    """A forked process beside this one, with a line to talk to it."""

    def __init__(self, talk: Callable[..., None], *args: Any) -> None:
        """Start a process that calls `talk(line, *args)`. Raises OSError where none can be forked."""
        if START_METHOD != "fork" or os.cpu_count() == 1 or _pools:
            raise OSError(errno.ENOSYS, "no process that would be of use")
        with _Patience():
            self.line, theirs = multiprocessing.Pipe()
            self._process = multiprocessing.get_context("fork").Process(
                target=_accompany, args=(talk, theirs, self.line, args), daemon=True
            )
            try:
                with _deaf_children():
                    self._process.start()
            except BaseException:
                self.line.close()
                raise
            finally:
                theirs.close()

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        with _Patience():
            self._process.terminate()
            self._process.join()
            self.line.close()


def _accompany(talk: Callable[..., None], line: Connection, other_end: Connection, args: tuple[Any, ...]) -> None:
    _serve_the_main_process()
    other_end.close()
    talk(line, *args)


def _processes(jobs: int, start: str, begin: Callable[..., None], args: tuple[Any, ...], **options: Any) -> Executor:
    if start == "spawn" and os.name == "posix":
        resource_tracker.ensure_running()  # started later, by the pool, it would unblock SIGINT (up to Python 3.12)
    return ProcessPoolExecutor(jobs, multiprocessing.get_context(start), begin, args, **options)


def _processes_of_one_use(at_once: int) -> Executor:
    return _processes(at_once, "spawn", _serve_the_main_process, (), max_tasks_per_child=1)


class _Patience:
    """While it lasts, Ctrl-C is only noted. KeyboardInterrupt is raised when it is over, or from `wait_for`.

    Python raises KeyboardInterrupt between any two steps of the main thread. Inside the code of a lock, that leaves the lock
    closed, and a pool that needs it waits forever; while a process is started, it leaves one that nobody knows of.
    """

    def __init__(self) -> None:
        self._hears: Any = None  # the handler of before; None while that is still in force
        self._pressed = False

    def __enter__(self) -> _Patience:
        self.begin()
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def begin(self) -> None:
        """Begin, unless it lasts already or this is not the main thread, the only one that Ctrl-C reaches."""
        here = threading.current_thread() is threading.main_thread()
        if here and self._hears is None and callable(signal.getsignal(signal.SIGINT)):
            # A Ctrl-C of a moment ago may be raised here; then nothing has changed.
            self._hears = signal.signal(signal.SIGINT, self._note)

    def end(self) -> None:
        """End, and raise a Ctrl-C that was noted."""
        if self._hears is not None:
            hears, self._hears = self._hears, None
            signal.signal(signal.SIGINT, hears)
        if self._pressed:
            self._pressed = False
            signal.raise_signal(signal.SIGINT)

    @contextmanager
    def over(self) -> Iterator[None]:
        """Let Ctrl-C through while the caller's code runs."""
        self.end()
        yield
        self.begin()

    def wait_for(self, future: Future[Result]) -> Result:
        """Wait for a result; raise a Ctrl-C that was noted a moment after it was pressed."""
        while not wait([future], _HEARS_EVERY).done:
            if self._pressed:
                with self.over():
                    pass
        return future.result()

    def _note(self, *_: object) -> None:
        self._pressed = True


@contextmanager
def _deaf_children() -> Iterator[None]:
    """Hold SIGINT back from all processes that are started: they inherit it, and so are deaf before their first step."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


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
    """Work on a chunk of items; return the results up to the first failure, and the failure or None, pickled."""
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
    except Exception:  # one of them cannot be pickled, which is the failure
        return []
    return results


def _unpacked(part: bytes) -> Iterator[Any]:
    results, error = pickle.loads(part)  # noqa: S301 - from a worker of ours
    yield from results
    if error:
        raise error


def _portable(error: Exception) -> Exception:
    """Return an error that can cross to another process: this one, or a WorkError that names it, with its traceback."""
    note = "".join(traceback.format_exception(error))
    try:
        same: Exception = pickle.loads(pickle.dumps(error))  # noqa: S301 - made on this line
        if type(same) is not type(error) or str(same) != str(error):
            same = WorkError(f"{type(error).__name__}: {error}")
    except Exception:  # anything can go wrong in a foreign class
        same = WorkError(f"{type(error).__name__}: {error}")
    same.add_note(note)
    return same
