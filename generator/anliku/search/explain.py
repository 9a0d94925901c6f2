"""Why a document was found, and where it stands: for those who tune the search or doubt it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from .engine import Engine, Hit
from .near import rarity

_MOST_SHOWN = 8
HOW = {"exact": "原文", "alias": "同义", "variant": "繁简", "pinyin": "拼音", "near": "近似"}


def explanation(engine: Engine, hit: Hit) -> list[str]:
    """One line for each thing that counted, the sum first."""
    lines = _near(hit) if hit.match.nearest else _by_terms(engine, hit)
    how = HOW[hit.matched] + (f"，{hit.reason}" if hit.reason else "")
    return [f"{how}：合计 {hit.score:.2f} 分", *lines]


def _by_terms(engine: Engine, hit: Hit) -> Iterator[str]:
    rest = hit.score
    for term in hit.match.terms:
        scores = engine.corpus.scores(engine.corpus.find(term))
        count = int(np.count_nonzero(scores))
        weight = rarity(count, engine.corpus.total) + 0.05
        body, lead, title = engine.corpus.occurrences(term, hit.number)
        part = weight * float(scores[hit.number])
        rest -= part
        yield f"“{term}”标题 {title} 处、摘要和小标题 {lead} 处、正文 {body} 处；共 {count} 条有它，权重 {weight:.2f}，得 {part:.2f} 分"
    if rest > 0.01:
        yield f"标题就是它、整句相连、彼此靠近或整词，另加 {rest:.2f} 分"


def _near(hit: Hit) -> Iterator[str]:
    near = hit.match.nearest
    counted = [one for one in near.telling if one.scores[hit.number]] if near else []
    counted.sort(key=lambda one: -one.weight * one.scores[hit.number])
    for one in counted[:_MOST_SHOWN]:
        word = one.texts[one.which[hit.number]]
        by = "" if word == one.text else f"（按“{word}”）"
        yield f"“{one.text}”{by}权重 {one.weight:.2f}，得 {one.weight * one.scores[hit.number]:.2f} 分"
    if len(counted) > _MOST_SHOWN:
        yield f"还有 {len(counted) - _MOST_SHOWN} 处较轻的"
    yield "合计里，全文占四成，四十字以内挨着的占六成；读者的问法另加"
