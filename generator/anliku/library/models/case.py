"""A case: one practice, told so that others can learn from it."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field

from .base import (
    Accept,
    Asks,
    CaseId,
    CaseRef,
    Choice,
    Citation,
    DateText,
    DimensionRef,
    ExcerptRef,
    FormerIds,
    Id,
    Labelled,
    Markdown,
    OptionalText,
    OrganisationRef,
    Record,
    ServiceRef,
    SourceRef,
    Status,
    Text,
)
from .parts import Compared, Form, Part
from .teaching import Decision, Exhibit, Question, Reading, Teaching, as_question


class Level(Choice):
    """The administrative level at which the practice was run."""

    NATIONAL = "national"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    UNIT = "unit"


class CaseKind(Labelled):
    """Practice to learn from, diagnosis of a problem, plan not yet carried out, or a few lines told for an idea."""

    PRACTICE = "practice", "做法"
    DIAGNOSIS = "diagnosis", "诊断"
    PLAN = "plan", "方案"
    BRIEF = "brief", "简例"


class Stage(Labelled):
    """How far a step has come: told as done, as intended, or as advised to others."""

    DONE = "done", "已做"
    PLANNED = "planned", "计划"
    ADVISED = "advised", "建议"


class Precision(Labelled):
    """How exactly a period is known."""

    DAY = "day", "日"
    MONTH = "month", "月"
    YEAR = "year", "年"
    ABOUT = "about", "约"
    UNKNOWN = "unknown", "不详"


class Qualifier(Labelled):
    """How a figure was stated by its source."""

    EXACT = "exact", ""
    ABOUT = "about", "约"
    MORE_THAN = "more-than", "以上"
    LESS_THAN = "less-than", "不足"


class Region(Record):
    """Place of the case, from wide to narrow."""

    province: OptionalText = Field("", description="省、自治区、直辖市")
    city: OptionalText = Field("", description="市、州、地区")
    county: OptionalText = Field("", description="县、区、县级市")
    place: OptionalText = Field("", description="乡镇、村、单位等")

    def __str__(self) -> str:
        return "".join(dict.fromkeys(p for p in (self.province, self.city, self.county, self.place) if p))


class Period(Record):
    """When the practice took place."""

    from_: DateText | None = Field(None, alias="from", description="开始：2009、2009-05 或 2009-05-18")
    to: DateText | None = Field(None, description="结束，写法同上；仍在进行则不写")
    precision: Precision = Field(Precision.YEAR, description="时间准到什么程度")
    note: OptionalText = Field("", description="时间存疑时的说明")

    @property
    def text(self) -> str:
        """The period in Chinese, for example 约2009年5月—2010年4月."""
        start, end = (_in_chinese(text) for text in (self.from_, self.to))
        text = start if not end or start == end else f"{start}—{end}" if start else f"截至{end}"
        return f"约{text}" if text and self.precision is Precision.ABOUT else text


def _in_chinese(date: str | None) -> str:
    parts = (date or "").split("-")
    return "".join(f"{int(part)}{unit}" for part, unit in zip(parts, "年月日", strict=False) if part)


class Step(Record):
    """One step of a practice."""

    heading: Annotated[Text, Part("小标题", Form.LEAD, most=40)] = Field(description="这一步叫什么")
    text: Markdown = Field(description="怎么做的（Markdown）")
    stage: Stage = Field(
        Stage.DONE, description="done 已经做了、planned 还在计划、advised 只是建议；来源怎么说就怎么写"
    )

    @property
    def title(self) -> str:
        """The heading with how far the step has come, unless it is done: 设代办点（计划）."""
        return self.heading if self.stage is Stage.DONE else f"{self.heading}（{self.stage.label}）"


_RANGE_DASH = re.compile(r"\s*[-–—~～]+\s*")
_NUMBER = re.compile(r"[-+]?[0-9]{1,18}(?:\.[0-9]{1,300}(?:[eE][-+]?[0-9]{1,3})?)?", re.ASCII)
_TIME = re.compile(
    r"[0-9]{1,2}[:：][0-9]{2}(?:[:：][0-9]{2})?|(?:[0-9]{1,3}小时)?(?:[0-9]{1,3}分钟?)?(?:[0-9]{1,3}秒)?(?<=[时分钟秒])",
    re.ASCII,
)
_BOUND = re.compile(r"[0-9]{1,15}(?:\.[0-9]{1,6})?", re.ASCII)


def _range_or_number(value: float | str) -> str:
    """Return the value as it is written: 98.60 says more than 98.6."""
    text = f"{value:.12g}" if isinstance(value, float) else str(value)
    if _NUMBER.fullmatch(text) or _TIME.fullmatch(text):
        return text
    bounds = _RANGE_DASH.split(text)
    if len(bounds) == 2 and all(map(_BOUND.fullmatch, bounds)):
        return text
    raise ValueError("figure_value")


class Figure(Record):
    """A number that the case relies on, traceable to its source."""

    label: Text = Field(description="数的是什么，如 培训人数")
    value: Annotated[int | float | str, AfterValidator(_range_or_number)] = Field(
        description="数值，如 228、93.8；区间写 100–200；时间写 6:10 或 6分10秒"
    )
    unit: OptionalText = Field("", description="单位，如 个、万元、%")
    qualifier: Qualifier = Field(Qualifier.EXACT, description="准确程度：exact、about、more-than、less-than")
    at: OptionalText = Field("", description="截至什么时候，如 2009-10-18、2009 年底")
    source: SourceRef = Field(description="来源的 id")
    locator: Text = Field(description="来源中这个数附近的 6–15 个字")

    @property
    def text(self) -> str:
        """The figure as readers see it, for example 约 3.1 万件 or 3000 人以上."""
        prefix = self.qualifier.label if self.qualifier in (Qualifier.ABOUT, Qualifier.LESS_THAN) else ""
        suffix = "以上" if self.qualifier is Qualifier.MORE_THAN else ""
        space = "" if self.unit in ("%", "") else " "
        return f"{prefix} {self.value}{space}{self.unit}{suffix}".strip()


class PassageCitation(Citation):
    """Where parts of a case were taken from."""

    for_: tuple[Id, ...] = Field(
        (),
        alias="for",
        description="这一处撑起案例的哪几部分：problem、step-1、results、insights、conditions、limits 等",
    )


class Review(Record):
    """Who read the record before it was published, and when."""

    by: Text = Field(description="审核人的岗位（不写私人姓名）")
    on: DateText = Field(description="审核日期")
    checked: int | None = Field(None, ge=1, description="逐句对照来源打了勾的句数，由 anliku review 给出")


class Case(Record):
    """One case a file: `cases/<id>.yml`."""

    id: CaseId = Field(description="与文件名相同，可不写")
    title: Annotated[Text, Part("标题", Form.LEAD, most=40)] = Field(description="标题，一眼看出谁做了什么")
    summary: Annotated[Text, Part("摘要", Form.LEAD, most=150)] = Field(description="摘要，不超过 150 字")
    kind: CaseKind = Field(CaseKind.PRACTICE, description="practice 做法、diagnosis 诊断、plan 方案、brief 简例")
    status: Status = Field(description="draft 草稿、published 已发布、withdrawn 已撤回")
    level: Annotated[Level | None, Part("实施层级", Form.FACT, asked=True)] = Field(None, description="实施层级")
    region: Region = Field(Region(), description="地区")
    period: Period = Field(Period(), description="时间")
    organisations: tuple[OrganisationRef, ...] = Field(description="适用的组织类型 id")
    dimensions: tuple[DimensionRef, ...] = Field(description="对应的维度 id")
    services: Annotated[tuple[ServiceRef, ...], Part("对应的服务", Form.FACT, asked=True)] = Field(
        (), description="对应的服务类别 id"
    )
    topics: Annotated[tuple[Text, ...], Part("主题词", Form.FACT, asked=True, most=15)] = Field(
        (), description="主题词，中文短语"
    )
    problem: Annotated[
        OptionalText,
        Part(
            "背景与问题", Form.PROSE, asked=True, carried=True, given=True, drawn="问题",
            hint="原来是什么情况，难在哪里。",
        ),
    ] = Field("", description="背景与问题（Markdown）")  # fmt: skip
    decision: Annotated[
        Decision | None,
        Part("要作的决定", Form.DECISION, carried=True, given=True, compared=Compared.WHOLE, drawn="要作的决定"),
    ] = Field(None, description="决策案例：谁要在什么时候、知道什么的情况下定什么，有哪几个都说得通的办法")
    practice: Annotated[
        tuple[Step, ...],
        Part(
            "做法", Form.STEPS, renamed={"diagnosis": "诊断与分析"}, carried=True, given=True, compared=Compared.WHOLE,
            hint="谁，在什么时候，做什么，做到什么程度。",
        ),
    ] = Field(description="做法，按先后分步")  # fmt: skip
    results: Annotated[
        OptionalText,
        Part(
            "成效", Form.PROSE, asked=True, spared=("plan", "brief"), carried=True, compared=Compared.BEGINNING,
            drawn="成效", weighed="得到什么",
            hint="有什么变化。文字里的每个数字都要在下面 figures 里有一条。",
        ),
    ] = Field("", description="成效（Markdown）")  # fmt: skip
    figures: Annotated[tuple[Figure, ...], Part("关键数字", Form.FIGURES, compared=Compared.WHOLE)] = Field(
        (), description="关键数字，每个都有出处"
    )
    dissent: Annotated[OptionalText, Part("不同看法", Form.PROSE, carried=True, hint="当时谁不赞成，为什么。")] = Field(
        "", description="不同看法：当时谁有别的意见（Markdown）"
    )
    outcome: Annotated[
        OptionalText,
        Part("后来怎样", Form.SEALED, carried=True, sealed=True, hint="后来定了什么，结果怎样，哪些来源没有说。"),
    ] = Field("", description="后来怎样（Markdown）：只在讲师版中出现，发给学员的只印在材料乙")
    insights: Annotated[
        tuple[Text, ...],
        Part("启示", Form.LIST, asked=True, spared=("brief",), compared=Compared.WHOLE, hint="别处可以学什么。"),
    ] = Field((), description="启示")
    conditions: Annotated[
        OptionalText,
        Part(
            "适用条件", Form.PROSE, asked=True, spared=("brief",), compared=Compared.WHOLE, weighed="要什么条件",
            hint="需要什么条件才做得成。",
        ),
    ] = Field("", description="适用条件（Markdown）")  # fmt: skip
    limits: Annotated[
        OptionalText,
        Part(
            "局限与提醒", Form.NOTICE, asked=True, compared=Compared.WHOLE, drawn="局限", weighed="先要当心",
            hint="哪里还没做好，照搬要注意什么。最要紧的写在最前面。",
        ),
    ] = Field("", description="局限与提醒（Markdown）")  # fmt: skip
    exhibits: Annotated[tuple[Exhibit, ...], Part("附件", Form.EXHIBITS, given=True)] = Field(
        (), description="附件：表格、表单、角色卡，每件写明来源或教学用假设"
    )
    questions: Annotated[
        tuple[Annotated[Question, BeforeValidator(as_question)], ...],
        Part("讨论题", Form.QUESTIONS, asked=True, given=True, spared=("brief",), hint="换成你，会怎么做？"),
    ] = Field((), description="讨论题")
    teaching: Annotated[
        Teaching | None, Part("教学建议", Form.TEACHING, asked=True, spared=("brief",), printed="讲师备注")
    ] = Field(None, description="教学建议")
    board: Annotated[OptionalText, Part("板书设计", Form.PROSE, lecturers=True, hint="黑板分几栏，各写什么。")] = Field(
        "", description="板书设计（Markdown），只在讲师版中出现"
    )
    reading: Annotated[tuple[Reading, ...], Part("延伸阅读", Form.READING)] = Field((), description="延伸阅读")
    policies: tuple[ExcerptRef, ...] = Field((), description="政策依据，写作 <政策id>/<摘编id>")
    related: tuple[CaseRef, ...] = Field((), description="相关案例的 id")
    sources: tuple[PassageCitation, ...] = Field(description="出处")
    reviewed: Review | None = Field(None, description="审核记录")
    asks: Asks = Field((), description="读者会怎么问，用他们的话写，如 老人办事跑不动怎么办")
    former_ids: FormerIds = Field((), description="以前用过的 id；改了文件名，旧的写在这里")
    accept: Accept = Field({})

    @property
    def cited(self) -> dict[str, list[str]]:
        """The sources in the order of the list, then those of figures and exhibits, each with the locators of the list."""
        found: dict[str, list[str]] = {}
        for citation in self.sources:
            found.setdefault(citation.source, [])
            if citation.locator:
                found[citation.source].append(citation.locator)
        for figure in self.figures:  # their locators stand in the table of figures
            found.setdefault(figure.source, [])
        for exhibit in self.exhibits:  # theirs stand below the exhibit
            if exhibit.source:
                found.setdefault(exhibit.source, [])
        return found
