"""A result: one assessor's answers of one unit for one period, and the data of its file, `anliku-result/2`."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from ...library.models import Assessor
from ...library.problems import Plain
from ..asked.items import Checklist, Item
from ..asked.scoring import Given
from ..untrusted.complaints import Complaint, quoted

FORMAT = "anliku-result/2"
FIRST_FORMAT = "anliku-result/1"  # read for ever
FORMATS = (FORMAT, FIRST_FORMAT)
_SHOWN = 5
TEXTS = ("reason", "evidence", "note", "owner", "due", "on")
NO_UNIT = "没有写单位名称"

__all__ = [
    "FORMAT",
    "FORMATS",
    "NO_UNIT",
    "Complaint",
    "Lookup",
    "Reading",
    "Result",
    "quoted",
    "result_data",
    "version_note",
]


@dataclass(frozen=True)
class Result:
    """One assessor's answers of one unit for one period.

    period: as `YearPart` writes it, or as it was written where that is no period. unknown: what answers no item of this
    checklist. saved, created: when the file was saved last and first, as it says itself; "" when it does not.
    returned, handed_out: slips of paper behind it, 0 where it does not say.
    """

    library: str
    version: str
    organisation: str
    unit: str
    period: str
    assessor: Assessor
    answers: dict[str, Given]
    screening: dict[str, bool] = field(default_factory=dict)
    unknown: dict[str, Plain] = field(default_factory=dict)
    saved: str = ""
    created: str = ""
    returned: int = 0
    handed_out: int = 0

    @property
    def people(self) -> int:
        """How many people's answers it holds: as it says itself, else as many as answered its most answered item."""
        return self.returned or max((given.people for given in self.answers.values()), default=0)

    def to_recheck(self, checklist: Checklist) -> tuple[str, ...]:
        """Ids of the items that were changed after they had been answered."""
        return stale(self.answers, checklist.by_id)

    @property
    def blank(self) -> bool:
        """Whether nothing was answered and nothing written."""
        bare = Given()
        filled = (
            any(getattr(given, name) != getattr(bare, name) for name in _CONTENT) for given in self.answers.values()
        )
        return not any(filled) and not self.unknown


_CONTENT = ("value", "na", "reason", "evidence", "note", "owner", "due")


def stale(answers: Mapping[str, Given], items: Mapping[str, Item]) -> tuple[str, ...]:
    """Return the ids of these items that were changed after they had been answered."""
    return tuple(key for key, given in answers.items() if key in items and _is_stale(items[key], given))


def _is_stale(item: Item, given: Given) -> bool:
    if given.value is None and not given.na:
        return False
    return (given.revision or 1) < item.indicator.revision or bool(given.hash and given.hash != item.hash)


def renamed_note(renamed: Mapping[str, str]) -> str:
    """Say which answers stand under former ids of their items, and that they count; renamed: present id by former one."""
    shown = "、".join(f"{quoted(old)} 现为 {quoted(new)}" for old, new in list(renamed.items())[:_SHOWN])
    more = f" 等 {len(renamed)} 条" if len(renamed) > _SHOWN else ""
    return f"条目换了编号：{shown}{more}；答案照常计入"


def moved_note(organisation: str, checklist: Checklist) -> str:
    """Say that a result names its type by a former id, and that it counts; "" when it does not."""
    if organisation == checklist.organisation:
        return ""
    return f"组织类型 {quoted(organisation)} 现在的 id 是 {quoted(checklist.organisation)}，照常计入"


Lookup = Callable[[str], Checklist | None]
Reading = tuple[Result | None, list[Complaint]]


def version_note(result: Result, checklist: Checklist) -> str:
    """Say that a result was filled in on another version of its checklist, and what is known of it; "" when not."""
    stale = len(result.to_recheck(checklist))
    graded = scheme_note(result.version, checklist)
    if is_of(result.version, checklist):
        return "；".join(told for told in (f"有 {stale} 条是按旧条目答的，请复核" if stale else "", graded) if told)
    if stale:
        told = f"其中 {stale} 条的条目已改，请复核"
    elif all(given.hash for given in result.answers.values() if given.value is not None or given.na):
        told = "答过的条目都没有改，照常计入"
    else:
        told = "文件里没有记下当时的条目，看不出改没改，答案照常计入，请自己核对"
    named = f"按另一版自评表（{result.version or '未写'}，现为 {checklist.version}）填写"
    return "；".join(part for part in (f"{named}，{told}", graded) if part)


def is_of(version: str, checklist: Checklist) -> bool:
    """Say whether a result of this version has the items of this checklist; how it was graded may be another matter."""
    return version in checklist.versions or version_items(version) in {version_items(one) for one in checklist.versions}


def version_items(version: str) -> str:
    """The part of a version that stands for the items. A version is `items` or `items-scheme`, see `Checklist.version`."""
    return version.partition("-")[0]


def scheme_note(version: str, checklist: Checklist) -> str:
    """Say that a result was made where answers were graded in another way, or does not tell; "" when it was in this one."""
    mark = version[len(version_items(version)) :]
    if checklist.scheme_told and not mark:
        return checklist.scheme_told
    if mark == checklist.scheme_mark or version in checklist.recorded:
        return ""
    if not mark:
        return "文件里没有记下当时的评分办法，总分和等级按这个库自己的等级线和占比算"
    return "当时的评分办法（等级线、各方占比、达标线）和现在的不同，总分和等级按现在的算"


def result_data(result: Result) -> dict[str, Any]:
    """Return the result as the data of a result file; unknown answers go back as they came."""
    answers: dict[str, Any] = {key: _given_data(given) for key, given in result.answers.items()}
    data = {
        "format": FORMAT,
        "library": result.library,
        "version": result.version,
        "organisation": result.organisation,
        "unit": result.unit,
        "period": result.period,
        "assessor": result.assessor.value,
        "screening": dict(result.screening),
        "items": {key: given.hash for key, given in result.answers.items() if given.hash},
        "answers": answers | dict(result.unknown),
    }
    tally = {key: _tally_data(given) for key, given in result.answers.items() if given.counts}
    more = {"tally": tally, "returned": result.returned, "handed_out": result.handed_out, "saved": result.saved}
    return data | {name: value for name, value in more.items() if value}


def _tally_data(given: Given) -> dict[str, int]:
    """How many chose what, under the choices as JSON writes them."""
    return {json.dumps(value): number for value, number in given.counts}


def _given_data(given: Given) -> dict[str, Any]:
    texts = {name: getattr(given, name) for name in TEXTS if getattr(given, name)}
    data: dict[str, Any] = {"value": None if given.counts else given.value, "na": given.na, **texts}
    data |= {"done": True} if given.done else {}
    return data | ({"revision": given.revision} if given.revision else {})
