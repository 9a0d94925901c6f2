"""What is found besides cases is made again only when it has changed."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from pathlib import Path

import pytest

from anliku.library import Shared
from anliku.library.models import Case
from anliku.search import Document, documents, plain
from anliku.site.making.searching import FirstReading
from tests.site.building import MINI, built, contents, mini_library
from tests.support import changed


def test_a_page_that_is_as_it_was_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = mini_library(tmp_path / "library")
    built(root)
    read: list[str] = []
    page_sections = plain.page_sections

    def noted(html: str, ids: Container[str] = ()) -> object:
        read.append(html)
        return page_sections(html, ids)

    monkeypatch.setattr("anliku.search.documents.page_sections", noted)
    case = changed(MINI["cases/first-case.yml"], "problem: 路远，要跑一天。")
    (root / "cases/first-case.yml").write_text(case, encoding="utf-8")
    files = contents(built(root).out)
    assert read == []
    assert files == contents(built(root, out=tmp_path / "clean", clean=True).out)
    read.clear()
    (root / "content/pages/guide.md").write_text("# 指南\n\n先看案例。\n", encoding="utf-8")
    files = contents(built(root).out)
    assert [html for html in read if "先看案例" in html]
    assert files == contents(built(root, out=tmp_path / "clean", clean=True).out)


def test_a_record_is_made_ready_for_the_search_again_when_it_has_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = mini_library(tmp_path / "library")
    built(root)
    monkeypatch.setattr("anliku.search.documents.term_document", lambda *_: pytest.fail("made again"))
    case = changed(MINI["cases/first-case.yml"], "problem: 路远，要跑一天。")
    (root / "cases/first-case.yml").write_text(case, encoding="utf-8")
    built(root)
    monkeypatch.undo()
    (root / "content/terms.yml").write_text(MINI["content/terms.yml"].replace("跑手续", "跑腿"), encoding="utf-8")
    assert contents(built(root).out) == contents(built(root, out=tmp_path / "clean", clean=True).out)


def test_the_first_build_reads_a_case_for_its_page_and_not_again_for_the_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = mini_library(tmp_path / "library")
    read: list[str] = []
    monkeypatch.setattr("anliku.search.documents._read_case", noting(read, documents._read_case))
    files = contents(built(root).out)
    cases = [path for path in files if path.startswith("cases/") and path.endswith("-case.html")]
    assert len(read) == len(cases) > 1
    read.clear()
    monkeypatch.setattr("anliku.site.making.compose.first_reading", lambda *_: None)
    assert files == contents(built(root, out=tmp_path / "clean", clean=True).out)
    assert len(read) > len(cases)  # for the sample that the index is laid out by, and for the index


def noting(calls: list[str], function: Callable[..., Document]) -> Callable[..., Document]:
    def noted(cases: Mapping[str, Case], shared: Shared, key: str) -> Document:
        calls.append(key)
        return function(cases, shared, key)

    return noted


def test_what_was_read_before_a_page_changed_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page stands in the index as it is in the site, whatever was read while it was made."""
    root = mini_library(tmp_path / "library")
    files = contents(built(root).out)
    read = FirstReading.read

    def stale(self: FirstReading, path: str, html: str) -> object:
        return read(self, path, html.replace("来源", "去处")) if path == "sources.html" else read(self, path, html)

    monkeypatch.setattr(FirstReading, "read", stale)
    assert files == contents(built(root, out=tmp_path / "clean", clean=True).out)
