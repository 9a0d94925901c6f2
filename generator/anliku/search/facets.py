"""Which documents have which facet value: lists of document numbers, for filters and their counts.

Documents are numbered through all segments, in the order of the segments.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .bits import UNIT_BASE, UNIT_BITS, Stream, gamma, packed_pieces, rice, rice_width
from .model import KINDS
from .store import Outline

SHEET = "sheet"
"""The types on whose checklists an indicator stands. Nobody filters by it; when a reader has filtered by a type, the hit
links to that type's checklist.
"""
FACETS = ("org", "dim", "service", "province", "level", "year", "topic", SHEET)
LATER = ("topic",)
"""Facets with so many values that they have a file of their own."""


def facet_tables(
    outlines: Sequence[Outline], labels: Mapping[str, Mapping[str, str]], *, later: bool
) -> dict[str, Any]:
    """The tables for one of the two facet files: facet → {values, labels, lists}."""
    tables: dict[str, Any] = {} if later else {"kind": _table([(outline.kind,) for outline in outlines], KINDS)}
    for facet in FACETS:
        if (facet in LATER) == later:
            values = [tuple(outline.facets.get(facet, ())) for outline in outlines]
            tables[facet] = _table(values, labels.get(facet, {}))
    return tables


def _table(values: Sequence[tuple[str, ...]], labels: Mapping[str, str]) -> dict[str, Any]:
    """Values in the order of the labels given, others after them; their documents as one packed stream."""
    owners: defaultdict[str, list[int]] = defaultdict(list)
    for number, mine in enumerate(values):
        for value in dict.fromkeys(mine):
            owners[value].append(number)
    known = [value for value in labels if value in owners]
    order = known + sorted(set(owners) - set(known))
    return {
        "values": order,
        "labels": [labels.get(value, value) for value in order],
        "lists": _packed([owners[value] for value in order], len(values)),
    }


def _packed(lists: Sequence[Sequence[int]], documents: int) -> str:
    """For each list the number of its entries (at least one) less one and their gaps, in Rice code."""
    if not lists:
        return ""
    counts = np.array([len(part) for part in lists])
    flat = np.concatenate([np.array(part) for part in lists])
    starts = np.concatenate(([0], np.cumsum(counts)[:-1]))
    gaps = flat - np.concatenate(([0], flat[:-1])) - 1
    gaps[starts] = flat[starts]
    entries = rice(gaps, np.repeat(rice_width(documents, counts), counts), documents.bit_length())
    heads = gamma(counts - 1)
    codes, sizes = np.insert(entries.codes, starts, heads.codes), np.insert(entries.sizes, starts, heads.sizes)
    return packed_pieces(Stream(codes, sizes), np.zeros(1, np.int64))[0].decode("utf-16-le")


def packed_numbers(values: Sequence[int]) -> str:
    """Numbers below 2**15, one character each."""
    if values and max(values) >= 1 << UNIT_BITS:
        raise ValueError("a number does not fit one character")
    return "".join(chr(UNIT_BASE + value) for value in values)


def packed_deltas(values: Sequence[int]) -> str:
    """Ascending numbers as their differences; what does not fit one character is preceded by full ones."""
    full = (1 << UNIT_BITS) - 1
    deltas = np.diff(np.array(values), prepend=0).tolist()
    return "".join(packed_numbers([full] * (delta // full) + [delta % full]) for delta in deltas)
