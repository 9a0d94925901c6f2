#!/usr/bin/env python3
"""Count the pages of PDFs, those with few lines (in less than a third of the page: more is room to write) and those under half full:
`tools/sheets.py [--margins TOP BOTTOM] FILE.pdf…`.

What lies in the margins (in millimetres; those of the handbook unless told), such as the head and the foot of a page, does
not count. Needs pdftotext and pdftoppm.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

FEW = 3
_DOTS = 20  # an inch: enough to see a rule
_POINTS, _MILLIMETRES = 72 / 25.4, 25.4


class Sheet(NamedTuple):
    """A page between its margins: how many lines of text, and which share of its height is used."""

    lines: int
    filled: float


def sheets(pdf: Path, top: float = 25, bottom: float = 22) -> list[Sheet]:
    """Return what each page of a file holds between its margins, in millimetres."""
    return [
        Sheet(lines, filled) for lines, filled in zip(_lines(pdf, top, bottom), _filled(pdf, top, bottom), strict=True)
    ]


def _lines(pdf: Path, top: float, bottom: float) -> Iterator[int]:
    """Yield how many lines of text each page has; what stands side by side is one."""
    told = _run("pdftotext", "-bbox", str(pdf), "-").decode()
    for page in told.split("<page ")[1:]:
        [height] = re.findall(r'^[^>]*height="([\d.]+)"', page)
        feet = sorted(float(foot) for foot in re.findall(r'<word [^>]*yMax="([\d.]+)"', page))
        inside = [foot for foot in feet if top * _POINTS < foot < float(height) - bottom * _POINTS]
        yield sum(one - other > 4 for one, other in zip(inside, [-9.0, *inside], strict=False))


def _filled(pdf: Path, top: float, bottom: float) -> Iterator[float]:
    """Yield how far down each page is inked."""
    drawn = _run("pdftoppm", "-gray", "-r", str(_DOTS), str(pdf))
    while drawn:
        size, _, rest = drawn.removeprefix(b"P5\n").partition(b"\n255\n")
        width, height = map(int, size.split())
        page, drawn = rest[: width * height], rest[width * height :]
        first, last = round(top / _MILLIMETRES * _DOTS), height - round(bottom / _MILLIMETRES * _DOTS)
        rows = np.frombuffer(page, np.uint8).reshape(height, width)[first:last]
        inked = np.flatnonzero((rows < 230).any(axis=1))
        yield (inked[-1] + 1) / len(rows) if len(inked) else 0.0


def _run(*command: str) -> bytes:
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603 - names of files of ours


def main() -> None:
    """Print a line for each file, and which pages are meant."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--margins", nargs=2, type=float, default=(25, 22), metavar=("TOP", "BOTTOM"))
    given = parser.parse_args()
    for file in given.files:
        found = dict(enumerate(sheets(file, *given.margins), 1))
        few = [number for number, sheet in found.items() if sheet.lines <= FEW and sheet.filled < 1 / 3]
        short = [number for number, sheet in found.items() if sheet.filled < 0.5]
        print(
            f"{file.name}: {len(found)} pages, {len(few)} with at most {FEW} lines {few}, {len(short)} under half full {short}"
        )


if __name__ == "__main__":
    main()
