"""Texts that are too long, said twice, or punctuated for another language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...library import FieldPath, Library, Origin, Shared
from ...library.models import Case, Status
from ..findings import Remark, warning
from .terms import prose_places

_SUMMARY = 150
_TITLE = 40
_HEADING = 40
_TOPIC = 15
_HAN = "\u3400-\u9fff"
_ASCII_MARK = re.compile(rf"[,;:!?](?=[{_HAN}“（《])(?<=[{_HAN}”）》][,;:!?])")
_ASCII_QUOTES = re.compile(rf"\"(?=[{_HAN}])[^\"\n]{{1,40}}\"")
_FULL_WIDTH = {",": "，", ";": "；", "!": "！", "?": "？", ":": "："}


def case_lengths(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A title, heading, summary or topic is longer than its place on the page."""
    yield from _long(case.title, _TITLE, "标题", origin, ("title",))
    yield from _long(case.summary, _SUMMARY, "摘要", origin, ("summary",))
    for index, step in enumerate(case.practice):
        yield from _long(step.heading, _HEADING, "小标题", origin, ("practice", index, "heading"))
    for index, topic in enumerate(case.topics):
        yield from _long(topic, _TOPIC, "主题词", origin, ("topics", index))


def shared_lengths(library: Library) -> Iterator[Remark]:
    """The same for the shared records."""
    shared = library.shared
    for key, policy in shared.policies.items():
        for index, excerpt in enumerate(policy.excerpts):
            at = ("excerpts", index, "clause")
            yield from _long(excerpt.clause, _HEADING, "条款名", shared.origins["policy", key], at)
    for key, lesson in shared.lessons.items():
        yield from _long(lesson.title, _TITLE, "课题", shared.origins["lesson", key], ("title",))
    for key, card in shared.cards.items():
        yield from _long(card.title, _TITLE, "卡片名称", shared.origins["card", key], ("title",))


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
