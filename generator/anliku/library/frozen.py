"""Kept versions of checklists: `content/checklists/frozen/<type>-<name>.json`, written by `anliku checklist --freeze`.

Nobody edits them by hand: each holds a digest of itself, and one that is not as it was written is a problem.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from .models import Indicator, Record, Scheme, Screening
from .problems import Problem
from .yaml_file import MAX_BYTES, read_bytes

FOLDER = "content/checklists/frozen"
FORMAT = "anliku-checklist/1"
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,29}")
_DIGEST = "sha256"


class FrozenItem(Record):
    """An item as it was."""

    dimension: str
    indicator: Indicator


class Frozen(Record):
    """A version of one type's checklist as it was when it was kept.

    versions: how results name it. dimensions: names by id. scheme: how it was graded; None in files that were written
    before it was kept with them.
    """

    format: str = Field(pattern=f"^{FORMAT}$")
    name: str = Field(pattern=f"^{NAME.pattern}$")
    organisation: str
    title: str
    versions: tuple[str, ...] = Field(min_length=1)
    dimensions: Mapping[str, str]
    screening: tuple[Screening, ...]
    items: tuple[FrozenItem, ...]
    scheme: Scheme | None = None

    @property
    def path(self) -> str:
        """Where it lies in the library."""
        return f"{FOLDER}/{self.organisation}-{self.name}.json"


def frozen_bytes(frozen: Frozen) -> bytes:
    """Return the file of a kept version."""
    data = frozen.model_dump(mode="json", by_alias=True, exclude={"scheme"} if frozen.scheme is None else None)
    return (json.dumps({_DIGEST: _digest(data), **data}, ensure_ascii=False, indent=1) + "\n").encode()


def frozen_files(root: Path) -> list[str]:
    """Return the files of kept versions, sorted, relative to the library."""
    try:
        names = os.listdir(root / FOLDER)  # noqa: PTH208 - names are all that is wanted
    except OSError:
        return []
    return [f"{FOLDER}/{name}" for name in sorted(names) if is_frozen_file(f"{FOLDER}/{name}")]


def is_frozen_file(path: str) -> bool:
    """Say whether a file of the library is one that keeps a version."""
    return path.startswith(f"{FOLDER}/") and path.endswith(".json") and path[len(FOLDER) + 1] not in ".~"


def read_frozen(root: Path) -> tuple[tuple[Frozen, ...], list[Problem]]:
    """Return the kept versions of a library, and the files that are not as they were written."""
    found, problems = [], []
    for path in frozen_files(root):
        raw, problem = read_bytes(root, path)
        kept = None if problem or len(raw) > MAX_BYTES else _read(raw)
        if kept and kept.path == path:
            found.append(kept)
        else:
            problems.append(problem or Problem("frozen-changed", path))
    return tuple(found), problems


def _read(raw: bytes) -> Frozen | None:
    try:
        data: Any = json.loads(raw)
        digest = data.pop(_DIGEST, None)
        return Frozen.model_validate(data) if digest == _digest(data) else None
    except (ValueError, RecursionError, AttributeError, TypeError, ValidationError):
        return None


def _digest(data: Mapping[str, Any]) -> str:
    """Hash of the content, however it is set out."""
    return hashlib.sha256(
        json.dumps(data, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    ).hexdigest()
