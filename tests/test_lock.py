"""One program at a time."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from anliku.lock import Busy, alone
from anliku.workers import spread

HOLDER = """
import sys
from pathlib import Path
from anliku.lock import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(file: Path) -> subprocess.Popen[str]:
    """Start a program that holds the lock until its input ends."""
    program = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(file)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert program.stdout and program.stdout.readline() == "held\n"
    return program


def test_a_second_program_is_told_who_holds_it(tmp_path: Path) -> None:
    program = holder(tmp_path / "lock")
    with pytest.raises(Busy, match=rf"进程 {program.pid}，\d\d:\d\d:\d\d 开始"), alone(tmp_path / "lock", 0):
        pass
    program.communicate("")


def test_it_is_free_when_its_owner_has_ended(tmp_path: Path) -> None:
    program = holder(tmp_path / "lock")
    program.communicate("")
    assert list(tmp_path.iterdir()) == []
    with alone(tmp_path / "lock", 0):
        pass


def test_it_is_free_when_its_owner_was_killed(tmp_path: Path) -> None:
    program = holder(tmp_path / "lock")
    program.send_signal(signal.SIGKILL)
    program.wait()
    with alone(tmp_path / "lock", 0):
        pass
    assert list(tmp_path.iterdir()) == []


def test_who_waits_gets_it(tmp_path: Path) -> None:
    program = holder(tmp_path / "lock")
    threading.Timer(0.2, program.communicate, [""]).start()
    with alone(tmp_path / "lock", 60):
        assert program.wait() == 0


def test_whoever_has_it_may_ask_for_it_again(tmp_path: Path) -> None:
    with alone(tmp_path / "lock", 0), alone(tmp_path / "lock", 0):
        pass
    with alone(tmp_path / "lock", 0):
        assert (tmp_path / "lock").exists()


def test_another_thread_does_not_have_it(tmp_path: Path) -> None:
    outcome: list[str] = []

    def ask() -> None:
        try:
            with alone(tmp_path / "lock", 0):
                outcome.append("held")
        except Busy:
            outcome.append("busy")

    with alone(tmp_path / "lock", 0):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert outcome == ["busy"]


def test_by_another_name_of_its_folder_it_is_the_same(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    program = holder(tmp_path / "real" / "lock")
    with pytest.raises(Busy), alone(tmp_path / "link" / "lock", 0):
        pass
    program.communicate("")


KILLED_WITH_A_CHILD = """
import os, signal, sys, time
from pathlib import Path
from anliku.lock import alone
with alone(Path(sys.argv[1])):
    child = os.fork()
    if child == 0:
        os.close(1)  # else whoever reads our output would wait for this one too
        time.sleep(600)
    print(child, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forked workers here")
def test_a_forked_worker_that_outlives_its_owner_does_not_hold_it(tmp_path: Path) -> None:
    script = [sys.executable, "-c", KILLED_WITH_A_CHILD, str(tmp_path / "lock")]
    program = subprocess.run(script, stdout=subprocess.PIPE, text=True, check=False)
    try:
        with alone(tmp_path / "lock", 0):
            pass
    finally:
        os.kill(int(program.stdout), signal.SIGKILL)


def _length(_: object, text: str) -> int:
    return len(text)


def test_a_pool_started_while_it_is_held_leaves_it_held(tmp_path: Path) -> None:
    with alone(tmp_path / "lock", 0):
        assert list(spread(str, (), _length, ["a", "bb", "ccc"], 1)) == [1, 2, 3]
        context = multiprocessing.get_context("spawn")
        with context.Pool(1) as pool:
            assert pool.apply(_asks, (str(tmp_path / "lock"),)) == "busy"


def _asks(file: str) -> str:
    try:
        with alone(Path(file), 0):
            return "held"
    except Busy:
        return "busy"


def test_a_crowd_takes_turns(tmp_path: Path) -> None:
    script = """
import sys
from pathlib import Path
from anliku.lock import alone
count = Path(sys.argv[1], "count")
for _ in range(20):
    with alone(Path(sys.argv[1], "lock"), 600):
        count.write_text(str(int(count.read_text()) + 1))
"""
    (tmp_path / "count").write_text("0")
    programs = [subprocess.Popen([sys.executable, "-c", script, str(tmp_path)]) for _ in range(4)]
    assert [program.wait() for program in programs] == [0] * 4
    assert (tmp_path / "count").read_text() == "80"
