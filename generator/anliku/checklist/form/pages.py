"""What the templates in theme/templates/checklist show. Plain data; the site hands it to Jinja2.

`cases` maps the id of each published case to its title; what is not published is not mentioned.
`base` (the way to the root of the site) comes from whoever renders the template.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ...library import Shared
from ...library.models import Assessor, Card, Indicator
from ...library.pool import papers_of
from ..asked.assembly import assemble, assemble_all
from ..asked.freezing import kept_of
from ..asked.items import Checklist, Item
from ..asked.scheme import Settings
from ..asked.wording import weight_text
from .sheet import page_of, sheet_data

FORMATS = ("pdf", "docx", "xlsx")
FORM_TEMPLATE = "checklist/form.html.j2"
INDEX_TEMPLATE = "checklist/index.html.j2"
CARD_TEMPLATE = "checklist/card.html.j2"
CARDS_TEMPLATE = "checklist/cards.html.j2"
STYLES = ("assets/anliku/checklist.css",)
_PARTS = (
    *(
        "core",
        "versions",
        "text",
        "tally",
        "read",
        "zip",
        "cells",
        "counts",
        "book",
        "store",
        "answers",
        "radar",
        "result",
        "counting",
    ),
    *("guide", "tasks", "form", "keep", "print", "choosing", "files"),
)
# As they lie in the theme, in the order in which they need each other. The site joins them into the one file SCRIPTS.
PARTS = (
    *(f"assets/anliku/{name}.js" for name in ("dom", "kept", "pako-inflate")),
    *(f"assets/anliku/checklist-{name}.js" for name in _PARTS),
)
SCRIPTS = ("assets/anliku/checklist.js",)


def checklist_context(
    shared: Shared,
    organisation: str,
    settings: Settings | None = None,
    cases: Mapping[str, str] | None = None,
    formats: Collection[str] = FORMATS,
) -> dict[str, Any]:
    """Return the context of `checklists/<type>.html`; `formats` are those of the files that lie beside it."""
    present = assemble(shared, organisation, settings or Settings())
    return _form_context(shared, present, (present, *present.kept), cases or {}, formats)


def kept_context(
    shared: Shared, organisation: str, kept_as: str, settings: Settings, cases: Mapping[str, str]
) -> dict[str, Any]:
    """Return the context of `checklists/<type>.<name>.html`, the page of the version that is kept under that name.

    Raises StopIteration when none is.
    """
    present = assemble(shared, organisation, settings)
    made = next(one for one in present.kept if one.kept_as == kept_as)
    return _form_context(shared, made, (present, *present.kept), cases, ())


def _form_context(
    shared: Shared,
    made: Checklist,
    versions: Iterable[Checklist],
    cases: Mapping[str, str],
    formats: Collection[str],
) -> dict[str, Any]:
    others = [one for one in versions if one.version != made.version]
    views = {item.id: item_view(item, made.numbers[item.id], shared, cases) for item in made.items}
    return {
        "formats": formats,
        "checklist": made,
        "node": shared.organisations[made.organisation],
        "papers": () if made.kept_as else papers_of(shared, made.organisation),
        "sheet": sheet_data(made, others),
        "others": [(page_of(one), one.kept_as) for one in others],
        "assessors": _assessors(made),
        "sections": [
            {"id": section.id, "title": section.title, "items": [views[item.id] for item in section.items]}
            for section in made.sections
        ],
        "shares": [(shared.vocabulary.of(a), share) for a, share in made.scheme.shares.items() if share > 0],
        "grades": made.scheme.grades,
        "example_weights": any(i.indicator.example_weight for i in made.items),
        "cards": cards_for(shared, made.organisation),
    }


def _assessors(made: Checklist) -> list[dict[str, Any]]:
    counts = {a: sum(a in item.assessors for item in made.items) for a in Assessor}
    words = made.words
    return [{"id": a.value, "label": words.of(a), "hint": words.hints[a], "count": n} for a, n in counts.items() if n]


def item_view(item: Item, number: int, shared: Shared, cases: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page shows of one item."""
    indicator = item.indicator
    return {
        "id": item.id,
        "number": number,
        "indicator": indicator,
        "form": item.form,
        "weight": weight_text(indicator),
        "assessors": [shared.vocabulary.of(a) for a in item.assessors],
        "assessor_ids": " ".join(item.assessors),
        "ended": item.ended,
        "basis": clauses(shared, indicator.basis),
        "drawn_from": clauses(shared, indicator.drawn_from),
        "cases": [(key, cases[key]) for key in indicator.learn_from if key in cases],
    }


def clauses(shared: Shared, references: Iterable[str]) -> list[dict[str, str]]:
    """Return place, title, clause and digest of each excerpt that exists."""
    found = ((ref, shared.excerpts[ref]) for ref in references if ref in shared.excerpts)
    return [
        {"href": f"policies/{p.id}.html#{e.id}", "ref": ref, "title": p.title, "clause": e.clause, "digest": e.digest}
        for ref, (p, e) in found
    ]


def index_context(
    shared: Shared, settings: Settings | None = None, formats: Collection[str] = FORMATS
) -> dict[str, Any]:
    """Return the context of `checklists/index.html`: every type with the length of its checklist."""
    made = assemble_all(shared, settings)
    return {
        "formats": formats,
        "rows": [
            (shared.organisations[key], len(c.items), len(c.sections), len(c.screening)) for key, c in made.items()
        ],
        "pool": len(shared.indicators),
        "kept": [
            (page_of(one), file.path.removeprefix("content/checklists/"), one.kept_as, checklist.name)
            for checklist in made.values()
            for one, file in zip(checklist.kept, kept_of(shared.frozen, checklist), strict=True)
        ],
        "dimensions": shared.dimensions,
        "assessors": [shared.vocabulary.of(a) for a in Assessor],
    }


def cards_for(shared: Shared, organisation: str) -> list[Card]:
    """Return the cards that a type can use."""
    line = shared.organisations.lineage(organisation)
    return [c for c in shared.cards.values() if not c.organisations or any(key in c.organisations for key in line)]


def card_context(shared: Shared, card_id: str, cases: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Return the context of `cards/<id>.html`."""
    card = shared.cards[card_id]
    return {
        "card": card,
        "types": [shared.organisations[key] for key in card.organisations if key in shared.organisations],
        "dimensions": [shared.dimensions[key] for key in card.dimensions if key in shared.dimensions],
        "basis": clauses(shared, (*card.basis, *card.drawn_from)),
        "cases": [(key, cases[key]) for key in card.learn_from if key in cases] if cases else [],
    }


def cards_context(shared: Shared) -> dict[str, Any]:
    """Return the context of `cards/index.html`."""
    return {"cards": list(shared.cards.values()), "organisations": shared.organisations}


def without_precedent(shared: Shared, cases: Mapping[str, str]) -> list[tuple[str, Indicator]]:
    """Return (dimension, indicator) of each item of the pool that no published case helps with."""
    return [
        (shared.dimension_of[key], indicator)
        for key, indicator in shared.indicators.items()
        if not any(case in cases for case in indicator.learn_from)
    ]
