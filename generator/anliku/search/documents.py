"""The records of a library as documents to search. Anchors are those of the page templates."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import partial

from ..library import Library, OrganisationTree, Shared
from ..library.dialect import shown_text
from ..library.loader import without_drafts
from ..library.models import Card, Case, Excerpt, Framework, Indicator, Lesson, Level, Policy, Term, heading_of
from ..library.pool import Pooled, checklist_title, pool_of
from .model import Document, Section
from .parts import part_sections
from .plain import page_sections, written
from .store import DocumentSource, hashed, source_of

Facets = dict[str, tuple[str, ...]]


def library_sources(library: Library) -> Iterator[DocumentSource]:
    """Every published record; cases are read only when they have changed."""
    yield from case_sources(library)
    yield from shared_sources(library.shared)


def case_sources(library: Library) -> Iterator[DocumentSource]:
    """Every published case."""
    shared = without_drafts(library.shared)
    named = (_names(shared), shared.dimensions, shared.services, shared.vocabulary.levels)
    chips = hashed(*(repr(dict(names)) for names in named))
    above: dict[tuple[str, ...], str] = {}  # many cases are of the same types
    for entry in library.published.values():
        types = entry.organisations
        if types not in above:
            above[types] = hashed(chips, _with_ancestors(types, shared.organisations))
        load = partial(_read_case, library.cases, shared, entry.id)
        yield DocumentSource("case", entry.id, f"{entry.digest} {above[types]}", load)


def shared_sources(whole: Shared) -> Iterator[DocumentSource]:
    """Every published record but the cases; they depend on nothing but the shared records."""
    shared = without_drafts(whole)
    documents = (
        *(d for policy in shared.policies.values() for d in policy_documents(policy, shared)),
        *(term_document(term) for term in shared.terms.values()),
        *indicator_documents(shared),
        *(framework_document(framework) for framework in shared.frameworks.values()),
        *(lesson_document(lesson, shared) for lesson in shared.lessons.values()),
        *(card_document(card, shared) for card in shared.cards.values()),
        *checklist_documents(shared),
    )
    yield from map(source_of, documents)


def _read_case(cases: Mapping[str, Case], shared: Shared, key: str) -> Document:
    return case_document(cases[key], shared)


def page_document(path: str, html: str, ids: Container[str] = ()) -> Document:
    """A page as it was rendered, at `path` below the site. ids: of records, which are no text to find."""
    title, sections = page_sections(html, ids)
    return Document(path, "page", path, title or path, "", (), sections)


def alias_groups(shared: Shared) -> dict[str, tuple[str, ...]]:
    """Names with what else they are called, if anything: terms and organisation types."""
    groups = {term.name: term.aliases for term in shared.terms.values()}
    return groups | {node.name: node.aliases for node in shared.organisations.values()}


def facet_labels(shared: Shared) -> dict[str, dict[str, str]]:
    """Labels of the facets' values, in the order of the library."""
    return {
        "org": {key: node.name for key, node in shared.organisations.items()},
        "dim": dict(shared.dimensions),
        "service": dict(shared.services),
        "level": {level.value: shared.vocabulary.of(level) for level in Level},
    }


