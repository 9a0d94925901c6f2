"""Time and bytes of queries in headless Chromium on file://.

The first answer is measured by the page itself, in a browser that nobody looks into, as a reader's is: a page with developers'
tools attached takes longer for every script that it asks for. The page writes what it measured into its title.
"""

from __future__ import annotations

import json
import random
import statistics
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import sync_playwright

from anliku.search import Document
from anliku.search.normalise import runs
from anliku.site.frames.frameset import SEARCH_ENGINE

CHROMIUM = "/usr/bin/chromium"
ASSETS = Path(__file__).parents[1] / "theme/assets/anliku"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]


def write_page(site: Path) -> Path:
    """A bare page with the engine, at the root of a site that has an index."""
    tags = "".join(f'<script src="{(ASSETS / f"search-{name}.js").as_uri()}"></script>' for name in SEARCH_ENGINE)
    path = site / "bench.html"
    path.write_text(f"<!doctype html><meta charset=utf-8><title>bench</title>{tags}<script>{_ALONE}</script>", "utf-8")
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


_ALONE = """
addEventListener('load', () => setTimeout(async () => {
  if (!location.search) return;
  const [query, focused] = JSON.parse(decodeURIComponent(location.search.slice(1)));
  const engine = new anliku.engines.Engine(anliku.shards.scriptLoader('', 'search/'));
  if (focused) await engine.prepare().then(() => new Promise(r => setTimeout(r, 60)));
  const a = await engine.search(query);
  document.title = 'done:' + JSON.stringify([a.elapsed_ms, a.loaded_bytes]);
}, 60));
"""
_RUN = """async queries => {
  const long = [];
  new PerformanceObserver(l => l.getEntries().forEach(e => long.push(e.duration))).observe({entryTypes: ['longtask']});
  const engine = window.engine || (window.engine = new anliku.engines.Engine(anliku.shards.scriptLoader('', 'search/')));
  const found = [];
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
    with _unwatched() as server:
        cold, focused = [[_first(server, url, query, focused=f) for query in queries[:20]] for f in (False, True)]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_page()
        page.goto(url)
        first = page.evaluate(_RUN, list(queries))
        second = page.evaluate(_RUN, list(queries))
        browser.close()
    return {
        "cold_ms": statistics.median(row[0] for row in cold),
        "cold_max_ms": max(row[0] for row in cold),
        "cold_focused_ms": statistics.median(row[0] for row in focused),
        "cold_bytes_p95": _p95([row[1] for row in cold]),
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


@contextmanager
def _unwatched() -> Iterator[str]:
    """A browser, and the address at which it is told to open and close pages."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:  # a browser may write into it to the last
        options = ["--headless", "--remote-debugging-port=0", f"--user-data-dir={profile}", "about:blank"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        with subprocess.Popen([CHROMIUM, *FLAGS, *options], **quiet) as browser:
            told = Path(profile, "DevToolsActivePort")
            while not (told.exists() and told.read_text()):
                time.sleep(0.1)
            try:
                yield f"http://127.0.0.1:{told.read_text().split()[0]}/json/"
            finally:
                browser.terminate()


def _first(server: str, url: str, query: str, *, focused: bool) -> list[float]:
    """Milliseconds to the first answer of a new page, and the bytes it loaded."""
    asked = quote(json.dumps([query, focused]))
    page = _told(f"{server}new?{quote(f'{url}?{asked}')}", "PUT")["id"]
    while True:
        time.sleep(0.25)  # seldom: asking costs the browser time, too
        title = next(one["title"] for one in _told(f"{server}list") if one["id"] == page)
        if title.startswith("done:"):
            _told(f"{server}close/{page}")
            found: list[float] = json.loads(title.removeprefix("done:"))
            return found


def _told(address: str, method: str = "GET") -> Any:
    request = urllib.request.Request(address, method=method)
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text.startswith((b"{", b"[")) else text


def _p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]
