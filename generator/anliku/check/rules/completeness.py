"""What every case must have, and what it is asked to have."""

from __future__ import annotations

from collections.abc import Iterator

from ...library import Library, Origin, Shared
from ...library.models import Case, Status
from ...library.prose import asked_of
from ..findings import Remark, error, warning

_REQUIRED = {
    "organisations": ("没有写适用的组织类型。", "至少写一个组织类型 id，见 content/organisations.yml。"),
    "dimensions": ("没有写对应的维度。", "至少写一个维度 id，见 content/frameworks.yml。"),
    "practice": ("没有写做法。", "至少写一步：heading 是小标题，text 是怎么做的。"),
    "sources": ("没有写出处。", "至少写一条出处：source 是来源 id，locator 是位置。"),
}


def required_but_empty(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A list that must not be empty is empty."""
    for key, (message, remedy) in _REQUIRED.items():
        if not getattr(case, key):
            yield error("empty-list", origin, (key,), message, remedy)


def asked_for(case: Case, shared: Shared, origin: Origin) -> Iterator[Remark]:
    """Fields that make a case worth teaching are missing."""
    if case.status is Status.WITHDRAWN:
        return
    missing = [
        f"{part.key}（{part.heading}）"
        for part in asked_of(case)
        if not getattr(case, part.key) and (part.key != "services" or shared.services)
    ]
    if not str(case.region):
        missing.append("region（地区）")
    if not (case.period.from_ or case.period.to or case.period.note):
        missing.append("period（时间；不详就写 note）")
    if missing:
        yield warning(
            "incomplete-case", origin, (), f"案例还缺：{'、'.join(missing)}。", "补上这些字段；写法见“格式参考”。"
        )


def published_without_review(case: Case, _shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A published case says nowhere who reviewed it."""
    if case.status is Status.PUBLISHED and case.reviewed is None:
        message = "案例已发布，却没有审核记录。"
        yield warning("not-reviewed", origin, ("status",), message, "补上“reviewed: {by: 审核人岗位, on: 审核日期}”。")


def no_cases(library: Library) -> Iterator[Remark]:
    """The library holds no case at all."""
    if not library.entries and not any(problem.path.startswith("cases/") for problem in library.problems):
        yield warning("no-cases", Origin("cases"), (), "案例库里还没有案例。", "用 anliku new case 新建一个。")


def empty_records(library: Library) -> Iterator[Remark]:
    """A policy has no excerpts, a framework no items, a lesson no cases."""
    shared = library.shared
    for kind, records, key, what in (
        ("policy", shared.policies, "excerpts", "政策没有摘编"),
        ("framework", shared.frameworks, "items", "框架没有要素"),
        ("lesson", shared.lessons, "cases", "教学包没有案例"),
    ):
        for name, record in records.items():
            if not getattr(record, key):
                yield warning("empty-list", shared.origins[kind, name], (key,), f"这个{what}。", "至少写一条。")
