"""Work spread over processes gives what one process gives, whichever way processes are started."""

from __future__ import annotations

import ast
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from types import MappingProxyType

import pytest

import anliku
from anliku import workers
from anliku.pack.errors import PackError
from anliku.workers import Companion, Killed, WorkError, apart, spread
from tests.site.building import contents, mini_library
from tests.support import CASE, changed


def add(base: int, number: int) -> int:
    return base + number


@pytest.fixture(autouse=True)
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)


@pytest.mark.parametrize("start", ["fork", "spawn"])
@pytest.mark.parametrize("parallel_from", [1, 1000])
def test_results_come_in_order(parallel_from: int, start: str) -> None:
    assert list(spread(int, ("100",), add, range(60), parallel_from, start=start)) == list(range(100, 160))


def add_but_die_in_a_worker(main_process: int, number: int) -> int:
    if number == 3 and os.getpid() != main_process:
        os._exit(1)
    return number


def test_work_goes_on_alone_where_a_worker_was_killed() -> None:
    assert list(spread(int, (os.getpid(),), add_but_die_in_a_worker, range(6), 1, chunk=1)) == [*range(6)]


@pytest.mark.parametrize("trouble", [OSError("no semaphores here"), ImportError("nor here")])
def test_work_is_done_alone_where_no_processes_are_to_be_had(
    monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    def no_processes(*_: object, **__: object) -> object:
        raise trouble

    monkeypatch.setattr(workers, "ProcessPoolExecutor", no_processes)
    assert list(spread(int, ("100",), add, range(6), 1)) == [*range(100, 106)]


def test_processes_work_while_the_caller_does_other_things(tmp_path: Path) -> None:
    with closing(spread(Path, (tmp_path,), touch, ["a", "b"], 1, chunk=1)) as running:
        while len(list(tmp_path.iterdir())) < 2:  # nobody has asked for a result yet
            time.sleep(0.01)
        assert list(running) == ["a", "b"]


def touch(folder: Path, name: str) -> str:
    (folder / name).touch()
    return name


def test_what_is_handed_on_is_what_it_was_then() -> None:
    """Items are pickled by the caller and at once: what it does to them later reaches no worker."""
    items = [[number] for number in range(200)]
    with closing(spread(int, (), first_of, items, 1, chunk=1)) as running:
        for item in items:
            item[0] = -1
        assert list(running) == [*range(200)]


def first_of(_: int, item: list[int]) -> int:
    return item[0]


def test_nothing_is_forked_while_a_pool_lives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SET_IN_THE_MAIN_PROCESS, "way", "fork")  # a forked process inherits it
    with closing(spread(int, ("100",), add, range(6), 1)), pytest.raises(OSError, match="no process"):
        Companion(print)
    with closing(spread(int, ("100",), add, range(6), 1)):
        assert set(spread(int, (), way_of_starting, range(2), 1)) == {"spawn"}
    assert set(spread(int, (), way_of_starting, range(2), 1)) == {"fork"}


SET_IN_THE_MAIN_PROCESS: dict[str, str] = {}


def way_of_starting(_: int, __: int) -> str:
    return SET_IN_THE_MAIN_PROCESS.get("way", "spawn")


def test_a_closed_pool_leaves_no_process_behind() -> None:
    running = spread(int, ("1",), add, range(6), 1, chunk=1)
    running.close()
    assert not multiprocessing.active_children()


TYPST = """
import os, typst
from anliku.workers import spread
os.cpu_count = lambda: 2
def set_a_page(*_):
    return len(typst.compile(b"x", format="pdf"))
if __name__ == "__main__":
    size = set_a_page()
    assert list(spread(int, (), set_a_page, [1, 2, 3], 1, start="spawn")) == [size] * 3
"""


def test_typst_works_in_workers_of_a_process_that_has_used_it(tmp_path: Path) -> None:
    """Typst starts threads, and a forked child, which lacks them, would wait forever: so not in the process of the tests."""
    script = tmp_path / "main.py"
    script.write_text(TYPST)
    subprocess.run([sys.executable, script], check=True, timeout=600)


def process_of(number: int) -> tuple[int, int]:
    if number < 0:
        raise ValueError(number)
    return number, os.getpid()


def test_each_item_can_have_a_process_of_its_own() -> None:
    numbers, processes = zip(*apart(process_of, range(4), 2), strict=True)
    assert numbers == (0, 1, 2, 3)
    assert len({*processes, os.getpid()}) == 5
    with pytest.raises(ValueError, match="-1"):
        list(apart(process_of, [1, -1], 2))
    with pytest.raises(Killed):
        list(apart(die, [1], 2))
    assert list(apart(process_of, [], 2)) == []


def die(number: int) -> int:
    os._exit(number)


def fail(base: int, number: int) -> int:
    raise ValueError(number + base)


@pytest.mark.parametrize("parallel_from", [1, 1000])
def test_a_failure_reaches_the_caller_after_the_results_before_it(parallel_from: int) -> None:
    results = spread(int, ("7",), fail_at_five, range(9), parallel_from)
    assert [next(results) for _ in range(5)] == [*range(7, 12)]
    with pytest.raises(ValueError, match="12"):
        next(results)


