"""What is read for a query, and what need not wait for what."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from anliku.search import Document, Section

from .browser import BrowserSearch

pytestmark = pytest.mark.browser

DOCUMENTS = [
    Document(f"d{i}", "case", f"cases/d{i}.html", f"第{i}个案例", "", (), (Section("s", "", "党员服务中心" * 2),))
    for i in range(6)
]
_NOTED = """() => {
  const load = engine.loader.load;
  window.asked = [];
  engine.loader.load = name => { asked.push(name); return load(name); };
}"""
_HELD = """() => {
  const load = engine.loader.load;
  let release;
  const asked = new Promise(resolve => release = resolve);
  engine.loader.load = name => {
    if (name.startsWith('p/')) release();
    return name === 'docs' ? asked.then(() => load(name)) : load(name);
  };
}"""


def test_postings_do_not_wait_for_the_sizes_of_documents(engine_page: Page) -> None:
    """The sizes come only when postings have been asked for: what waits for them would never answer."""
    search = BrowserSearch(engine_page, DOCUMENTS)
    engine_page.evaluate(_HELD)
    assert search("服务中心")["total"] == 6


@pytest.mark.parametrize(("query", "reads"), [("案例党员服务中心", True), ("党员服务中心党", False), ("案例", False)])
def test_other_words_are_read_for_what_is_not_there_word_for_word(engine_page: Page, query: str, reads: bool) -> None:
    search = BrowserSearch(
        engine_page, [*DOCUMENTS, *(Document(f"e{i}", "case", f"cases/e{i}.html", f"案例{i}") for i in range(9))]
    )
    engine_page.evaluate(_NOTED)
    search(query)
    assert len({"everyday", "asks"}.intersection(engine_page.evaluate("asked"))) == 2 * reads
