"""The text of the organiser's report: every sentence is computed, or marked as the organiser's to write.

It takes two pages with all that stands around it: of many units so many are named as there is room for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ...library.han import in_han
from .model import Summary
from .sentences import (
    change_sentences,
    closing_texts,
    further_help_sentences,
    gap_sentences,
    help_sentences,
    masses_sentences,
    overview_text,
    task_sentences,
    type_sentences,
)

# How many types, common gaps and units are named, the most first.
_NAMED = ((3, 5, 5), (2, 4, 4), (2, 3, 3), (1, 3, 3), (1, 3, 2), (1, 2, 2), (1, 1, 1))
_ROOM = 33  # of the 44 lines of two pages, what title, addressee, attachments and signature leave
_LINE = 28


class ReportParagraph(NamedTuple):
    """A paragraph, or where `text` is "" a heading of the first level. heading: what it begins with."""

    heading: str
    text: str = ""


def report_blocks(summary: Summary) -> tuple[ReportParagraph, ...]:
    """Return the body of the report, in order, headings numbered as official documents do."""
    for named in _NAMED:
        blocks = tuple(_blocks(summary, *named))
        if sum(map(lines_taken, blocks)) <= _ROOM:
            break
    return blocks


def lines_taken(block: ReportParagraph) -> int:
    """Return how many lines of 28 characters a block takes."""
    if not block.text:
        return 1
    text = block.heading + block.text
    width = 2 + sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)
    return -(-int(width + 1) // _LINE)


def _blocks(summary: Summary, types: int, gaps: int, units: int) -> Iterator[ReportParagraph]:
    judgement, next_steps = closing_texts()
    chapters: tuple[tuple[str, Iterable[ReportParagraph]], ...] = (
        ("总体情况", _general(summary, types)),
        ("共性短板", _numbered(gap_sentences(summary, gaps))),
        ("先帮的单位", _helped(summary, units)),
        ("整改进展", (ReportParagraph("", sentence) for sentence in task_sentences(summary))),
        (
            "原因和打算",
            (ReportParagraph("（一）主要原因。", judgement), ReportParagraph("（二）下一步打算。", next_steps)),
        ),
    )
    for number, (title, blocks) in enumerate(chapters, 1):
        yield ReportParagraph(f"{in_han(number)}、{title}")
        yield from blocks


def _general(summary: Summary, most: int) -> Iterator[ReportParagraph]:
    parts = (
        ("参评情况", [overview_text(summary), *masses_sentences(summary)]),
        ("各类得分", list(type_sentences(summary, most))),
        ("同上期相比", list(change_sentences(summary))),
    )
    for number, (title, sentences) in enumerate((part for part in parts if part[1]), 1):
        yield ReportParagraph(f"（{in_han(number)}）{title}。", "".join(sentences))


def _helped(summary: Summary, most: int) -> Iterator[ReportParagraph]:
    yield from _numbered(help_sentences(summary, most))
    yield from (ReportParagraph("", sentence) for sentence in further_help_sentences(summary, most))


def _numbered(sentences: Iterable[str]) -> Iterator[ReportParagraph]:
    yield from (ReportParagraph("", f"{number}. {sentence}") for number, sentence in enumerate(sentences, 1))
