"""The section `vocabulary` of mkdocs.yml: the words of a library's own subject. What it leaves out has a word for any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from .assessment import Assessor
from .base import Record
from .case import Level

_MOST_SIGNS = 3
_NOT_IN_WORDS = re.compile(r"""[,"'\[\]:*?/\\\n]""")


def _plain(word: str) -> str:
    if _NOT_IN_WORDS.search(word):
        raise ValueError("plain_word")
    return word


# A word stands in a cell, on a button, in a list to choose from (which spreadsheets divide at commas), in a sheet's name.
Word = Annotated[str, Field(min_length=1, max_length=12), AfterValidator(_plain)]


class AssessorWord(Record):
    """How one of the three assessors is called."""

    name: Word = Field(description="名称，如 服务对象测评")
    hint: str = Field("", max_length=40, description="谁来填，如 请服务对象填")


def _as_assessor(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _told_apart(names: Iterable[str]) -> None:
    found = list(names)
    if len(set(found)) < len(found):
        raise ValueError("same_words")


def _assessors_told_apart(words: Mapping[Assessor, AssessorWord]) -> Mapping[Assessor, AssessorWord]:
    _told_apart(word.name for word in words.values())
    return words


def _levels_told_apart(words: Mapping[Level, str]) -> Mapping[Level, str]:
    _told_apart(words.values())
    return words


def _grades(names: tuple[str, ...]) -> tuple[str, ...]:
    _told_apart(names)
    if len(names) not in (0, 3):
        raise ValueError("three_grades")
    return names


def _signs(names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) > _MOST_SIGNS:
        raise ValueError("too_many_signs")
    return names


class Words(Record):
    """The words of a library's subject."""

    organisation: Word | None = Field(None, description="填自评表的叫什么，如 单位、学校；不写就叫单位")
    dimensions: Word | None = Field(None, description="维度统称什么；不写就用维度那个框架的名称")
    assessors: Annotated[
        Mapping[Assessor, Annotated[AssessorWord, BeforeValidator(_as_assessor)]], AfterValidator(_assessors_told_apart)
    ] = Field({}, description="评价的三方怎么称呼：self、masses、superior，写名称，或写 {name: 名称, hint: 谁来填}")
    grades: Annotated[tuple[Word, ...], AfterValidator(_grades)] = Field(
        (), description="三个等级的名称，从高到低；要改分数线或级数，改写 assessment 里的 grades"
    )
    signs: Annotated[tuple[Word, ...], BeforeValidator(_as_list), AfterValidator(_signs)] = Field(
        (), description="自评表上谁签字，日期不必写；不写就是填表人和负责人"
    )
    levels: Annotated[Mapping[Level, Word], AfterValidator(_levels_told_apart)] = Field(
        {}, description="实施层级怎么称呼：national、province、city、county、township、village、unit"
    )
    example_query: str = Field("", max_length=20, description="搜索框里的例子；不写就用第一个术语")
    long_query: str = Field(
        "", max_length=30, description="搜不到时举的例子：一个太长的词，换短成 example_query 的头一个词"
    )
    publisher: str = Field(
        "", max_length=60, description="编印单位，写在网页和表的页脚、案例手册、导出的文件、课件和拷贝包的说明里"
    )
    contact: str = Field("", max_length=120, description="联系方式，如 电话、邮箱、科室；和编印单位写在一处")
