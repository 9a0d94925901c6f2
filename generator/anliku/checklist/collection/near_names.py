"""Names of units that may be one unit: one is written with a character more, or without 党支部 and the like."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator

from ..untrusted.texts import without_blanks

_ENDINGS = ("党总支", "党支部", "党委", "支部", "委员会", "村委会", "居委会", "村", "社区")
_TELLING = frozenset("0123456789〇零一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸东西南北中上下前后左右内外大小新老")
_SHORTEST = 3


def near_names(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of different names that may mean the same; 甲村 and 乙村 are no such pair.

    Names are grouped by their shorter forms, so that of a thousand not every two need be compared.
    """
    plain = {name: without_blanks(unicodedata.normalize("NFKC", name)).casefold() for name in names}
    holders: dict[str, str] = {text: name for name, text in plain.items()}
    told: set[tuple[str, str]] = set()
    for name, text in plain.items():
        for shorter in _shorter(text):
            other = holders.get(shorter)
            if other is not None and other != name and (name, other) not in told:
                told.add((name, other))
                yield name, other


def _shorter(text: str) -> Iterator[str]:
    """The text without one ending or one character, as long as enough is left to tell units apart."""
    for ending in _ENDINGS:
        if text.endswith(ending) and len(text) - len(ending) >= 2:
            yield text.removesuffix(ending)
    if len(text) > _SHORTEST:
        for place in range(len(text)):
            if text[place] not in _TELLING:  # 第1支部 and 第11支部 are two, and so are 东沟村 and 沟村
                yield text[:place] + text[place + 1 :]
