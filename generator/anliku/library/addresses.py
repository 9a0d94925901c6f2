"""The addresses that a library's site will have: what a link in it may lead to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from .former import former_ids
from .library import Library
from .models import Record, Status
from .pages import page_name
from .pool import papers_of
from .sections import HOME, SECTION_TITLES, frame_path

# Folder in which the page stands that shows a record's texts, by the record's kind.
FOLDERS: Mapping[str, str] = {
    "case": "cases", "policy": "policies", "organisation": "organisations", "framework": "frameworks",
    "term": "terms", "lesson": "lessons", "indicator": "checklists", "profile": "checklists",
    "screening": "checklists", "card": "cards", "source": "", "wording": "",
}  # fmt: skip
_FORMS = ("html", "pdf", "docx", "xlsx")


class Addresses:
    """Every page and file of a site by its path, and which anchors those have that are known without rendering."""

    def __init__(self, library: Library, files: Iterator[str]) -> None:
        self._library = library
        self.pages = {page_name(page.source): page for page in library.pages}
        self.known = frozenset((*self.pages, *files, *_generated(library)))

    @cached_property
    def by_small_letters(self) -> Mapping[str, str]:
        """Every path, by the same path in small letters."""
        return {path.lower(): path for path in self.known}

    def has(self, path: str) -> bool:
        """Say whether the site has a page or file at this path. Which lists there are, only the site knows."""
        return path in self.known or (path.startswith("lists/") and path.endswith(".html"))

    @cached_property
    def moved(self) -> Mapping[str, str]:
        """Where pages are now, by the paths that they had under former ids."""
        return dict(moved_pages(self._library))

    def unpublished(self, path: str) -> str:
        """Return the state of the record that would have this page if readers saw it, "" when there is none."""
        folder, _, name = path.rpartition("/")
        key = name.removesuffix(".html")
        entry = self._library.entries.get(key) if folder == "cases" else None
        lesson = self._library.shared.lessons.get(key) if folder == "lessons" else None
        found = entry.status if entry else lesson.status if lesson else Status.PUBLISHED
        status = next(status for status in Status if status == found)
        return "" if status is Status.PUBLISHED else status.label


def moved_pages(library: Library) -> Iterator[tuple[str, str]]:
    """Yield (old path, path of today) of the pages of records that had another id; only of pages that readers see."""
    assessed = library.shared.organisations.assessed if library.shared.indicators else ()
    for one in former_ids(library):
        if one.kind == "case" and one.new in library.published:
            yield f"cases/{one.old}.html", f"cases/{one.new}.html"
        elif one.kind == "policy":
            yield f"policies/{one.old}.html", f"policies/{one.new}.html"
        elif one.kind == "organisation":
            yield f"organisations/{one.old}.html", f"organisations/{one.new}.html"
            if one.new in assessed:
                yield f"checklists/{one.old}.html", f"checklists/{one.new}.html"


def _generated(library: Library) -> Iterator[str]:
    shared = library.shared
    yield from map(frame_path, (HOME, *SECTION_TITLES))
    yield from (f"cases/{key}.html" for key in library.published)
    for folder, records in _shared_pages(library):
        yield from (f"{folder}/{key}.html" for key in records)
    for key in shared.organisations.assessed if shared.indicators else ():
        kept = (f"{one.name}.html" for one in shared.frozen if one.organisation == key)
        yield from (f"checklists/{key}.{form}" for form in (*kept, *_FORMS, *papers_of(shared, key)))


def _shared_pages(library: Library) -> Iterator[tuple[str, Mapping[str, Record]]]:
    shared = library.shared
    yield "organisations", dict(shared.organisations)
    yield "frameworks", shared.frameworks
    yield "policies", shared.policies
    yield "cards", shared.cards
    yield "lessons", {key: lesson for key, lesson in shared.lessons.items() if lesson.status is Status.PUBLISHED}
