"""The parts of a case as blocks: whole, up to the decision, or what came after it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ..library import Shared
from ..library.models import (
    Case,
    Decision,
    Exhibit,
    Form,
    Lesson,
    Option,
    Part,
    Question,
    Reading,
    Record,
    Round,
    heading_of,
    sections_of,
)
from ..library.rounds import parts_after, parts_before, questions_of, steps_after, steps_before
from .blocks import Block, frame, heading, items, lines, note, prose_block, table
from .pictures import Pictures
from .prose import Prose, ToHtml, one_paragraph, prose
from .works import exhibit_origin, gbt_7714, reading_line

ROOM = 4  # lines to write below a question
ASKED_LATER, TASK_CHECK = "看过后来再讨论", "交之前对一遍"  # above questions, and above the boxes of a task
_LETTERS = "甲乙丙丁戊己庚辛"


@dataclass(frozen=True)
class Writer:
    """Turns records into blocks.

    markdown: gives the safe HTML of a text. pictures: finds what it shows. lecturer: whether what is for lecturers is shown.
    room: lines to write below each question.
    """

    shared: Shared
    markdown: ToHtml
    pictures: Pictures
    lecturer: bool = False
    room: int = 0

    def prose(self, text: str) -> Prose:
        """Return a text in Markdown as nodes."""
        return prose(self.markdown(text), self.pictures)

    def of(self, kind: str) -> Writer:
        """Return the same for records of another kind than cases: addresses are written for the folder of their pages."""
        return replace(self, pictures=self.pictures.of(kind))

    # ---- a case ----

    def before(self, case: Case, title: str = "") -> tuple[Block, ...]:
        """Return a case as a class gets it first: whole, or up to its decision; questions with room to answer."""
        blocks = [heading(title or before_title(case), 1), *self.facts(case)]
        if not case.decision:
            blocks.append(frame([prose_block(self.prose(case.summary))]))
        asked = questions_of(case, Round.BEFORE)
        for part in parts_before(case):
            if part.form not in (Form.TEACHING, Form.READING):
                blocks += self.part(part, case, steps_before(case), asked)
        return tuple(blocks)

    def after(self, case: Case, title: str = "") -> tuple[Block, ...]:
        """Return what a class gets when it has decided: what became of it, and where it can be read."""
        blocks = [heading(title or case.title, 1)]
        if case.decision:
            blocks.append(frame([prose_block(self.prose(case.summary))]))
        asked = questions_of(case, Round.AFTER)
        for part in parts_after(case):
            if part.form not in (Form.TEACHING, Form.READING):
                blocks += self.part(part, case, steps_after(case), asked, len(steps_before(case)) + 1)
        return (*blocks, *self.sources(case))

    def whole(self, case: Case) -> tuple[Block, ...]:
        """Return a whole case; what is sealed only for lecturers."""
        blocks = [heading(case.title, 1), *self.facts(case), frame([prose_block(self.prose(case.summary))])]
        for part in sections_of(Case):
            if getattr(case, part.key) and (self.lecturer or part.for_learners):
                blocks += self.part(part, case, case.practice, case.questions)
        return (*blocks, *self.sources(case))

    def facts(self, case: Case) -> Iterator[Block]:
        """Yield where and when the case took place."""
        level = self.shared.vocabulary.of(case.level) if case.level else ""
        types = "、".join(
            self.shared.organisations[o].name for o in case.organisations if o in self.shared.organisations
        )
        facts = (("地区", str(case.region)), ("时间", case.period.text), ("层级", level), ("适合", types))
        yield note("　　".join(f"{label}：{text}" for label, text in facts if text))

    def sources(self, case: Case) -> Iterator[Block]:
        """Yield the sources of a case, as GB/T 7714 has them, with the cues by which to find the passages."""
        known = self.shared.sources
        named = [f"案例编号 {case.id}"]
        named += [
            f"[{number}] {gbt_7714(known[key], known) if key in known else key}"
            + "".join(f"“{locator}”" for locator in locators)
            for number, (key, locators) in enumerate(case.cited.items(), 1)
        ]
        yield heading("来源", 3)
        for number, text in enumerate(named, 1):
            yield note(text, keep=number < len(named))  # no page for the last one alone

    # ---- parts ----

    def part(
        self, part: Part, record: Record, steps: Any = (), asked: Iterable[Question] = (), first: int = 1
    ) -> Iterator[Block]:
        """Yield a part with its heading; nothing where it says nothing. first: number of the first of these steps."""
        own = {Form.STEPS: tuple(steps), Form.QUESTIONS: tuple(asked)}
        value = own.get(part.form, getattr(record, part.key))
        numbers = {key: n for n, key in enumerate(record.cited, 1)} if isinstance(record, Case) else {}
        blocks = list(self._content(part, value, numbers, first)) if value else []
        if blocks:
            kind = record.kind.value if isinstance(record, Case) else ""
            yield heading(part.title(kind))
            yield from blocks

    def _content(self, part: Part, value: Any, numbers: dict[str, int], first: int) -> Iterator[Block]:
        match part.form:
            case Form.STEPS:
                for number, step in enumerate(value, first):
                    yield heading(f"{number}. {step.title}", 3)
                    yield prose_block(self.prose(step.text))
            case Form.FIGURES:
                yield self._figures(value, numbers)
            case Form.LIST:
                yield items(map(self.prose, value))
            case Form.QUESTIONS:
                yield from self.questions(value)
            case Form.TEACHING:
                yield from self._teaching(value)
            case Form.DECISION:
                yield from self.decision(value)
            case Form.EXHIBITS:
                yield from self.exhibits(value, numbers)
            case Form.READING:
                yield from self.reading(value)
            case Form.NOTICE:
                yield frame([prose_block(self.prose(value))])
            case _:
                yield prose_block(self.prose(value))

    def questions(self, asked: Iterable[Question], told: bool | None = None) -> Iterator[Block]:
        """Yield questions, with room to answer, or with what lecturers are told of them."""
        told = self.lecturer if told is None else told
        for number, question in enumerate(asked, 1):
            known = [(label, text) for label, text in question.told if text and told]
            yield items([self.prose(question.ask)], "number", number, keep=bool(known or self.room))
            for label, text in known:
                yield note(label, keep=True)
                yield prose_block(self.prose(text))
            if self.room and not told:
                yield lines(self.room)

    def decision(self, decision: Decision) -> Iterator[Block]:
        """Yield a decision with its options in a table."""
        for label, text in (("题目", decision.title), *decision.facts):
            if text:
                yield prose_block(self.prose(f"**{label}：**{text}"))
        if decision.knowing:
            yield prose_block(self.prose(decision.knowing))
        rows = [[f"{option_letter(n)}　{one.text}", one.for_, one.against] for n, one in enumerate(decision.options)]
        if rows:
            yield table(("办法", heading_of(Option, "for_"), heading_of(Option, "against")), rows, (1.1, 1, 1))

    def exhibits(self, exhibits: Iterable[Exhibit], numbers: dict[str, int] | None = None) -> Iterator[Block]:
        """Yield exhibits, each with its source or as made up for the class."""
        for exhibit in exhibits:
            origin = exhibit_origin(exhibit, numbers or {})
            source = self.shared.sources.get(exhibit.source or "")
            if source and not numbers:
                origin = "；".join(filter(None, (f"取自《{source.title.strip('《》')}》", origin)))
            yield heading(exhibit.title, 3)
            yield frame([prose_block(self.prose(exhibit.text)), note(origin)])

    def reading(self, reading: Iterable[Reading]) -> Iterator[Block]:
        """Yield what to read on."""
        yield items(one_paragraph(reading_line(one, self.shared)) for one in reading)

    @staticmethod
    def plan(minutes: Iterable[int], done: Iterable[str]) -> Block:
        """Return a time plan with the time at which each stretch begins, counted from the start of the class."""
        rows: list[list[str]] = []
        passed = 0
        for length, text in zip(minutes, done, strict=True):
            rows.append([f"第 {passed} 分钟", f"{length} 分钟", text])
            passed += length
        rows.append(["", f"共 {passed} 分钟", ""])
        return table(("开始", "用时", "做什么"), rows, (1, 1, 4))

    def _teaching(self, teaching: Any) -> Iterator[Block]:
        if teaching.objectives:
            yield items(map(self.prose, teaching.objectives))
        if teaching.plan:
            yield self.plan([one.minutes for one in teaching.plan], [one.do for one in teaching.plan])
        if self.lecturer and teaching.note:
            yield prose_block(self.prose(teaching.note))

    @staticmethod
    def _figures(figures: Any, numbers: dict[str, int]) -> Block:
        rows = [
            [f.label, f"{f.text}{f'（{f.at}）' if f.at else ''}", f"[{numbers.get(f.source, '')}]“{f.locator}”"]
            for f in figures
        ]
        return table(("数的是什么", "数值", "来源"), rows, (1.4, 1, 1.4))

    def task(self, lesson: Lesson) -> Iterator[Block]:
        """Yield the group task of a lesson with its list of boxes."""
        if lesson.task:
            yield heading(f"小组任务：{lesson.task.title}（{lesson.task.minutes} 分钟）")
            yield prose_block(self.prose(lesson.task.brief))
            if lesson.task.checklist:
                yield heading(TASK_CHECK, 3)
                yield items(map(self.prose, lesson.task.checklist), "box")


def option_letter(number: int) -> str:
    """Return what the option with this number, from 0, is called: 甲, 乙, and from the ninth on a number."""
    return _LETTERS[number] if number < len(_LETTERS) else str(number + 1)


def before_title(case: Case) -> str:
    """Return what a case is called before the class decides: its own title may tell what was decided."""
    return (case.decision.title if case.decision else "") or case.title
