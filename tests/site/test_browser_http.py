"""Beyond one stick: the same site behind a plain web server, in a folder somewhere below its root."""

from __future__ import annotations

import functools
import json
import threading
from collections.abc import Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from .conftest import KINDS

pytestmark = pytest.mark.browser


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing of requests."""


class Served:
    """A page of the site over HTTP; `troubles` collects errors, answers that are not good and requests elsewhere."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.requests = 0
        self.troubles: list[str] = []
        page.on("console", lambda message: self._note(message.type == "error", message.text))
        page.on("pageerror", lambda error: self._note(True, str(error)))
        page.on("requestfailed", self._failed)
        page.on("response", lambda answer: self._note(answer.status >= 400, f"{answer.status} {answer.url}"))
        page.on("request", lambda request: self._requested(request.url))

    def _failed(self, request: Request) -> None:
        # Leaving a page breaks off what it was still fetching, which is no fault.
        self._note(request.failure != "net::ERR_ABORTED", f"failed: {request.url} {request.failure}")

    def _requested(self, url: str) -> None:
        self.requests += 1
        self._note(not url.startswith((self.base, "data:", "blob:")), f"elsewhere: {url}")

    def _note(self, bad: bool, text: str) -> None:
        if bad:
            self.troubles.append(text)

    def go(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page


@pytest.fixture(scope="module")
def base(shipped_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the site, two folders below the root of a server that has nothing else."""
    root = tmp_path_factory.mktemp("www")
    (root / "a").mkdir()
    (root / "a" / "b").symlink_to(shipped_site)
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(root)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/a/b/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def served(chromium: Browser, base: str) -> Iterator[Served]:
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    visit = Served(context.new_page(), base)
    yield visit
    assert visit.troubles == []
    assert visit.requests
    context.close()


def test_every_kind_of_page_opens(served: Served) -> None:
    for path in KINDS.values():
        page = served.go(path)
        expect(page.locator("h1").first).to_be_visible()


def test_a_folder_opens_its_first_page_and_the_menu_leads_on(served: Served) -> None:
    page = served.go("")
    page.locator(".way a", has_text="政策").first.click()
    page.wait_for_url(f"{served.base}policies/index.html")


def test_search_finds_as_it_does_on_a_stick(served: Served, chromium: Browser, shipped_site: Path) -> None:
    ask = "async query => { const found = await anliku.search(query, {}); return [found.total, found.hits.map(h => h.id)]; }"
    stick = chromium.new_page()
    stick.goto((shipped_site / "search.html").as_uri())
    page = served.go("search.html")
    for query in ("代办", "党员 承诺", "“全程代办”", "daiban", "没有这样的话"):
        assert page.evaluate(ask, query) == stick.evaluate(ask, query)
    stick.close()


def test_a_search_from_the_header_leads_to_a_result(served: Served) -> None:
    page = served.go(KINDS["case"])
    page.keyboard.press("Control+/")
    page.keyboard.type("全程代办")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.startswith(served.base) and KINDS["case"] not in url)
    expect(page.locator("h1").first).to_be_visible()


def test_facets_narrow_the_list_and_stand_in_the_address(served: Served) -> None:
    page = served.go(KINDS["list"])
    before = page.locator(".listing__total").inner_text()
    page.get_by_role("group", name="组织类型").get_by_role("checkbox").first.check()
    expect(page.locator(".listing__total")).not_to_have_text(before)
    assert "?" in page.url
    after = page.locator(".listing__total").inner_text()
    page.reload()
    expect(page.locator(".listing__total")).to_have_text(after)


def test_a_checklist_is_filled_kept_and_saved(served: Served) -> None:
    page = served.go(KINDS["checklist"])
    page.wait_for_selector("[data-ready]")
    box = page.locator('input[type="radio"][name^="a-"]').first
    box.check()
    page.reload()
    page.wait_for_selector("[data-ready]")
    expect(page.locator('input[type="radio"][name^="a-"]').first).to_be_checked()
    with page.expect_download() as found:
        page.click('[data-do="save"]')
    saved = json.loads(Path(found.value.path()).read_text(encoding="utf-8"))
    assert saved["format"] == "anliku-result/2"
    assert len(saved["answers"]) == 1