def fail_at_five(base: int, number: int) -> int:
    return number + base if number < 5 else fail(base, number)


class Odd(Exception):
    """An error that can be pickled and not read again, as many are."""

    def __init__(self, line: int, file: str) -> None:
        super().__init__(f"{file}:{line}")


class Forgetful(Exception):
    """An error that says something else when it was pickled and read again."""

    def __init__(self, line: int = 0) -> None:
        super().__init__(f"第 {line} 行" if isinstance(line, int) else "")


class Holding(Exception):
    """An error that cannot be pickled."""

    def __init__(self) -> None:
        super().__init__("拿着锁")
        self.lock = threading.Lock()


ERRORS: list[Exception] = [
    Odd(3, "a.yml"),
    Forgetful(3),
    Holding(),
    PackError("坏了", "重做"),
    KeyError("a"),
    OSError(28, "full", "f"),
]


def raise_numbered(_: int, number: int) -> int:
    raise ERRORS[number]


@pytest.mark.parametrize("number", range(len(ERRORS)), ids=lambda n: type(ERRORS[n]).__name__)
def test_every_error_crosses_or_is_named(number: int) -> None:
    with pytest.raises(Exception) as raised:
        list(spread(int, (), raise_numbered, [number, number], 1))
    error = raised.value
    assert str(ERRORS[number]) in str(error)
    assert type(error) is type(ERRORS[number]) or isinstance(error, WorkError)
    assert "raise_numbered" in "".join(error.__notes__)  # where it arose


@pytest.mark.parametrize("parallel_from", [1, 1000])
def test_a_result_that_cannot_cross_fails_here_too(parallel_from: int) -> None:
    """So that a single item shows what ten thousand would."""
    with pytest.raises(TypeError, match="mappingproxy"):
        list(spread(int, (), read_only, [1, 2], parallel_from))


def read_only(_: int, number: int) -> object:
    return MappingProxyType({"number": number})


def test_a_system_without_fork_builds_the_same_site(tmp_path: Path) -> None:
    outputs = []
    for method in ("fork", "spawn"):
        cases = {f"case_{n:03d}": changed(CASE, f"title: 第{n}个案例") for n in range(220)}
        folder = mini_library(tmp_path / method, **cases)
        script = f"import sys, anliku.workers as w; w.START_METHOD = '{method}'\n" \
                 "from pathlib import Path; from anliku.site.build import build, Options\n" \
                 "if __name__ == '__main__': build(Path(sys.argv[1]), Options())"  # fmt: skip
        file = tmp_path / f"{method}.py"
        file.write_text(script)
        subprocess.run([sys.executable, file, folder], check=True)
        outputs.append(contents(folder / "site"))
    assert outputs[0] == outputs[1]


KILLED = """
import os, time
from anliku.workers import spread
os.cpu_count = lambda: 2
def work(_, number):
    os.write(1, f"{{os.getpid()}}\\n".encode())  # in one piece: the other one writes to the same pipe
    time.sleep(600)
if __name__ == "__main__":
    list(spread(int, (), work, range(2), 1, start="{way}", chunk=1))
"""


@pytest.mark.parametrize("way", ["fork", "spawn"])
def test_workers_end_when_the_main_process_is_killed(tmp_path: Path, way: str) -> None:
    script = tmp_path / "main.py"
    script.write_text(KILLED.format(way=way))
    main = subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert main.stdout
    workers = [int(main.stdout.readline()) for _ in range(2)]
    main.kill()
    main.wait()
    deadline = time.monotonic() + 60
    while any(map(is_running, workers)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_running(process: int) -> bool:
    try:
        return "State:\tZ" not in Path(f"/proc/{process}/status").read_text()
    except OSError:
        return False


BESIDE = {"_thread", "asyncio", "concurrent", "multiprocessing", "subprocess", "threading"}
# The preview answers browsers while it waits for changes, and hands no object of a build to anybody; a lock knows its owner by thread.
PREVIEW = {("commands/serve.py", "threading"), ("lock.py", "threading"), ("site/serve.py", "threading")}


def test_only_one_module_starts_what_runs_beside_the_main_thread() -> None:
    package = Path(anliku.__file__).parent
    found = {
        (file.relative_to(package).as_posix(), name.partition(".")[0])
        for file in package.rglob("*.py")
        for name in imported(ast.parse(file.read_text("utf-8")))
        if name.partition(".")[0] in BESIDE
    }
    assert {(file, name) for file, name in found if file != "workers.py"} == PREVIEW


def imported(tree: ast.Module) -> Iterator[str]:
    """Yield the modules that are imported, but for names that only types are checked with."""
    typing_only = {id(node) for test in ast.walk(tree) if is_typing_only(test) for node in ast.walk(test)}
    for node in ast.walk(tree):
        if id(node) in typing_only:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module or ""


def is_typing_only(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
