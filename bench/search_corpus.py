"""Synthetic libraries for the search bench: cases recombined from the sentences of a library, seeded."""

from __future__ import annotations

import random
import re
from pathlib import Path

from anliku.check.survey import survey
from anliku.search import Document, Section
from anliku.search.documents import library_sources

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_CASE_CHARS = 2_400
_FACETS = {
    "org": ("village", "township", "community", "window", "school", "hospital", "soe", "private", "social", "mobile"),
    "dim": ("leadership", "team", "venue", "carrier", "mechanism", "performance"),
    "service": ("reform", "development", "livelihood", "masses", "members"),
    "province": ("guizhou", "jiangsu", "zhejiang", "heilongjiang", "chongqing", "beijing", "xinjiang", "sichuan"),
    "level": ("county", "township", "village", "city", "unit"),
    "year": tuple(str(year) for year in range(2005, 2026)),
}


def sentences(root: Path) -> list[str]:
    """Sentences of 8 to 120 characters from the cases and policies of a library."""
    documents = (source.load() for source in library_sources(survey(root).library) if source.kind in ("case", "policy"))
    texts = (section.text for document in documents for section in document.sections if section.anchor != "figures")
    found = (match.group().strip() for text in texts for match in _SENTENCE.finditer(text))
    return [text for text in found if 8 <= len(text) <= 120]


def synthetic(count: int, pool: list[str], seed: int = 1) -> list[Document]:
    """`count` cases of about 2,400 characters."""
    rng = random.Random(seed)  # not for secrets
    return [_case(number, pool, rng) for number in range(count)]


def _case(number: int, pool: list[str], rng: random.Random) -> Document:
    title = re.sub(r"[，。；：！？“”\s]", "", rng.choice(pool))[:24]
    sections, total = [], 0
    while total < _CASE_CHARS - 240:
        text = "".join(rng.choice(pool) for _ in range(rng.randint(4, 9)))
        total += len(text)
        sections.append(Section(f"s{len(sections)}", rng.choice(pool)[:12], text))
    facets = {name: tuple(rng.sample(values, rng.randint(1, 2))) for name, values in _FACETS.items()}
    topics = tuple(rng.choice(pool)[:6] for _ in range(4))
    facets["topic"] = topics
    summary = rng.choice(pool)
    return Document(
        f"c{number:05}", "case", f"cases/c{number:05}.html", title, summary, topics, tuple(sections), facets
    )
