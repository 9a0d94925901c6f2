"""Search: build time, bytes, time from query to hits in Chromium on file://, exactness, ranking.

    python bench/search.py [--count 10000] [--json FILE]

The corpus is recombined from the sentences of the shipped library, seeded.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT / "generator"), str(ROOT)]

from search_browser import measure, sample_queries  # noqa: E402
from search_corpus import sentences, synthetic  # noqa: E402

from anliku.search import Document, IndexReport, build_index  # noqa: E402
from anliku.search.normalise import normalise  # noqa: E402
from anliku.search.store import Source, source_of  # noqa: E402

ALIASES = {"两新": ("非公有制企业", "社会组织")}


def main() -> None:
    """Print the measures, a line each."""
    arguments = _arguments()
    documents = synthetic(arguments.count, sentences(ROOT))
    with tempfile.TemporaryDirectory() as folder:
        site, cache = Path(folder) / "site", Path(folder) / "cache"
        result = {"cases": arguments.count, **_building(documents, site, cache)}
        queries = sample_queries(documents)
        result |= _searching(documents, site, queries)
    _report(result, arguments.json)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
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


def _timed(sources: Sequence[Document | Source], site: Path, cache: Path) -> tuple[IndexReport, float]:
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


def _report(result: dict[str, Any], path: Path | None) -> None:
    for name, value in result.items():
        print(f"{name:24} {round(value, 3) if isinstance(value, float) else value}")
    if path:
        path.write_text(json.dumps(result, ensure_ascii=False, indent=1), "utf-8")


if __name__ == "__main__":
    main()
