"""Mark the first use of each glossary term in rendered HTML, so that readers can see what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from ..library.models import Term

_TAG = re.compile(r"(<[^>]*>)")
_CLOSED = frozenset({"a", "h1", "h2", "h3", "h4", "code", "pre", "button", "summary", "th", "title"})
_NAME = re.compile(r"</?([a-z0-9]+)")


class TermMarker:
    """Marks terms across the parts of one page; each term once."""

    def __init__(self, terms: Mapping[str, Term], used: Sequence[str], glossary: str) -> None:
        """Mark the terms whose ids are in `used`; `glossary` is the relative address of the glossary page."""
        self._by_name = {
            str(escape(name)): terms[key]
            for key in used
            if key in terms
            for name in (terms[key].name, *terms[key].aliases)
        }
        self._glossary = glossary
        self._seen: set[str] = set()
        names = sorted(self._by_name, key=len, reverse=True)
        self._pattern = re.compile("|".join(map(re.escape, names))) if names else None

    def __call__(self, html: Markup) -> Markup:
        """Return the HTML with links to the glossary; text inside links and headings stays as it is."""
        if not self._pattern:
            return html
        closed = 0
        pieces = _TAG.split(html)
        for index, piece in enumerate(pieces):
            if index % 2:
                name = _NAME.match(piece)
                if name and name.group(1) in _CLOSED:
                    closed += -1 if piece.startswith("</") else 1
            elif piece and closed <= 0:
                pieces[index] = self._pattern.sub(self._link, piece)
        return Markup("".join(pieces))  # noqa: S704 - safe HTML with links of ours added

    def _link(self, match: re.Match[str]) -> str:
        term = self._by_name[match.group()]
        if term.id in self._seen:
            return match.group()
        self._seen.add(term.id)
        meaning = escape(term.definition)
        return f'<a class="term" href="{self._glossary}#{term.id}" title="{meaning}">{match.group()}</a>'
