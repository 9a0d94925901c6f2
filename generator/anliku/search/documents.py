"""The records of a library as documents to search. Anchors are those of the page templates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial

from ..library import Library, OrganisationTree, Shared
from ..library.models import Card, Case, Excerpt, Framework, Indicator, Lesson, Level, Policy, Term
from ..library.pool import Pooled, pool_of
from .model import Document, Section
from .parts import part_sections
from .plain import page_sections, plain
from .store import Source, hashed, source_of

Facets = Mapping[str, tuple[str, ...]]


def library_sources(library: Library) -> Iterator[Source]:
    """Every published record; cases are read only when they have changed."""
    shared = library.shared
    above: dict[tuple[str, ...], str] = {}  # many cases are of the same types
    for entry in library.published.values():
        types = entry.organisations
        if types not in above:
            above[types] = hashed(_with_ancestors(types, shared.organisations))
        load = partial(_read_case, library.cases, shared, entry.id)
        yield Source("case", entry.id, f"{entry.digest} {above[types]}", load)
    documents = (
        *(d for policy in shared.policies.values() for d in policy_documents(policy, shared.organisations)),
        *(term_document(term) for term in shared.terms.values()),
        *indicator_documents(shared),
        *(framework_document(framework) for framework in shared.frameworks.values()),
        *(lesson_document(lesson, shared.organisations) for lesson in shared.lessons.values()),
        *(card_document(card, shared.organisations) for card in shared.cards.values()),
    )
    for document in documents:
        yield source_of(document)


def _read_case(cases: Mapping[str, Case], shared: Shared, key: str) -> Document:
    return case_document(cases[key], shared)


def page_source(path: str, html: str) -> Source:
    """An ordinary page as it was rendered, at `path` below the site."""
    title, sections = page_sections(html)
    return source_of(Document(path, "page", path, title or path, "", (), sections))


def alias_groups(shared: Shared) -> dict[str, tuple[str, ...]]:
    """Names with what else they are called: terms and organisation types."""
    groups = {term.name: term.aliases for term in shared.terms.values() if term.aliases}
    return groups | {node.name: node.aliases for node in shared.organisations.values() if node.aliases}


def facet_labels(shared: Shared) -> dict[str, dict[str, str]]:
    """Labels of the facets' values, in the order of the library."""
    return {
        "org": {key: node.name for key, node in shared.organisations.items()},
        "dim": dict(shared.dimensions),
        "service": dict(shared.services),
        "level": {level.value: level.label for level in Level},
    }


def case_document(case: Case, shared: Shared) -> Document:
    """A case: its steps are sections of their own."""
    place = Section("", "地区与时间", " ".join(part for part in (str(case.region), case.period.note) if part))
    return Document(
        case.id, "case", f"cases/{case.id}.html", case.title, plain(case.summary), case.topics,
        _written((place, *part_sections(case, case.kind.value))), _case_facets(case, shared), case.asks,
    )  # fmt: skip


def _case_facets(case: Case, shared: Shared) -> Facets:
    return _facets(
        org=_with_ancestors(case.organisations, shared.organisations),
        dim=case.dimensions,
        service=case.services,
        topic=case.topics,
        province=(case.region.province,),
        level=(case.level.value if case.level else "",),
        year=((case.period.from_ or case.period.to or "")[:4],),
    )


def policy_documents(policy: Policy, organisations: OrganisationTree) -> Iterator[Document]:
    """The document as a whole, and every excerpt."""
    url = f"policies/{policy.id}.html"
    about = "，".join(part for part in (policy.issuer, policy.number, policy.date or "") if part)
    yield Document(
        policy.id, "policy", url, policy.title, plain(policy.summary), (), (Section("", "发文", about),),
        _facets(year=((policy.date or "")[:4],)),
    )  # fmt: skip
    for excerpt in policy.excerpts:
        yield _excerpt_document(policy, excerpt, organisations)


def _excerpt_document(policy: Policy, excerpt: Excerpt, organisations: OrganisationTree) -> Document:
    year = f"{policy.date[:4]}年" if policy.date else ""
    issued = "，".join(part for part in (policy.issuer, policy.number, year) if part)
    sections = (Section(excerpt.id, "原文", plain(excerpt.quote)), Section(excerpt.id, policy.title, issued))
    return Document(
        id=f"{policy.id}/{excerpt.id}",
        kind="policy",
        url=f"policies/{policy.id}.html#{excerpt.id}",
        title=excerpt.clause,
        summary=plain(excerpt.digest),
        topics=excerpt.topics,
        sections=_written(sections),
        facets=_facets(
            org=_with_ancestors(excerpt.organisations, organisations),
            dim=excerpt.dimensions,
            topic=excerpt.topics,
            year=((policy.date or "")[:4],),
        ),
    )


