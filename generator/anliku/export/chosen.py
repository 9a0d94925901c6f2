"""Several cases, or lesson packs with their cases, as one document: cover, contents, each on pages of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..library import Library
from ..library.models import Form, Lesson, sections_of
from ..library.vocabulary import LECTURERS
from .blocks import Block, Paper, PaperSection, frame, heading, items, note, prose_block
from .case_blocks import Writer
from .prose import one_paragraph


def chosen_paper(library: Library, keys: Sequence[str], writer: Writer) -> Paper:
    """Return the document; a lesson pack stands before its cases, and no case stands twice."""
    lessons = [library.shared.lessons[key] for key in dict.fromkeys(keys) if key in library.shared.lessons]
    wanted: list[str] = []
    for key in keys:
        wanted += library.shared.lessons[key].cases if key in library.shared.lessons else [key]
    cases = [library.cases[key] for key in dict.fromkeys(wanted) if key in library.published]
    sections = [
        PaperSection(lesson.title, tuple(_lesson(lesson, library, writer.of("lesson"))), lesson.title)
        for lesson in lessons
    ]
    sections += [PaperSection(case.title, writer.whole(case), case.title) for case in cases]
    title = sections[0].title if len(sections) == 1 or lessons else f"案例选编（{len(cases)} 例）"
    about = (f"选自《{library.config.name}》", f"共 {len(sections)} 篇", *library.shared.vocabulary.imprint)
    strip = LECTURERS if writer.lecturer else ""
    return Paper(title, library.config.name, about, tuple(sections), strip, cover=len(sections) > 1)


def _lesson(lesson: Lesson, library: Library, writer: Writer) -> Iterator[Block]:
    yield heading(lesson.title, 1)
    yield note("　　".join(f"{label}：{text}" for label, text in lesson.facts))
    yield frame([prose_block(writer.prose(lesson.summary))])
    for part in sections_of(Lesson):
        value = getattr(lesson, part.key)
        if not value or (part.lecturers and not writer.lecturer):
            continue
        match part.form:
            case Form.PLAN:
                yield heading(part.heading)
                yield writer.plan([item.minutes for item in value], [item.do for item in value])
            case Form.CASES:
                yield heading(part.heading)
                yield items(one_paragraph(_title(library, key)) for key in value)
            case Form.EXCERPTS:
                yield heading(part.heading)
                cited = [library.shared.excerpts[ref] for ref in value if ref in library.shared.excerpts]
                yield items(
                    writer.of("policy").prose(f"**{policy.title}·{one.clause}**　{one.digest}") for policy, one in cited
                )
            case Form.TASK:
                yield from writer.task(lesson)
            case _:
                yield from writer.part(part, lesson, (), lesson.questions)


def _title(library: Library, key: str) -> str:
    entry = library.entries.get(key)
    return entry.title if entry else key
