"""Building blocks shared by every record of a library.

Descriptions are Chinese because the editor's reference page and the JSON Schema are generated from them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from ..problems import NullWord

ID_PATTERN = r"^[a-z0-9-]{1,60}$"
CASE_ID_PATTERN = r"^[a-z0-9-]{3,60}$"
_DATE = re.compile(r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$")


@dataclass(frozen=True, slots=True)
class Ref:
    """Marks a field as the id of another record. kind: what it leads to.

    in_force: whether a document that is led to must still be in force.
    """

    kind: str
    in_force: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """Marks a text as Markdown. A part whose form is Markdown needs it not; see `markup.py`."""


class Record(BaseModel):
    """Base of all records: immutable, and strict about unknown keys so that typing slips are found."""

    # Validators are built when first used: no command needs all of them, and building takes a fifth of a second.
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False, defer_build=True
    )


class Choice(StrEnum):
    """What a field offers to choose from. What readers see for it, the library's vocabulary says."""


class Labelled(Choice):
    """An enumeration whose members carry the Chinese label shown to readers, which is the same in every library."""

    label: str

    def __new__(cls, value: str, label: str) -> Labelled:
        """Return a member that is the text `value` and carries its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


def _as_date_text(value: Any) -> Any:
    """YAML gives 2009 as a number and 2009-11-16 may arrive as a date; both mean a date text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"{value:04d}"
    if isinstance(value, dt.date):
        return value.isoformat()
    return value


def _check_date(value: str) -> str:
    if not _DATE.match(value):
        raise ValueError("date_text")
    if len(value) == 10:
        try:
            dt.date.fromisoformat(value)
        except ValueError as error:
            raise ValueError("date_text") from error
    return value


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN)]
CaseId = Annotated[str, StringConstraints(pattern=CASE_ID_PATTERN)]
CaseRef = Annotated[Id, Ref("case")]
OrganisationRef = Annotated[Id, Ref("organisation")]
DimensionRef = Annotated[Id, Ref("dimension")]
ServiceRef = Annotated[Id, Ref("service")]
PolicyRef = Annotated[Id, Ref("policy")]
SourceRef = Annotated[Id, Ref("source")]
TermRef = Annotated[Id, Ref("term")]
IndicatorRef = Annotated[Id, Ref("indicator")]
LessonRef = Annotated[Id, Ref("lesson")]
ScreeningRef = Annotated[Id, Ref("screening")]
# Written <policy>/<excerpt>. What a record rests on must be in force; where it comes from need not.
ExcerptRef = Annotated[str, Ref("excerpt")]
BasisRef = Annotated[str, Ref("excerpt", in_force=True)]
DateText = Annotated[str, BeforeValidator(_as_date_text), AfterValidator(_check_date)]
# YAML gives texts alone; numbers come from sheets and from programs.
Text = Annotated[str, Field(min_length=1, coerce_numbers_to_str=True)]
OptionalText = Annotated[str, Field(coerce_numbers_to_str=True)]
Markdown = Annotated[Text, Marked()]
OptionalMarkdown = Annotated[OptionalText, Marked()]
# To write `~` is to leave it as it is. Elsewhere it is a text like any other.
MaybeText = Annotated[Text | None, BeforeValidator(lambda value: None if isinstance(value, NullWord) else value)]
# How people say it, in their own words: to find a record by, not to be shown.
Asks = tuple[Text, ...]
FormerIds = tuple[Id, ...]
# Warnings of `check` that need no mending here, and why, by their code.
Accept = Annotated[
    Mapping[str, Text],
    Field(description="看过了、不必改的提醒：写“提醒的代号: 理由”，如 near-duplicate: 同一次检查的两份记录"),
]


class Status(Labelled):
    """Publication state; only published records reach readers."""

    DRAFT = "draft", "草稿"
    PUBLISHED = "published", "已发布"
    WITHDRAWN = "withdrawn", "已撤回"


class Citation(Record):
    """Where something was taken from."""

    source: SourceRef = Field(description="来源的 id（见 content/sources.yml）")
    locator: OptionalText = Field("", description="在来源里的位置：章节标题，或来源中出现的 6–15 个字")