def term_document(term: Term) -> Document:
    """An entry of the glossary; other names count as much as topics do."""
    url = f"terms/index.html#{term.id}"
    return Document(term.id, "term", url, term.name, plain(term.definition), term.aliases, asks=term.asks)


def indicator_documents(shared: Shared) -> Iterator[Document]:
    """Every item of the pool, on the first checklist that asks it, and then those that only a profile adds."""
    asked: dict[str, tuple[str, Pooled]] = {}
    for key in shared.organisations.assessed:
        for item in pool_of(shared, key):
            asked.setdefault(item.indicator.id, (key, item))
    for key, indicator in shared.indicators.items():
        page, item = asked.pop(key, ("", Pooled(shared.dimension_of.get(key, ""), indicator)))
        yield _indicator_document(indicator, item.dimension, page, shared)
    for page, item in asked.values():
        own = item.indicator.model_copy(update={"organisations": item.indicator.organisations or (page,)})
        yield _indicator_document(own, item.dimension, page, shared)


def _indicator_document(indicator: Indicator, dimension: str, page: str, shared: Shared) -> Document:
    anchor = f"item-{indicator.id}"
    sections = (
        Section(anchor, "怎样核实", plain(indicator.verify)),
        Section(anchor, "常见佐证", "\n".join(map(plain, indicator.evidence))),
        Section(anchor, "没做到怎么补", plain(indicator.remedy)),
    )
    return Document(
        id=indicator.id,
        kind="indicator",
        url=f"checklists/{page}.html#{anchor}" if page else "checklists/index.html",
        title=plain(indicator.statement),
        summary=plain(indicator.ask),
        sections=_written(sections) if page else tuple(replace(s, anchor="") for s in _written(sections)),
        facets=_facets(org=_with_ancestors(indicator.organisations, shared.organisations), dim=(dimension,)),
        asks=indicator.asks,
    )


def card_document(card: Card, organisations: OrganisationTree) -> Document:
    """An operational card."""
    items = "\n".join(plain(f"{item.text} {item.why}".strip()) for item in card.items)
    facets = _facets(org=_with_ancestors(card.organisations, organisations), dim=card.dimensions)
    summary = f"{plain(card.when)}，{plain(card.by)}用"
    sections = _written((Section("", "条目", items),))
    return Document(f"card/{card.id}", "page", f"cards/{card.id}.html", card.title, summary, (), sections, facets)


def framework_document(framework: Framework) -> Document:
    """A framework; its elements are sections."""
    items = (Section(i.id, i.name, plain(f"{i.summary}\n\n{i.text}")) for i in framework.items)
    sections = (Section("", "", plain(framework.text)), *items)
    url = f"frameworks/{framework.id}.html"
    return Document(
        f"framework/{framework.id}", "page", url, framework.name, plain(framework.summary), (), _written(sections)
    )


def lesson_document(lesson: Lesson, organisations: OrganisationTree) -> Document:
    """A lesson pack, without the lecturer's notes."""
    sections = part_sections(lesson)
    facets = _facets(org=_with_ancestors(lesson.organisations, organisations), dim=lesson.dimensions)
    url = f"lessons/{lesson.id}.html"
    return Document(
        f"lesson/{lesson.id}", "page", url, lesson.title, plain(lesson.summary), (), _written(sections), facets
    )


def _written(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections that say something; their fixed headings are no text to find."""
    return tuple(section for section in sections if section.text)


def _with_ancestors(keys: Iterable[str], organisations: OrganisationTree) -> tuple[str, ...]:
    """The types and those above them: a case of a village branch is found under 农村."""
    return tuple(dict.fromkeys(above for key in keys for above in (key, *organisations.lineage(key))))


def _facets(**values: tuple[str, ...]) -> Facets:
    """Facets without empty values."""
    found = {name: tuple(value for value in given if value) for name, given in values.items()}
    return {name: given for name, given in found.items() if given}
