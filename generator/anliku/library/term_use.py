"""Which glossary terms a case uses."""

from __future__ import annotations

from . import Shared
from .models import Case
from .prose import prose_of


def terms_in(case: Case, shared: Shared) -> tuple[str, ...]:
    """Return the ids of the terms whose name or alias occurs in the case, in the order of the glossary."""
    return terms_in_text("\n".join(prose_of(case)), shared)


def terms_in_text(text: str, shared: Shared) -> tuple[str, ...]:
    """Return the ids of the terms whose name or alias occurs in the text, in the order of the glossary."""
    places = (place for name in shared.term_finder.names_in(text) for place in shared.term_places[name])
    return tuple(dict.fromkeys(shared.term_names[place][1] for place in sorted(places)))
