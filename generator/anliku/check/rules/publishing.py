"""What readers see must not lead to what they do not see, nor rest on what is no longer in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...library import Library, Origin, Shared
from ...library.models import Case, Policy, Status
from ..findings import Remark, error, warning


def links_to_unpublished(library: Library) -> Iterator[Remark]:
    """A published record names a case that is a draft or withdrawn."""
    labels: dict[str, str] = {status.value: status.label for status in Status if status is not Status.PUBLISHED}
    hidden = {key: labels[entry.status] for key, entry in library.entries.items() if entry.status in labels}
    if not hidden:
        return
    for entry in library.published.values():
        yield from _hidden(entry.related, hidden, Origin(entry.path), "related")
    shared = library.shared
    for key, lesson in shared.lessons.items():
        if lesson.status is Status.PUBLISHED:
            yield from _hidden(lesson.cases, hidden, shared.origins["lesson", key], "cases")
    for key, indicator in shared.indicators.items():
        yield from _hidden(indicator.learn_from, hidden, shared.origins["indicator", key], "learn_from")
    for key, card in shared.cards.items():
        yield from _hidden(card.learn_from, hidden, shared.origins["card", key], "learn_from")
    for key, profile in shared.profiles.items():
        for index, addition in enumerate(profile.add):
            yield from _hidden(addition.learn_from, hidden, shared.origins["profile", key], "add", index, "learn_from")


def _hidden(references: Iterable[str], hidden: Mapping[str, str], origin: Origin, *at: str | int) -> Iterator[Remark]:
    for index, reference in enumerate(references):
        status = hidden.get(reference)
        if status:
            message = f"案例“{reference}”的状态是“{status}”，读者看不到，这里却引用了它。"
            yield error("unpublished-reference", origin, (*at, index), message, "先发布那个案例，或从这里删去。")


def outdated_excerpts_in_case(case: Case, shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A case rests on a document that is no longer in force, and is not known to be of the document's time."""
    when = case.period.from_ or case.period.to
    of_its_time = {
        reference
        for reference in case.policies
        if when and reference in shared.excerpts and _was_in_force(shared.excerpts[reference][0], when)
    }
    references = ("" if reference in of_its_time else reference for reference in case.policies)
    yield from _outdated(references, shared, origin, "policies")


def outdated_excerpts(library: Library) -> Iterator[Remark]:
    """An indicator, card or lesson rests on a document that is no longer in force."""
    shared = library.shared
    for key, indicator in shared.indicators.items():
        yield from _outdated(indicator.basis, shared, shared.origins["indicator", key], "basis")
    for key, card in shared.cards.items():
        yield from _outdated(card.basis, shared, shared.origins["card", key], "basis")
    for key, lesson in shared.lessons.items():
        yield from _outdated(lesson.excerpts, shared, shared.origins["lesson", key], "excerpts")
    for key, profile in shared.profiles.items():
        for index, addition in enumerate(profile.add):
            yield from _outdated(addition.basis, shared, shared.origins["profile", key], "add", index, "basis")


def _outdated(references: Iterable[str], shared: Shared, origin: Origin, *at: str | int) -> Iterator[Remark]:
    """Yield one remark a document, at the first of its excerpts."""
    reported: set[str] = set()
    for index, reference in enumerate(references):
        policy = shared.excerpts[reference][0] if reference in shared.excerpts else None
        if policy and policy.id not in reported and _ended(policy):
            reported.add(policy.id)
            successor = policy.in_force.superseded_by
            message = f"引用的《{policy.title.strip('《》')}》{_ended(policy)}。"
            remedy = f"改引 {successor} 里的摘编；" if successor else "改引现行的文件；"
            yield warning(
                "outdated-excerpt", origin, (*at, index), message, remedy + "若只说明当年的依据，在正文里写明。"
            )


def _ended(policy: Policy) -> str:
    state = policy.in_force
    if state.superseded_by:
        return f"已被 {state.superseded_by} 取代"
    return f"已于 {state.to} 停止施行" if state.to else ""


def _was_in_force(policy: Policy, when: str) -> bool:
    end = policy.in_force.to or ""
    known = min(len(end), len(when))
    return bool(end) and when[:known] <= end[:known]
