"""A class: one lesson pack with its cases, or cases alone, as the lecturer wants them (`kit.yml`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..library import Library
from ..library.kit import ClassDay, Kit
from ..library.models import Case, Lesson, PlanItem, Question, Reading
from ..troubles import UserError
from .case_blocks import before_title


@dataclass(frozen=True)
class Course:
    """Everything that is printed and shown for a class. titles: what the lecturer calls the cases.

    imprint: who publishes the library, and how to reach them. logo: its picture.
    """

    title: str
    library: str
    day: ClassDay
    cases: tuple[Case, ...]
    titles: Mapping[str, str]
    plan: tuple[PlanItem, ...]
    objectives: tuple[str, ...]
    lesson: Lesson | None = None
    imprint: tuple[str, ...] = ()
    logo: bytes = b""

    @property
    def about(self) -> tuple[str, ...]:
        """Date, lecturer and place, as far as they are given; else blanks to fill in."""
        day = self.day
        date = (
            "年".join(day.date.split("-", 1)).replace("-", "月") + "日"
            if day.date and len(day.date) == 10
            else day.date
        )
        told = [
            f"{label}：{text}" for label, text in (("日期", date), ("讲课人", day.teacher), ("班次", day.place)) if text
        ]
        return ("　　".join(told),) if told else ("日期：＿＿＿＿＿＿　　班次：＿＿＿＿＿＿　　姓名：＿＿＿＿＿＿",)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The questions of the lesson itself."""
        return self.lesson.questions if self.lesson else ()

    @property
    def reading(self) -> tuple[Reading, ...]:
        """What to read on, of the lesson and of its cases."""
        own = self.lesson.reading if self.lesson else ()
        return (*own, *(one for case in self.cases for one in case.reading))

    def title_before(self, case: Case) -> str:
        """What a case is called before the class has decided."""
        return self.titles.get(case.id) or before_title(case)

    def title_after(self, case: Case) -> str:
        """What it is called afterwards."""
        return self.titles.get(case.id) or case.title


def lesson_course(library: Library, key: str, kit: Kit) -> Course:
    """Return the class of a lesson pack. kit: one that was checked against the library."""
    lesson = library.shared.lessons[key]
    own = kit.lessons.get(key)
    wanted = own.cases if own and own.cases else lesson.cases
    minutes = own.minutes if own and own.minutes else tuple(item.minutes for item in lesson.plan)
    plan = tuple(PlanItem(minutes=length, do=item.do) for length, item in zip(minutes, lesson.plan, strict=True))
    title = (own.title if own else "") or kit.class_.title or lesson.title
    return Course(
        title, library.config.name, kit.class_, _cases(library, wanted), _titles(kit), plan, lesson.objectives, lesson,
        library.shared.vocabulary.imprint, library.logo,
    )  # fmt: skip


def cases_course(library: Library, keys: Sequence[str], kit: Kit) -> Course:
    """Return a class of cases without a lesson pack: their own plans one after the other."""
    cases = _cases(library, keys)
    taught = [case.teaching for case in cases if case.teaching]
    plan = tuple(item for teaching in taught for item in teaching.plan)
    objectives = tuple(text for teaching in taught for text in teaching.objectives)
    titles = _titles(kit)
    first = titles.get(cases[0].id) or before_title(cases[0])
    title = kit.class_.title or (first if len(cases) == 1 else f"案例讨论：{first}等 {len(cases)} 例")
    return Course(
        title, library.config.name, kit.class_, cases, titles, plan, objectives, None,
        library.shared.vocabulary.imprint, library.logo,
    )  # fmt: skip


def _cases(library: Library, keys: Sequence[str]) -> tuple[Case, ...]:
    missing = [key for key in keys if key not in library.published]
    if missing:
        raise UserError(f"没有编号为 {missing[0]} 的案例，或它还没有发布。", "检查 kit.yml 和命令里写的编号")
    return tuple(library.cases[key] for key in dict.fromkeys(keys))


def _titles(kit: Kit) -> dict[str, str]:
    return {key: own.title for key, own in kit.cases.items()}
