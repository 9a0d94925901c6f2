"""Mutants of result files through `collect` and the four forms of `checklist --result`.

`python -m fuzz.results --count 5000 --seed 1`: ends with 1 when anything failed; what failed is kept in a folder.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import resource
import sys
import tempfile
import time
import traceback
from pathlib import Path

from anliku.check.survey import survey
from anliku.checklist import Checklist, Given, Result, Settings, assemble, read_result, result_data, settings_of
from anliku.checklist.collection.collection import collect
from anliku.checklist.results.report import report_of
from anliku.checklist.summary import summarise
from anliku.checklist.untrusted.complaints import MAX_COMPLAINTS
from anliku.export.checklist_docx import report_docx
from anliku.export.checklist_pdf import report_pdf
from anliku.export.checklist_xlsx import checklist_xlsx
from anliku.export.fonts import NoFontError, choose_fonts
from anliku.export.report_html import report_html
from anliku.export.result_html import result_html
from anliku.export.stamp import stamp_of
from anliku.export.summary_xlsx import summary_xlsx
from anliku.library import Library, read_config
from anliku.library.models import Assessor

from .mutants import mutant

ROOT = Path(__file__).parents[1]
BATCH = 50
MAX_SECONDS = 20
TYPE = "village"


class Trial:
    """A library, a good result of one of its types, and what went wrong with the mutants of it."""

    def __init__(self, dice: random.Random, keep: Path, pdf_every: int) -> None:
        self.library: Library = survey(ROOT, None).library
        self.settings: Settings = settings_of(read_config(ROOT)[0])
        self.made: Checklist = assemble(self.library.shared, TYPE, self.settings)
        self.dice = dice
        self.keep = keep
        self.pdf_every = pdf_every
        self.failures: list[str] = []
        self.counts = {"mutants": 0, "readable": 0, "forms": 0, "pdf": 0}
        self.good = result_data(self._result())
        self.book = checklist_xlsx(self.made, stamp_of(self.library), self._result())
        self._fonts = None
        try:
            self._fonts = choose_fonts(self.settings.pdf_font)
        except NoFontError:
            print("no font for PDF: that form is left out")

    def _result(self) -> Result:
        answers = {
            item.id: Given(
                self.dice.choice(item.form.choices).value if item.form.choices else 1,
                note="备注",
                owner="王",
                hash=item.hash,
            )
            for item in self.made.items
        }
        screening = {question.id: True for question in self.made.screening}
        return Result(self.settings.library, self.made.version, TYPE, "甲村", "2026", Assessor.SELF, answers, screening)

    def batch(self, count: int) -> None:
        """Put some mutants beside one good file into a folder, and collect them."""
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "good.xlsx").write_bytes(self.book)
            files = {}
            for number in range(count):
                ending, content = mutant(self.good, self.book, self.dice)
                files[f"m{number}{ending}"] = content
                (folder / f"m{number}{ending}").write_bytes(content)
            self._collect(folder, files)
        for name, content in files.items():
            self._one(name, content)
        self.counts["mutants"] += count

    def _collect(self, folder: Path, files: dict[str, bytes]) -> None:
        try:
            found = collect([folder], self.library, settings=self.settings)
            counted = {file for unit in found.units for file in unit.files} | {p.file for p in found.problems}
            for name in ("good.xlsx", *files):
                if name not in counted:
                    self._failed(name, files.get(name, self.book), "neither counted nor named")
            if not any(unit.name == "甲村" for unit in found.units):
                self._failed("good.xlsx", self.book, "the good file was lost")
            summary = summarise(found, dt.date(2026, 11, 25), self.library.config.name)
            summary_xlsx(summary, stamp_of(self.library))
            report_html(summary).encode()
            "\n".join(map(str, found.problems)).encode()
        except Exception:
            for name, content in files.items():
                self._failed(name, content, "one of these: " + traceback.format_exc())

    def _one(self, name: str, content: bytes) -> None:
        """Read one mutant, and make every form of what could be read of it."""
        started = time.monotonic()
        try:
            result, complaints = read_result(content, name, {TYPE: self.made}.get, self.settings.library)
            if len(complaints) > MAX_COMPLAINTS + 2:
                self._failed(name, content, f"{len(complaints)} complaints")
            if result is not None:
                self.counts["readable"] += 1
                self._forms(result)
        except Exception:
            self._failed(name, content, traceback.format_exc())
        if time.monotonic() - started > MAX_SECONDS:
            self._failed(name, content, f"took {time.monotonic() - started:.0f} s")

    def _forms(self, result: Result) -> None:
        stamp = stamp_of(self.library)
        checklist_xlsx(self.made, stamp, result)
        report = report_of(self.made, result)
        report_docx(report, stamp)
        result_html(report).encode()
        self.counts["forms"] += 3
        if self._fonts and self.counts["readable"] % self.pdf_every == 0:
            report_pdf(report, stamp, self._fonts)
            self.counts["pdf"] += 1

    def _failed(self, name: str, content: bytes, told: str) -> None:
        number = len(self.failures)
        self.keep.mkdir(parents=True, exist_ok=True)
        (self.keep / f"{number}-{name}").write_bytes(content)
        self.failures.append(told)
        print(f"FAILED {self.keep}/{number}-{name}: {told}", file=sys.stderr)


def main() -> int:
    """Run the trial that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="how many mutants")
    parser.add_argument("--seconds", type=float, default=86_400.0, help="how long at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--pdf-every", type=int, default=10, help="make a PDF of every n-th that could be read")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for what failed")
    wanted = parser.parse_args()
    trial = Trial(random.Random(wanted.seed), wanted.keep, wanted.pdf_every)
    until = time.monotonic() + wanted.seconds
    while trial.counts["mutants"] < wanted.count and time.monotonic() < until:
        trial.batch(min(BATCH, wanted.count - trial.counts["mutants"]))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"seed {wanted.seed}: {trial.counts}, {len(trial.failures)} failures, peak {peak} MB")
    return 1 if trial.failures else 0


if __name__ == "__main__":
    sys.exit(main())
