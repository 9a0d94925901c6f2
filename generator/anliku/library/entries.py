"""What other pages need to know of a case, in a form small enough to keep for ten thousand of them."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

from .models import Case
from .prose import asked_of

_FIGURES = 4  # more of them do not make a case fuller


class Entry(NamedTuple):
    """The short form of a case. Texts are as written; enumerations are their values.

    digest: hash of the file. shown_hash: hash of the id, which addresses have, and of the fields below, which is all that
    other pages show of the case.
    about: hash of those of the fields by which related cases are found. full: how much a reader finds in it, that is, how
    many of the parts that cases are asked for it has, and up to four for its figures.
    """

    id: str
    path: str
    digest: str
    shown_hash: str
    about: str
    title: str
    summary: str
    kind: str
    status: str
    level: str
    province: str
    place: str
    year: str
    organisations: tuple[str, ...]
    dimensions: tuple[str, ...]
    services: tuple[str, ...]
    topics: tuple[str, ...]
    policies: tuple[str, ...]
    related: tuple[str, ...]
    sources: tuple[str, ...]
    terms: tuple[str, ...]
    figures: int
    questions: int
    reviewed_on: str
    former_ids: tuple[str, ...] = ()
    full: int = 0


def entry_of(case: Case, path: str, digest: str, terms: tuple[str, ...]) -> Entry:
    """Return the entry of a case whose file `path` has the content hash `digest` and which uses these terms."""
    cited = [c.source for c in case.sources] + [f.source for f in case.figures]
    entry = Entry(
        id=case.id,
        path=path,
        digest=digest,
        shown_hash="",
        about="",
        title=case.title,
        summary=case.summary,
        kind=case.kind.value,
        status=case.status.value,
        level=case.level.value if case.level else "",
        province=case.region.province,
        place=str(case.region),
        year=(case.period.from_ or case.period.to or "")[:4],
        organisations=case.organisations,
        dimensions=case.dimensions,
        services=case.services,
        topics=case.topics,
        policies=case.policies,
        related=case.related,
        sources=tuple(dict.fromkeys(cited)),
        terms=terms,
        figures=len(case.figures),
        questions=len(case.questions),
        reviewed_on=case.reviewed.on if case.reviewed else "",
        former_ids=case.former_ids,
        full=sum(bool(getattr(case, part.key)) for part in asked_of(case)) + min(len(case.figures), _FIGURES),
    )
    about = (entry.topics, entry.organisations, entry.policies, entry.dimensions, entry.services, entry.related)
    return entry._replace(shown_hash=_hash(repr((entry.id, *entry[5:]))), about=_hash(repr(about)))


def _hash(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
