"""Records that cases point to: organisation types, frameworks, policies, terms and sources."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from .base import (
    Accept,
    Asks,
    Citation,
    DateText,
    DimensionRef,
    FormerIds,
    Id,
    Labelled,
    OptionalMarkdown,
    OptionalText,
    OrganisationRef,
    PolicyRef,
    Record,
    SourceRef,
    TermRef,
    Text,
)
from .parts import Form, Part


class Organisation(Record):
    """A type of grassroots organisation; a node of the tree in `content/organisations.yml`."""

    id: Id = Field(description="类型 id")
    name: Text = Field(description="名称，如 小学")
    parent: OrganisationRef | None = Field(None, description="上级类型 id；最上层不写")
    aliases: tuple[Text, ...] = Field((), description="别名，搜索时同样找得到")
    summary: OptionalText = Field("", description="一两句说明")
    group: bool = Field(False, description="true 表示只用来归类，没有自己的自评表")
    former_ids: FormerIds = Field((), description="以前用过的 id")
    accept: Accept = Field({})


class FrameworkUse(Labelled):
    """What a framework is used for in the site."""

    DIMENSIONS = "dimensions", "案例与指标的维度"
    SERVICES = "services", "服务类别"
    REFERENCE = "reference", "参考"


class FrameworkItem(Record):
    """One element of a framework."""

    id: Id = Field(description="要素 id")
    name: Text = Field(description="名称")
    summary: OptionalText = Field("", description="一句话说明")
    text: OptionalMarkdown = Field("", description="详细说明（Markdown）")
    organisations: tuple[OrganisationRef, ...] = Field((), description="只用于这些类型时填写")


class Framework(Record):
    """A set of elements to browse and assess by."""

    id: Id = Field(description="框架 id")
    name: Text = Field(description="名称，如 四个方面")
    use: FrameworkUse = Field(FrameworkUse.REFERENCE, description="dimensions 维度、services 服务、reference 参考")
    summary: Text = Field(description="一两句说明")
    text: OptionalMarkdown = Field("", description="详细说明（Markdown）")
    items: tuple[FrameworkItem, ...] = Field(description="各要素")
    sources: tuple[Citation, ...] = Field((), description="出处")
    accept: Accept = Field({})


class InForce(Record):
    """Whether a document is in force."""

    from_: DateText | None = Field(None, alias="from", description="开始施行；不详则不写")
    to: DateText | None = Field(None, description="停止施行")
    superseded_by: PolicyRef | None = Field(None, description="被哪个政策（id）取代")
    note: OptionalText = Field("", description="时效说明，如 是否现行有效以发文机关为准")


class Excerpt(Record):
    """One citable point of a document."""

    id: Id = Field(description="摘编 id，引用时写 <政策id>/<摘编id>")
    clause: Annotated[Text, Part("条款名", Form.LEAD, most=40)] = Field(description="条款或主题，如 第三条·值班")
    digest: Text = Field(description="要点，用自己的话写")
    quote: OptionalText = Field("", description="原文（拥有文件的用户可填）")
    locator: Text = Field(description="在来源里的位置：来源中出现的 6–15 个字")
    dimensions: tuple[DimensionRef, ...] = Field((), description="对应的维度 id")
    organisations: tuple[OrganisationRef, ...] = Field((), description="专门针对的组织类型 id；普遍适用则不写")
    topics: tuple[Text, ...] = Field((), description="主题词")


class Policy(Record):
    """A document and its excerpts: `content/policies/<id>.yml`."""

    id: Id = Field(description="与文件名相同，可不写")
    title: Text = Field(description="文件名称")
    issuer: Text = Field(description="发文机关")
    date: Annotated[DateText | None, Part("日期", Form.FACT)] = Field(None, description="发文日期；不详则不写")
    number: OptionalText = Field("", description="文号")
    in_force: Annotated[InForce, Part("时效", Form.FACT)] = Field(InForce(), description="时效")
    source: Annotated[SourceRef, Part("来源", Form.FACT)] = Field(description="来源的 id")
    summary: OptionalText = Field("", description="这份文件讲什么")
    excerpts: tuple[Excerpt, ...] = Field(description="摘编")
    former_ids: FormerIds = Field((), description="以前用过的 id")
    accept: Accept = Field({})


class Term(Record):
    """A glossary entry in `content/terms.yml`."""

    id: Id = Field(description="术语 id（拼音）")
    name: Text = Field(description="术语")
    aliases: tuple[Text, ...] = Field((), description="别名、缩写")
    definition: Text = Field(description="两句话说清楚")
    see: tuple[TermRef, ...] = Field((), description="参见的术语 id")
    source: SourceRef | None = Field(None, description="最早见于哪个来源")
    locator: OptionalText = Field("", description="在来源里的位置")
    asks: Asks = Field((), description="读者会怎么问，用他们的话写")
    former_ids: FormerIds = Field((), description="以前用过的 id")
    accept: Accept = Field({})


class Source(Record):
    """An entry of the bibliography in `content/sources.yml`."""

    id: Id = Field(description="来源 id")
    title: Text = Field(description="题名")
    author: OptionalText = Field("", description="作者或单位")
    publisher: OptionalText = Field("", description="出版者、媒体")
    date: DateText | None = Field(None, description="日期；不详则不写")
    identifier: OptionalText = Field("", description="ISBN、文号等")
    part_of: SourceRef | None = Field(None, description="收在哪个来源里（id）")
    note: OptionalText = Field("", description="可靠程度等说明")
    accept: Accept = Field({})


class Wording(Record):
    """An entry of `content/wording.yml`: a word that this library does not use, and what it says instead."""

    avoid: Text = Field(description="不用的说法")
    say: Text = Field(description="改成怎么说")
    why: OptionalText = Field("", description="为什么")
    unless: tuple[Text, ...] = Field((), description="包含它而可以用的词语，如 avoid 是“格”时的“风格”")

    @property
    def id(self) -> str:
        """What the entry is known by: the word itself."""
        return self.avoid
