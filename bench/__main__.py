"""`make bench`: speed and size of builds, for the shipped library and for synthetic ones.

BENCH_SIZES="1000 10000" chooses the sizes. PEERS=1 builds the same corpus with plain mkdocs-material as well.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import NamedTuple

from bench.synthesise import ROOT, synthesise

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000 10000").split()]
WITHOUT_SEARCH = """
import sys
from anliku.site.making import compose
assert compose.put_search
compose.put_search = lambda *_: None
sys.argv = ["anliku", "-C", sys.argv[1], "build", *sys.argv[2:]]
from anliku.cli import main
main()
"""
TARGETS = "targets at 10,000 without search: cold <= 2 ms a case, one edit <= 1 s, peak <= 1 GB, page beyond its text <= 12 KB"


class Run(NamedTuple):
    """One measured command: seconds on the clock, the largest sum of memory of its processes in MB, and the seconds of
    processor time of them all (on a busy machine the better measure)."""

    seconds: float
    megabytes: float
    processor: float


def measured(command: list[str], watched: bool = True) -> Run:
    """Run a command. watched: look at the memory of its whole process tree (proportional set size).

    Looking takes the processes' locks and a part of a core, and makes an edit of 0.85 s one of 0.92; so what is to be
    timed closely is not watched.
    """
    before = processor_time()
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    peak = 0.0
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.1):
            peak = max(peak, tree_memory(process.pid))

    watcher = threading.Thread(target=watch)
    if watched:
        watcher.start()
    code = process.wait()
    seconds = time.perf_counter() - started
    done.set()
    if watched:
        watcher.join()
    if code:
        sys.exit(f"failed: {' '.join(command)}")
    return Run(seconds, peak, processor_time() - before)


def processor_time() -> float:
    """Return the processor time of all children that have ended, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


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


def bench_library(name: str, folder: Path) -> None:
    """Measure cold, unchanged and edited builds of a library and print a row.

    Each kind of build has a folder of its own, and none is removed before the end: for a minute after many files have
    been deleted, ext4 takes up to three times as long to make new ones.
    """
    anliku = [sys.executable, "-m", "anliku", "-C", str(folder), "build", "--out", str(folder / "whole")]
    bare = [sys.executable, "-c", WITHOUT_SEARCH, str(folder)]
    cases = sorted((folder / "cases").glob("*.yml"))
    bare_cold = measured([*bare, "--clean"], watched=False)
    bare_edit = edited(bare, cases)
    bare_peak = measured([*bare, "--clean", "--out", str(folder / "peak")]).megabytes
    cold = measured([*anliku, "--clean"], watched=False)
    same = measured(anliku, watched=False)
    edit = edited(anliku, cases)
    peak = measured([*anliku, "--clean", "--out", str(folder / "whole-peak")]).megabytes
    site = folder / "whole"
    files = [file.stat().st_size for file in site.rglob("*") if file.is_file()]
    print(
        f"{name:>10} {len(cases):>6} {bare_cold.seconds:>7.1f} {bare_cold.seconds / len(cases) * 1000:>8.2f}"
        f" {bare_edit:>7.2f} {bare_peak:>8.0f} {cold.seconds:>7.1f} {same.seconds:>7.2f} {edit:>7.2f}"
        f" {peak:>8.0f} {sum(files) / 1e6:>8.1f} {overhead(folder):>9.1f}"
    )


def edited(command: list[str], cases: list[Path]) -> float:
    """Return the median seconds of three builds, each after an edit of one case."""
    seconds = []
    for number in range(3):
        case = cases[len(cases) // 2]
        case.write_text(
            case.read_text(encoding="utf-8").replace("problem: ", f"problem: 改{number}", 1), encoding="utf-8"
        )
        seconds.append(measured(command, watched=False).seconds)
    return sorted(seconds)[1]


def overhead(folder: Path) -> float:
    """Return how many KB a case page weighs beyond the bytes of the case's own texts, on average over 100 cases."""
    import yaml

    from anliku.library.yaml_file import LibraryLoader

    beyond = []
    for file in sorted((folder / "cases").glob("*.yml"))[-100:]:
        case = yaml.load(file.read_bytes(), LibraryLoader)
        page = folder / "site" / "cases" / f"{file.stem}.html"
        beyond.append(page.stat().st_size - len(texts(case).encode()))
    return sum(beyond) / len(beyond) / 1000


def texts(value: object) -> str:
    """Return every text of a case, without its keys."""
    if isinstance(value, dict):
        return "".join(texts(item) for item in value.values())
    if isinstance(value, list):
        return "".join(texts(item) for item in value)
    return str(value)


def bench_peer(folder: Path, work: Path) -> None:
    """Build the same cases as Markdown pages with plain mkdocs-material, search plugin and all, and print a row."""
    import yaml

    from anliku.library.yaml_file import LibraryLoader

    docs = work / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# 案例\n")
    for file in sorted((folder / "cases").glob("*.yml")):
        case = yaml.load(file.read_bytes(), LibraryLoader)
        steps = "\n\n".join(f"### {step['heading']}\n\n{step['text']}" for step in case["practice"])
        text = f"# {case['title']}\n\n{case['summary']}\n\n{case.get('problem', '')}\n\n{steps}\n\n{case.get('results', '')}\n"
        (docs / f"{file.stem}.md").write_text(text, encoding="utf-8")
    (work / "mkdocs.yml").write_text(
        "site_name: x\ntheme: {name: material, language: zh, font: false}\nplugins: [search]\nuse_directory_urls: false\n"
        "nav: [index.md]\n"
    )
    run = measured([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(work / "mkdocs.yml")])
    count = len(list(docs.glob("*.md")))
    size = sum(file.stat().st_size for file in (work / "site").rglob("*") if file.is_file())
    print(
        f"{'material':>10} {count:>6} {'':>33} {run.seconds:>7.1f} {'':>7} {'':>7} {run.megabytes:>8.0f} {size / 1e6:>8.1f}"
    )


def main() -> None:
    """Print the table."""
    print(f"builds, {os.cpu_count()} cores. {TARGETS}")
    print(
        f"{'':>17} {'without search':^33} {'with search':^32}\n"
        f"{'library':>10} {'cases':>6} {'cold s':>7} {'ms/case':>8} {'edit s':>7} {'peak MB':>8}"
        f" {'cold s':>7} {'same s':>7} {'edit s':>7} {'peak MB':>8} {'site MB':>8} {'beyond KB':>9}"
    )
    with tempfile.TemporaryDirectory() as place:
        shipped = Path(place) / "shipped"
        shipped.mkdir()
        for name in ("cases", "content"):
            shutil.copytree(ROOT / name, shipped / name)
        shutil.copy(ROOT / "mkdocs.yml", shipped)
        bench_library("shipped", shipped)
        for size in SIZES:
            folder = synthesise(size, Path(place) / f"s{size}")
            bench_library("synthetic", folder)
            if os.environ.get("PEERS"):
                bench_peer(folder, Path(place) / f"peer{size}")


if __name__ == "__main__":
    main()
