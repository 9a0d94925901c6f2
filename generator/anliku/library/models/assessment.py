"""Records of the self-assessment: indicators, profiles of a type, operational cards, screening questions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from .base import (
    Accept,
    Asks,
    BasisRef,
    CaseRef,
    Choice,
    Citation,
    DimensionRef,
    ExcerptRef,
    FormerIds,
    Id,
    IndicatorRef,
    Labelled,
    MaybeText,
    OptionalText,
    OrganisationRef,
    Record,
    ScreeningRef,
    Text,
)
from .parts import Form, Part


class Assessor(Choice):
    """Who answers an item."""

    SELF = "self"
    MASSES = "masses"
    SUPERIOR = "superior"


class AnswerType(Labelled):
    """The form of an answer."""

    YES_NO = "yes_no", "是/否"
    LEVELS = "levels", "分档"
    NUMBER = "number", "数值"
    RATING = "rating", "1–5 分"


# What an answer of each type cannot do without; where another type has it, it has no effect.
ANSWER_NEEDS: Mapping[AnswerType, str] = {AnswerType.LEVELS: "levels", AnswerType.NUMBER: "target"}


class Effort(Labelled):
    """How hard it is to mend a gap."""

    LOW = "low", "容易"
    MEDIUM = "medium", "适中"
    HIGH = "high", "较难"


class Direction(Labelled):
    """Whether a number is good when large or when small."""

    AT_LEAST = "at-least", "不少于"
    AT_MOST = "at-most", "不多于"


class Answer(Record):
    """How an item is answered and what earns full points."""

    type: AnswerType = Field(description="yes_no、levels、number、rating")
    levels: tuple[Text, ...] = Field((), description="分档说明，从差到好；type 为 levels 时必填")
    unit: OptionalText = Field("", description="单位；type 为 number 时填")
    target: float | None = Field(None, description="达标值；type 为 number 时必填")
    example: bool = Field(False, description="true 表示来源没有给出达标值，这里是示例，用前请按本地规定改")
    per: OptionalText = Field("", description="按什么计，如 每年、每周")
    direction: Direction = Field(Direction.AT_LEAST, description="at-least 不少于达标值，at-most 不多于")


class Bounds(Record):
    """Between what a number must lie, both ends included; an open end is as far as the form of the answer goes."""

    min: float | None = Field(None, description="最小可以填多少；增长率可以写负数")
    max: float | None = Field(None, description="最大可以填多少")

    @model_validator(mode="before")
    @classmethod
    def _from_pair(cls, value: Any) -> Any:
        """`[0, 31]` says the same as `{min: 0, max: 31}`."""
        pair = isinstance(value, (list, tuple)) and len(value) == 2
        return {"min": value[0], "max": value[1]} if pair else value

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.min is not None and self.max is not None and self.min >= self.max:
            raise ValueError("min 要小于 max")
        return self


class NotApplicable(Record):
    """Whether an item may be answered with “not applicable”."""

    allowed: bool = Field(False, description="是否允许选“不适用”")
    reason_required: bool = Field(True, description="选“不适用”时是否必须写理由")


class Override(Record):
    """What one organisation type changes of an indicator."""

    statement: MaybeText = Field(None, description="标准")
    ask: MaybeText = Field(None, description="问题")
    answer: Answer | None = Field(None, description="答案形式")
    bounds: Bounds | None = Field(None, description="数值可以填的范围")
    verify: MaybeText = Field(None, description="怎样核实")
    evidence: tuple[Text, ...] | None = Field(None, description="常见佐证")
    remedy: MaybeText = Field(None, description="怎么补")
    weight: float | None = Field(None, gt=0, description="权重")
    critical: bool | None = Field(None, description="是否关键项")
    ballot: MaybeText = Field(None, description="发给服务对象的问法")


class Indicator(Record):
    """One item of the pool."""

    id: Id = Field(description="指标 id")
    statement: Text = Field(description="标准：做到什么算好")
    ask: Text = Field(description="问什么，一问只问一件事")
    answer: Answer = Field(description="答案形式")
    bounds: Bounds | None = Field(None, description="数值可以填的范围 {min, max}；不写则 0 起，% 到 100 为止")
    organisations: tuple[OrganisationRef, ...] = Field(
        (), description="适用的组织类型 id（含下级类型）；不写则全部适用"
    )
    exclude: tuple[OrganisationRef, ...] = Field((), description="不适用的组织类型 id")
    assessor: tuple[Assessor, ...] = Field((Assessor.SELF,), description="谁来评：self、masses、superior")
    weight: float = Field(1, gt=0, description="权重")
    example_weight: bool = Field(True, description="true 表示来源没有给出权重，这里是示例权重")
    critical: bool = Field(False, description="关键项：不达标时总评不得为最高等级")
    na: NotApplicable = Field(NotApplicable(), description="能否选“不适用”")
    only_if: ScreeningRef | None = Field(None, description="只有该筛选题答“是”时才出现")
    verify: OptionalText = Field("", description="怎样核实")
    evidence: tuple[Text, ...] = Field((), description="常见佐证")
    basis: tuple[BasisRef, ...] = Field((), description="依据，写作 <政策id>/<摘编id>")
    drawn_from: tuple[ExcerptRef, ...] = Field((), description="条目的来历，写法同依据；文件可以已经停止执行")
    learn_from: tuple[CaseRef, ...] = Field((), description="可学习的案例 id")
    remedy: OptionalText = Field("", description="没做到怎么补")
    effort: Effort = Field(Effort.MEDIUM, description="补起来多难：low、medium、high")
    overrides: dict[OrganisationRef, Override] = Field({}, description="某类型的不同写法")
    revision: int = Field(1, ge=1, description="改动实质内容时加一")
    ballot: OptionalText = Field("", description="发给服务对象的问法，一听就懂")
    asks: Asks = Field((), description="读者会怎么问，用他们的话写")
    former_ids: FormerIds = Field((), description="以前用过的 id")
    accept: Accept = Field({})


class IndicatorFile(Record):
    """`content/indicators/*.yml`: the indicators of one dimension."""

    dimension: DimensionRef = Field(description="维度 id")
    indicators: tuple[Indicator, ...] = Field(description="指标")


class Alteration(Override):
    """A profile's change to one indicator."""

    id: IndicatorRef = Field(description="要改的指标 id")


