"""Mark the first use of each glossary term in rendered HTML, so that readers can see what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup, escape

from ...library.models import Term

_TAG = re.compile(r"(<[^>]*>)")
_CLOSED = frozenset({"a", "h1", "h2", "h3", "h4", "code", "pre", "button", "summary", "th", "title"})
# While names are looked for, a character that no text holds stands in the place of each link already made.
_FIRST_PLACE = 0xF0000
_PLACE = re.compile("[\U000f0000-\U000ffffd]")
_NAME = re.compile(r"</?([a-z0-9]+)")

_Name = tuple[str, str]  # a name as it stands in HTML, and the term's id


class Glossary:
    """Names and meanings of all terms as they stand in HTML: made once for all pages."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self.names: dict[str, list[_Name]] = {
            key: [(str(escape(name)), key) for name in (term.name, *term.aliases) if name.isprintable()]
            for key, term in terms.items()
        }
        self.meanings = {key: str(escape(_first_sentence(term.definition))) for key, term in terms.items()}


class TermMarker:
    """Marks terms across the parts of one page; each term once."""

    def __init__(self, glossary: Glossary, used: Sequence[str], address: str) -> None:
        """Mark the terms whose ids are in `used`; `address` is that of the glossary page, relative to this one."""
        names = [name for key in used for name in glossary.names.get(key, ())]
        self._meanings = glossary.meanings
        self._address = address
        self._wanted = sorted(names, key=lambda pair: -len(pair[0]))  # the longer of two that overlap is meant

    def __call__(self, html: Markup) -> Markup:
        """Return the HTML with links to the glossary; text inside links and headings stays as it is."""
        here = [pair for pair in self._wanted if pair[0] in html]
        if not here:
            return html
        closed = 0
        pieces = _TAG.split(html)
        for index, piece in enumerate(pieces):
            if index % 2:
                name = _NAME.match(piece)
                if name and name.group(1) in _CLOSED:
                    closed += -1 if piece.startswith("</") else 1
            elif piece and closed <= 0:
                pieces[index], here = self._marked(piece, here)
        return Markup("".join(pieces))  # noqa: S704 - safe HTML with links of ours added

    def _marked(self, text: str, wanted: list[_Name]) -> tuple[str, list[_Name]]:
        """Mark the first use of each term in a text without tags; return it and the names still to be looked for."""
        links: dict[str, str] = {}
        text = _PLACE.sub("", text)
        for name, key in wanted:
            at = _position(name, text) if key not in links else -1
            if at >= 0:
                text = f"{text[:at]}{chr(_FIRST_PLACE + len(links))}{text[at + len(name) :]}"
                links[key] = self._link(name, key)
        if not links:
            return text, wanted
        self._wanted = [pair for pair in self._wanted if pair[1] not in links]
        made = list(links.values())
        marked = _PLACE.sub(lambda place: made[ord(place.group()) - _FIRST_PLACE], text)
        return marked, [pair for pair in wanted if pair[1] not in links]

    def _link(self, name: str, key: str) -> str:
        return f'<a class="term" href="{self._address}#{key}" title="{self._meanings[key]}">{name}</a>'


def _position(name: str, text: str) -> int:
    """Return where a name stands in escaped text, -1 for nowhere: the “lt” of “&lt;” is none."""
    at = text.find(name)
    if at < 0 or not name.isascii():
        return at
    places = re.finditer(f"({re.escape(name)})|&#?[A-Za-z0-9]+;", text)
    return next((place.start() for place in places if place.group(1)), -1)


def _first_sentence(text: str) -> str:
    """Return what fits a tooltip; the glossary has the rest."""
    end = text.find("。")
    return text[: end + 1] if end >= 0 else text
