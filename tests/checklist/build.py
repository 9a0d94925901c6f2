"""Small libraries for tests, made from the words that matter to the test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from anliku.checklist import Checklist, Settings, assemble
from anliku.checklist.collection.collection import Collection
from anliku.checklist.summary import Summary, summarise
from anliku.library import OrganisationTree, Shared
from anliku.library.models import Framework, Indicator, Organisation, Profile, Screening

DIMENSIONS = {"leadership": "领导班子", "team": "骨干队伍", "venue": "服务场所"}
TREE = (
    {"id": "rural", "name": "农村", "group": True},
    {"id": "village", "name": "村党组织", "parent": "rural"},
    {"id": "coop", "name": "合作社党组织", "parent": "rural"},
    {"id": "organ", "name": "机关党支部"},
    {"id": "window", "name": "窗口单位", "parent": "organ"},
)
YES_NO = {"type": "yes_no"}
LEVELS = {"type": "levels", "levels": ["没有", "有一些", "齐全"]}
RATING = {"type": "rating"}
DAYS = {"type": "number", "target": 60, "unit": "天", "per": "每年"}
AT_MOST = {"type": "number", "target": 30, "unit": "日", "direction": "at-most"}


def indicator(key: str, answer: Mapping[str, Any] = YES_NO, **fields: Any) -> Indicator:
    """Return an indicator with texts made from its id."""
    texts = {"statement": f"{key}做到了", "ask": f"{key}做到了吗？", "remedy": f"补{key}", "evidence": ["记录"]}
    return Indicator.model_validate({"id": key, "answer": answer, **texts, **fields})


def shared(
    pool: Mapping[str, Iterable[Indicator]],
    profiles: Iterable[Mapping[str, Any]] = (),
    screening: Iterable[Mapping[str, Any]] = (),
    **fields: Any,
) -> Shared:
    """Return the shared records of a library with this pool: dimension → indicators."""
    framework = Framework.model_validate(
        {
            "id": "six-haves",
            "name": "六有目标",
            "use": "dimensions",
            "summary": "维度",
            "items": [{"id": key, "name": name} for key, name in DIMENSIONS.items()],
        }
    )
    found = {dimension: tuple(indicators) for dimension, indicators in pool.items()}
    made = [Profile.model_validate({"id": p["organisation"], **p}) for p in profiles]
    questions = [Screening.model_validate(q) for q in screening]
    return Shared(
        root=fields.pop("root", Path()),
        organisations=OrganisationTree(Organisation.model_validate(node) for node in TREE),
        frameworks={framework.id: framework},
        indicators={i.id: i for members in found.values() for i in members},
        dimension_of={i.id: dimension for dimension, members in found.items() for i in members},
        profiles={p.id: p for p in made},
        screening={q.id: q for q in questions},
        **fields,
    )


def checklist(*indicators: Indicator, organisation: str = "village", **fields: Any) -> Checklist:
    """Return a checklist of these indicators, all in the first dimension."""
    return assemble(shared({"leadership": indicators}, **fields), organisation, Settings(library="demo"))


def summary_of(collection: Collection, day: str = "2026-06-30") -> Summary:
    """Return the summary of what was collected, as on a day."""
    return summarise(collection, dt.date.fromisoformat(day))
