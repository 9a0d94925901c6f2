"""Facets, and which types a case is found under."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from anliku.library import Entry, OrganisationTree, Shared
from anliku.library.models import Organisation
from anliku.site.facts.facets import expand, facets_of, group, list_slug

TREE = OrganisationTree(
    [
        Organisation(id="rural", name="农村", group=True),
        Organisation(id="village", name="村", parent="rural"),
        Organisation(id="coop", name="合作社", parent="rural"),
        Organisation(id="organ", name="机关"),
        Organisation(id="window", name="窗口", parent="organ"),
    ]
)
DEFAULTS = dict.fromkeys(Entry._fields, "") | {
    name: () for name, kind in Entry.__annotations__.items() if "tuple" in str(kind)
}


def entry(key: str, **values: object) -> Entry:
    return Entry(**{**DEFAULTS, "id": key, "shown_hash": key, **values})


def test_a_case_is_found_under_types_above_and_below_its_own() -> None:
    assert set(expand(TREE, ["village"])) == {"village", "rural"}
    assert set(expand(TREE, ["rural"])) == {"rural", "village", "coop"}
    assert set(expand(TREE, ["organ", "coop"])) == {"organ", "window", "coop", "rural"}


def test_an_unknown_type_expands_to_nothing() -> None:
    assert expand(TREE, ["nowhere"]) == ()


def test_groups_keep_the_order_of_the_tree_and_years_run_backwards() -> None:
    facets = {facet.key: facet for facet in facets_of(Shared(Path(), TREE))}
    entries = [entry("a", organisations=("organ",), year="2009"), entry("b", organisations=("village",), year="2014")]
    assert [g.value for g in group(facets["org"], entries)] == ["rural", "village", "organ", "window"]
    assert [g.value for g in group(facets["year"], entries)] == ["2014", "2009"]


VALUES = st.lists(st.sampled_from(["便民", "网格", "结对"]), unique=True, max_size=3)


@given(st.lists(VALUES, max_size=12))
def test_every_group_holds_exactly_the_cases_with_its_value(topics: Sequence[Sequence[str]]) -> None:
    entries = [entry(f"c{n}", topics=tuple(values)) for n, values in enumerate(topics)]
    facet = next(f for f in facets_of(Shared(Path(), TREE)) if f.key == "topic")
    found = {g.value: [e.id for e in g.entries] for g in group(facet, entries)}
    wanted = {value: [e.id for e in entries if value in e.topics] for value in {v for t in topics for v in t}}
    assert found == wanted


def test_list_pages_have_ascii_names_that_stay() -> None:
    facet = next(f for f in facets_of(Shared(Path(), TREE)) if f.key == "topic")
    slugs = [g.slug for g in group(facet, [entry("a", topics=("便民服务", "网格化"))])]
    assert all(slug.isascii() for slug in slugs)
    assert len(set(slugs)) == 2
    assert group(facet, [entry("b", topics=("便民服务",))])[0].slug in slugs


def test_the_name_of_a_list_page_is_a_file_name_on_every_system() -> None:
    """A topic is any text: what is no plain file name is known by a hash, and never leads out of the folder."""
    for topic in ("../../x", "a/b", "IT", "C:\\x", "a b", "x?y#z", "con.", "\0", "<script>", "a" * 200, ""):
        assert re.fullmatch(r"topic-[0-9a-f]{8}", list_slug(topic, "topic")), topic
    assert list_slug("village", "org") == "org-village"


def test_a_type_s_list_begins_with_the_cases_about_that_very_type() -> None:
    entries = [
        entry("a", organisations=("rural",)),
        entry("b", organisations=("village",)),
        entry("c", organisations=("rural", "coop")),
    ]
    facet = next(f for f in facets_of(Shared(Path(), TREE)) if f.key == "org")
    found = {g.value: [e.id for e in g.entries] for g in group(facet, entries)}
    assert found["village"] == ["b", "a", "c"]
    assert found["rural"] == ["a", "c", "b"]
    assert found["coop"] == ["c", "a"]