class Import(Record):
    """Which indicators a profile takes from the pool."""

    indicators: tuple[IndicatorRef, ...] = Field((), description="指标 id")
    dimensions: tuple[DimensionRef, ...] = Field((), description="整个维度")


class Addition(Indicator):
    """An indicator that only one profile has."""

    dimension: DimensionRef = Field(description="放在哪个维度")


class Profile(Record):
    """`content/checklists/<type>.yml`: how one type's checklist differs from the pool."""

    id: Id = Field(description="与文件名相同，可不写")
    organisation: OrganisationRef = Field(description="组织类型 id")
    title: OptionalText = Field("", description="自评表标题")
    include: Import | None = Field(None, description="只取这些；不写则取全部适用的")
    exclude: tuple[IndicatorRef, ...] = Field((), description="去掉的指标 id")
    alter: tuple[Alteration, ...] = Field((), description="改动")
    add: tuple[Addition, ...] = Field((), description="增加的指标")
    accept: Accept = Field({})


def _as_card_item(value: Any) -> Any:
    return {"text": value} if isinstance(value, str) else value


class CardItem(Record):
    """One line of an operational card."""

    text: Text = Field(description="做什么")
    why: OptionalText = Field("", description="为什么")


class CardMode(Labelled):
    """How a card is used."""

    READ_DO = "read-do", "念一条做一条"
    DO_CONFIRM = "do-confirm", "做完逐条核对"


class Card(Record):
    """`content/cards/<id>.yml`: a pause point of at most nine items, on one page."""

    id: Id = Field(description="与文件名相同，可不写")
    title: Annotated[Text, Part("卡片名称", Form.LEAD, most=40)] = Field(description="卡片名称，如 入户走访前")
    when: Text = Field(description="什么时候停下来用")
    by: Text = Field(description="谁来用")
    mode: CardMode = Field(CardMode.DO_CONFIRM, description="read-do 念一条做一条、do-confirm 做完逐条核对")
    organisations: tuple[OrganisationRef, ...] = Field((), description="适用类型；不写则全部")
    dimensions: tuple[DimensionRef, ...] = Field((), description="对应维度")
    items: tuple[Annotated[CardItem, BeforeValidator(_as_card_item)], ...] = Field(description="条目，不超过 9 条")
    basis: tuple[BasisRef, ...] = Field((), description="依据，写作 <政策id>/<摘编id>")
    drawn_from: tuple[ExcerptRef, ...] = Field((), description="卡片的来历，写法同依据；文件可以已经停止执行")
    learn_from: tuple[CaseRef, ...] = Field((), description="来自哪些案例")
    sources: tuple[Citation, ...] = Field((), description="出处")
    accept: Accept = Field({})


class Screening(Record):
    """A question of `content/screening.yml` that switches parts of a checklist on."""

    id: Id = Field(description="筛选题 id")
    ask: Text = Field(description="问题，答是或否")
    hint: OptionalText = Field("", description="怎样判断")
    organisations: tuple[OrganisationRef, ...] = Field((), description="只问这些类型；不写则全部")
    accept: Accept = Field({})
