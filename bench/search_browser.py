"""Time and bytes of queries in headless Chromium on file://."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from anliku.search import Document
from anliku.search.normalise import runs
from anliku.site.frames.frameset import SEARCH_ENGINE

ASSETS = Path(__file__).parents[1] / "theme/assets/anliku"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]


def write_page(site: Path) -> Path:
    """A bare page with the engine, at the root of a site that has an index."""
    tags = "".join(f'<script src="{(ASSETS / f"search-{name}.js").as_uri()}"></script>' for name in SEARCH_ENGINE)
    path = site / "bench.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><title>bench</title>{tags}", "utf-8")
    return path


def sample_queries(documents: Sequence[Document], count: int = 200, seed: int = 7) -> list[str]:
    """Stretches of 1 to 12 characters of the documents' own text."""
    rng = random.Random(seed)  # not for secrets
    found: list[str] = []
    while len(found) < count:
        document = rng.choice(documents)
        terms = [run for run in runs(document.fields()[2]) if run]
        run = rng.choice(terms)
        size = 1 + len(found) % 12
        if len(run) >= size:
            start = rng.randrange(len(run) - size + 1)
            found.append(run[start : start + size])
    return found


_RUN = """async ([queries, focused]) => {
  const long = [];
  new PerformanceObserver(l => l.getEntries().forEach(e => long.push(e.duration))).observe({entryTypes: ['longtask']});
  const engine = window.engine || (window.engine = new anliku.engines.Engine(anliku.shards.scriptLoader('', 'search/')));
  const found = [];
  if (focused) await engine.prepare().then(() => new Promise(r => setTimeout(r, 60)));
  for (const q of queries) {
    const a = await engine.search(q);
    found.push([q, a.elapsed_ms, a.loaded_bytes, a.total, a.exact]);
    await new Promise(r => setTimeout(r, 0));
  }
  await new Promise(r => setTimeout(r, 60));
  return {found, long};
}"""


def measure(site: Path, queries: Sequence[str]) -> dict[str, Any]:
    """Cold: a new page for each of twenty queries, once with nothing loaded and once with what the box loads when it gets the
    focus, so that the time is that from the first key. First and second pass: all queries on one page."""
    url = write_page(site).as_uri()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        cold, focused = [
            [_on_new_page(browser.new_page(), url, query, focused=focused) for query in queries[:20]]
            for focused in (False, True)
        ]
        page = browser.new_page()
        page.goto(url)
        first = page.evaluate(_RUN, [list(queries), False])
        second = page.evaluate(_RUN, [list(queries), False])
        browser.close()
    return {
        "cold_ms": statistics.median(row[1] for row in cold),
        "cold_max_ms": max(row[1] for row in cold),
        "cold_focused_ms": statistics.median(row[1] for row in focused),
        "cold_bytes_p95": _p95([row[2] for row in cold]),
        "new_query_ms_p50": statistics.median(row[1] for row in first["found"]),
        "new_query_ms_p95": _p95([row[1] for row in first["found"]]),
        "bytes_p50": statistics.median(row[2] for row in first["found"]),
        "bytes_p95": _p95([row[2] for row in first["found"]]),
        "warm_ms_p50": statistics.median(row[1] for row in second["found"]),
        "warm_ms_p95": _p95([row[1] for row in second["found"]]),
        "long_tasks_ms": sorted(first["long"] + second["long"])[-5:],
        "found": {row[0]: row[3] if row[4] else 0 for row in first["found"]},
        "slowest": sorted(((row[1], row[0], row[2], row[3]) for row in first["found"]), reverse=True)[:6],
        "largest": sorted(((row[2], row[0], row[3]) for row in first["found"]), reverse=True)[:12],
    }


def _on_new_page(page: Page, url: str, query: str, *, focused: bool) -> list[Any]:
    page.goto(url)
    answer: list[Any] = page.evaluate(_RUN, [[query], focused])["found"][0]
    page.close()
    return answer


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]
