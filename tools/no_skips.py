"""Fail when a test run skipped anything: a browser test that did not run proves nothing.

Usage: python tools/no_skips.py JUNIT_XML
"""

from __future__ import annotations

import sys
import xml.etree.ElementTree as ET
from pathlib import Path


def skipped(report: Path) -> list[str]:
    """Return the names of the skipped tests of a JUnit report."""
    cases = ET.parse(report).iter("testcase")  # noqa: S314 - written by our own test run
    return [f"{case.get('classname')}.{case.get('name')}" for case in cases if case.find("skipped") is not None]


if __name__ == "__main__":
    names = skipped(Path(sys.argv[1]))
    if names:
        sys.exit("skipped tests:\n" + "\n".join(names))
    print("no test was skipped")