def case_document(case: Case, shared: Shared) -> Document:
    """A case: its steps are sections of their own."""
    when = (case.period.text or ("不详" if case.period.note else ""), case.period.note)
    place = Section("", "地区与时间", "\n".join((str(case.region), *when)).strip())
    chips = (
        *_types(case.organisations, shared),
        *(shared.dimensions[key] for key in case.dimensions if key in shared.dimensions),
        *(shared.services[key] for key in case.services if key in shared.services),
        shared.vocabulary.of(case.level),
        case.kind.label,
    )
    kinds = Section("", "归类", "\n".join(filter(None, chips)))
    return Document(
        case.id, "case", f"cases/{case.id}.html", case.title, written(case.summary), case.topics,
        _written((place, *part_sections(case, case.kind.value), kinds)), _case_facets(case, shared), case.asks,
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


def policy_documents(policy: Policy, shared: Shared) -> Iterator[Document]:
    """The document as a whole, and every excerpt."""
    url = f"policies/{policy.id}.html"
    source = shared.sources.get(policy.source)
    issued = (policy.issuer, policy.number, policy.date or "", policy.in_force.note, source.title if source else "")
    about = "\n".join(filter(None, issued))
    yield Document(
        policy.id, "policy", url, policy.title, written(policy.summary), (), (Section("", "发文", about),),
        _facets(year=((policy.date or "")[:4],)),
    )  # fmt: skip
    for excerpt in policy.excerpts:
        yield _excerpt_document(policy, excerpt, shared.organisations)


def _excerpt_document(policy: Policy, excerpt: Excerpt, organisations: OrganisationTree) -> Document:
    year = f"{policy.date[:4]}年" if policy.date else ""
    issued = "，".join(part for part in (policy.issuer, policy.number, year) if part)
    sections = (Section(excerpt.id, "原文", written(excerpt.quote)), Section(excerpt.id, policy.title, issued))
    return Document(
        id=f"{policy.id}/{excerpt.id}",
        kind="policy",
        url=f"policies/{policy.id}.html#{excerpt.id}",
        title=excerpt.clause,
        summary=written(excerpt.digest),
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
    return Document(term.id, "term", url, term.name, written(term.definition), term.aliases, asks=term.asks)


def indicator_documents(shared: Shared) -> Iterator[Document]:
    """Every item of the pool, on the first checklist that asks it, and then those that only a profile adds."""
    asked: dict[str, dict[str, Pooled]] = {}
    for key in shared.organisations.assessed:
        for item in pool_of(shared, key):
            asked.setdefault(item.indicator.id, {})[key] = item
    for key, indicator in shared.indicators.items():
        forms = asked.pop(key, {})
        yield _indicator_document(indicator, shared.dimension_of.get(key, ""), forms, shared)
    for forms in asked.values():
        item = next(iter(forms.values()))
        yield _indicator_document(item.indicator, item.dimension, forms, shared)


def _indicator_document(indicator: Indicator, dimension: str, forms: Mapping[str, Pooled], shared: Shared) -> Document:
    """forms: the indicator as each type sees it; every wording that differs can be found, too."""
    anchor = f"item-{indicator.id}" if forms else ""
    shown = [form.indicator for form in forms.values()] or [indicator]
    first = shown[0]
    others = dict.fromkeys(line for one in shown[1:] for line in _lines(one) if line not in _lines(first))
    sections = (
        Section(anchor, heading_of(Indicator, "verify"), written(first.verify)),
        Section(anchor, heading_of(Indicator, "evidence"), "\n".join(map(written, first.evidence))),
        Section(anchor, heading_of(Indicator, "remedy"), written(first.remedy)),
        Section(anchor, "依据", "\n".join(_clauses((*first.basis, *first.drawn_from), shared))),
        Section(anchor, "别的类型这样写", "\n".join(others)),
    )
    page = next(iter(forms), "")
    return Document(
        id=indicator.id,
        kind="indicator",
        url=f"checklists/{page}.html#{anchor}" if page else "checklists/index.html",
        title=written(first.statement),
        summary=written(first.ask),
        sections=_written(sections),
        facets=_facets(
            org=_with_ancestors(forms or indicator.organisations, shared.organisations),
            dim=(dimension,),
            sheet=tuple(forms),
        ),
        asks=indicator.asks,
    )


def _lines(indicator: Indicator) -> list[str]:
    texts = (indicator.statement, indicator.ask, indicator.verify, *indicator.evidence, indicator.remedy)
    return [written(text) for text in texts if text]


def _clauses(refs: Iterable[str], shared: Shared) -> Iterator[str]:
    """Policy, clause and digest of each excerpt that a checklist shows."""
    for ref in refs:
        if ref in shared.excerpts:
            policy, excerpt = shared.excerpts[ref]
            yield f"{policy.title}：{excerpt.clause}\n{written(excerpt.digest)}"


def checklist_documents(shared: Shared) -> Iterator[Document]:
    """Each type's checklist by its title, with the questions before it. It may be asked for by the type's name alone."""
    for key in shared.organisations.assessed:
        pool = pool_of(shared, key)
        if pool:
            asked = {item.indicator.only_if for item in pool}
            text = "\n".join(f"{one.ask}\n{one.hint}" for one in shared.screening.values() if one.id in asked)
            yield Document(
                f"checklist/{key}", "page", f"checklists/{key}.html", checklist_title(shared, key), "", (),
                _written((Section("", "先答这几问", text),)),
                _facets(org=_with_ancestors((key,), shared.organisations)),
                asks=(f"{shared.organisations[key].name}自评表",),
            )  # fmt: skip


def card_document(card: Card, shared: Shared) -> Document:
    """An operational card."""
    items = "\n".join(written(f"{item.text} {item.why}".strip()) for item in card.items)
    facets = _facets(org=_with_ancestors(card.organisations, shared.organisations), dim=card.dimensions)
    summary = f"{written(card.when)}，{written(card.by)}用"
    basis = "\n".join(_clauses((*card.basis, *card.drawn_from), shared))
    sections = _written(
        (
            Section("", "条目", items),
            Section("", "怎么用", card.mode.label),
            _used_for(card, shared),
            Section("", "依据", basis),
        )
    )
    return Document(f"card/{card.id}", "card", f"cards/{card.id}.html", card.title, summary, (), sections, facets)


def framework_document(framework: Framework) -> Document:
    """A framework; its elements are sections."""
    items = (Section(i.id, i.name, f"{written(i.summary)}\n{shown_text(i.text)}".strip()) for i in framework.items)
    sections = (Section("", "", shown_text(framework.text)), *items)
    url = f"frameworks/{framework.id}.html"
    return Document(
        f"framework/{framework.id}",
        "framework",
        url,
        framework.name,
        written(framework.summary),
        (),
        _written(sections),
    )


def lesson_document(lesson: Lesson, shared: Shared) -> Document:
    """A lesson pack, without the lecturer's notes."""
    about = Section("", "对象与用时", "\n".join(text for _, text in lesson.facts))
    sections = (about, _used_for(lesson, shared), *part_sections(lesson))
    facets = _facets(org=_with_ancestors(lesson.organisations, shared.organisations), dim=lesson.dimensions)
    url = f"lessons/{lesson.id}.html"
    return Document(
        f"lesson/{lesson.id}", "lesson", url, lesson.title, written(lesson.summary), (), _written(sections), facets
    )


def _written(sections: Iterable[Section]) -> tuple[Section, ...]:
    """The sections that say something; their fixed headings are no text to find."""
    return tuple(section for section in sections if section.text)


def _used_for(record: Card | Lesson, shared: Shared) -> Section:
    return Section("", "适用", "、".join(_types(record.organisations, shared)))


def _types(keys: Iterable[str], shared: Shared) -> list[str]:
    return [shared.organisations[key].name for key in keys if key in shared.organisations]


def _names(shared: Shared) -> dict[str, str]:
    return {key: node.name for key, node in shared.organisations.items()}


def _with_ancestors(keys: Iterable[str], organisations: OrganisationTree) -> tuple[str, ...]:
    """The types and those above them: a case of a village branch is found under 农村."""
    return tuple(dict.fromkeys(above for key in keys for above in (key, *organisations.lineage(key))))


def _facets(**values: tuple[str, ...]) -> Facets:
    """Facets without empty values."""
    found = {name: tuple(value for value in given if value) for name, given in values.items()}
    return {name: given for name, given in found.items() if given}
