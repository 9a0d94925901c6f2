"""Texts that are too long, said twice, or punctuated for another language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library import FieldPath, Library, Origin, Shared
from ...library.models import Case, Record, Status
from ...library.prose import limited_texts, prose_places
from ..findings import Remark, warning
from ..texts import joined, texts_of

_HAN = "\u3400-\u9fff"
_ASCII_MARK = re.compile(rf"[,;:!?](?=[{_HAN}“（《])(?<=[{_HAN}”）》][,;:!?])")
_ASCII_QUOTES = re.compile(rf"\"(?=[{_HAN}])[^\"\n]{{1,40}}\"")
_FULL_WIDTH = {",": "，", ";": "；", "!": "！", "?": "？", ":": "："}


def case_lengths(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A title, heading, summary or topic is longer than its place on the page."""
    yield from _too_long(case, origin)


def shared_lengths(library: Library) -> Iterator[Remark]:
    """A title, heading, summary or topic of a shared record is longer than its place on the page."""
    for kind, key, record in library.shared.records():
        yield from _too_long(record, library.shared.origins[kind, key])


def _too_long(record: Record, origin: Origin) -> Iterator[Remark]:
    for at, text, part in limited_texts(record):
        yield from _long(text, part.most, part.heading, origin, at)


def _long(text: str, limit: int, label: str, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    if len(text) > limit:
        message = f"{label}有 {len(text)} 个字，超过 {limit} 个字。"
        yield warning("too-long", origin, at, message, "删到限度以内；细节放到正文里。")


def repeated_in_list(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A list names the same thing twice."""
    for key in ("organisations", "dimensions", "services", "topics", "policies", "related", "sources"):
        values = getattr(case, key)
        if len(set(values)) < len(values):
            index = next(number for number, value in enumerate(values) if value in values[:number])
            shown = values[index] if isinstance(values[index], str) else values[index].source
            yield warning("repeated-item", origin, (key, index), f"“{shown}”在 {key} 里写了两次。", "删去多余的一项。")


def repeated_titles(library: Library) -> Iterator[Remark]:
    """Two cases have the same title."""
    first: dict[str, str] = {}
    for entry in library.entries.values():
        if entry.status != Status.WITHDRAWN:
            other = first.setdefault("".join(entry.title.split()), entry.id)
            if other != entry.id:
                message = f"标题“{entry.title}”和案例 {other} 的一样。"
                yield warning(
                    "repeated-title", Origin(entry.path), ("title",), message, "写出各自的特点，让读者分得清。"
                )


def ascii_punctuation(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """Chinese text has a half-width comma, colon or quotation mark; one remark a text."""
    for at, text in prose_places(case):
        found = _ASCII_MARK.search(text) or ('"' in text and _ASCII_QUOTES.search(text))
        if found:
            mark = found.group()[0]
            right = _FULL_WIDTH.get(mark, "“ ”")
            message = f"中文里用了英文标点“{mark}”。"
            yield warning("ascii-punctuation", origin, at, message, f"改成中文标点“{right}”。").pointing_at(mark)


_QUOTED = re.compile("“[^”]*”|《[^》]*》")
# Records whose words are those of others, and fields that quote, list names or say how people ask.
_OF_OTHERS = ("source", "wording")
_UNTOUCHED = frozenset({"aliases", "asks", "by", "issuer", "locator", "quote"})


def words_to_avoid_in_case(case: Case, shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A text of a case has a word that the library's list of words says to avoid; quotations and titles may have it."""
    yield from _avoided(case, shared, origin)


def words_to_avoid(library: Library) -> Iterator[Remark]:
    """A text of a shared record has a word that the library says to avoid; records that quote others may have it."""
    shared = library.shared
    for kind, key, record in shared.records() if shared.wording else ():
        if kind not in _OF_OTHERS:
            yield from _avoided(record, shared, shared.origins[kind, key])


def _avoided(record: Record, shared: Shared, origin: Origin) -> Iterator[Remark]:
    whole = joined(record) if shared.wording else ""
    wanted = [entry for entry in shared.wording.values() if entry.avoid in whole]
    for at, text in texts_of(record) if wanted else ():
        said = [entry for entry in wanted if entry.avoid in text]
        own = _QUOTED.sub(" ", text) if said and not _UNTOUCHED.intersection(at) else ""
        for entry in said:
            if entry.avoid in _without((entry.say, *entry.unless), entry.avoid, own):
                why = f"（{entry.why.rstrip('。')}）" if entry.why else ""
                message = f"本库不说“{entry.avoid}”{why}。"
                remedy = f"改成“{entry.say}”；引原文的，放在引号里。"
                yield warning("word-to-avoid", origin, at, message, remedy).pointing_at(entry.avoid)


def _without(allowed: tuple[str, ...], avoid: str, text: str) -> str:
    """Return the text without the longer words that hold the word and are allowed."""
    for word in allowed:
        text = text.replace(word, "\n") if avoid in word else text
    return text
