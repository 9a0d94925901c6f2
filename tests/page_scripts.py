"""Scripts of the self-assessment that need no page, run by node as a page runs them: one after the other, sharing `anliku`."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parents[1] / "theme/assets/anliku"
_PARTS = ("core", "versions", "text", "tally", "read")
_LOAD = """globalThis.window = globalThis;
const fs = require("fs"), input = JSON.parse(fs.readFileSync(0, "utf8"));
process.argv.slice(1).forEach(path => require("vm").runInThisContext(fs.readFileSync(path, "utf8")));
"""


def in_node(code: str, data: Any) -> str:
    """Return what `code` prints, which finds the scripts as `anliku` and the data as `input`."""
    paths = [str(ASSETS / f"checklist-{part}.js") for part in _PARTS]
    ran = subprocess.run(
        ["node", "-e", _LOAD + code, *paths], input=json.dumps(data), capture_output=True, text=True, check=True
    )
    return ran.stdout
