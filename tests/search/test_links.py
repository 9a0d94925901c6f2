"""Every hit of the shipped library leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html import unescape
from pathlib import Path

from anliku.check.survey import Survey
from anliku.search import Document
from anliku.search.documents import library_sources, page_document

_ID = re.compile(r'\bid="?([^"\s>]+)')


def addresses(document: Document) -> Iterator[str]:
    """The addresses that hits in a document can have: its own, and those of its sections (`present` in search-hit.js)."""
    yield document.url
    yield from (f"{document.url.split('#')[0]}#{section.anchor}" for section in document.sections if section.anchor)


def test_every_address_of_a_hit_is_in_the_site(shipped_site: Path, shipped_survey: Survey) -> None:
    @cache
    def anchors(page: str) -> set[str] | None:
        path = shipped_site / page
        return {unescape(one) for one in _ID.findall(path.read_text("utf-8"))} if path.is_file() else None

    documents = [source.load() for source in library_sources(shipped_survey.library)]
    documents += [
        page_document(page.relative_to(shipped_site).as_posix(), page.read_text("utf-8"))
        for page in [*shipped_site.glob("*.html"), *shipped_site.glob("guide/*.html")]
    ]
    assert {"case", "policy", "term", "indicator", "page"} <= {document.kind for document in documents}
    lost = []
    for address in (one for document in documents for one in addresses(document)):
        page, _, anchor = address.partition("#")
        if (found := anchors(page)) is None or (anchor and anchor not in found):
            lost.append(address)
    assert lost == []
