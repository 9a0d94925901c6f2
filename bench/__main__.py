"""`make bench`: speed and size of builds, for the shipped library and for synthetic ones.

BENCH_SIZES="1000 10000" chooses the sizes. PEERS=1 builds the same texts with plain mkdocs-material, and
with Hugo and Pagefind, as well.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from bench.build_peers import peers
from bench.running import Run, measured
from bench.synthesise import ROOT, synthesise

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000 10000").split()]
WITHOUT_SEARCH = """
import gc, sys
gc.set_threshold(200_000, 20, 20)  # as the program does before it imports its commands
from anliku.site.making import compose
assert compose.put_search and compose.first_reading
compose.put_search = compose.first_reading = lambda *_: None
sys.argv = ["anliku", "-C", sys.argv[1], "build", *sys.argv[2:]]
from anliku.cli import main
main()
"""
TARGETS = "targets at 10,000 without search: cold <= 2 ms a case, one edit <= 1 s, peak <= 1 GB, page beyond its text <= 12 KB"


def bench_library(name: str, folder: Path) -> Run:
    """Measure cold, unchanged and edited builds of a library, print a row, and return the cold build.

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
    return cold


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


def bench_peers(folder: Path, work: Path, ours: Run) -> None:
    """Build the same texts with others; print a row for each, and how our cold build compares."""
    count = len(list((folder / "cases").glob("*.yml")))
    for peer in peers(folder, work):
        print(
            f"{peer.name:>10} {count:>6} {'':>33} {peer.run.seconds:>7.1f} {'':>7} {'':>7} {peer.run.megabytes:>8.0f}"
            f" {peer.size / 1e6:>8.1f}   ours / theirs: {ours.seconds / peer.run.seconds:.2f} on the clock,"
            f" {ours.processor / peer.run.processor:.2f} of processor time ({ours.processor:.1f} s / {peer.run.processor:.1f} s)"
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
            ours = bench_library("synthetic", folder)
            if os.environ.get("PEERS"):
                bench_peers(folder, Path(place) / f"peers{size}", ours)


if __name__ == "__main__":
    main()
