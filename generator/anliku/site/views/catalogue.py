"""Pages of the shared records: organisation types, frameworks, policies, terms and lessons."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from ...checklist.form.pages import cards_for
from ...library.models import Assessor, Excerpt, FrameworkUse, Lesson, Policy
from ...library.sections import SECTION_TITLES
from ..facts.best import best_cases
from ..facts.pinyin_order import letter_of
from ..facts.published import Site
from ..facts.resting import line_of_documents
from .parts import shown_parts
from .view import View

_SHOWN = 30
_LONG = 8  # a document of so many clauses or more has chapters
_FIRST = 3


def organisations(site: Site) -> View:
    """Return the tree of organisation types."""
    tree = site.shared.organisations
    roots = [(tree[root], [tree[child] for child in tree.children(root)]) for root in tree.roots]
    return View(
        SECTION_TITLES["organisations/index.md"],
        "按组织类型查案例、政策和自评",
        "organisations.html.j2",
        {"roots": roots, "by_type": site.by_type},
    )


def organisation(site: Site, key: str) -> View:
    """Return everything the library has for one type of organisation."""
    shared = site.shared
    node = shared.organisations[key]
    entries = site.by_type.get(key, ())
    lineage = set(shared.organisations.lineage(key))
    excerpts = [(ref, p, e) for ref, (p, e) in shared.excerpts.items() if lineage & set(e.organisations)]
    made = site.checklists.get(key)
    own = [item for item in made.items if Assessor.SELF in item.assessors] if made else []
    context = {
        "node": node,
        "lineage": [shared.organisations[other] for other in shared.organisations.lineage(key)[1:]],
        "children": [shared.organisations[child] for child in shared.organisations.children(key)],
        "first_things": sorted(own, key=lambda item: (not item.indicator.critical, -item.indicator.weight))[:_FIRST],
        "best": best_cases(site, key),
        "by_dimension": [(d, name, sum(d in e.dimensions for e in entries)) for d, name in shared.dimensions.items()],
        "rows": entries[:_SHOWN],
        "total": len(entries),
        "cards": cards_for(shared, key),
        "excerpts": excerpts,
        "lessons": [lesson for lesson in shared.lessons.values() if lineage & set(lesson.organisations)],
        "frameworks": [
            (framework, item)
            for framework in shared.frameworks.values()
            for item in framework.items
            if lineage & set(item.organisations)
        ],
    }
    description = node.summary or f"{node.name}的案例、政策依据和做法"
    return View(node.name, description, "organisation.html.j2", context)


def frameworks(site: Site) -> View:
    """Return the list of frameworks."""
    records = list(site.shared.frameworks.values())
    context = {
        "used": [one for one in records if one.use is not FrameworkUse.REFERENCE],
        "others": [one for one in records if one.use is FrameworkUse.REFERENCE],
    }
    return View(SECTION_TITLES["frameworks/index.md"], _frameworks_named(site), "frameworks.html.j2", context)


def _frameworks_named(site: Site) -> str:
    names = [framework.name for framework in site.shared.frameworks.values()]
    return "、".join(names[:2]) + ("等框架" if len(names) > 2 else "")


def framework(site: Site, key: str) -> View:
    """Return one framework with its elements and, for those that cases are filed under, the cases."""
    record = site.shared.frameworks[key]
    facet = {"dimensions": "dim", "services": "service"}.get(record.use.value, "")
    found = {g.value: g for g in site.groups.get(facet, ())}
    context = {
        "framework": record,
        "found": found,
        "facet": facet,
        "shown": 8,
        "sources": site.shared.sources,
        "types": site.shared.organisations,
    }
    return View(record.name, record.summary, "framework.html.j2", context)


def policies(site: Site) -> View:
    """Return the list of documents."""
    context = {"policies": list(site.shared.policies.values()), "line": line_of_documents(site)}
    return View("政策摘编", "文件要点，逐条可引用", "policies.html.j2", context)


def policy(site: Site, key: str) -> View:
    """Return one document with its excerpts and the cases and types that rest on each."""
    record = site.shared.policies[key]
    tree = site.shared.organisations
    rows = {}
    for excerpt in record.excerpts:
        citing = site.citing.get(f"{key}/{excerpt.id}", ())
        types = [tree[o] for o in excerpt.organisations if o in tree]
        rows[excerpt.id] = (excerpt, citing[:_SHOWN], len(citing), types)
    chapters = chapters_of(record.excerpts)
    context = {
        "policy": record,
        "chapters": [(chapter.name, [rows[excerpt.id] for excerpt in chapter.excerpts]) for chapter in chapters],
        "source": site.shared.sources.get(record.source),
        "superseded_by": site.shared.policies.get(record.in_force.superseded_by or ""),
        "in_force": in_force_text(record),
    }
    description = record.summary or f"{record.issuer}《{record.title}》要点 {len(record.excerpts)} 条"
    return View(record.title, description, "policy.html.j2", context, bar=len(chapters) > 1)


class ClauseChapter(NamedTuple):
    """Clauses of a document that stand together under one name."""

    name: str
    excerpts: list[Excerpt]


def chapters_of(excerpts: Sequence[Excerpt]) -> list[ClauseChapter]:
    """Return the clauses of a long document by what comes before the dot in their names (保障·稳定的经费).

    Neighbours of which each would be a chapter by itself share one, which has no name of its own. A short document is
    one chapter.
    """
    if len(excerpts) < _LONG:
        return [ClauseChapter("", list(excerpts))]
    runs = [(name, list(run)) for name, run in groupby(excerpts, key=lambda excerpt: excerpt.clause.partition("·")[0])]
    chapters: list[ClauseChapter] = []
    for alone, some in groupby(runs, key=lambda run: len(run[1]) == 1):
        if alone:
            chapters.append(ClauseChapter("", [excerpt for _, run in some for excerpt in run]))
        else:
            chapters += [ClauseChapter(name, run) for name, run in some]
    return chapters


def in_force_text(record: Policy) -> str:
    """Say in Chinese whether a document is in force."""
    times = record.in_force
    if times.to:
        return f"已于 {times.to} 停止施行"
    if times.superseded_by:
        return "已被新文件取代"
    if times.from_:
        return f"自 {times.from_} 起施行"
    return times.note or "时效不详，以发文机关为准"


def glossary(site: Site) -> View:
    """Return the glossary, by the pinyin of the names."""
    sounds = site.sounds
    terms = sorted(
        site.shared.terms.values(), key=lambda term: (letter_of(sounds[term.name]), sounds[term.name], term.id)
    )
    letters: dict[str, list[object]] = {}
    for term in terms:
        letters.setdefault(letter_of(sounds[term.name]), []).append(term)
    context = {
        "letters": letters,
        "using": site.using,
        "shown": 5,
        "names": {term.id: term.name for term in terms},
        "sources": site.shared.sources,
    }
    scripts = ("assets/anliku/glossary-page.js",)
    return View(
        SECTION_TITLES["terms/index.md"],
        f"{len(terms)} 个术语的含义和出处",
        "glossary.html.j2",
        context,
        scripts,
        toc=False,
    )


def lessons(site: Site) -> View:
    """Return the list of lesson packs."""
    return View(
        SECTION_TITLES["lessons/index.md"],
        "给讲师的整节课安排",
        "lessons.html.j2",
        {"lessons": list(site.shared.lessons.values())},
    )


def lesson(site: Site, key: str) -> View:
    """Return one lesson pack."""
    record: Lesson = site.shared.lessons[key]
    context = {
        "lesson": record,
        "parts": shown_parts(site, record),
        "named": {
            "cases": [site.entries[other] for other in record.cases if other in site.entries],
            "excerpts": [(ref, *site.shared.excerpts[ref]) for ref in record.excerpts if ref in site.shared.excerpts],
        },
        "types": [site.shared.organisations[o] for o in record.organisations if o in site.shared.organisations],
    }
    return View(record.title, record.summary, "lesson.html.j2", context)
