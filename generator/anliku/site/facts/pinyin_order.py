"""Names in the order of their pinyin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path

from ...cache import keep, recall

OTHER = "0"
_FILE = "pinyin-of-terms.pickle"


def pinyin_of(names: Iterable[str], cache: Path | None) -> Mapping[str, str]:
    """Return the pinyin of each name, without tones, marks and blanks.

    Kept in the cache, since the dictionary takes 0.2 s to import and every edit renders the glossary.
    """
    names = sorted(set(names))
    key = hashlib.blake2b("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()
    known = recall(cache / _FILE, key) if cache else None
    if isinstance(known, dict):
        return known
    from pypinyin import lazy_pinyin

    made = {name: "".join(filter(str.isalnum, "".join(lazy_pinyin(name)))).lower() for name in names}
    if cache:
        keep(cache / _FILE, key, made)
    return made


def letter_of(pinyin: str) -> str:
    """Return the letter under which a name stands, OTHER for what begins with no letter."""
    return pinyin[0].upper() if pinyin[:1].isascii() and pinyin[:1].isalpha() else OTHER
