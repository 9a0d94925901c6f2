"""References from the shared records: policies, frameworks, terms, sources, indicators, profiles, cards, lessons."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ...library import Library, Origin, Shared
from ...library.models import Indicator
from ..findings import Remark
from . import tables
from .tables import broken, broken_excerpts, broken_one


def broken_shared_references(library: Library) -> Iterator[Remark]:
    """A shared record names something that does not exist."""
    for check in _CHECKS:
        yield from check(library, library.shared)


def _organisations(_: Library, shared: Shared) -> Iterator[Remark]:
    for key, organisation in shared.organisations.items():
        origin = shared.origins["organisation", key]
        yield from broken_one(tables.organisations(shared), organisation.parent, origin, ("parent",))


def _policies(_: Library, shared: Shared) -> Iterator[Remark]:
    for key, policy in shared.policies.items():
        origin = shared.origins["policy", key]
        yield from broken_one(tables.sources(shared), policy.source, origin, ("source",))
        successor = policy.in_force.superseded_by
        yield from broken_one(tables.policies(shared), successor, origin, ("in_force", "superseded_by"))
        for index, excerpt in enumerate(policy.excerpts):
            at = ("excerpts", index)
            yield from broken(tables.dimensions(shared), excerpt.dimensions, origin, *at, "dimensions")
            yield from broken(tables.organisations(shared), excerpt.organisations, origin, *at, "organisations")


def _frameworks(_: Library, shared: Shared) -> Iterator[Remark]:
    known = tables.organisations(shared)
    for key, framework in shared.frameworks.items():
        origin = shared.origins["framework", key]
        for index, item in enumerate(framework.items):
            yield from broken(known, item.organisations, origin, "items", index, "organisations")
        for index, citation in enumerate(framework.sources):
            yield from broken_one(tables.sources(shared), citation.source, origin, ("sources", index, "source"))


def _terms(_: Library, shared: Shared) -> Iterator[Remark]:
    for key, term in shared.terms.items():
        origin = shared.origins["term", key]
        yield from broken(tables.terms(shared), term.see, origin, "see")
        yield from broken_one(tables.sources(shared), term.source, origin, ("source",))


def _sources(_: Library, shared: Shared) -> Iterator[Remark]:
    for key, source in shared.sources.items():
        origin = shared.origins["source", key]
        yield from broken_one(tables.sources(shared), source.part_of, origin, ("part_of",))


def _indicator_files(_: Library, shared: Shared) -> Iterator[Remark]:
    known = tables.dimensions(shared)
    dimension_of_file = {shared.origins["indicator", key].path: name for key, name in shared.dimension_of.items()}
    for path, dimension in dimension_of_file.items():
        yield from broken_one(known, dimension, Origin(path), ("dimension",))


def _indicators(library: Library, shared: Shared) -> Iterator[Remark]:
    for key, indicator in shared.indicators.items():
        yield from _indicator(library, shared, indicator, shared.origins["indicator", key])


def _indicator(library: Library, shared: Shared, indicator: Indicator, origin: Origin) -> Iterator[Remark]:
    known = tables.organisations(shared)
    yield from broken(known, indicator.organisations, origin, "organisations")
    yield from broken(known, indicator.exclude, origin, "exclude")
    for organisation in indicator.overrides:
        yield from broken_one(known, organisation, origin, ("overrides", organisation))
    yield from broken_one(tables.screening(shared), indicator.only_if, origin, ("only_if",))
    yield from broken_excerpts(shared, indicator.basis, origin, "basis")
    yield from broken(tables.cases(library), indicator.learn_from, origin, "learn_from")


def _profiles(library: Library, shared: Shared) -> Iterator[Remark]:
    known = tables.indicators(shared)
    for key, profile in shared.profiles.items():
        origin = shared.origins["profile", key]
        yield from broken_one(tables.organisations(shared), profile.organisation, origin, ("organisation",))
        if profile.include:
            yield from broken(known, profile.include.indicators, origin, "include", "indicators")
            yield from broken(tables.dimensions(shared), profile.include.dimensions, origin, "include", "dimensions")
        yield from broken(known, profile.exclude, origin, "exclude")
        for index, alteration in enumerate(profile.alter):
            yield from broken_one(known, alteration.id, origin, ("alter", index, "id"))
        for index, addition in enumerate(profile.add):
            inside = Origin(origin.path, (*origin.at, "add", index))
            yield from broken_one(tables.dimensions(shared), addition.dimension, inside, ("dimension",))
            yield from _indicator(library, shared, addition, inside)


def _cards(library: Library, shared: Shared) -> Iterator[Remark]:
    for key, card in shared.cards.items():
        origin = shared.origins["card", key]
        yield from broken(tables.organisations(shared), card.organisations, origin, "organisations")
        yield from broken(tables.dimensions(shared), card.dimensions, origin, "dimensions")
        yield from broken_excerpts(shared, card.basis, origin, "basis")
        yield from broken(tables.cases(library), card.learn_from, origin, "learn_from")
        for index, citation in enumerate(card.sources):
            yield from broken_one(tables.sources(shared), citation.source, origin, ("sources", index, "source"))


def _screening(_: Library, shared: Shared) -> Iterator[Remark]:
    for key, question in shared.screening.items():
        origin = shared.origins["screening", key]
        yield from broken(tables.organisations(shared), question.organisations, origin, "organisations")


def _lessons(library: Library, shared: Shared) -> Iterator[Remark]:
    for key, lesson in shared.lessons.items():
        origin = shared.origins["lesson", key]
        yield from broken(tables.cases(library), lesson.cases, origin, "cases")
        yield from broken_excerpts(shared, lesson.excerpts, origin, "excerpts")
        yield from broken(tables.organisations(shared), lesson.organisations, origin, "organisations")
        yield from broken(tables.dimensions(shared), lesson.dimensions, origin, "dimensions")


_CHECKS: tuple[Callable[[Library, Shared], Iterator[Remark]], ...] = (
    _organisations, _policies, _frameworks, _terms, _sources, _indicator_files, _indicators, _profiles, _cards,
    _screening, _lessons,
)  # fmt: skip
