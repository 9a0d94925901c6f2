"""What is printed for a class: handouts A and B, the teaching note, questions and group task, the reading list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ..library.models import Case, Lesson, Question, Round, sections_of
from ..library.rounds import questions_of
from ..library.vocabulary import LECTURERS
from .blocks import Block, Paper, PaperSection, heading, items, lines, note, prose_block
from .case_blocks import ASKED_LATER, ROOM, Writer
from .course import Course
from .prose import one_paragraph
from .works import cited_works, reading_line

_HEADINGS = {part.key: part.heading for part in sections_of(Lesson)}


def handout_a(course: Course, writer: Writer) -> Paper:
    """Return what the class gets first: the cases up to their decisions, questions with room to write, exhibits."""
    learner = replace(writer, lecturer=False, room=ROOM)
    titles = [course.title_before(case) for case in course.cases]
    sections = [
        PaperSection(title, learner.before(case, title), title)
        for case, title in zip(course.cases, titles, strict=True)
    ]
    lesson, of_lesson = course.lesson, learner.of("lesson")
    if lesson and (lesson.exhibits or lesson.questions):
        blocks: list[Block] = [heading("全课的附件和讨论题", 1)]
        if lesson.exhibits:
            blocks += [heading(_HEADINGS["exhibits"]), *of_lesson.exhibits(lesson.exhibits)]
        if lesson.questions:
            blocks += [heading(_HEADINGS["questions"]), *of_lesson.questions(_asked(course, Round.BEFORE))]
        sections.append(PaperSection("附件和讨论题", tuple(blocks), "附件和讨论题"))
    return _paper(course, "材料甲（先发）", sections)


def handout_b(course: Course, writer: Writer) -> Paper:
    """Return what the class gets when it has decided: what became of it, and the sources."""
    learner = replace(writer, lecturer=False, room=0)
    sections, sources = [], []
    for case in course.cases:
        title = course.title_after(case)
        if case.decision or case.outcome or questions_of(case, Round.AFTER):
            sections.append(PaperSection(title, learner.after(case, title), title))
        else:
            sources += [heading(title), *learner.sources(case)]
    if sources:
        sections.append(PaperSection("来源", (heading("其余案例的来源", 1), *sources), "来源"))
    later = _asked(course, Round.AFTER)
    if later:
        blocks = (heading(ASKED_LATER, 1), *replace(learner, room=ROOM).of("lesson").questions(later))
        sections.append(PaperSection("讨论题", blocks, "讨论题"))
    return _paper(course, "材料乙（讨论以后发）", sections)


def teaching_note(course: Course, writer: Writer) -> Paper:
    """Return what the lecturer goes by."""
    teller = replace(writer, lecturer=True, room=0)
    sections = [
        PaperSection("全课", tuple(_whole_class(course, teller.of("lesson") if course.lesson else teller)), "全课")
    ]
    for case in course.cases:
        title = course.title_after(case)
        sections.append(PaperSection(title, (heading(title, 1), *_case_note(case, teller)), title))
    return _paper(course, "教学说明", sections, LECTURERS)


def question_sheet(course: Course, writer: Writer) -> Paper:
    """Return the questions and the group task, to be handed out or hung up."""
    learner = replace(writer, lecturer=False, room=ROOM)
    of_lesson = learner.of("lesson")
    blocks: list[Block] = []
    if course.questions:
        blocks += [heading(_HEADINGS["questions"]), *of_lesson.questions(_asked(course, Round.BEFORE))]
    for case in course.cases:
        asked = questions_of(case, Round.BEFORE)
        if asked:
            blocks += [heading(course.title_before(case)), *learner.questions(asked)]
    sections = [PaperSection("讨论题", tuple(blocks))] if blocks else []
    if course.lesson and course.lesson.task:
        group = note("组别：＿＿＿＿＿＿　　组长：＿＿＿＿＿＿　　记录：＿＿＿＿＿＿　　汇报：＿＿＿＿＿＿")
        title, *task = of_lesson.task(course.lesson)
        sections.append(PaperSection("小组任务", (title, group, *task, heading("写在这里"), lines(12))))
    return _paper(course, "讨论题与小组任务", sections or [PaperSection("讨论题", (note("本课没有讨论题。"),))])


def reading_list(course: Course, writer: Writer) -> Paper:
    """Return the works behind the cases and what to read on, by GB/T 7714."""
    shared = writer.shared
    blocks: list[Block] = []
    if course.reading:
        blocks += [heading(_HEADINGS["reading"]), _listed(reading_line(one, shared) for one in course.reading)]
    cited = cited_works((key for case in course.cases for key in case.cited), shared)
    blocks += [heading("案例的来源"), _listed(cited)]
    refs = course.lesson.excerpts if course.lesson else [ref for case in course.cases for ref in case.policies]
    policies = dict.fromkeys(shared.excerpts[ref][0].id for ref in refs if ref in shared.excerpts)
    if policies:
        found = [shared.policies[key] for key in policies]
        named = (f"{one.issuer}. {one.title}[Z]. {one.date or '[日期不详]'}." for one in found)
        blocks += [heading("政策文件"), _listed(named)]
    blocks.append(note("著录格式依 GB/T 7714；来源没有写明的出版项注“不详”。"))
    return _paper(course, "阅读清单", [PaperSection("阅读清单", tuple(blocks))])


def _listed(works: Iterable[str]) -> Block:
    return items((one_paragraph(work) for work in works), "number")


def _paper(course: Course, kind: str, sections: list[PaperSection], strip: str = "") -> Paper:
    return Paper(course.title, course.library, (kind, *course.about, *course.imprint), tuple(sections), strip)


def _asked(course: Course, round_: Round) -> list[Question]:
    return [question for question in course.questions if question.round is round_]


def _whole_class(course: Course, teller: Writer) -> Iterator[Block]:
    lesson = course.lesson
    if course.objectives:
        yield heading(_HEADINGS["objectives"])
        yield items(map(teller.prose, course.objectives))
    if lesson and lesson.preparation:
        yield heading(_HEADINGS["preparation"])
        yield prose_block(teller.prose(lesson.preparation))
    if course.plan:
        yield heading(_HEADINGS["plan"])
        yield teller.plan([item.minutes for item in course.plan], [item.do for item in course.plan])
    if lesson:
        yield from _lesson_note(course, teller)


def _lesson_note(course: Course, teller: Writer) -> Iterator[Block]:
    lesson = course.lesson
    assert lesson
    if lesson.board:
        yield heading(_HEADINGS["board"])
        yield prose_block(teller.prose(lesson.board))
    if lesson.questions:
        yield heading("讨论题和答案")
        yield from teller.questions(lesson.questions)
    yield from teller.task(lesson)
    if lesson.note:
        yield heading(_HEADINGS["note"])
        yield prose_block(teller.prose(lesson.note))
    cited = [teller.shared.excerpts[ref] for ref in lesson.excerpts if ref in teller.shared.excerpts]
    if cited:
        yield heading(_HEADINGS["excerpts"])
        yield items(
            [teller.of("policy").prose(f"**{policy.title}·{one.clause}**　{one.digest}") for policy, one in cited]
        )


def _case_note(case: Case, teller: Writer) -> Iterator[Block]:
    """Yield what only a lecturer needs of a case, and how it ends."""
    wanted = ("decision", "outcome", "questions", "teaching", "board", "conditions", "limits")
    yield prose_block(teller.prose(case.summary))
    for part in sections_of(Case):
        if part.key in wanted and getattr(case, part.key):
            yield from teller.part(part, case, (), case.questions)
