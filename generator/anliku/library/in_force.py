"""Whether the documents that something rests on are still in force, in words for readers."""

from __future__ import annotations

from collections.abc import Iterable

from .library import Shared
from .models import Policy


def ended_text(shared: Shared, policy: Policy) -> str:
    """Say that a document has been replaced or has ended, and by what; "" where it is in force or nobody knows."""
    state, title = policy.in_force, f"《{policy.title.strip('《》')}》"
    successor = shared.policies.get(state.superseded_by or "")
    if state.superseded_by:
        return f"{title}已被{'《' + successor.title.strip('《》') + '》' if successor else '新文件'}取代"
    return f"{title}已于 {state.to} 停止施行" if state.to else ""


def ended_basis(shared: Shared, references: Iterable[str]) -> str:
    """Name the documents of these excerpts that are no longer in force, in a sentence; "" where all are in force."""
    policies = dict.fromkeys(shared.excerpts[ref][0].id for ref in references if ref in shared.excerpts)
    return "；".join(told for key in policies if (told := ended_text(shared, shared.policies[key])))
