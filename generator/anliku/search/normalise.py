"""The analyser: what counts as the same text, and what separates terms.

Search matches when the normalised document contains the normalised term, so this module *is* the definition of
“contains”. The browser's twin is `search-text.js`; a test holds the two together.

1. Invisible characters (soft hyphen, zero-width, variation selectors) are dropped.
2. NFKC folds width and compatibility forms; lower case; final sigma is an ordinary sigma.
3. Letters, marks and numbers (Unicode L, M, N) make up *runs*; everything else separates. A run is never split: there
   is no dictionary, and 党员2人 is one run.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import numpy as np

DROPPED = "\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
_DROPPED = re.compile(f"[{DROPPED}]")
LAST_WORD = 0x33FFF
"""No letter, mark or number is assigned above this code point, save variation selectors, which are dropped."""


def normalise(text: str) -> str:
    """`text` in the form that is compared."""
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFKC", _DROPPED.sub("", text)).lower().replace("ς", "σ")
    return unicodedata.normalize("NFKC", folded)


def is_word(char: str) -> bool:
    """Whether a normalised character belongs to a run."""
    return ord(char) <= LAST_WORD and unicodedata.category(char)[0] in "LMN"


def runs(text: str) -> list[str]:
    """The runs of `text`, normalised, in order: the terms of a query.

    >>> runs("“六有”目标, ＡＢ岗")
    ['六有', '目标', 'ab岗']
    """
    return "".join(c if is_word(c) else " " for c in normalise(text)).split()


@cache
def word_ranges() -> tuple[int, ...]:
    """The code points where `is_word` changes, beginning with the first word character: the browser's table."""
    table = np.fromiter((is_word(chr(c)) for c in range(LAST_WORD + 2)), np.int8, LAST_WORD + 2)
    return tuple(int(c) + 1 for c in np.flatnonzero(np.diff(table)))
