"""Search: build time, bytes, time from query to hits in Chromium on file://, exactness, ranking.

    python -m bench.search [--count 10000] [--json FILE]

Without --count, BENCH_SIZES="1000 10000" chooses the sizes. PEERS=1 asks mkdocs-material and Pagefind the same, about
PEER_SIZE=1000 cases. The corpus is recombined from the sentences of the shipped library, seeded.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from anliku.search import Document, IndexReport, build_index
from anliku.search.normalise import normalise
from anliku.search.store import DocumentSource, source_of
from bench.search_browser import measure, sample_queries
from bench.search_corpus import sentences, synthetic
from bench.search_peers import print_peers

ROOT = Path(__file__).parents[1]

SIZES = [int(size) for size in os.environ.get("BENCH_SIZES", "1000 10000").split()]
PEER_SIZE = int(os.environ.get("PEER_SIZE", "1000"))
TARGETS = (
    "targets at 10,000: build <= 0.6 ms a case, index <= text; cold <= 100 ms, new query p95 <= 60 ms, warm <= 10 ms,"
    " <= 300 KB a query, no task over 50 ms"
)
ALIASES = {"两新": ("非公有制企业", "社会组织")}


def main() -> None:
    """Print the measures of each size, a line each; then the peers' table."""
    arguments = _arguments()
    pool = sentences(ROOT)
    print(f"search. {TARGETS}")
    results = []
    for count in [arguments.count] if arguments.count else SIZES:
        with tempfile.TemporaryDirectory() as folder:
            results.append(_measured(synthetic(count, pool), Path(folder)))
        _print(results[-1])
    if arguments.json:
        arguments.json.write_text(json.dumps(results, ensure_ascii=False, indent=1), "utf-8")
    if os.environ.get("PEERS"):
        documents = synthetic(PEER_SIZE, pool)
        with tempfile.TemporaryDirectory() as folder:
            print_peers(documents, sample_queries(documents), Path(folder))


def _measured(documents: Sequence[Document], folder: Path) -> dict[str, Any]:
    site, cache = folder / "site", folder / "cache"
    result = {"cases": len(documents), **_building(documents, site, cache)}
    return result | _searching(documents, site, sample_queries(documents))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int)
    parser.add_argument("--json", type=Path)
    return parser.parse_args()


def _building(documents: Sequence[Document], site: Path, cache: Path) -> dict[str, Any]:
    """A first build, one without changes, one after editing one case."""
    cold, cold_cpu = _timed(documents, site, cache)
    middle = len(documents) // 2
    edited = [*documents]
    edited[middle] = replace(edited[middle], title="改过的标题", summary=f"改过的摘要{documents[0].title}")
    sources = list(map(source_of, documents))
    again, _ = _timed(sources, site, cache)
    sources[middle] = source_of(edited[middle])
    one, one_cpu = _timed(sources, site, cache)
    _timed(list(map(source_of, documents)), site, cache)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {
        "build_ms_per_case": 1000 * cold.seconds / len(documents),
        "build_cpu_ms_per_case": 1000 * cold_cpu / len(documents),
        "unchanged_s": again.seconds,
        "one_edit_s": one.seconds,
        "one_edit_cpu_s": one_cpu,
        "one_edit_files_written": one.written,
        "index_bytes": cold.index_bytes,
        "text_bytes": cold.text_bytes,
        "index_per_text": cold.index_bytes / cold.text_bytes,
        "files": cold.files,
        "peak_mb": max(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, children) / 1024,
    }


def _timed(sources: Sequence[Document | DocumentSource], site: Path, cache: Path) -> tuple[IndexReport, float]:
    """A build, and the seconds of CPU that it took in all processes (on a busy machine the better measure)."""
    before = _cpu()
    report = build_index(sources, ALIASES, {}, site, cache=cache)
    return report, _cpu() - before


def _cpu() -> float:
    usages = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _searching(documents: Sequence[Document], site: Path, queries: Sequence[str]) -> dict[str, Any]:
    """Times and bytes in the browser, and how many totals differ from those of a plain scan."""
    measured = measure(site, queries)
    totals = measured.pop("found")
    begun = time.perf_counter()
    texts = [tuple(normalise(field) for field in document.fields()) for document in documents]
    checked = queries[:: max(1, len(documents) // 1_000)]
    wrong = [q for q in checked if totals[q] != sum(any(q in field for field in fields) for fields in texts)]
    return {**measured, "totals_checked": len(checked), "totals_wrong": wrong, "scan_s": time.perf_counter() - begun}


def _print(result: dict[str, Any]) -> None:
    for name, value in result.items():
        print(f"{name:24} {round(value, 3) if isinstance(value, float) else value}")


if __name__ == "__main__":
    main()
