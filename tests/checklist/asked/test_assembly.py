import pytest
from hypothesis import given
from hypothesis import strategies as st

from anliku.checklist import MAX_PER_SECTION, UnknownOrganisationError, assemble

from ..build import YES_NO, checklist, indicator, shared


def ids(pool, organisation="village", **fields):
    return [item.id for item in assemble(shared(pool, **fields), organisation).items]


def test_an_indicator_without_organisations_applies_to_every_type():
    pool = {"team": [indicator("a")]}
    assert ids(pool, "village") == ids(pool, "window") == ["a"]


def test_a_type_inherits_the_indicators_of_its_ancestors_and_not_those_of_its_siblings():
    pool = {"team": [indicator("r", organisations=["rural"]), indicator("c", organisations=["coop"])]}
    assert ids(pool, "village") == ["r"]
    assert ids(pool, "coop") == ["r", "c"]
    assert ids(pool, "organ") == []


def test_an_excluded_ancestor_excludes_its_descendants():
    assert ids({"team": [indicator("a", exclude=["organ"])]}, "window") == []


def test_the_override_of_the_nearest_type_wins():
    pool = {"team": [indicator("a", overrides={"organ": {"ask": "机关？", "weight": 2}, "window": {"ask": "窗口？"}})]}
    item = assemble(shared(pool), "window").items[0]
    assert (item.indicator.ask, item.indicator.weight) == ("窗口？", 2)


def test_items_follow_the_order_of_the_dimensions_then_of_the_pool():
    pool = {"venue": [indicator("v")], "leadership": [indicator("b"), indicator("a")]}
    assert ids(pool) == ["b", "a", "v"]


def test_a_profile_includes_excludes_alters_and_adds():
    added = {"id": "new", "dimension": "team", "statement": "新", "ask": "新？", "answer": YES_NO}
    profile = {
        "organisation": "village",
        "title": "本村自评表",
        "include": {"dimensions": ["leadership"], "indicators": ["t1", "foreign"]},
        "exclude": ["l2"],
        "alter": [{"id": "l1", "ask": "改过？"}],
        "add": [added],
    }
    pool = {
        "leadership": [indicator("l1"), indicator("l2")],
        "team": [indicator("t1"), indicator("t2"), indicator("foreign", organisations=["organ"])],
    }
    made = assemble(shared(pool, [profile]), "village")
    assert [i.id for i in made.items] == ["l1", "t1", "foreign", "new"]
    assert made.items[0].indicator.ask == "改过？"
    assert made.title == "本村自评表"


def test_the_profile_of_an_ancestor_holds_for_its_descendants():
    pool = {"team": [indicator("a"), indicator("b")]}
    assert ids(pool, "window", profiles=[{"organisation": "organ", "exclude": ["a"]}]) == ["b"]


@pytest.mark.parametrize("organisation", ["rural", "nowhere"])
def test_a_group_and_an_unknown_type_have_no_checklist(organisation):
    with pytest.raises(UnknownOrganisationError):
        assemble(shared({}), organisation)


@given(st.integers(0, 60))
def test_sections_hold_at_most_nine_items_keep_the_order_and_are_nearly_equal(count):
    made = checklist(*(indicator(f"i{n}") for n in range(count)))
    sizes = [len(section.items) for section in made.sections]
    assert all(0 < size <= MAX_PER_SECTION for size in sizes)
    assert not sizes or max(sizes) - min(sizes) <= 1
    assert len(sizes) == -(-count // MAX_PER_SECTION)
    assert [i.id for i in made.items] == [f"i{n}" for n in range(count)]


def test_parts_of_a_dimension_are_numbered():
    titles = [section.title for section in checklist(*(indicator(f"i{n}") for n in range(10))).sections]
    assert titles == ["领导班子（一）", "领导班子（二）"]


def test_the_version_changes_with_what_respondents_read_and_not_with_other_types():
    before = checklist(indicator("a"))
    assert checklist(indicator("a", organisations=["village"])).version == before.version
    assert checklist(indicator("a", weight=2)).version != before.version
    assert checklist(indicator("a", asks=["谁来办"], former_ids=["z"], ballot="有人办吗？")).version == before.version
    assert checklist(indicator("a", overrides={"organ": {"ask": "别的？"}})).version == before.version


def test_only_questions_that_some_item_depends_on_are_asked():
    screening = [{"id": "q1", "ask": "有吗？"}, {"id": "q2", "ask": "有吗？"}]
    made = checklist(indicator("a", only_if="q2"), indicator("b"), screening=screening)
    assert [q.id for q in made.screening] == ["q2"]
    assert [i.id for i in made.active({})] == ["b"]
    assert [i.id for i in made.active({"q2": True})] == ["a", "b"]
    assert [i.id for i in made.active({"q2": False})] == ["b"]


def test_an_item_whose_question_is_not_asked_of_the_type_is_left_out():
    screening = [{"id": "q", "ask": "有吗？", "organisations": ["organ"]}]
    pool = {"team": [indicator("a", only_if="q"), indicator("b")]}
    assert ids(pool, "village", screening=screening) == ["b"]
    assert ids(pool, "window", screening=screening) == ["a", "b"]
