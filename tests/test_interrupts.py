"""Ctrl-C may come between any two steps of the main thread: pools end, nothing waits forever, nothing is left."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

# Python hears a signal where a function begins and where one written in C has ended. A profiler sees both, so it can send one
# at each place in turn: first it notes which places a run comes by, then the run is repeated once for each of them.
SCRIPT = """
import faulthandler, multiprocessing, os, signal, sys, threading
from anliku import workers
from anliku.workers import apart, in_threads, spread, Companion

os.cpu_count = lambda: 2
OURS = ("workers.py", "threading.py", "_base.py", "process.py", "thread.py", "resource_tracker.py")

def add(base, number):
    return base + number

def double(number):
    return 2 * number

def wait_for_the_end(line):
    try:
        while line.recv() is not None:
            pass
    except EOFError:  # nobody holds the other end any more
        pass

def beside():
    one = Companion(wait_for_the_end)
    one.line.send(0)
    one.stop()
    return []

RUNS = {
    "fork": lambda: list(spread(int, ("1",), add, range(4), 1, chunk=1)),
    "spawn": lambda: list(spread(int, ("1",), add, range(2), 1, start="spawn", chunk=1)),
    "alone": lambda: list(spread(int, ("1",), add, range(4), 9)),
    "apart": lambda: list(apart(double, range(1), 1)),
    "threads": lambda: list(in_threads(double, range(4), 2)),
    "beside": beside,
}

def run(way, place=None):
    seen = {}
    def watch(frame, event, _):
        file = os.path.basename(frame.f_code.co_filename)
        if event in ("call", "c_return") and file in OURS:
            here = (file, frame.f_code.co_name, frame.f_lineno, event)
            first = here not in seen
            seen[here] = True
            if first and here == place:
                signal.raise_signal(signal.SIGINT)
    sys.setprofile(watch)
    try:
        RUNS[way]()
        return seen
    except KeyboardInterrupt:
        return None
    finally:
        sys.setprofile(None)

if __name__ == "__main__":
    way, every = sys.argv[1], int(sys.argv[2])
    run(way)  # what is started once in a process is started now
    places = list(run(way))
    for place in places[::every]:
        faulthandler.dump_traceback_later(120, exit=True)
        heard = run(way, place) is None
        faulthandler.cancel_dump_traceback_later()
        for child in multiprocessing.active_children() if way == "beside" else ():
            child.join(60)
        left = workers._pools or multiprocessing.active_children()
        deaf = signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
        other = signal.getsignal(signal.SIGINT) is not signal.default_int_handler
        if left or deaf or other or not heard or threading.active_count() > 1:
            print(place, left, deaf, other, heard, threading.enumerate())
    print(len(places), file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("way", "every"), [("fork", 3), ("spawn", 12), ("alone", 1), ("apart", 12), ("threads", 2), ("beside", 2)]
)
def test_an_interrupt_anywhere_ends_the_pool_and_is_heard(tmp_path: Path, way: str, every: int) -> None:
    script = tmp_path / "main.py"
    script.write_text(SCRIPT)
    ran = subprocess.run([sys.executable, script, way, str(every)], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.returncode) == ("", 0), ran.stderr
    assert ran.stderr.strip().isdecimal()  # no process told of an error
    assert int(ran.stderr) > every
