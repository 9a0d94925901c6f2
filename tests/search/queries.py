"""The queries of `queries.yml`, and how well they are answered: one half for tuning, one held out."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

SEED = 15
HELD_WHOLE = ("everyday-later",)
TUNED_WHOLE = "-more"
"""How sorts end that are for tuning alone."""
FIRST = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A query, what sort of query it is, the ids of which any answers it, and the kind looked at (none: all)."""

    query: str
    sort: str
    expect: tuple[str, ...]
    only: str = ""


@dataclass(frozen=True, slots=True)
class Quality:
    """How well queries were answered: `hit` with an expected record among the first three, `mrr` the mean of 1 / place,
    `empty` without any hit."""

    count: int
    hit: float
    mrr: float
    empty: int


def all_queries() -> list[Asked]:
    """Every query, in the order of the file."""
    table = yaml.safe_load(Path(__file__).with_name("queries.yml").read_text("utf-8"))
    return [
        Asked(one["query"], sort, tuple(one["expect"]), one.get("only", ""))
        for sort, entries in table.items()
        for one in entries
    ]


def halves(queries: Sequence[Asked]) -> tuple[list[Asked], list[Asked]]:
    """For tuning, and held out: half of each sort, but for those that are wholly in one of the two."""
    chosen: set[Asked] = set()
    for sort in dict.fromkeys(one.sort for one in queries):
        mine = [one for one in queries if one.sort == sort]
        held = len(mine) if sort in HELD_WHOLE else 0 if sort.endswith(TUNED_WHOLE) else len(mine) // 2
        chosen |= set(random.Random(f"{SEED} {sort}").sample(mine, held))
    return [one for one in queries if one not in chosen], [one for one in queries if one in chosen]


def quality(ranks: Iterable[int | None]) -> Quality:
    """`ranks`: for each query the place of the first record expected, 0 where there is none, None without any hit."""
    found = list(ranks)
    places = [rank for rank in found if rank]
    count = max(len(found), 1)
    return Quality(
        len(found), sum(place <= FIRST for place in places) / count, sum(1 / place for place in places) / count,
        found.count(None),
    )  # fmt: skip


def rank(ids: Sequence[str], asked: Asked) -> int | None:
    """The place of the first expected id; 0: not there; None: there are no hits."""
    return next((place for place, one in enumerate(ids, 1) if one in asked.expect), 0) if ids else None


Search = Callable[[str, str], Sequence[str]]
"""A query and a kind, or "" for all kinds → the ids of the hits, best first."""


def measured(search: Search, queries: Sequence[Asked]) -> dict[str, Quality]:
    """The quality of each sort, and over all."""
    ranks = {one: rank(search(one.query, one.only), one) for one in queries}
    sorts = dict.fromkeys(one.sort for one in queries)
    by_sort = {sort: quality(ranks[one] for one in queries if one.sort == sort) for sort in sorts}
    return by_sort | {"all": quality(ranks.values())}
