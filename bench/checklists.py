"""`python -m bench.checklists`: seconds for all files of the shipped library, ms in the browser, seconds to collect.

Targets: every type as PDF, DOCX and XLSX in 20 s on two cores; the form as `bench.form` says; 1,000 result files
collected in 10 s.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from anliku.check.survey import survey
from anliku.checklist import AnswerForm, Checklist, Given, Result, Settings, assemble_all, result_data
from anliku.checklist.collection.collection import collect
from anliku.checklist.summary import summarise
from anliku.export.checklist_xlsx import checklist_xlsx
from anliku.export.report_html import report_html
from anliku.export.stamp import stamp_of
from anliku.export.summary_xlsx import summary_xlsx
from anliku.library import Library
from anliku.library.models import Assessor
from bench.form import print_form
from bench.synthesise import ROOT

FILES = 1_000
SEED = 4


def timed(work: Callable[[], Any]) -> float:
    """Return the seconds that some work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def answer(form: AnswerForm, dice: random.Random) -> bool | int:
    """Return a valid answer."""
    if form.choices:
        return dice.choice(form.choices).value
    return dice.randint(int(form.low), int(min(form.high, 100)))


def result_of(made: Checklist, unit: int, dice: random.Random) -> Result:
    """Return a filled-in checklist of one unit."""
    answers = {item.id: Given(answer(item.form, dice), note="备注", on="2026-06-01", revision=1) for item in made.items}
    screening = {question.id: dice.random() < 0.7 for question in made.screening}
    name, year = f"第{unit // 2}单位", str(2025 + unit % 2)
    return Result(made.library, made.version, made.organisation, name, year, Assessor.SELF, answers, screening)


def print_files(folder: Path) -> None:
    """Time a cold build of the site's files against one where nothing has changed."""
    for name in ("cases", "content"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    for form in ("pdf", "docx", "xlsx"):
        command = [sys.executable, "-m", "anliku", "-C", str(folder), "checklist", "all", "--format", form]
        seconds = timed(
            lambda c=command: subprocess.run([*c, "-o", str(folder / "out")], check=True, capture_output=True)
        )
        print(f"all types as {form}, one process, with start and check: {seconds:5.2f} s")
    build = [sys.executable, "-m", "anliku", "-C", str(folder), "build"]
    print(
        f"whole site cold, files and all: {timed(lambda: subprocess.run(build, check=True, capture_output=True)):5.2f} s"
    )
    print(
        f"whole site unchanged:           {timed(lambda: subprocess.run(build, check=True, capture_output=True)):5.2f} s"
    )


def print_collect(folder: Path, library: Library) -> None:
    """Time collecting JSON files, and XLSX files."""
    dice = random.Random(SEED)
    lists = list(assemble_all(library.shared, Settings()).values())
    for form in ("json", "xlsx"):
        inside = folder / form
        inside.mkdir()
        for n in range(FILES):
            result = result_of(lists[n // 2 % len(lists)], n, dice)
            if form == "json":
                (inside / f"{n}.json").write_text(json.dumps(result_data(result), ensure_ascii=False), encoding="utf-8")
            elif n < FILES // 10:
                made = lists[n // 2 % len(lists)]
                (inside / f"{n}.xlsx").write_bytes(checklist_xlsx(made, stamp_of(library), result))
        started = time.perf_counter()
        found = collect([inside], library)
        read = time.perf_counter()
        summary = summarise(found, dt.date(2026, 11, 25), library.config.name)
        summary_xlsx(summary, stamp_of(library))
        report_html(summary)
        seconds, writing, count = read - started, time.perf_counter() - read, len(list(inside.iterdir()))
        print(f"collect {count} {form}: {seconds:5.2f} s, and {writing:5.2f} s to write XLSX and HTML")


def main() -> None:
    """Print the measures."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        print_files(folder)
        print_form(folder / "site")
        print_collect(folder, survey(folder).library)


if __name__ == "__main__":
    main()
