"""Cases as data: what fills a case's page, a few hundred cases in one script, in fewer characters."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence

from ..data_scripts.pairs import PairCoder, learn_pairs
from ..data_scripts.safe import quotable
from ..data_scripts.scripts import one_script, strings_script, value_script

FIELDS = ("title", "description", "toc", "body")
PAIRS = "pairs"
_FIELD = "\x01"
_SHARD = "#"
_COUNTS = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96)
_PAIRS, _TIMES, _SAMPLE = 6_390, 5, 256
# What `quotable` would turn into blanks, in the spelling of HTML.
_REFERENCES = {ord(char): f"&#{ord(char)};" for char in "\t\u2028\u2029"}
_FNV_START, _FNV_PRIME = 0x811C9DC5, 0x01000193


def case_record(values: Mapping[str, str]) -> str:
    """Return what fills the page of a case as one text: fields separated as those of the search texts are."""
    return _FIELD.join(quotable(values[name].translate(_REFERENCES)) for name in FIELDS)


def coder(cases: Sequence[str], read: Callable[[str], str]) -> PairCoder:
    """Return a coder for the records of these cases, learnt from some of them. read: gives the record of a case."""
    sample = sorted(cases, key=lambda case: (zlib.crc32(case.encode()), case))[:_SAMPLE]
    return learn_pairs([read(case) for case in sample], _PAIRS, _TIMES)


def pack_count(size: int, wanted: int, most: int) -> int:
    """Return how many packs to make of so many bytes; few steps, so that it seldom changes."""
    return min(most, next((count for count in _COUNTS if count * wanted >= size), most))


def pack_name(number: int) -> str:
    """Return the name of a pack's file."""
    return f"pack-{number:02x}"


def pack_of(case: str, count: int) -> int:
    """Return the number of the pack that holds a case: FNV-1a of its id, as viewer.js reckons it.

    A hash decides, not the order of ids: so a new case or a longer text changes one pack and not all behind it.
    """
    value = _FNV_START
    for byte in case.encode():
        value = ((value ^ byte) * _FNV_PRIME) & 0xFFFFFFFF
    return value % count


def case_pack(number: int, cases: Sequence[str], records: Sequence[str], pairs: PairCoder) -> bytes:
    """Return the script of a pack: a shard for each case, so that only the one wanted is checked.

    One more goes before them, since a script that hands over nothing is taken for a damaged one.
    """
    coded = zip(cases, pairs.encode(records), strict=True)
    shards = (strings_script(f"{_SHARD}{case}", [data]) for case, data in coded)
    return one_script([value_script(pack_name(number), len(cases)), *shards])


def dictionary(pairs: PairCoder) -> bytes:
    """Return the script with which packs are read."""
    return value_script(PAIRS, pairs.dictionary())
