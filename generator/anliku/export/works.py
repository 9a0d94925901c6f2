"""How sources are named on paper: in a line of a case, and by GB/T 7714 in a reading list."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ..library import Shared
from ..library.models import Exhibit, Reading, Source

SUPPOSED = "教学用假设"


def work(source: Source) -> str:
    """Return author, title, publisher, date and number of a source, without a full stop."""
    parts = (
        source.author,
        f"《{source.title.strip('《》')}》",
        source.publisher,
        source.date or "",
        source.identifier,
    )
    return "，".join(filter(None, parts))


def gbt_7714(source: Source, sources: Mapping[str, Source]) -> str:
    """Return a source as GB/T 7714 writes it; what the library does not know is said to be unknown."""
    host = sources.get(source.part_of or "")
    author = f"{source.author}. " if source.author else ""
    title = source.title.strip("《》")
    if host:
        whole = f"{host.author}. " if host.author else ""
        return f"{author}{title}[{_type(host, hosts=True)}]//{whole}{host.title.strip('《》')}. {_imprint(host)}"
    hosts = any(one.part_of == source.id for one in sources.values())
    return f"{author}{title}[{_type(source, hosts=hosts)}]. {_imprint(source)}"


def _type(source: Source, *, hosts: bool) -> str:
    if "ISBN" in source.identifier.upper():
        return "M"
    if "网" in source.publisher:
        return "EB/OL"
    return "G" if hosts else "Z"


def _imprint(source: Source) -> str:
    """Return publisher, date and number."""
    if "网" in source.publisher:
        return f"{source.publisher}, {source.date or '[发布日期不详]'}."
    publisher = f"[出版地不详]: {source.publisher}" if source.publisher else "[出版者不详]"
    number = f" {source.identifier}." if source.identifier else ""
    return f"{publisher}, {(source.date or '')[:4] or '[日期不详]'}.{number}"


def reading_line(reading: Reading, shared: Shared) -> str:
    """Return a line of a reading list: the work by GB/T 7714, and what to read it for."""
    source = shared.sources.get(reading.source or "")
    named = gbt_7714(source, shared.sources) if source else reading.text
    return f"{named}　{reading.why}" if reading.why else named


def exhibit_origin(exhibit: Exhibit, numbers: Mapping[str, int]) -> str:
    """Return where an exhibit comes from; numbers: of the sources of its case, by id."""
    number = numbers.get(exhibit.source or "")
    place = f"见“{exhibit.locator}”处" if exhibit.locator else ""
    source = f"来源[{number}]{place}" if number else place
    supposed = f"{SUPPOSED}：{exhibit.supposed}" if exhibit.supposed else ""
    return "；".join(filter(None, (source, supposed)))


def cited_works(ids: Iterable[str], shared: Shared) -> list[str]:
    """Return the sources with these ids by GB/T 7714, each once, in their order."""
    return [gbt_7714(shared.sources[key], shared.sources) for key in dict.fromkeys(ids) if key in shared.sources]
