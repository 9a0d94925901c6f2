"""Related cases: those the editor named, then those that share most, each with the reason."""

from __future__ import annotations

import hashlib
import pickle
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import log
from pathlib import Path
from typing import cast

from ...cache import keep, recall
from ...library import Entry, Shared

Feature = tuple[str, str]
Related = tuple[tuple[str, str], ...]
"""Of one case: (id of another case, reason in Chinese), those that the editor named first."""

_FORM = "each packed"  # of what is kept
_SHOWN = 5  # cases shown, computed ones included; more only when the editor named more
_COMPUTED = 2  # computed ones that are shown however many the editor named
# Comparing every pair of cases would take quadratic time. So a case is compared only with cases that share a feature with
# it, and where more than _ALL_UP_TO cases share one, which says little then, with its neighbours in the list alone.
_WINDOW = 8
_ALL_UP_TO = 48
_FINALISTS = 12  # candidates whose features are all compared, when there are more than _ALL_UP_TO
# Only a feature of these kinds makes a case a candidate; features of the other kinds decide between candidates.
_CANDIDATE_KINDS = frozenset({"topic", "org", "policy"})
_FINENESS = 1_000_000  # weights are whole numbers, so that a sum does not depend on the order of adding
# How much two cases have in common when they share a topic, a type and so on: a topic says most.
_KIND_WEIGHT = {"topic": 3.0, "org": 1.5, "policy": 1.2, "dim": 0.7, "service": 0.5, "named": 0.8}


def related_or_kept(
    entries: Mapping[str, Entry], shared: Shared, key: str, cache: Path | None
) -> Mapping[str, Related]:
    """Return `related_cases`, from the cache while nothing that they depend on has changed.

    key: hash of all input but the cases.
    """
    file = cache / "related.pickle" if cache else None
    about = "\0".join((_FORM, key, *(entry.id + entry.about for entry in entries.values())))
    hashed = hashlib.blake2b(about.encode(), digest_size=16).hexdigest()
    kept = recall(file, hashed) if file else None
    if kept is not None:
        return _Kept(kept)
    found = related_cases(entries, shared)
    if file:
        keep(file, hashed, {key: pickle.dumps(related) for key, related in found.items()})
    return found


class _Kept(Mapping[str, Related]):
    """Related cases as they were kept, each unpacked when it is asked for: an edit shows those of one case in ten thousand."""

    def __init__(self, packed: Mapping[str, bytes]) -> None:
        self._packed = packed

    def __getitem__(self, key: str) -> Related:
        return cast(Related, pickle.loads(self._packed[key]))  # noqa: S301 - of our own making

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)


def related_cases(entries: Mapping[str, Entry], shared: Shared) -> dict[str, Related]:
    """Return the related cases of each case by its id: those its editor named, then the nearest others."""
    own = {key: frozenset(features(entry)) for key, entry in entries.items()}
    holders: dict[Feature, list[str]] = defaultdict(list)
    places: dict[str, dict[Feature, int]] = {}
    for key, values in own.items():
        places[key] = {feature: len(holders[feature]) for feature in values}
        for feature in values:
            holders[feature].append(key)
    # A shared feature weighs more the fewer cases have it (inverse frequency), and more or less by its kind.
    weights = {
        f: round(_FINENESS * log(1 + len(entries) / len(keys)) * _KIND_WEIGHT[f[0]]) for f, keys in holders.items()
    }
    rarest_first = {f: place for place, f in enumerate(sorted(weights, key=lambda f: (-weights[f], f)))}
    found: dict[str, Related] = {}
    for key, entry in entries.items():
        named = tuple((other, "编者推荐") for other in entry.related if other in entries and other != key)
        taken = {key, *(other for other, _ in named)}
        ranked = sorted(
            (-sum(map(weights.__getitem__, own[key] & own[other])), other)
            for other in _candidates(places[key], holders, weights)
            if other not in taken
        )
        room = max(_COMPUTED, _SHOWN - len(named))
        computed = tuple((other, _reason(own[key] & own[other], rarest_first, shared)) for _, other in ranked[:room])
        found[key] = named + computed
    return found


def _candidates(
    places: Mapping[Feature, int], holders: Mapping[Feature, list[str]], weights: Mapping[Feature, int]
) -> Iterable[str]:
    """Return the ids of the cases worth comparing with one: all that share something, of very many the likeliest dozen.

    places: the features of the case, each with the case's place among those that have it (`holders`).
    """
    scores: dict[str, int] = defaultdict(int)
    for feature, place in places.items():
        if feature[0] in _CANDIDATE_KINDS:  # scores are negative, so that sorting puts the best first
            weight = weights[feature]
            for other in _near(holders[feature], place):
                scores[other] -= weight
    if len(scores) <= _ALL_UP_TO:
        return scores
    ranked = sorted(zip(scores.values(), scores, strict=True))
    return [other for _, other in ranked[:_FINALISTS]]


def features(entry: Entry) -> tuple[Feature, ...]:
    """Return what a case may share with another, as (kind, value); the cases that its editor named count as well."""
    return (
        *(("topic", value) for value in entry.topics),
        *(("org", value) for value in entry.organisations),
        *(("policy", value) for value in entry.policies),
        *(("dim", value) for value in entry.dimensions),
        *(("service", value) for value in entry.services),
        *(("named", value) for value in entry.related),
    )


def _near(keys: list[str], place: int) -> list[str]:
    """Return all the keys, or of very many those on both sides of a place."""
    if len(keys) <= _ALL_UP_TO:
        return keys
    return keys[max(0, place - _WINDOW) : place + _WINDOW + 1]


def _reason(common: frozenset[Feature], rarest_first: Mapping[Feature, int], shared: Shared) -> str:
    """Name what two cases share, the rarest first, two things at most."""
    first = sorted(common, key=rarest_first.__getitem__)[:2]
    return "；".join(_in_words(feature, shared) for feature in first)


def _in_words(feature: Feature, shared: Shared) -> str:
    kind, value = feature
    if kind == "topic":
        return f"都讲{value}"
    if kind == "org":
        node = shared.organisations.get(value)
        return f"同属{node.name if node else value}"
    if kind == "policy":
        found = shared.excerpts.get(value)
        return f"依据相同：{found[1].clause if found else value}"
    if kind == "named":
        return "推荐了同一个案例"
    names = shared.dimensions if kind == "dim" else shared.services
    return f"都涉及{names.get(value, value)}"
