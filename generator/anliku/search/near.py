"""The documents nearest to a query in everyday words. A document is near when it has the query's informative pairs of
characters close together, when it has words that mean the same, or when readers ask for it in such words.

The twin of `search-near.js`; a test holds the two together. Floats are added one by one, as the browser adds them: from
Python 3.12 on, `sum` rounds in another way.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from .asked import AskBook, Asks
from .layout import Mask
from .scan import Corpus, Scores, TermPlaces
from .telling import FUNCTION, TOKEN, tells

# Weights of what is wanted; a plain pair of characters weighs 1. A pair weighs less for each character like 的 in it, and
# less inside a known word, which counts by itself. Triples are a bonus, single characters what is left to go by.
_LOOSE, _INSIDE, _TRIPLE, _SINGLE = 0.35, 0.4, 0.3, 0.3
_MOST_WANTED = 90
_MOST_TOKEN = 4
"""A number weighs as many pairs as begin in it, those of a year at most."""
# A document with another word of the same meaning scores a little less than one with the query's own word.
_SYNONYM, _SYNONYM_WEIGHT = 0.9, 1.5
# A word counts something wherever it occurs, and more in a better field: _LEAST_LEVEL + score / _HIGHEST.
_LEAST_LEVEL, _HIGHEST = 0.4, 16
_DAMPING = 0.02  # share of all documents added when rarity is reckoned, so that one rare pair does not decide alone
# Of the score, _WINDOW_SHARE comes from what stands closest together, within _WINDOW places, weighted by body, lead and
# title: else long texts would come first, because they have every common pair somewhere.
_WINDOW, _WINDOW_SHARE = 40, 0.6
_FIELDS = (1, 1.4, 1.8)
# Windows are looked at in the best _CANDIDATES only; what scores less than _CUT of the best is not near.
_CANDIDATES, _NEAREST, _CUT = 300, 50, 0.3
# For what readers ask: how much an ask adds, how fast that falls with its likeness to the query, the least likeness that
# counts, how much of it is left when the query has no telling character of the ask, and how many asks count. A term that
# is asked for lifts the documents that contain its name by _NAMED of what it gets itself.
_ASKED, _ASKED_POWER, _ASKED_LEAST, _ASKED_RECALL, _ASKED_MOST = 2, 1.25, 0.2, 0.7, 12
_SINGLE_ASKED, _NAMED, _MOST_SCORE = 0.6, 0.5, 17
_ASKING = re.compile(
    "为什么|什么样|怎么样|怎么办|是不是|能不能|要不要|有没有|可不可以|有哪些|哪几个|请问|怎么|怎样|如何|什么|哪些|哪个"
    "|哪里|多少|是否|应该|应当|可以|需要|才能|我们|这些|那些|关于|以及|或者|[的了吗呢吧啊么和与及在把被让使对为是我你]"
)
_LATIN_WORD = re.compile("[0-9a-z]+")


class Wanted(NamedTuple):
    """Something to look for: `text` as it stands in the query, `others` that mean the same. `basic`: whether it counts
    when the share of the query that was found is reckoned."""

    text: str
    others: tuple[str, ...]
    weight: float
    basic: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """What is wanted and occurs: for each document the score of the best of its words, and which word that is."""

    text: str
    texts: tuple[str, ...]
    found: tuple[TermPlaces, ...]
    scores: Scores
    which: npt.NDArray[np.int64]
    weight: float
    basic: bool


@dataclass(frozen=True, slots=True)
class Nearest:
    """The nearest documents, best first; the scores of all; why one is near, by its number; what was looked for; and the
    terms of which nothing was found."""

    documents: list[int]
    scores: Scores
    reasons: Mapping[int, str]
    telling: Sequence[Telling]
    nowhere: tuple[str, ...]


def informative_parts(terms: Iterable[str]) -> list[str]:
    """The informative parts of a question in plain words; a term that has none is kept whole."""
    parts: dict[str, None] = {}
    for term in terms:
        parts |= dict.fromkeys(_ASKING.sub(" ", term).split(" "))
        parts.pop("", None)
        if not _ASKING.sub("", term):
            parts[term] = None
    return list(parts)


def nearest_documents(  # noqa: PLR0913, PLR0917 - what is asked, of what, and what is known of words
    corpus: Corpus, terms: Sequence[str], mask: Mask | None, groups: Sequence[Sequence[str]], book: AskBook,
    names: Iterable[str] = (),
) -> Nearest:  # fmt: skip
    """The documents nearest to the terms. groups: words that mean about the same. names: what may be meant by a slip."""
    parts = informative_parts(terms)
    asks = book.looked_at(parts)
    meant = [Wanted(name, (), _SYNONYM_WEIGHT, basic=False) for name in names]
    telling = _weighed(corpus, [*meant, *_wanted_of(parts, groups)], asks)
    if not telling:  # not one pair occurs: a slip in each, or a name that nobody knows
        telling = _weighed(corpus, _singles_of(parts), asks)
    most = 0.0
    rough = np.zeros(corpus.total, np.float32)
    for one in telling:
        most += one.weight if one.basic else 0
        rough = (rough + one.weight * one.scores.astype(np.float64)).astype(np.float32)
    if mask is not None:
        rough[~mask] = 0
    close = _windows(corpus, telling, ranked(rough)[:_CANDIDATES])
    scores = ((1 - _WINDOW_SHARE) * rough.astype(np.float64) + _WINDOW_SHARE * close).astype(np.float32)
    reasons = _add_asked(corpus, _asks_for(asks, telling, _telling_chars(parts, book), most), most, scores)
    shown = scores if mask is None else np.where(mask, scores, 0)
    scores = np.where(shown < _CUT * float(shown.max(initial=0)), 0, shown).astype(np.float32)
    documents = ranked(scores)[:_NEAREST]
    for document in documents:
        if document not in reasons:
            reasons[document] = _other_word(telling, document)
    nowhere = tuple(term for term in terms if not any(one.scores.any() and one.text in term for one in telling))
    return Nearest(documents, scores, reasons, telling, nowhere)


def ranked(scores: Scores) -> list[int]:
    """Documents with a positive score, best first; equals in the order of the index."""
    order = np.argsort(-scores, kind="stable")
    found: list[int] = order[scores[order] > 0].tolist()
    return found


def rarity(documents: float, total: float) -> float:
    """How much a match tells: terms found in few documents tell more."""
    return math.log(1 + (total - documents + 0.5) / (documents + 0.5))


def _wanted_of(parts: Iterable[str], groups: Sequence[Sequence[str]]) -> list[Wanted]:
    """Words of the parts that have others of the same meaning, pairs, and triples as a bonus."""
    wanted: dict[str, Wanted] = {}

    def add(text: str, others: tuple[str, ...], weight: float, *, basic: bool) -> None:
        wanted.setdefault(text, Wanted(text, others, weight, basic))

    for part in parts:
        words = _words_in(part, groups)
        for word in dict.fromkeys(filter(None, words)):
            others = dict.fromkeys(other for group in groups if word in group for other in group if other != word)
            add(word, tuple(others), _SYNONYM_WEIGHT, basic=True)
        if len(part) == 1 and not TOKEN.match(part):
            add(part, (), _SINGLE, basic=True)
        for token in TOKEN.finditer(part):
            add(token[0], (), min(len(token[0]), _MOST_TOKEN), basic=True)
            if token.end() < len(part):
                add(part[token.start() : token.end() + 1], (), _TRIPLE, basic=False)
        for i in _outside_tokens(part, 2):
            inside = bool(words[i]) and words[i] == words[i + 1]
            loose = (_LOOSE if part[i] in FUNCTION else 1) * (_LOOSE if part[i + 1] in FUNCTION else 1)
            add(part[i : i + 2], (), (_INSIDE if inside else 1) * loose, basic=not inside)
        for i in _outside_tokens(part, 3):
            add(part[i : i + 3], (), _TRIPLE, basic=False)
    return list(wanted.values())[:_MOST_WANTED]


def _outside_tokens(part: str, size: int) -> list[int]:
    """Where stretches of `size` characters begin that touch no number or Latin word: a part of such a word tells nothing."""
    return [i for i in range(len(part) - size + 1) if not TOKEN.search(part[i : i + size])]


def _singles_of(parts: Iterable[str]) -> list[Wanted]:
    """Every single character that tells."""
    return [Wanted(char, (), _SINGLE, basic=True) for char in dict.fromkeys("".join(parts)) if tells(char)]


def _words_in(part: str, groups: Iterable[Iterable[str]]) -> list[str]:
    """For each character of a part the known word that it belongs to, longer words first; "" for none."""
    owners = [""] * len(part)
    if any(ord(char) > 0xFFFF for char in part):  # no word of the table has any
        return owners
    known = [word for word in dict.fromkeys(word for group in groups for word in group) if word in part]
    for word in sorted(known, key=lambda word: (-len(word), part.index(word))):
        at = part.find(word)
        while at >= 0:
            if not any(owners[at : at + len(word)]):
                owners[at : at + len(word)] = [word] * len(word)
            at = part.find(word, at + 1)
    return owners


def _weighed(corpus: Corpus, wanted: Iterable[Wanted], asks: Sequence[Asks]) -> list[Telling]:
    telling = []
    for one in wanted:
        texts = (one.text, *one.others)
        found = tuple(corpus.whole_words(text) if _LATIN_WORD.fullmatch(text) else corpus.find(text) for text in texts)
        scores, which = _best_of(corpus, found)
        count = int(np.count_nonzero(scores))
        if not count and not any(_has(ask, text) for entry in asks for ask in entry.asks for text in texts):
            continue
        weight = one.weight * rarity(max(1, count) + _DAMPING * corpus.total, corpus.total * (1 + _DAMPING))
        telling.append(Telling(one.text, texts, found, scores, which, weight, one.basic))
    return telling


def _best_of(corpus: Corpus, found: Iterable[TermPlaces]) -> tuple[Scores, npt.NDArray[np.int64]]:
    """For each document the best score of some words, the first of which counts in full, and which word that is."""
    scores = np.zeros(corpus.total, np.float32)
    which = np.zeros(corpus.total, np.int64)
    for number, one in enumerate(found):
        mine = corpus.scores(one)
        level = (_SYNONYM if number else 1) * (_LEAST_LEVEL + mine.astype(np.float64) / _HIGHEST)
        level = np.where(mine > 0, level, 0).astype(np.float32)
        which[level > scores] = number
        scores = np.maximum(scores, level)
    return scores, which


def _windows(corpus: Corpus, telling: Iterable[Telling], documents: Iterable[int]) -> npt.NDArray[np.float64]:
    """The weight of what stands closest together in each of the documents; 0 for others."""
    events: dict[int, list[tuple[int, int, float]]] = {document: [] for document in documents}
    for number, one in enumerate(telling):
        for word, found in enumerate(one.found):
            if found.places is None:
                continue
            owners = corpus.owners(found.places)
            fields = corpus.fields(found.places, owners)
            weight = one.weight * (_SYNONYM if word else 1)
            for place, owner, field in zip(found.places.tolist(), owners.tolist(), fields.tolist(), strict=True):
                if owner in events:
                    events[owner].append((place, number, weight * _FIELDS[field]))
    best = np.zeros(corpus.total)
    for document, mine in events.items():
        best[document] = _closest(sorted(mine, key=lambda event: event[0]))
    return best


def _closest(events: Sequence[tuple[int, int, float]]) -> float:
    """The most weight of different things within _WINDOW places."""
    most = 0.0
    for start, (first, _, _) in enumerate(events):
        seen: dict[int, float] = {}
        for place, number, weight in events[start:]:
            if place >= first + _WINDOW:
                break
            if weight > seen.get(number, 0):
                seen[number] = weight
        total = 0.0
        for weight in seen.values():
            total += weight
        most = max(most, total)
    return most


class _NearAsk(NamedTuple):
    document: int
    name: str
    ask: str
    share: float


def _asks_for(
    asks: Sequence[Asks], telling: Sequence[Telling], singles: Mapping[str, float], most: float
) -> list[_NearAsk]:
    """What readers ask for in the words of the query, best first."""
    whole = most
    rest = 0.0
    for weight in singles.values():
        rest += weight
    whole += rest
    found = []
    for entry in asks:
        best, chosen = 0.0, ""
        for ask in entry.asks:
            share = _likeness(ask, telling, singles) / whole if whole else 0
            share *= _ASKED_RECALL + (1 - _ASKED_RECALL) * _covered(ask, singles)
            if share > best:
                best, chosen = share, ask
        if best >= _ASKED_LEAST:
            found.append(_NearAsk(entry.document, entry.name, chosen, best))
    return sorted(found, key=lambda one: (-one.share, one.document))[:_ASKED_MOST]


def _telling_chars(parts: Sequence[str], book: AskBook) -> dict[str, float]:
    """Characters of the parts with their weights: rarer ones among the asks tell more, those in none nothing."""
    weights = {}
    for char in dict.fromkeys("".join(parts)):
        if tells(char):
            count = book.counts.get(char, 0)
            weights[char] = _SINGLE_ASKED * math.log(1 + book.total / count) if count else 0
    return weights


def _likeness(ask: str, telling: Iterable[Telling], singles: Mapping[str, float]) -> float:
    total = 0.0
    for one in telling:
        if not one.basic:
            continue
        if _has(ask, one.text):
            total += one.weight
        elif any(_has(ask, text) for text in one.texts):
            total += _SYNONYM * one.weight
    for char, weight in singles.items():
        total += weight if char in ask else 0
    return total


def _has(ask: str, text: str) -> bool:
    """Whether an ask contains a text; a number or Latin word must be a whole word there."""
    if text not in ask:
        return False
    return not _LATIN_WORD.fullmatch(text) or any(found[0] == text for found in _LATIN_WORD.finditer(ask))


def _covered(ask: str, singles: Mapping[str, float]) -> float:
    """The share of an ask's telling characters that the query has too."""
    chars = [char for char in ask if tells(char)]
    return sum(char in singles for char in chars) / len(chars) if chars else 0


def _add_asked(corpus: Corpus, asked: Iterable[_NearAsk], most: float, scores: Scores) -> dict[int, str]:
    """Add to the scores of what readers ask for, and of the documents that contain the name of a term asked for."""
    reasons: dict[int, str] = {}
    for one in asked:
        weight = _ASKED * most * one.share**_ASKED_POWER
        scores[one.document] = float(scores[one.document]) + weight
        reasons[one.document] = f"按读者的问法“{one.ask}”找"
        if not one.name:
            continue
        named = corpus.scores(corpus.find(one.name))
        for document in np.flatnonzero(named).tolist():
            if document != one.document:
                more = _NAMED * weight * float(named[document]) / _MOST_SCORE
                scores[document] = float(scores[document]) + more
                reasons.setdefault(document, f"按“{one.name}”找")
    return reasons


def _other_word(telling: Iterable[Telling], document: int) -> str:
    """The reason to show when another word of the same meaning led to the document: that of the greatest weight; else ""."""
    by = [one for one in telling if one.scores[document] and one.which[document]]
    best = max(by, key=lambda one: one.weight, default=None)
    return f"按“{best.texts[best.which[document]]}”找" if best else ""
