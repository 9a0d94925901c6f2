"""Mutants of JSON results through the command's reader and the page's: both must read the same out of every one.

`python -m fuzz.agreement --count 10000 --seed 1`; needs node. Ends with 1 when the two differed; those files are kept.
"""

from __future__ import annotations

import argparse
import base64
import json
import random
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

from anliku.checklist import Given, Result, read_json
from anliku.checklist.sheet import sheet_data
from anliku.checklist.strict_json import parse

from .mutants import json_mutant
from .results import ROOT, TYPE, Trial

BATCH = 250
READ = ROOT / "theme/assets/anliku/checklist-read.js"
NAMES = [field.name for field in fields(Given)]
RUNNER = """
const read = require(process.argv[1]);
const input = JSON.parse(require("fs").readFileSync(0, "utf8"));
const half = (key, value) => typeof value === "string" ? value.replace(/[\\ud800-\\udfff]/gu, "\\ufffd") : value;
console.log(JSON.stringify(input.files.map(file => {
  const bytes = new Uint8Array(Buffer.from(file, "base64"));
  const decoded = read.decode(bytes.buffer);
  const found = decoded.error ? decoded : read.readResult(input.sheet, decoded.text);
  if (found.error) return null;
  const r = found.result;
  return [r.unit, r.period, r.version, r.saved, r.screening, r.answers, Object.keys(r.unknown).length];
}), half));
"""


def theirs_of(sheet: dict[str, Any], files: list[bytes]) -> list[Any]:
    """What the page reads out of each file, None where it reads nothing."""
    payload = json.dumps({"sheet": sheet, "files": [base64.b64encode(raw).decode() for raw in files]})
    command = ["node", "-e", RUNNER, str(READ)]
    ran = subprocess.run(command, input=payload, capture_output=True, text=True, check=True)
    return list(parse(ran.stdout)[0])


def ours_of(result: Result | None) -> Any:
    """What the command reads, in the same shape."""
    if result is None:
        return None
    answers = {key: {name: getattr(given, name) for name in NAMES} for key, given in result.answers.items()}
    head = [result.unit, result.period, result.version, result.saved, dict(result.screening)]
    return [*head, answers, len(result.unknown)]


def whole(found: Any) -> Any:
    """The page leaves out what is empty."""
    if found is None:
        return None
    bare = {name: getattr(Given(), name) for name in NAMES}
    return [*found[:5], {key: bare | given for key, given in found[5].items()}, found[6]]


def main() -> int:
    """Run the comparison that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=2000, help="how many mutants")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path("fuzz-failures"), help="folder for what differed")
    wanted = parser.parse_args()
    dice = random.Random(wanted.seed)
    trial = Trial(dice, wanted.keep, 1)
    sheet = sheet_data(trial.made, trial.settings.scheme)
    differed = readable = 0
    for start in range(0, wanted.count, BATCH):
        files = [json_mutant(trial.good, dice) for _ in range(min(BATCH, wanted.count - start))]
        for raw, theirs in zip(files, theirs_of(sheet, files), strict=True):
            result, _ = read_json(raw, "r.json", {TYPE: trial.made}.get, trial.settings.library)
            readable += result is not None
            if ours_of(result) != whole(theirs):
                wanted.keep.mkdir(parents=True, exist_ok=True)
                (wanted.keep / f"differs-{differed}.json").write_bytes(raw)
                differed += 1
    print(f"seed {wanted.seed}: {wanted.count} mutants, {readable} readable, {differed} read differently")
    return 1 if differed else 0


if __name__ == "__main__":
    sys.exit(main())
