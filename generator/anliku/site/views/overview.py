"""The home page and the coverage page."""

from __future__ import annotations

from ...checklist.form.pages import without_precedent
from ...library.sections import SECTION_TITLES
from ..facts.published import Site
from .view import View

_NEWEST = 6


def home(site: Site) -> View:
    """Return the home page: a question with a search box, ways in, cases to begin with, then numbers and the matrix."""
    shared = site.shared
    settings = site.library.config.plugin.home
    chosen = [site.entries[key] for key in settings.first if key in site.entries]
    context = {
        "counts": _counts(site),
        "roots": [shared.organisations[key] for key in shared.organisations.roots],
        "home": settings,
        "first": chosen or sorted(site.ordered, key=lambda entry: entry.reviewed_on, reverse=True)[:_NEWEST],
        "chosen": bool(chosen),
        "matrix": matrix(site),
        "dimensions": _dimension_items(site),
    }
    scripts = ("assets/anliku/home-page.js",)
    description = f"{site.name}：共 {len(site.ordered)} 个案例"
    return View("首页", description, "home.html.j2", context, scripts, toc=False)


def matrix(site: Site) -> dict[str, object]:
    """Return the matrix as rows of (type, counts by dimension), with the largest count for its shading."""
    shared = site.shared
    rows = [
        (shared.organisations[kind], [(dimension, site.matrix[kind, dimension]) for dimension in shared.dimensions])
        for kind in shared.organisations.assessed
    ]
    return {"rows": rows, "columns": list(shared.dimensions.items()), "most": max(site.matrix.values(), default=0)}


def _counts(site: Site) -> list[tuple[int, str, str]]:
    shared = site.shared
    counts = [
        (len(site.ordered), "个案例", "cases/index.html"),
        (sum(entry.figures for entry in site.ordered), "个有出处的数字", "sources.html"),
        (len(shared.excerpts), "条政策摘编", "policies/index.html"),
        (len(shared.terms), "个术语", "terms/index.html"),
        (len(site.checklists), "张自评表", "checklists/index.html"),
        (len(shared.lessons), "个教学包", "lessons/index.html"),
    ]
    return [count for count in counts if count[0]]


def _dimension_items(site: Site) -> list[tuple[str, str, str, int]]:
    """Return (id, name, summary, number of cases) of each dimension."""
    return [
        (item.id, item.name, item.summary, len(site.by_dimension.get(item.id, ())))
        for framework in site.shared.frameworks.values()
        if framework.use.value == "dimensions"
        for item in framework.items
    ]


def search(site: Site) -> View:  # noqa: ARG001 - every view takes the site
    """Return the search page; its scripts fill it."""
    scripts = ("assets/anliku/search-state.js", "assets/anliku/search-page.js")
    return View(SECTION_TITLES["search.md"], "搜索全部案例、政策、术语和指标", "search.html.j2", scripts=scripts)


def coverage(site: Site) -> View:
    """Return what the library still lacks: excerpts and cells without a case, cases without figures."""
    shared = site.shared
    context = {
        "matrix": matrix(site),
        "empty_cells": [
            (shared.organisations[kind].name, shared.dimensions[dimension])
            for (kind, dimension), count in site.matrix.items()
            if not count
        ],
        "uncited": [
            (ref, policy, excerpt) for ref, (policy, excerpt) in shared.excerpts.items() if ref not in site.citing
        ],
        "without_figures": [entry for entry in site.ordered if not entry.figures],
        "without_questions": [entry for entry in site.ordered if not entry.questions],
        "without_period": [entry for entry in site.ordered if not entry.year],
        "without_precedent": without_precedent(shared, site.titles),
        "unused_terms": [term for term in shared.terms.values() if term.id not in site.using],
    }
    return View(SECTION_TITLES["coverage.md"], "哪些类型、维度和政策还缺案例", "coverage.html.j2", context)
