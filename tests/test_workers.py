"""Work spread over processes gives what one process gives, whichever way processes are started."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
import typst

from anliku.workers import apart, spread, spread_or_alone
from tests.site.building import contents, mini_library
from tests.support import CASE, changed


def add(base: int, number: int) -> int:
    return base + number


@pytest.mark.parametrize("parallel_from", [1, 1000])
@pytest.mark.parametrize("way", [spread, spread_or_alone])
def test_results_come_in_order(way: Callable[..., Iterator[int]], parallel_from: int) -> None:
    assert list(way(int, ("100",), add, range(60), parallel_from)) == list(range(100, 160))


def add_but_die_in_a_worker(main_process: int, number: int) -> int:
    if number == 3 and os.getpid() != main_process:
        os._exit(1)
    return number


def test_work_goes_on_alone_where_a_worker_was_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    assert list(spread_or_alone(int, (os.getpid(),), add_but_die_in_a_worker, range(6), 1, chunk=1)) == [*range(6)]
    with pytest.raises(BrokenProcessPool):
        list(spread(int, (os.getpid(),), add_but_die_in_a_worker, range(6), 1, chunk=1))


def set_a_page(_: object, __: int) -> int:
    return len(typst.compile(b"x", format="pdf"))


def test_typst_works_in_workers_of_a_process_that_has_used_it() -> None:
    """Typst runs threads; a forked child of a process with threads would wait forever."""
    size = set_a_page(None, 0)
    assert list(spread(int, (), set_a_page, [1, 2, 3], 1, start="spawn")) == [size] * 3


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
    assert list(apart(process_of, [], 2)) == []


def fail(base: int, number: int) -> int:
    raise ValueError(number + base)


@pytest.mark.parametrize("parallel_from", [1, 1000])
def test_a_failure_reaches_the_caller(parallel_from: int) -> None:
    with pytest.raises(ValueError, match="7"):
        list(spread(int, ("7",), fail, [0], parallel_from))


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
