"""Where the files lie that ship with the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def theme_dir() -> Path:
    """Return the folder of templates, styles and scripts: inside the installed package, or beside it in a clone."""
    package = Path(__file__).parent
    for folder in (package / "theme", package.parent.parent / "theme"):
        if (folder / "overrides").is_dir():
            return folder
    raise FileNotFoundError("theme")
