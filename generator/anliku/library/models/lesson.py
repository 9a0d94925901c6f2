"""A lesson pack: what a lecturer needs for one class."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from .base import (
    Accept,
    BasisRef,
    CaseRef,
    DimensionRef,
    Id,
    Markdown,
    OptionalText,
    OrganisationRef,
    Record,
    Status,
    Text,
)
from .parts import Form, Part
from .teaching import Exhibit, PlanItem, Question, Reading, as_question


class GroupTask(Record):
    """An exercise for small groups, with a list to check the outcome against."""

    title: Text = Field(description="任务名称")
    brief: Markdown = Field(description="任务说明（Markdown）")
    minutes: int = Field(gt=0, le=480, description="用时（分钟）")
    checklist: tuple[Markdown, ...] = Field((), description="成果核对清单")


class Lesson(Record):
    """`content/lessons/<id>.yml`."""

    id: Id = Field(description="与文件名相同，可不写")
    title: Annotated[Text, Part("课题", Form.LEAD, most=40)] = Field(description="课题")
    summary: Text = Field(description="一两句说明")
    status: Status = Field(Status.PUBLISHED, description="draft、published、withdrawn")
    audience: OptionalText = Field("", description="给谁上")
    minutes: int = Field(gt=0, le=480, description="总时长（分钟），等于 plan 各段之和")
    organisations: tuple[OrganisationRef, ...] = Field((), description="主要面向的类型")
    dimensions: tuple[DimensionRef, ...] = Field((), description="对应维度")
    objectives: Annotated[tuple[Text, ...], Part("学完能做什么", Form.LIST)] = Field(description="学完能做什么")
    preparation: Annotated[OptionalText, Part("课前准备", Form.PROSE)] = Field("", description="课前准备（Markdown）")
    plan: Annotated[tuple[PlanItem, ...], Part("时间安排", Form.PLAN)] = Field(description="分段安排")
    cases: Annotated[tuple[CaseRef, ...], Part("用到的案例", Form.CASES)] = Field(description="用到的案例 id")
    excerpts: Annotated[tuple[BasisRef, ...], Part("用到的政策要点", Form.EXCERPTS, anchor="policies")] = Field(
        (), description="用到的政策摘编，写作 <政策id>/<摘编id>"
    )
    exhibits: Annotated[tuple[Exhibit, ...], Part("附件", Form.EXHIBITS)] = Field(
        (), description="附件：表格、表单、角色卡，每件写明来源或教学用假设"
    )
    questions: Annotated[
        tuple[Annotated[Question, BeforeValidator(as_question)], ...], Part("讨论题", Form.QUESTIONS)
    ] = Field((), description="讨论题")
    task: Annotated[GroupTask | None, Part("小组任务", Form.TASK)] = Field(None, description="小组任务")
    reading: Annotated[tuple[Reading, ...], Part("延伸阅读", Form.READING)] = Field((), description="延伸阅读")
    board: Annotated[OptionalText, Part("板书设计", Form.PROSE, lecturers=True)] = Field(
        "", description="板书设计（Markdown），只在讲师版中出现"
    )
    note: Annotated[OptionalText, Part("讲师备注", Form.PROSE, lecturers=True)] = Field(
        "", description="讲师备注（Markdown），只在讲师版中出现"
    )
    accept: Accept = Field({})

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """For whom and how long, each behind its label; without what is not said."""
        told = (("对象", self.audience), ("用时", f"{self.minutes} 分钟"))
        return tuple((label, text) for label, text in told if text)
