"""Random texts of the field through `check` and all outputs: what readers can select is what was written, or a finding names the line.

`python -m fuzz.conserved --count 20000 --seed 1`: ends with 1 when anything was lost without a word; what was lost is printed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.conservation import Tally, try_form, try_library, try_pages

CASES = 250
FORMS = 8
PAGES = 200


def main() -> int:
    """Run the trial that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000, help="how many comparisons of a text with an output")
    parser.add_argument("--seconds", type=float, default=86_400.0, help="how long at most")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=("cases", "pages", "forms"), help="the one kind of text to try")
    wanted = parser.parse_args()
    tally = Tally()
    until = time.monotonic() + wanted.seconds
    seed = wanted.seed * 1_000_000
    while sum(tally.tried.values()) < wanted.count and time.monotonic() < until:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            if wanted.only in (None, "cases"):
                try_library(root / "cases", seed, CASES, tally)
            if wanted.only in (None, "pages"):
                try_pages(root / "pages", seed, PAGES, tally)
            for number in range(FORMS) if wanted.only in (None, "forms") else ():
                try_form(root / f"form-{number}", seed + number, tally)
        seed += FORMS
    print(f"seed {wanted.seed}: {dict(tally.tried)}, {tally.named} texts named by findings, {len(tally.lost)} lost")
    print("\n".join(tally.lost[:50]), file=sys.stderr)
    return 1 if tally.lost else 0


if __name__ == "__main__":
    sys.exit(main())
