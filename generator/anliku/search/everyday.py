"""Spoken and written words that mean about the same (`everyday.txt`): they belong to the language, not to one library."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from .normalise import runs


@cache
def everyday_groups() -> tuple[tuple[str, ...], ...]:
    """Groups of words in the form that is compared; a word may stand in several."""
    lines = (files(__package__ or "anliku.search") / "everyday.txt").read_text("utf-8").splitlines()
    groups = (tuple(dict.fromkeys("".join(runs(word)) for word in line.split())) for line in lines if line[:1] != "#")
    return tuple(group for group in groups if len(group) > 1)
