"""What the last build wrote, kept in the cache so that the next one need not write it again."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .output import Written
from .related import Related


@dataclass(frozen=True)
class Record:
    """Files of the last build with what is known of each, and the related cases with the hash they depend on."""

    file: Path | None
    files: Mapping[str, Written]
    related_key: str
    related: Mapping[str, Related]

    @property
    def cache(self) -> Path | None:
        """Folder of the cache that this record is part of."""
        return self.file.parent if self.file else None

    @classmethod
    def empty(cls, file: Path | None = None) -> Record:
        """Return the record of no build at all."""
        return cls(file, {}, "", {})

    @classmethod
    def load(cls, cache: Path, out: Path) -> Record:
        """Read the record of the last build to `out`; an empty one when there is none or it cannot be used."""
        name = hashlib.blake2b(str(out.resolve()).encode(), digest_size=4).hexdigest()
        file = cache / f"build-{name}.pickle"
        try:
            files, related_key, related = pickle.loads(file.read_bytes())  # noqa: S301 - see cache.py
            return cls(file, {path: Written._make(values) for path, values in files.items()}, related_key, related)
        except Exception:  # whatever is wrong with the file, everything is written anew
            return cls.empty(file)

    def save(self, files: Mapping[str, Written], related_key: str, related: Mapping[str, Related]) -> None:
        """Keep the record for the next build; a cache that cannot be written only costs time."""
        if self.file is None:
            return
        plain = {path: tuple(written) for path, written in files.items()}  # read back in half the time
        draft = self.file.with_name(self.file.name + ".new")
        try:
            draft.write_bytes(pickle.dumps((plain, related_key, related), pickle.HIGHEST_PROTOCOL))
            draft.replace(self.file)
        except OSError:
            return
