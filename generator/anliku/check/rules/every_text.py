"""The rules that look at every text of every record, whatever it is for."""

from __future__ import annotations

from collections.abc import Iterator

from ...library import FieldPath, Library, Origin, Shared
from ...library.models import Case, Record
from ..findings import Remark
from ..texts import joined, texts_of
from .markup import unsafe
from .privacy import sensitive


def case_texts(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A text of a case holds personal data, a secrecy mark, unsafe markup or a strange character."""
    yield from _in_record(case, origin)


def shared_texts(library: Library) -> Iterator[Remark]:
    """A text of a shared record holds personal data, a secrecy mark, unsafe markup or a strange character."""
    for kind, key, record in library.shared.records():
        yield from _in_record(record, library.shared.origins[kind, key])


def page_texts(library: Library) -> Iterator[Remark]:
    """An ordinary page holds personal data or unsafe markup; Markdown has no fields, so each line is a text."""
    for page in library.pages:
        places: list[tuple[FieldPath, str]] = [
            ((number,), line) for number, line in enumerate(page.whole.split("\n"), 1)
        ]
        yield from sensitive(lambda places=places: places, page.whole, Origin(page.path))  # type: ignore[misc]
        yield from unsafe(lambda places=places: places, page.whole, Origin(page.path))  # type: ignore[misc]


def _in_record(record: Record, origin: Origin) -> Iterator[Remark]:
    whole = joined(record)
    yield from sensitive(lambda: texts_of(record), whole, origin)
    yield from unsafe(lambda: texts_of(record), whole, origin)
