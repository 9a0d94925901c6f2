"""Which characters tell what is meant: neither those that every sentence has, nor digits and Latin letters, which tell only as
whole words."""

from __future__ import annotations

import re
from functools import cache

from .normalise import TIGHT

FUNCTION = frozenset(
    "的了吗呢吧啊么呀嘛和与及在把被让使对为是我你他她它们这那谁哪啥咋就也都还又很太最要想会能去来到给跟从有没不上下里个着过得地之其所而且但或等再才只便可以什怎样如何多少"
)
"""Characters that are seldom part of what is meant."""
TOKEN = re.compile(f"[0-9a-z{re.escape(TIGHT)}]+")
"""Numbers and words of Latin letters, with the marks that belong to them: 12.75, ab, 1+3+x. They are whole or not meant."""


@cache
def tells(char: str) -> bool:
    """Whether a single character tells what is meant."""
    return char not in FUNCTION and not TOKEN.match(char)
