"""The templates of MkDocs and its theme: compiled once, and no more of them looked at than a site can hold."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader

from ...export.templates import Compiled


class KeptTemplates:
    """The compiled templates of MkDocs and its theme, kept in a file: to compile them takes a fifth of a second."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._compiled = Compiled()
        self._key = ""

    def serve(self, environment: Environment) -> None:
        """Let an environment take what is known, and remember what it compiles. Other plugins may have changed it."""
        marks = {
            name: getattr(environment, name) for name in ("trim_blocks", "lstrip_blocks", "autoescape", "finalize")
        }
        parts = (sys.version, version("jinja2"), version("mkdocs"), *sorted(environment.extensions), repr(marks))
        self._key = " ".join(parts)
        self._compiled.recall(self._file, self._key)
        environment.bytecode_cache = self._compiled

    def keep(self) -> None:
        """Keep what was compiled for later runs."""
        if self._key:
            self._compiled.keep(self._file, self._key)


class _Listed(FileSystemLoader):
    """The templates of a theme; what lies in a folder whose name begins with a dot is there to be asked for, but not listed."""

    def list_templates(self) -> list[str]:
        """Return the names of all others."""
        found = set()
        for base in map(Path, self.searchpath):
            for place, folders, names in os.walk(base):
                folders[:] = [name for name in folders if not name.startswith(".")]
                found |= {Path(place, name).relative_to(base).as_posix() for name in names}
        return sorted(found)


def list_no_hidden_folders(theme: Any) -> None:
    """Spare MkDocs a look at 14,000 icons of Material: what hidden folders hold it leaves out of the site, name by name."""
    make = theme.get_env

    def get_env() -> Environment:
        environment: Environment = make()
        environment.loader = _Listed(theme.dirs)
        return environment

    theme.get_env = get_env
