"""What a case or a lesson holds for the class: decision, exhibits, questions with answers, plan, reading."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from .base import Labelled, Markdown, OptionalMarkdown, OptionalText, Record, SourceRef, Text
from .parts import Form, Part


class Option(Record):
    """One way to decide that can be defended."""

    text: Text = Field(description="这个办法是什么，一句话")
    for_: OptionalText = Field("", alias="for", description="赞成的理由")
    against: OptionalText = Field("", description="反对的理由")

    @property
    def reasons(self) -> tuple[tuple[str, str], ...]:
        """What speaks for it and what against, each behind its label; "" where nothing is said."""
        return ("赞成", self.for_), ("反对", self.against)


class Decision(Record):
    """What somebody had to decide, as it looked at the time."""

    title: Annotated[OptionalText, Part("决策题目", Form.LEAD, most=40)] = Field(
        "", description="决策题目，不说出后来怎么定的；材料甲用它作这个案例的标题"
    )
    who: Text = Field(description="谁来定")
    when: OptionalText = Field("", description="什么时候定")
    knowing: OptionalMarkdown = Field("", description="定的时候知道什么、不知道什么（Markdown）")
    options: tuple[Option, ...] = Field((), description="两三个都说得通的办法")
    after_step: int = Field(
        0, ge=0, le=99, description="作决定时，practice 已经走到第几步；材料甲只印到这一步，0 是一步也没有走"
    )

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """Who decides and when, each behind its label; "" where nothing is said."""
        return ("谁来定", self.who), ("什么时候", self.when)


def _as_supposed(value: Any) -> Any:
    said = str(value).lower()
    return "内容是假设的" if said == "true" else "" if said == "false" else value


class Exhibit(Record):
    """A table, form, letter or role card that the class works on."""

    title: Annotated[Text, Part("附件名称", Form.LEAD, most=40)] = Field(description="附件名称")
    text: Markdown = Field(description="附件内容（Markdown，可以是表格）")
    source: SourceRef | None = Field(None, description="来源的 id；取自来源的写这个")
    locator: OptionalText = Field("", description="来源中的 6–15 个字")
    supposed: Annotated[OptionalText, BeforeValidator(_as_supposed)] = Field(
        "", description="为教学假设的写这个：假设了什么，如 人名和数字是假设的"
    )


class Round(Labelled):
    """When a question is asked: before the class knows the outcome, or after."""

    BEFORE = "before", "看后来之前"
    AFTER = "after", "看过后来以后"


class Question(Record):
    """A question for discussion in class."""

    ask: Markdown = Field(description="问题")
    round: Round = Field(Round.BEFORE, description="什么时候问：before 看后来之前；after 看过后来以后，只印在材料乙")
    hint: OptionalMarkdown = Field("", description="给讲师的提示，只在讲师版中出现")
    answer: OptionalMarkdown = Field("", description="好的回答里有什么（Markdown），只在讲师版中出现")
    astray: OptionalMarkdown = Field("", description="学员常在哪里答偏、怎么拉回来，只在讲师版中出现")

    @property
    def told(self) -> tuple[tuple[str, str], ...]:
        """What lecturers are told of it, each behind its label; "" where nothing is said."""
        return ("提示", self.hint), ("好的回答", self.answer), ("容易答偏", self.astray)


def as_question(value: Any) -> Any:
    """Return a plain text as a question with nothing else."""
    return {"ask": value} if isinstance(value, str) else value


class PlanItem(Record):
    """One stretch of a lesson."""

    minutes: int = Field(gt=0, le=480, description="用时（分钟）")
    do: Markdown = Field(description="做什么")


class Teaching(Record):
    """How to use the case in class."""

    objectives: tuple[Markdown, ...] = Field((), description="学完能做什么")
    minutes: int | None = Field(None, gt=0, le=480, description="总时长（分钟），等于 plan 各段之和")
    plan: tuple[PlanItem, ...] = Field((), description="分段安排")
    note: OptionalMarkdown = Field("", description="讲师备注，只在讲师版中出现")


class Reading(Record):
    """Something to read on: a source of the library, or a work named in full."""

    source: SourceRef | None = Field(None, description="来源的 id；著录从 content/sources.yml 来")
    text: OptionalMarkdown = Field("", description="不在来源里的，写全作者、题名、出处（按 GB/T 7714）")
    why: OptionalText = Field("", description="读它做什么、读哪一部分")
