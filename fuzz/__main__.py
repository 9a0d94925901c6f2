"""`make fuzz`: look for inputs that break the program. MINUTES (default 10) is shared among the parts, SEED names the dice.

Without SEED the day is the seed, so that each day tries something else and a failure can be had again.
"""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time

# Each part with its share of the time.
PARTS: dict[str, tuple[tuple[str, ...], float]] = {
    "check": (("-m", "fuzz.library", "check"), 0.15),
    "build": (("-m", "fuzz.library", "build"), 0.2),
    "results": (("-m", "fuzz.results"), 0.1),
    "agreement of page and command on JSON": (("-m", "fuzz.agreement"), 0.025),
    "agreement of page and command on XLSX": (("-m", "fuzz.agreement", "--form", "xlsx"), 0.025),
    "pairs": (("-m", "fuzz.crashes", "pairs"), 0.1),
    "conserved": (("-m", "fuzz.conserved"), 0.1),
    "kills": (("-m", "fuzz.crashes", "kills"), 0.1),
}


def main() -> int:
    """Run every part; return 1 when one of them found something."""
    seconds = 60 * float(os.environ.get("MINUTES", "10"))
    seed = os.environ.get("SEED") or dt.date.today().strftime("%Y%m%d")
    failed = []
    for name, (command, share) in PARTS.items():
        print(f"=== {name}, {seconds * share:.0f} s, SEED={seed}", flush=True)
        words = [sys.executable, *command, "--seed", seed, "--seconds", str(seconds * share), "--count", "1000000"]
        if subprocess.run(words, check=False).returncode:
            failed.append(name)
    print(f"=== property tests, SEED={seed}", flush=True)
    if _properties(seed, 0.2 * seconds):
        failed.append("property tests")
    print("found: " + ", ".join(failed) if failed else "nothing found")
    return 1 if failed else 0


def _properties(seed: str, seconds: float) -> int:
    """Run the property tests again and again, each time with other dice, until the time is up."""
    until = time.monotonic() + seconds
    number = 0
    while number == 0 or time.monotonic() < until:
        dice = f"{int(seed) + number}"
        words = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            "--hypothesis-seed",
            dice,
            "-m",
            "property",
        ]
        code = subprocess.run([*words, "tests"], env={**os.environ, "ANLIKU_FUZZ": "1"}, check=False).returncode
        if code:
            print(f"--hypothesis-seed {dice}")
            return code
        number += 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
