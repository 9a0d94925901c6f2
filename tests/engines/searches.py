"""Queries for every engine, and what a site answers to them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from .drivers import Engine

QUERIES = [
    "党", "代办", "党员", "网格化", "便民服务点", "群众评议干部", "党员没有职务怎么发挥作用",
    "服务 群众", "流动党员 -农民工", "“服务，群众”", "“全程代办”", "两新", "ldy", "liudong dangyuan", "流動黨員",
    "党员服务中信", "2009", "１００", "AB", "a", "。，", "𠮷", "<script>", "不存在的十二个字的一句话",
    "深入开展创先争优活动是加强基层党组织建设的重要举措", "村" * 300,
]  # fmt: skip


def opened(engine: Engine, site: Path, path: str) -> Engine:
    engine.open(f"{site.as_uri()}/{path}")
    return engine


@cache
def answers(engine: Engine, site: Path) -> list[dict[str, Any]]:
    """What the search says to every query, and with which facets."""
    page = opened(engine, site, "index.html")
    ask = "(q) => anliku.search(q, {facets: true, limit: 30}).then((a) => [a.total, a.more, a.exact, a.hits, a.facets])"
    found = page.evaluate(f"Promise.all({json.dumps(QUERIES)}.map({ask}))")
    assert page.troubles() == []
    for _, _, _, hits, _ in found:
        for hit in hits:
            hit["score"] = round(hit["score"], 2)  # the last digits are the engine's own logarithm
    return [{"query": query, "answer": answer} for query, answer in zip(QUERIES, found, strict=True)]
