"""The analyser: what counts as the same text, and what separates terms.

Search matches when the normalised document contains the normalised term, so this module *is* the definition of
“contains”. The browser's twin is `search-text.js`, which takes the tables of `rules`; a test holds the two together.

1. Invisible characters (soft hyphen, zero-width, variation selectors) are dropped.
2. NFKC folds width and compatibility forms; lower case; final sigma is an ordinary sigma; a radical is the character
   that it looks like; the several forms of a dash and of a middle dot are one.
3. A circle after a Han numeral is 〇. Quotation marks and middle dots count as nothing: “两新”组织 is 两新组织. So do
   blanks between Han and a digit or Latin letter. Between two digits or letters quotation marks separate.
4. A mark like `.` `:` `+` `-` between two digits or Latin letters belongs to them: 12.75 is one word. Elsewhere it separates.
5. Letters, marks and numbers (Unicode L, M, N), and the marks of rule 4, make up *runs*; everything else separates. A run
   is never split: there is no dictionary, and 党员2人 is one run.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import numpy as np

DROPPED = "\u00ad\u034f\u061c\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef"
RADICALS = (
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
)
"""Radicals that NFKC leaves alone, and the ideographs that Unicode calls their equivalents (EquivalentUnifiedIdeograph)."""
FOLDED = ("‐‑‒–—―−〜∼•・‧∙⋅◯", "-------~~·····○")
"""Forms of the same mark."""
TIGHT = ".,:/+%~×*_&@=-"
"""Marks that belong to the digits or Latin letters on both sides of them."""
QUOTES = "“”‘’\"'《》〈〉「」『』﹁﹂﹃﹄【】·"
"""Marks that do not part a phrase."""
NUMERALS = "〇一二三四五六七八九十百千万亿"
CONTEXTUAL = frozenset(f"○ \t{QUOTES}{TIGHT}")
"""What is not a word by itself, but matters to rules 3 and 4."""
LAST_WORD = 0x33FFF
"""No letter, mark or number is assigned above this code point, save variation selectors, which are dropped."""

HAN = (("〇", "〇"), ("\u3400", "\u9fff"), ("\U00020000", "\U000323af"))
"""First and last characters of Han."""

_DROPPED = re.compile(f"[{DROPPED}]")
_SINGLE = str.maketrans("ς" + RADICALS[0] + FOLDED[0], "σ" + RADICALS[1] + FOLDED[1])
_HAS_SINGLE = re.compile(f"[ς⺀-⿟{FOLDED[0]}]")
_HAS_CONTEXTUAL = re.compile(f"[{re.escape(''.join(sorted(CONTEXTUAL)))}]")
LATIN = frozenset("0123456789abcdefghijklmnopqrstuvwxyz")
_CIRCLES = re.compile("○+")
_BLANKS = re.compile(r"[ \t]+")
_QUOTED = re.compile(f"[0-9a-z][{QUOTES}]+(?=[0-9a-z])")
_JOINED = re.compile(f"([0-9a-z][{TIGHT}]+(?=[0-9a-z]))")


def normalise(text: str) -> str:
    """`text` in the form that is compared: a mark of `TIGHT` is left where it belongs to a run, and a line break elsewhere."""
    return joined_up(folded(text))


def folded(text: str) -> str:
    """`text` by rules 1 and 2: what does not depend on neighbours, save that characters combine."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _DROPPED.sub("", text))
    text = text.lower()
    if _HAS_SINGLE.search(text):
        text = text.translate(_SINGLE)
    return text if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text)


def joined_up(text: str) -> str:
    """A folded text by rules 3 and 4, which never reach beyond other characters than those of `CONTEXTUAL` and words.

    `neighbours.py` does the same for millions of characters at once.
    """
    if not _HAS_CONTEXTUAL.search(text):
        return text
    if "○" in text:
        text = _CIRCLES.sub(_circles, text)
    text = _BLANKS.sub(_blanks, _without_quotes(text))
    pieces = _JOINED.split(text)
    pieces[::2] = [_without_marks(piece) for piece in pieces[::2]]
    return "".join(pieces)


def _circles(found: re.Match[str]) -> str:
    return "〇" * len(found[0]) if _before(found) in NUMERALS else found[0]


def _without_quotes(text: str) -> str:
    text = _QUOTED.sub(lambda found: found[0][0] + ("." if found[0][1:] == "·" else "\n"), text)
    for quote in QUOTES:
        text = text.replace(quote, "")
    return text


def _blanks(found: re.Match[str]) -> str:
    sides = (_before(found), _after(found))
    joined = any(one in LATIN and is_han(other) for one, other in (sides, sides[::-1]))
    return "" if joined else found[0]


def _without_marks(text: str) -> str:
    for mark in TIGHT:
        text = text.replace(mark, "\n")
    return text


def _before(found: re.Match[str]) -> str:
    return found.string[found.start() - 1] if found.start() else "\n"


def _after(found: re.Match[str]) -> str:
    return found.string[found.end()] if found.end() < len(found.string) else "\n"


def is_han(char: str) -> bool:
    """Whether a blank beside this character may be nothing."""
    return any(first <= char <= last for first, last in HAN)


@cache
def is_word(char: str) -> bool:
    """Whether a normalised character belongs to a run."""
    return char in TIGHT or (ord(char) <= LAST_WORD and unicodedata.category(char)[0] in "LMN")


def runs(text: str) -> list[str]:
    """The runs of `text`, normalised, in order: the terms of a query.

    >>> runs("“六有”目标, ＡＢ岗 12.75")
    ['六有目标', 'ab岗12.75']
    """
    return "".join(c if is_word(c) else " " for c in normalise(text)).split()


def tables() -> dict[str, object]:
    """What the browser's twin reads from the index."""
    return {
        "dropped": DROPPED,
        "folded": [RADICALS[0] + FOLDED[0], RADICALS[1] + FOLDED[1]],
        "numerals": NUMERALS,
        "quotes": QUOTES,
        "tight": TIGHT,
    }


@cache
def word_ranges() -> tuple[int, ...]:
    """The code points where `is_word` changes, beginning with the first word character: the browser's table."""
    characters = map(chr, range(LAST_WORD + 1))
    table = np.zeros(LAST_WORD + 2, np.int8)
    table[:-1] = [category[0] in "LMN" for category in map(unicodedata.category, characters)]
    table[[ord(mark) for mark in TIGHT]] = 1
    return tuple(int(c) + 1 for c in np.flatnonzero(np.diff(table)))
