"""Run a command and say what it cost: time on the clock, processor time, memory."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import NamedTuple


class Run(NamedTuple):
    """One measured command: seconds on the clock, memory in MB, and the seconds of processor time of all its processes (on a
    busy machine the better measure).

    megabytes: the most that its processes held together if it was watched; else the most that any one of them held, and never
    less than what the bench itself holds.
    """

    seconds: float
    megabytes: float
    processor: float


def measured(command: list[str], watched: bool = True) -> Run:
    """Run a command. watched: look at the memory of its whole process tree (proportional set size).

    Looking takes the processes' locks and a part of a core: it makes an edit of 0.85 s one of 0.92, and takes a tenth of the
    time of a program that holds gigabytes. So what is compared by time is not watched. What the run before has left to be
    written to the disk is written first.
    """
    os.sync()
    started = time.perf_counter()
    # An installed program keeps its modules compiled; where that is forbidden, each run compiles two hundred anew.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.1):
            peak = max(peak, tree_memory(process.pid))

    watcher = threading.Thread(target=watch)
    if watched:
        watcher.start()
    _, status, usage = os.wait4(process.pid, 0)  # of the process and of all that it has waited for
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - started
    done.set()
    if watched:
        watcher.join()
    if process.returncode:
        sys.exit(f"failed: {' '.join(command)}")
    return Run(seconds, peak if watched else usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime)


def tree_memory(pid: int) -> float:
    """Return the memory of a process and its children in MB; shared pages count once."""
    total = 0.0
    for one in [pid, *children(pid)]:
        try:
            rollup = Path(f"/proc/{one}/smaps_rollup").read_text()
        except OSError:
            continue
        total += sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024
    return total


def children(pid: int) -> list[int]:
    """Return the ids of a process's children and theirs."""
    try:
        listed = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [one for child in map(int, listed) for one in (child, *children(child))]
