"""Self-assessments and operational cards."""

from __future__ import annotations

from ...checklist.form import pages
from ...library.sections import SECTION_TITLES
from ..facts.published import Site
from .view import View


def checklists(site: Site) -> View:
    """Return the list of all types with their checklists."""
    context = pages.index_context(site.shared, site.settings, site.formats)
    return View(
        SECTION_TITLES["checklists/index.md"],
        f"每类{site.shared.vocabulary.organisation}一张自评表，可打印、可填写",
        pages.INDEX_TEMPLATE,
        context,
        styles=pages.STYLES,
    )


def checklist(site: Site, key: str) -> View:
    """Return one type's self-assessment."""
    context = pages.checklist_context(site.shared, key, site.settings, site.titles, site.formats)
    made = site.checklists[key]
    description = f"{made.title}：{len(made.items)} 条，可在屏幕上填写、算分，也可打印"
    return View(made.title, description, pages.FORM_TEMPLATE, context, pages.SCRIPTS, styles=pages.STYLES, at_once=True)


def kept_checklist(site: Site, key: str, name: str) -> View:
    """Return a version of a type's self-assessment that was kept under a name."""
    context = pages.kept_context(site.shared, key, name, site.settings, site.titles)
    title = f"{context['checklist'].title}（{name} 版）"
    description = f"{title}：保留的旧版，按它填的结果照它计分"
    return View(title, description, pages.FORM_TEMPLATE, context, pages.SCRIPTS, styles=pages.STYLES, at_once=True)


def cards(site: Site) -> View:
    """Return the list of operational cards."""
    context = pages.cards_context(site.shared)
    return View(
        SECTION_TITLES["cards/index.md"],
        "一张卡管一个停顿点，不超过九条",
        pages.CARDS_TEMPLATE,
        context,
        styles=pages.STYLES,
    )


def card(site: Site, key: str) -> View:
    """Return one operational card."""
    context = pages.card_context(site.shared, key, site.titles)
    record = site.shared.cards[key]
    return View(record.title, f"{record.when}，{record.by}用", pages.CARD_TEMPLATE, context, styles=pages.STYLES)
