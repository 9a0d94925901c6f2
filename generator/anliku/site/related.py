"""Related cases: those the editor named, then those that share most, each with the reason."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from math import log

from ..library import Entry, Shared

Related = tuple[tuple[str, str], ...]

_COMPUTED = 4
# A value that very many cases share says little, and comparing them all would take quadratic time: each case is
# then compared with its neighbours in the list only.
_WINDOW = 12


def related_cases(entries: Mapping[str, Entry], shared: Shared) -> dict[str, Related]:
    """Return for each case up to seven or so (id, reason in Chinese): named ones first, then computed ones."""
    features = {key: _features(entry) for key, entry in entries.items()}
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, own in features.items():
        for feature in own:
            holders[feature].append(key)
    places = {feature: {key: place for place, key in enumerate(keys)} for feature, keys in holders.items()}
    weights = {
        feature: log(1 + len(entries) / len(keys)) * _KIND_WEIGHT[feature[0]] for feature, keys in holders.items()
    }
    found: dict[str, Related] = {}
    for key, entry in entries.items():
        named = tuple((other, "编者推荐") for other in entry.related if other in entries and other != key)
        scores: Counter[str] = Counter()
        for feature in features[key]:
            for other in _near(holders[feature], places[feature][key]):
                scores[other] += weights[feature]  # type: ignore[assignment]  # Counter sums floats as well
        taken = {key, *(other for other, _ in named)}
        best = sorted((-score, other) for other, score in scores.items() if other not in taken)[:_COMPUTED]
        computed = tuple((other, _reason(features[key], features[other], weights, shared)) for _, other in best)
        found[key] = named + computed
    return found


_KIND_WEIGHT = {"topic": 3.0, "org": 1.5, "dim": 0.7, "policy": 1.2, "service": 0.5}


def _features(entry: Entry) -> tuple[tuple[str, str], ...]:
    return (
        *(("topic", value) for value in entry.topics),
        *(("org", value) for value in entry.organisations),
        *(("policy", value) for value in entry.policies),
        *(("dim", value) for value in entry.dimensions),
        *(("service", value) for value in entry.services),
    )


def _near(keys: list[str], place: int) -> list[str]:
    if len(keys) <= 4 * _WINDOW:
        return keys
    return keys[max(0, place - _WINDOW) : place + _WINDOW + 1]


def _reason(
    own: tuple[tuple[str, str], ...],
    other: tuple[tuple[str, str], ...],
    weights: Mapping[tuple[str, str], float],
    shared: Shared,
) -> str:
    """Name what the two cases share, the rarest first, two things at most."""
    common = sorted(set(own) & set(other), key=lambda feature: (-weights[feature], feature))[:2]
    return "；".join(_in_words(feature, shared) for feature in common)


def _in_words(feature: tuple[str, str], shared: Shared) -> str:
    kind, value = feature
    if kind == "topic":
        return f"都讲{value}"
    if kind == "org":
        node = shared.organisations.get(value)
        return f"同属{node.name if node else value}"
    if kind == "policy":
        found = shared.excerpts.get(value)
        return f"依据相同：{found[1].clause if found else value}"
    names = shared.dimensions if kind == "dim" else shared.services
    return f"都涉及{names.get(value, value)}"
