"""The search engine in Chromium, over an index kept in memory: for tests that build hundreds of small indexes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from anliku.search import Document, Tuning
from anliku.search.build import Index
from anliku.site.frames.frameset import SEARCH_ENGINE

ASSETS = Path(__file__).parents[2] / "theme/assets/anliku"
ENGINE = (*SEARCH_ENGINE, "view", "mark")
SPLITTING = Tuning(
    shard_bytes=60, frequent=2, text_bytes=60, segment_documents=3, sample=8, pairs=40, pair_sample=12, asks_whole=0, asks_part=60
)  # fmt: skip
"""Sizes that give even a few short documents frequent pairs, many shards and several segments."""

# Everything crosses as one text: Playwright spends more on a thousand small values than the engine on the search.
_OPEN = """text => {
  const files = JSON.parse(text);
  const loader = {bytes: 0, problems: new Set(), file: name => name, load: name => new Promise((resolve, reject) => {
    const file = name.split('.')[0];
    if (!(file in files)) { loader.problems.add(name); reject(new Error(name)); return; }
    const keep = anliku.shard;
    anliku.shard = (given, checksum, value) => {
      if (given !== name) return;
      if (checksum >= 0 && anliku.shards.checksum(value) !== checksum) reject(new Error('checksum of ' + name));
      else resolve(value);
    };
    try { new Function(files[file])(); } finally { anliku.shard = keep; }
  })};
  window.engine = new anliku.engines.Engine(loader);
}"""


_ASK = """async ([queries, options]) => {
  const found = [];
  for (const query of queries) found.push(await engine.search(query, options));
  return JSON.stringify(found, (_, value) => value === undefined ? null : value);
}"""


class BrowserSearch:
    """Search documents with the engine of a page in which the engine's scripts are loaded."""

    def __init__(
        self,
        page: Page,
        documents: Sequence[Document],
        *,
        aliases: Mapping[str, tuple[str, ...]] | None = None,
        labels: Mapping[str, Mapping[str, str]] | None = None,
        tuning: Tuning = SPLITTING,
        without: Sequence[str] = (),
    ) -> None:
        self.page = page
        index = Index(documents, None, tuning)
        files = index.files(aliases or {}, labels or {})
        texts = {file.name: file.data().decode("utf-16") for file in files if file.name not in without}
        page.evaluate(_OPEN, json.dumps(texts, ensure_ascii=False))

    def __call__(self, query: str, **options: Any) -> dict[str, Any]:
        """The answer to a query, as the browser's engine gives it."""
        (found,) = self.all([query], **options)
        return found

    def all(self, queries: Sequence[str], **options: Any) -> list[dict[str, Any]]:
        """The answers to queries, asked one after the other."""
        found: list[dict[str, Any]] = json.loads(self.page.evaluate(_ASK, [queries, {"limit": 1000, **options}]))
        return found

    def exact(self, query: str, **options: Any) -> set[str]:
        """The ids of the documents found exactly."""
        return {hit["id"] for hit in self(query, **options)["hits"] if hit["matched"] == "exact"}
