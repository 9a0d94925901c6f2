"""What a reader sees on a page finds that page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from anliku.cache import cache_folder
from anliku.check.survey import survey
from anliku.search.documents import alias_groups, facet_labels, library_sources
from anliku.search.engine import Engine
from anliku.search.model import Document
from anliku.search.offline import library_engine
from anliku.search.query import parse_query
from anliku.site.build import pages_to_search

from .visible import random_strings

COUNT, MANY, SEED = 120, 5_000, 20


@pytest.mark.browser
def test_strings_seen_on_a_page_find_the_page(chromium: Browser, shipped_site: Path) -> None:
    page = chromium.new_page()
    page.goto((shipped_site / "search.html").as_uri())
    lost = []
    for path, text in random_strings(shipped_site, COUNT, SEED):
        folder, _, name = path.partition("/")
        filters = {"org": [name.removesuffix(".html")]} if folder == "checklists" else {}
        hits = page.evaluate("([q, f]) => anliku.search(q, {limit: 1000, filters: f})", [text, filters])["hits"]
        if path not in {hit["url"].partition("#")[0] for hit in hits if hit["matched"] == "exact"}:
            lost.append((path, text))
    page.close()
    assert len(lost) <= COUNT // 100, lost


def test_almost_every_string_seen_on_a_page_is_in_a_document_of_it(shipped_site: Path) -> None:
    """As the terminal finds it, which is what the page finds: thousands of strings take it seconds."""
    engine = terminal(shipped_site)
    lost = []
    for path, text in random_strings(shipped_site, MANY, SEED):
        query = parse_query(text)._replace(literal=True)
        found = [
            engine.documents[number] for match in engine.matches(query, None, None, []) for number in match.documents
        ]
        if not any(leads_to(document, path) for document in found):
            lost.append((path, text))
    assert len(lost) <= MANY * 0.005, lost


def test_who_types_pinyin_is_not_led_to_samples_of_ids(shipped_site: Path) -> None:
    """The format reference names ids of records, which are pinyin; its fields are found."""
    engine = terminal(shipped_site)
    page = "reference/format.html"
    html = (shipped_site / page).read_text("utf-8")
    ids = re.findall('<span class="ids">.*?</span>', html)
    rest = re.sub('<span class="ids">.*?</span>', "", html)
    fields = {"verify", "excerpts", "locator"}
    typed = fields.union(word for word in re.findall("[a-z]{6,}", " ".join(ids)) if word not in rest)
    hits = {word: [hit.document.url for hit in engine.search(word).hits if hit.matched == "exact"] for word in typed}
    assert len(typed) > 20
    assert {word for word in typed if page in hits[word]} == fields


@pytest.mark.browser
@pytest.mark.parametrize("typed", ["yuqing", "yuli", "tuoli", "gaimai", "zhoushan"])
def test_who_types_pinyin_is_not_led_to_samples(chromium: Browser, shipped_site: Path, typed: str) -> None:
    """The guides have samples of files and commands, which name ids; in the page and in the terminal."""
    page = chromium.new_page()
    page.goto((shipped_site / "search.html").as_uri())
    hits = page.evaluate("q => anliku.search(q, {limit: 1000})", typed)["hits"]
    page.close()
    assert [hit["url"] for hit in hits if hit["url"].startswith("guide/") and hit["matched"] == "exact"] == []
    found = [(hit.document.id, hit.matched) for hit in terminal(shipped_site).search(typed).hits]
    assert found == [(hit["id"], hit["matched"]) for hit in hits]


def terminal(site: Path) -> Engine:
    """The terminal's engine over the library that a site was built from."""
    cache = cache_folder(site.parent)
    surveyed = survey(site.parent, cache)
    shared = surveyed.library.shared
    sources = (*library_sources(surveyed.library), *pages_to_search(site.parent, surveyed))
    return library_engine(cache, sources, alias_groups(shared), facet_labels(shared))


def leads_to(document: Document, path: str) -> bool:
    """Whether a hit opens a page; an item of several checklists opens that of the type that is filtered by."""
    folder, _, name = path.partition("/")
    sheets = document.facets.get("sheet", ()) if folder == "checklists" else ()
    return document.url.partition("#")[0] == path or name.removesuffix(".html") in sheets


@pytest.mark.browser
def test_a_hit_opens_where_its_words_are_seen_and_marked(chromium: Browser, shipped_site: Path) -> None:
    """An indicator says how it is verified inside what is closed; the filter names a type whose checklist is not the first."""
    page = chromium.new_page()
    page.goto((shipped_site / "search.html").as_uri() + "?q=窗口&kind=indicator&org=window")
    link = page.locator(".anliku-result a").first
    link.wait_for()
    link.click()
    page.wait_for_url("**/checklists/window.html?find=*")
    mark = page.locator("mark.anliku-found").first
    mark.wait_for(state="attached")
    assert {one.lower() for one in page.locator("mark.anliku-found").all_inner_texts()} <= {"窗口", ""}
    assert any(one.is_visible() for one in page.locator("mark.anliku-found").all())
    page.go_back()
    page.wait_for_selector(".anliku-result")
    assert page.locator("[data-anliku-search-page] input[name=q]").input_value() == "窗口"
    page.close()


@pytest.mark.browser
def test_what_is_closed_around_the_words_is_opened(chromium: Browser, shipped_site: Path) -> None:
    page = chromium.new_page()
    words = "常见佐证"
    page.goto((shipped_site / "checklists/village.html").as_uri() + f"?find={words}")
    page.wait_for_selector("mark.anliku-found")
    assert page.locator("details[open] mark.anliku-found").count() >= 1
    page.close()
