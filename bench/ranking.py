"""Search: how well readers' queries are answered over the shipped library, by sort of query; half of them held out.

    python -m bench.ranking [--misses]

The terminal's engine answers, which gives the page's hits in the page's order (tests/search/test_same.py). `--misses`: name
the queries of the tuned half that have no expected record among the first three.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.search.queries import FIRST, all_queries, halves, measured, rank

from anliku.check.survey import survey
from anliku.search.documents import alias_groups, facet_labels, library_sources
from anliku.search.engine import engine_over

ROOT = Path(__file__).parents[1]
SHOWN = 50


def main() -> None:
    """Print hit@3, MRR and queries without any hit, for each half."""
    library = survey(ROOT).library
    documents = [source.load() for source in library_sources(library)]
    engine = engine_over(documents, alias_groups(library.shared), facet_labels(library.shared))

    def ids(query: str, kind: str) -> list[str]:
        filters = {"kind": [kind]} if kind else {}
        return [hit.document.id for hit in engine.search(query, filters, SHOWN).hits]

    tuned, held = halves(all_queries())
    for name, half in (("tuned", tuned), ("held out", held)):
        for sort, found in measured(ids, half).items():
            print(f"{name:9} {sort:15} {found.count:4} hit@3 {found.hit:.2f} MRR {found.mrr:.2f} empty {found.empty}")
    if "--misses" in sys.argv:
        for asked in tuned:
            place = rank(ids(asked.query, asked.only), asked)
            if not place or place > FIRST:
                print(f"{asked.sort}: {asked.query} ({place or 'not found'})")


if __name__ == "__main__":
    main()
