"""`kit.yml`: a lecturer's own titles, order and minutes, kept beside the library's records and never in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated

from pydantic import Field

from .kinds import Kind
from .models import Record
from .models.base import CaseRef, DateText, LessonRef, OptionalText, Text
from .problems import Problem
from .records import read_records

FILE = "kit.yml"


class ClassDay(Record):
    """The class for which everything is printed."""

    title: OptionalText = Field("", description="印在材料和课件上的课题；不写就用教学包的")
    date: DateText | None = Field(None, description="上课日期")
    teacher: OptionalText = Field("", description="讲课人")
    place: OptionalText = Field("", description="地点、班次")


class OwnLesson(Record):
    """What a lecturer changes in a lesson pack."""

    title: OptionalText = Field("", description="课题")
    cases: tuple[CaseRef, ...] = Field((), description="用哪几个案例、按什么先后")
    minutes: tuple[Annotated[int, Field(gt=0, le=480)], ...] = Field(
        (), description="时间安排各段的分钟数，段数和教学包的一样多"
    )


class OwnCase(Record):
    """What a lecturer changes in a case."""

    title: Text = Field(description="在材料和课件上叫什么")


class Kit(Record):
    """The file as a whole."""

    class_: ClassDay = Field(ClassDay(), alias="class", description="这次课")
    lessons: Mapping[LessonRef, OwnLesson] = Field({}, description="按教学包的 id")
    cases: Mapping[CaseRef, OwnCase] = Field({}, description="按案例的 id")


KIT = Kind("kit", "讲师安排", FILE, Kit, named_by_file=False)


def read_kit(folder: Path, name: str = FILE, *, needed: bool = False) -> tuple[Kit, list[Problem]]:
    """Return what the file says and what is wrong with it; a file that is not there says nothing unless it is needed."""
    if not needed and not (folder / name).is_file():
        return Kit(), []
    records, problems = read_records(folder, name, KIT)
    found = next((record for _, record in records), None)
    return found if isinstance(found, Kit) else Kit(), [replace(problem, within=(Kit, 0)) for problem in problems]
