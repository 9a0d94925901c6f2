"""The viewer of a compact pack when a case is not there, a file is damaged, or scripts are off."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from anliku.pack.casepacks import pack_name, pack_of

from .case_visits import CASE, CaseVisit, shown

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(
    ("address", "said"), [("", "没有案例编号"), ("no-such-case", "没有编号为“no-such-case”的案例")]
)
def test_a_case_that_is_not_there(visit: Callable[..., CaseVisit], address: str, said: str) -> None:
    visited = visit()
    page = visited.go(f"cases/case.html#{address}")
    expect(page.get_by_role("alert")).to_contain_text(said)
    expect(page.locator("article")).to_contain_text("可以搜索，或从案例列表里找")
    assert visited.troubles == []
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("link", name="搜索", exact=True).last.click()
    expect(page.locator("[data-anliku-search-page] input[name=q]")).to_have_value(address)


def test_an_address_that_is_no_text(visit: Callable[..., CaseVisit]) -> None:
    page = visit().go("cases/case.html#%E5%/<img src=x onerror=alert(1)>")
    expect(page.get_by_role("alert")).to_contain_text("没有编号为")
    assert page.locator("article img").count() == 0


def _pack_file(site: Path, case: str) -> Path:
    count = len(list((site / "cases").glob("pack-*.js")))
    return site / "cases" / f"{pack_name(pack_of(case, count))}.js"


def _lose(file: Path) -> None:
    file.unlink()


def _cut(file: Path) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])


def _change(file: Path) -> None:
    text = file.read_text(encoding="utf-16")
    at = text.index(f'"#{CASE}"') + 60
    file.write_text(text[:at] + "坏" + text[at + 1 :], encoding="utf-16")


@pytest.mark.parametrize("spoil", [_lose, _cut, _change])
def test_a_damaged_pack_is_named_and_the_others_still_open(
    visit: Callable[..., CaseVisit], compact_site: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    copy = shutil.copytree(compact_site, tmp_path / "site")
    file = _pack_file(copy, CASE)
    spoil(file)
    page = visit(copy).go(f"cases/case.html#{CASE}")
    expect(page.get_by_role("alert")).to_contain_text(f"cases/{file.name} 缺失或损坏")
    expect(page.get_by_role("alert")).to_contain_text("重新拷贝")
    pages = ("yuqing-eight-ones", "hengfeng-street", "kekedun-village", "zunyi-five-problems")
    other = next(case for case in pages if _pack_file(copy, case) != file)
    page.evaluate("id => { location.hash = '#' + id; }", other)
    shown(page, other)


def test_a_missing_bundle_of_the_search_is_named(
    visit: Callable[..., CaseVisit], compact_site: Path, tmp_path: Path
) -> None:
    copy = shutil.copytree(compact_site, tmp_path / "site")
    for file in sorted((copy / "search" / "b").iterdir()):
        file.unlink()
    page = visit(copy).go("search.html?q=服务群众")
    expect(page.locator("[data-part=status]")).to_contain_text("search/b/")


def test_without_javascript_the_viewer_says_so_and_other_pages_are_read(visit: Callable[..., CaseVisit]) -> None:
    visited = visit(java_script_enabled=False)
    assert "这是案例库的紧凑版" in visited.go(f"cases/case.html#{CASE}").inner_text("noscript")
    expect(visited.go("policies/opinion-2014.html").locator("h1")).to_be_visible()
