"""Mutants of results, JSON or XLSX, through the command's reader and the page's: both must read the same out of every one.

`python -m fuzz.agreement --count 10000 --seed 1 [--form xlsx]`; JSON needs node, XLSX Chromium, whose XML parser the page
uses. Ends with 1 when the two differed; those files are kept.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from tests.page_scripts import in_node

from anliku.checklist import Given, Result, read_result
from anliku.checklist.form.sheet import sheet_data
from anliku.checklist.untrusted.strict_json import parse_json
from anliku.export.form_html import form_html

from .mutants import json_mutant, xlsx_mutant
from .results import TYPE, Trial

BATCH = 250
NAMES = [field.name for field in fields(Given)]
RUNNER = """
const read = anliku.results;
const half = (key, value) => typeof value === "string" ? value.replace(/[\\ud800-\\udfff]/gu, "\\ufffd") : value;
console.log(JSON.stringify(input.files.map(file => {
  const bytes = new Uint8Array(Buffer.from(file, "base64"));
  const decoded = read.decode(bytes.buffer);
  const found = decoded.error ? decoded : read.readResult(input.sheet, decoded.text);
  if (found.error) return null;
  const r = found.result, slips = [r.returned, r.handed_out];
  return [r.unit, r.period, r.version, r.saved, slips, r.screening, r.answers, Object.keys(r.unknown).length];
}), half));
"""
IN_PAGE = """files => {
  const sheet = JSON.parse(document.getElementById("ck-sheet").textContent);
  const asks = sheet.items.reduce((all, item) => all.concat(
    [[document.getElementById("ask-" + item.id).textContent, item.id], [item.ballot || "", item.id]]), []);
  const known = new Map(asks.filter(pair => pair[0]).map(pair => [anliku.texts.withoutBlanks(pair[0]), pair[1]]));
  return files.map(file => {
    const found = anliku.book.readBook(sheet, Uint8Array.from(atob(file), letter => letter.charCodeAt(0)).buffer, known);
    if (found.error) return null;
    const r = found.result, slips = [r.returned, r.handed_out];
    return [r.unit, r.period, r.version, r.saved, slips, r.screening, r.answers, Object.keys(r.unknown).length];
  });
}"""
Read = Callable[[list[bytes]], list[Any]]


@contextmanager
def by_node(trial: Trial) -> Iterator[Read]:
    """Read files of JSON with the page's scripts; None stands for a file out of which nothing is read."""
    sheet = sheet_data(trial.made)

    def read(files: list[bytes]) -> list[Any]:
        payload = {"sheet": sheet, "files": [base64.b64encode(raw).decode() for raw in files]}
        return list(parse_json(in_node(RUNNER, payload))[0])

    yield read


@contextmanager
def by_chromium(trial: Trial) -> Iterator[Read]:
    """Read workbooks in a page that is opened as users open it."""
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        form = Path(folder) / "form.html"
        form.write_text(form_html(trial.library.shared, TYPE, trial.settings), encoding="utf-8")
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(form.as_uri())
        page.wait_for_selector("[data-ready]")
        yield lambda files: list(page.evaluate(IN_PAGE, [base64.b64encode(raw).decode() for raw in files]))
        browser.close()


def ours_of(result: Result | None) -> Any:
    """What the command reads, in the same shape."""
    if result is None:
        return None
    answers = {key: {name: getattr(given, name) for name in NAMES} for key, given in result.answers.items()}
    slips = [result.returned, result.handed_out]
    return [
        result.unit,
        result.period,
        result.version,
        result.saved,
        slips,
        dict(result.screening),
        answers,
        len(result.unknown),
    ]


def whole(found: Any) -> Any:
    """The page leaves out what is empty, and has lists where Python has tuples."""
    if found is None:
        return None
    bare = {name: getattr(Given(), name) for name in NAMES}
    *head, answers, unknown = found
    for given in answers.values():
        given["counts"] = tuple(tuple(pair) for pair in given.get("counts", ()))
    return [*head, {key: bare | given for key, given in answers.items()}, unknown]


def counted(trial: Trial) -> dict[str, Any]:
    """The good result with some of its items counted."""
    choices = [item for item in trial.made.items if item.form.choices][:12]
    tally = {
        item.id: {json.dumps(choice.value): trial.dice.randint(0, 20) for choice in item.form.choices}
        for item in choices
    }
    return trial.good | {"tally": tally, "returned": 38, "handed_out": 40, "assessor": "masses"}


def main() -> int:
    """Run the comparison that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--form", choices=["json", "xlsx"], default="json")
    parser.add_argument("--count", type=int, default=2000, help="how many mutants")
    parser.add_argument("--seconds", type=float, default=86_400.0, help="how long at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for what differed")
    wanted = parser.parse_args()
    trial = Trial(random.Random(wanted.seed), wanted.keep, 1)
    good, until = counted(trial), time.monotonic() + wanted.seconds
    tried = readable = differed = 0
    with (by_node if wanted.form == "json" else by_chromium)(trial) as read:
        while tried < wanted.count and time.monotonic() < until:
            number = min(BATCH, wanted.count - tried)
            made = (
                json_mutant(good, trial.dice) if wanted.form == "json" else xlsx_mutant(trial.book, trial.dice)
                for _ in range(number)
            )
            files = list(made)
            for raw, theirs in zip(files, read(files), strict=True):
                result, _ = read_result(raw, f"r.{wanted.form}", {TYPE: trial.made}.get, trial.settings.library)
                readable += result is not None
                if ours_of(result) != whole(theirs):
                    wanted.keep.mkdir(parents=True, exist_ok=True)
                    (wanted.keep / f"differs-{differed}.{wanted.form}").write_bytes(raw)
                    differed += 1
            tried += number
    print(f"seed {wanted.seed}: {tried} mutants of {wanted.form}, {readable} readable, {differed} read differently")
    return 1 if differed else 0


if __name__ == "__main__":
    sys.exit(main())
