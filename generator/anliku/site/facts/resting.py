"""The documents year by year, each with the cases and the items of self-assessment that rest on it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from ...library.models import Excerpt, Policy
from .published import Site

_SHOWN = 6


class Clause(NamedTuple):
    """An excerpt with how many cases and items rest on it."""

    excerpt: Excerpt
    cases: int
    items: int


class RestedOn(NamedTuple):
    """A document. clauses: those on which something rests. cases, items: on any of them, each counted once."""

    policy: Policy
    clauses: tuple[Clause, ...]
    cases: int
    items: int

    @property
    def first(self) -> tuple[Clause, ...]:
        """The clauses on which most rests, in the order of the document."""
        most = sorted(self.clauses, key=lambda clause: -(clause.cases + clause.items))[:_SHOWN]
        return tuple(clause for clause in self.clauses if clause in most)


class Year(NamedTuple):
    """The documents of a year; none of a run of years between two that have some. label: "" for those without a date."""

    label: str
    documents: tuple[RestedOn, ...]


def line_of_documents(site: Site) -> tuple[Year, ...]:
    """Return the years from the first document to the last, then those without a date; nothing where there is no line."""
    dated = [policy for policy in site.shared.policies.values() if policy.date]
    undated = [policy for policy in site.shared.policies.values() if not policy.date]
    years = tuple(_years(site, sorted(dated, key=lambda policy: policy.date or "")))
    if len(years) < 2:
        return ()
    return (*years, Year("", tuple(_document(site, policy) for policy in undated))) if undated else years


def _years(site: Site, policies: list[Policy]) -> Iterator[Year]:
    before = 0
    for label, some in groupby(policies, key=lambda policy: (policy.date or "")[:4]):
        year = int(label)
        if before and year - before > 1:
            yield Year(f"{before + 1}—{year - 1}" if year - before > 2 else str(year - 1), ())
        yield Year(label, tuple(_document(site, policy) for policy in some))
        before = year


def _document(site: Site, policy: Policy) -> RestedOn:
    cases: set[str] = set()
    items: set[str] = set()
    clauses = []
    for excerpt in policy.excerpts:
        ref = f"{policy.id}/{excerpt.id}"
        citing = {entry.id for entry in site.citing.get(ref, ())}
        asked = {mention.item.id for mention in site.items_on.get(ref, ())}
        if citing or asked:
            clauses.append(Clause(excerpt, len(citing), len(asked)))
        cases |= citing
        items |= asked
    return RestedOn(policy, tuple(clauses), len(cases), len(items))
