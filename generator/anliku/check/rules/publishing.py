"""What readers see must not lead to what they do not see, nor rest on what is no longer in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from ...library import FieldPath, Library, Origin, Shared
from ...library.models import Case, Policy, Status, references_of
from ..findings import Remark, error, warning


def links_to_unpublished(library: Library) -> Iterator[Remark]:
    """A published record names a case that is a draft or withdrawn."""
    hidden = hidden_cases(library)
    if not hidden:
        return
    for entry in library.published.values():
        related = (((("related", index), key)) for index, key in enumerate(entry.related))
        yield from led_to_hidden(related, hidden, Origin(entry.path))
    for kind, key, record in library.shared.records():
        if getattr(record, "status", Status.PUBLISHED) is Status.PUBLISHED:
            named = ((found.at, found.id) for found in references_of(record) if found.ref.kind == "case")
            yield from led_to_hidden(named, hidden, library.shared.origins[kind, key])


def hidden_cases(library: Library) -> Mapping[str, str]:
    """Return the status, in Chinese, of each case that readers do not see."""
    labels: dict[str, str] = {status.value: status.label for status in Status if status is not Status.PUBLISHED}
    return {key: labels[entry.status] for key, entry in library.entries.items() if entry.status in labels}


def led_to_hidden(
    named: Iterable[tuple[FieldPath, str]], hidden: Mapping[str, str], origin: Origin
) -> Iterator[Remark]:
    """Yield a remark for each case in a list that readers do not see."""
    for at, reference in named:
        status = hidden.get(reference)
        if status:
            message = f"案例“{reference}”的状态是“{status}”，读者看不到，这里却引用了它。"
            yield error("unpublished-reference", origin, at, message, "先发布那个案例，或从这里删去。")


def outdated_excerpts_in_case(case: Case, shared: Shared, origin: Origin) -> Iterator[Remark]:
    """A case rests on a document that is no longer in force, and is not known to be of the document's time."""
    when = case.period.from_ or case.period.to
    of_its_time = {
        reference
        for reference in case.policies
        if when and reference in shared.excerpts and _was_in_force(shared.excerpts[reference][0], when)
    }
    others = (((("policies", index), key)) for index, key in enumerate(case.policies) if key not in of_its_time)
    yield from _outdated(others, shared, origin)


def outdated_excerpts(library: Library) -> Iterator[Remark]:
    """An indicator, card or lesson rests on a document that is no longer in force."""
    shared = library.shared
    for kind, key, record in shared.records():
        resting = ((found.at, found.id) for found in references_of(record) if found.ref.in_force)
        yield from _outdated(resting, shared, shared.origins[kind, key])


def _outdated(named: Iterable[tuple[FieldPath, str]], shared: Shared, origin: Origin) -> Iterator[Remark]:
    """Yield one remark a document and list, at the first of its excerpts."""
    reported: set[tuple[FieldPath, str]] = set()
    for at, reference in named:
        policy = shared.excerpts[reference][0] if reference in shared.excerpts else None
        if policy and (at[:-1], policy.id) not in reported and _ended(policy):
            reported.add((at[:-1], policy.id))
            successor = policy.in_force.superseded_by
            message = f"引用的《{policy.title.strip('《》')}》{_ended(policy)}。"
            remedy = f"改引 {successor} 里的摘编；" if successor else "改引现行的文件；"
            yield warning("outdated-excerpt", origin, at, message, remedy + "若只说明当年的依据，在正文里写明。")


def _ended(policy: Policy) -> str:
    state = policy.in_force
    if state.superseded_by:
        return f"已被 {state.superseded_by} 取代"
    return f"已于 {state.to} 停止施行" if state.to else ""


def _was_in_force(policy: Policy, when: str) -> bool:
    end = policy.in_force.to or ""
    known = min(len(end), len(when))
    return bool(end) and when[:known] <= end[:known]
