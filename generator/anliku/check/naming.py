"""Find the record that was meant where an editor wrote its name in place of its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..library import Problem, Shared


def with_meant(problem: Problem, shared: Shared, titles: Mapping[str, str] | None = None) -> Problem:
    """Return the problem of an invalid id, with the id of the record that has this name, where there is one.

    titles: of the cases, by id.
    """
    given = problem.detail.get("input")
    if problem.kind != "string_pattern_mismatch" or not isinstance(given, str):
        return problem
    wanted = given.strip(" “”\"'")
    where = str(problem.at)
    named = list(_named(shared, where))
    if "related" in where or "learn_from" in where or "cases" in where:
        named = [*(titles or {}).items(), *named]
    elif "only_if" in where:
        named = [(key, question.ask) for key, question in shared.screening.items()]
    exact = [key for key, name in named if name == wanted]
    partly = {key for key, name in named if len(wanted) > 3 and wanted in name}
    meant = exact[0] if exact else next(iter(partly)) if len(partly) == 1 else ""
    return replace(problem, detail={**problem.detail, "meant": meant}) if meant else problem


def _named(shared: Shared, where: str) -> Iterator[tuple[str, str]]:
    """Yield (id, name) of what may be named at a place, what its field asks for first."""
    elements = [(item.id, item.name) for framework in shared.frameworks.values() for item in framework.items]
    types = [(one.id, name) for one in shared.organisations.values() for name in (one.name, *one.aliases)]
    yield from (*elements, *types) if "dimensions" in where or "services" in where else (*types, *elements)
    yield from ((source.id, source.title) for source in shared.sources.values())
    yield from ((policy.id, policy.title) for policy in shared.policies.values())
    yield from ((term.id, name) for term in shared.terms.values() for name in (term.name, *term.aliases))
