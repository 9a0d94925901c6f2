"""References are read off the models: whoever adds a field marked `Ref` is checked, trimmed and counted without another line."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from anliku.check.referable import _KEPT
from anliku.check.survey import survey
from anliku.library.kinds import KINDS
from anliku.library.kit import KIT, Kit
from anliku.library.models import Case, Indicator, Profile, Record, Ref, references_of
from anliku.library.selection import for_types

from ..support import CARD, INDICATOR, POLICY, case, write_library

SECOND_POLICY = POLICY.replace("digest: 村里设代办点。", "digest: 村里设代办点。, organisations: [organ]")


def found(record: Record) -> list[tuple[str, str, str]]:
    return [(".".join(map(str, at)), ref.kind, key) for at, ref, key in references_of(record)]


def test_every_reference_of_a_record_is_found_with_its_place() -> None:
    one = Case.model_validate(
        {
            "id": "first-case", "title": "甲", "summary": "乙", "status": "draft", "organisations": ["village"],
            "dimensions": ["team"], "services": ["masses"], "practice": [{"heading": "丙", "text": "丁"}], "policies": ["p/x"],
            "related": ["other-case"], "sources": [{"source": "survey"}],
            "figures": [{"label": "数", "value": 1, "source": "report", "locator": "原话"}],
        }
    )  # fmt: skip
    assert found(one) == [
        ("organisations.0", "organisation", "village"),
        ("dimensions.0", "dimension", "team"),
        ("services.0", "service", "masses"),
        ("figures.0.source", "source", "report"),
        ("policies.0", "excerpt", "p/x"),
        ("related.0", "case", "other-case"),
        ("sources.0.source", "source", "survey"),
    ]


def test_references_in_keys_in_records_and_alone_are_found() -> None:
    base: dict[str, Any] = {"id": "a", "statement": "甲", "ask": "乙？", "answer": {"type": "yes_no"}}
    indicator = Indicator.model_validate(
        {**base, "only_if": "q", "drawn_from": ["p/x"], "overrides": {"organ": {"weight": 2}}}
    )
    assert found(indicator) == [
        ("only_if", "screening", "q"),
        ("drawn_from.0", "excerpt", "p/x"),
        ("overrides.organ", "organisation", "organ"),
    ]
    profile = Profile.model_validate(
        {
            "id": "v",
            "organisation": "v",
            "include": {"indicators": ["a"]},
            "alter": [{"id": "b"}],
            "add": [{**base, "dimension": "team"}],
        }
    )
    assert found(profile) == [
        ("organisation", "organisation", "v"),
        ("include.indicators.0", "indicator", "a"),
        ("alter.0.id", "indicator", "b"),
        ("add.0.dimension", "dimension", "team"),
    ]


def test_references_stand_in_the_keys_and_values_of_a_kit() -> None:
    kit = Kit.model_validate({"lessons": {"one": {"cases": ["a", "b"]}}, "cases": {"c": {"title": "甲"}}})
    assert found(kit) == [
        ("lessons.one", "lesson", "one"),
        ("lessons.one.cases.0", "case", "a"),
        ("lessons.one.cases.1", "case", "b"),
        ("cases.c", "case", "c"),
    ]


def _refs_in(annotation: Any, seen: set[type]) -> set[str]:
    marks = {mark.kind for mark in getattr(annotation, "__metadata__", ()) if isinstance(mark, Ref)}
    if (
        isinstance(annotation, type)
        and get_origin(annotation) is None
        and issubclass(annotation, Record)
        and annotation not in seen
    ):
        seen.add(annotation)
        for field in annotation.model_fields.values():
            marks |= {mark.kind for mark in field.metadata if isinstance(mark, Ref)} | _refs_in(field.annotation, seen)
    return marks.union(*(_refs_in(inner, seen) for inner in get_args(annotation)))


def test_whatever_a_reference_leads_to_can_be_looked_up() -> None:
    kinds = set[str]().union(*(_refs_in(kind.model, set()) for kind in (*KINDS, KIT)))
    assert kinds - {"case"} == _KEPT.keys()


@pytest.mark.parametrize("field", ["basis", "drawn_from"])
def test_a_part_of_a_library_names_nothing_that_was_left_behind(tmp_path: Path, field: str) -> None:
    named = f"{field}: [opinion/agents, opinion/visits]"
    root = write_library(
        tmp_path,
        {
            "content/policies/opinion.yml": SECOND_POLICY,
            "content/indicators/carrier.yml": INDICATOR + f"    {named}\n    learn_from: [first-case, organ-case]\n",
            "content/indicators/team.yml": INDICATOR.replace("carrier", "team").replace("has-agent", "of-organ")
            + "    organisations: [organ]\n",
            "content/cards/visit.yml": CARD + f"{named}\n",
            "content/checklists/village.yml": "organisation: village\nexclude: [of-organ]\nalter:\n  - {id: of-organ, weight: 2}\n",
            "cases/first-case.yml": case("related: [organ-case]", "policies: [opinion/agents, opinion/visits]"),
            "cases/organ-case.yml": case("organisations: [organ]", "related: [first-case]"),
        },
    )
    whole = survey(root).library
    part = for_types(whole, ("village",))
    left = {f"opinion/{key}" for key in ("visits",)}
    assert part.shared.excerpts.keys() == left
    named_in = [reference for _, _, record in part.shared.records() for reference in references_of(record)]
    named_in += [reference for key in part.entries for reference in references_of(part.cases[key])]
    gone = {"excerpt": {"opinion/agents"}, "case": {"organ-case"}, "indicator": {"of-organ"}, "organisation": {"organ"}}
    assert [one for one in named_in if one.id in gone.get(one.ref.kind, ())] == []
    assert getattr(part.shared.indicators["has-agent"], field) == ("opinion/visits",)
    assert getattr(whole.shared.indicators["has-agent"], field) == ("opinion/agents", "opinion/visits")
