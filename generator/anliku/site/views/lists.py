"""Lists of cases: all of them, and one per value of each facet, which also work without JavaScript."""

from __future__ import annotations

from ...library import Entry
from ...library.sections import SECTION_TITLES
from ..facts.published import Site
from .view import View

PAGE_SIZE = 100


def all_cases(site: Site, number: int) -> View:
    """Return a page of the list of all cases; the first one carries the facets."""
    context = {
        **_rows(site.ordered, number, "../lists/all"),
        "groups": [(facet, site.groups[facet.key]) for facet in site.facets if facet.key in site.groups],
        "first": number == 1,
        "total": len(site.ordered),
    }
    title = "案例" if number == 1 else f"案例（第 {number} 页）"
    scripts = ("cases/list.js", "assets/anliku/facets-core.js", "assets/anliku/facets.js") if number == 1 else ()
    return View(
        title,
        f"全部 {len(site.ordered)} 个案例，可按组织类型、{site.shared.vocabulary.dimensions}、主题等查找",
        "list.html.j2",
        context,
        scripts,
    )


def directory(site: Site) -> View:
    """Return the page from which every list can be reached."""
    groups = [(facet, site.groups[facet.key]) for facet in site.facets if facet.key in site.groups]
    return View(
        SECTION_TITLES["lists/index.md"],
        "按组织类型、维度、主题、地区、年份分别列出的案例",
        "directory.html.j2",
        {"groups": groups},
    )


def group_list(site: Site, facet: str, value: str, number: int) -> View:
    """Return a page of the cases that have one value of a facet."""
    found = next(g for g in site.groups[facet] if g.value == value)
    title = f"{found.facet.label}：{found.label}"
    context = {**_rows(found.entries, number, found.slug), "group": found, "total": len(found.entries)}
    if number > 1:
        title += f"（第 {number} 页）"
    return View(title, f"{title}，共 {len(found.entries)} 个案例", "group.html.j2", context)


def list_name(slug: str, number: int) -> str:
    """Return the file name of a page of a list."""
    return f"{slug}.html" if number == 1 else f"{slug}-{number}.html"


def _rows(entries: tuple[Entry, ...], number: int, slug: str) -> dict[str, object]:
    pages = max(1, -(-len(entries) // PAGE_SIZE))
    names = [list_name(slug, n) for n in range(1, pages + 1)]
    if slug.endswith("/all"):
        names[0] = "../cases/index.html"
    start = (number - 1) * PAGE_SIZE
    return {"rows": entries[start : start + PAGE_SIZE], "number": number, "pages": names}
