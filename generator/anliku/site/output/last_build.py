"""What the last build wrote, kept in the cache so that the next one need not write it again."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ... import __version__
from ...cache import keep, recall
from .tree import Written

_KEY = f"{__version__} path: {' '.join(Written._fields)}"  # a record with other fields cannot be read back


@dataclass(frozen=True)
class LastBuild:
    """Files of the last build with what is known of each."""

    file: Path | None
    files: Mapping[str, Written]

    @property
    def cache(self) -> Path | None:
        """Folder of the cache that this record is part of."""
        return self.file.parent if self.file else None

    @classmethod
    def empty(cls, file: Path | None = None) -> LastBuild:
        """Return the record of no build at all."""
        return cls(file, {})

    @classmethod
    def load(cls, cache: Path, out: Path) -> LastBuild:
        """Read the record of the last build to `out`; an empty one when there is none or it cannot be used."""
        name = hashlib.blake2b(os.fsencode(out.resolve()), digest_size=4).hexdigest()
        file = cache / f"build-{name}.pickle"
        kept = recall(file, _KEY)
        if kept is None:
            return cls.empty(file)
        files = cast(dict[str, tuple[Any, ...]], kept)
        return cls(file, {path: Written._make(values) for path, values in files.items()})

    def save(self, files: Mapping[str, Written]) -> None:
        """Keep the record for the next build; a cache that cannot be written only costs time."""
        if self.file is None:
            return
        plain = {path: tuple(written) for path, written in files.items()}  # read back in half the time
        keep(self.file, _KEY, plain)
