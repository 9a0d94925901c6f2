"""What rests on a record: nothing is forgotten and nothing foreign named; the oracle looks for the id in the files."""

import re
from pathlib import Path

import pytest

from anliku.checklist import assemble, settings_of
from anliku.library.impact import Target, resting_on, targets_of

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def library(shipped_survey):
    return shipped_survey.library


@pytest.fixture(scope="module")
def texts():
    """The text of every file of records, without comments."""
    files = [*ROOT.glob("content/**/*.yml"), *ROOT.glob("cases/*.yml")]
    read = {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in files}
    return {name: re.sub(r"(?m)^\s*#.*$", "", text) for name, text in read.items()}


def files_that_say(texts, words):
    """Where these words stand as a value of their own: after a blank, a bracket or a quote and before one."""
    value = re.compile(rf"(?<=[\s\[,\"']){re.escape(words)}(?=[\s\],\"'}}:]|$)")
    return {name for name, text in texts.items() if value.search(text)}


def test_every_file_that_names_an_excerpt_is_named(library, texts):
    checked = 0
    for key in library.shared.excerpts:
        direct = {one.path for one in resting_on(library, [Target("excerpt", key)]) if one.on.id == key}
        assert direct == files_that_say(texts, key), key
        checked += bool(direct)
    assert checked > 20


def test_a_policy_means_all_its_excerpts(library):
    policy = next(p for p in library.shared.policies.values() if len(p.excerpts) > 1)
    assert targets_of(library, policy.id) == (
        Target("policy", policy.id),
        *(Target("excerpt", f"{policy.id}/{excerpt.id}") for excerpt in policy.excerpts),
    )
    assert targets_of(library, "no-such-record") == ()


def test_what_rests_on_an_indicator_rests_on_its_excerpt(library):
    """A profile or a card that names an indicator is on the list of that indicator's clauses."""
    named = [one for key in library.shared.indicators for one in resting_on(library, [Target("indicator", key)])]
    checked = 0
    for one in named[:20]:
        for excerpt in library.shared.indicators[one.on.id].basis:
            places = {(r.kind, r.id, r.at) for r in resting_on(library, [Target("excerpt", excerpt)])}
            assert (one.kind, one.id, one.at) in places
            checked += 1
    assert checked


def test_a_case_is_followed_to_the_indicators_that_learn_from_it(library):
    item = next(i for i in library.shared.indicators.values() if i.learn_from)
    found = resting_on(library, [Target("case", item.learn_from[0])])
    assert ("indicator", item.id) in {(one.kind, one.id) for one in found}


def test_checklists_hold_what_is_said_to_rest_on_it(library):
    from anliku.commands.impact import _items

    settings = settings_of(library.config)
    key = next(ref for item in library.shared.indicators.values() for ref in item.basis)
    targets = targets_of(library, key)
    touched = _items(library, resting_on(library, targets), targets)
    for organisation in library.shared.organisations.assessed:
        made = assemble(library.shared, organisation, settings)
        want = [i.id for i in made.items if key in (*i.indicator.basis, *i.indicator.drawn_from)]
        assert (touched[organisation][1] if organisation in touched else []) == want
