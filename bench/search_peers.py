"""The same documents and queries through this search, mkdocs-material's and Pagefind's, in Chromium.

Over http everything comes from a server on this machine that neither compresses nor caches; then the same pages are
opened as files. What cannot be installed is said in one line.
"""

from __future__ import annotations

import html
import os
import shutil
import statistics
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import Error as BrowserError

from anliku.search import Document, build_index
from anliku.search.normalise import normalise
from anliku.site.frames.frameset import SEARCH_ENGINE
from bench.search_browser import ASSETS, FLAGS, write_page

COLD = 5
PATIENCE_S = 30
OF_SEARCH = ("/search/", "/search-", "/pagefind/", "/assets/javascripts/workers/", "/assets/javascripts/lunr/")
"""What a page requests for its search, in any of the sites; material requests its index with every page."""

_ANLIKU = """async ([q, all]) => {
  const engine = window.engine || (window.engine = new anliku.engines.Engine(anliku.shards.scriptLoader('', 'search/')));
  const begun = performance.now();
  await engine.search(q);
  const ms = performance.now() - begun;
  if (!all) return {ms, pages: []};
  const every = await engine.search(q, {limit: 1e9});
  return {ms, pages: every.hits.filter(h => h.matched === 'exact').map(h => h.id)};
}"""

_PAGEFIND = """async ([q, all]) => {
  const begun = performance.now();
  if (!window.pagefind) window.pagefind = await import('./pagefind/pagefind.js');
  const found = await pagefind.search(q);
  await Promise.all(found.results.slice(0, 10).map(r => r.data()));
  const ms = performance.now() - begun;
  if (!all) return {ms, pages: []};
  const every = await Promise.all(found.results.map(r => r.data()));
  return {ms, pages: every.map(d => d.url.split('/').pop().replace('.html', ''))};
}"""

# Type into the box as a reader would; the worker's message of type 3 carries the results.
_MATERIAL_WATCH = """
window.addEventListener('error', e => { window.trouble = e.message });
window.addEventListener('unhandledrejection', e => { window.trouble = String(e.reason) });
const Real = window.Worker;
window.Worker = class extends Real {
  constructor(url, options) {
    try { super(url, options); } catch (error) { window.trouble = String(error); throw error; }
    this.addEventListener('message', e => e.data && e.data.type === 3 && window.onResults && window.onResults(e.data.data));
  }
};"""
_MATERIAL = """([q]) => new Promise((resolve, reject) => {
  const box = document.querySelector('[data-md-component=search-query]');
  const begun = performance.now();
  const timer = setTimeout(() => reject(new Error(window.trouble || 'no answer')), 1000 * PATIENCE);
  window.onResults = data => {
    clearTimeout(timer);
    window.onResults = null;
    const pages = data.items.map(group => group[0].location.split('#')[0].replace('.html', ''));
    resolve({ms: performance.now() - begun, pages: Array.from(new Set(pages))});
  };
  document.querySelector('[data-md-toggle=search]').checked || document.querySelector('[data-md-toggle=search]').click();
  box.focus();
  box.value = q;
  box.dispatchEvent(new KeyboardEvent('keyup'));
})"""


class Peer(NamedTuple):
    """A way of searching: a page of a site, a script for a query, and one that runs before the page's own."""

    name: str
    page: Path
    script: str
    watch: str = ""


class Server(ThreadingHTTPServer):
    """Serves a folder and counts the bytes that are for searching."""

    daemon_threads = True
    sent = 0

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def copyfile(self, source: Any, outputfile: BinaryIO) -> None:
        data = source.read()
        if self.path.startswith(OF_SEARCH):
            self.server.sent += len(data)
        outputfile.write(data)

    def log_message(self, *_: object) -> None:
        pass


def print_peers(documents: Sequence[Document], queries: Sequence[str], work: Path) -> None:
    """Build each peer's site, ask all queries, and print the table."""
    truth = {query: _scan(documents, query) for query in dict.fromkeys(queries)}
    print(f"search, {len(documents)} cases, {len(truth)} queries; bytes as an uncompressing server sends them")
    print(
        f"{'':>22} {'cold ms':>8} {'p50 ms':>7} {'p95 ms':>7} {'first KB':>9} {'later KB':>9} {'index MB':>9}"
        f" {'recall':>7} {'precision':>9} {'exact':>6}"
    )
    makers: list[Callable[[Sequence[Document], Path], Peer]] = [_anliku, _material, _pagefind]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        for make in makers:
            try:
                peer = make(documents, work)
            except (OSError, subprocess.SubprocessError) as error:
                print(f"{make.__name__.strip('_'):>22} left out: {_first_line(error)}")
                continue
            with _serving(peer.page.parent) as server:
                _print_row(f"{peer.name} http", browser, peer, server.address + peer.page.name, truth, server)
            _print_row(f"{peer.name} file", browser, peer, peer.page.as_uri(), truth, None)
        browser.close()


def _scan(documents: Sequence[Document], query: str) -> set[str]:
    """The ids of the documents of which a field contains the query."""
    return {d.id for d in documents if any(query in normalise(field) for field in d.fields())}


@contextmanager
def _serving(folder: Path) -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), partial(_Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


def _print_row(  # noqa: PLR0913, PLR0917 - a row of the table
    name: str, browser: Browser, peer: Peer, url: str, truth: dict[str, set[str]], server: Server | None
) -> None:
    """Ask on a new page for the first few queries, then all of them on one page."""
    queries = list(truth)
    try:
        cold = [_on_new_page(browser, peer, url, query, server) for query in queries[:COLD]]
        page = _open(browser, peer, url)
        answers = []
        for query in queries:
            before = server.sent if server else 0
            answer = _ask(page, peer, query, everything=False)
            answers.append((answer["ms"], server.sent - before if server else 0))
        found = {query: set(_ask(page, peer, query, everything=True)["pages"]) for query in queries}
        page.close()
    except BrowserError as error:
        print(f"{name:>22} does not search: {_first_line(error)}")
        return
    times = [ms for ms, _ in answers]
    sizes = (
        f"{statistics.median(size for _, size in cold) / 1000:>9.0f}"
        f" {_p95([size for _, size in answers[1:]]) / 1000:>9.0f}"
        if server
        else f"{'':>9} {'':>9}"
    )
    print(
        f"{name:>22} {statistics.median(ms for ms, _ in cold):>8.0f} {statistics.median(times):>7.1f} {_p95(times):>7.1f}"
        f" {sizes} {_index_bytes(peer) / 1e6:>9.1f} {_quality(truth, found)}"
    )


def _quality(truth: dict[str, set[str]], found: dict[str, set[str]]) -> str:
    """Mean recall over the queries, mean precision over those with an answer, and the share answered exactly."""
    recalls = [len(found[q] & right) / len(right) for q, right in truth.items() if right]
    precisions = [len(got & truth[q]) / len(got) for q, got in found.items() if got]
    exact = sum(found[q] == right for q, right in truth.items()) / len(truth)
    precision = f"{statistics.mean(precisions):>9.3f}" if precisions else f"{'-':>9}"
    return f"{statistics.mean(recalls):>7.3f} {precision} {exact:>6.2f}"


def _on_new_page(browser: Browser, peer: Peer, url: str, query: str, server: Server | None) -> tuple[float, int]:
    before = server.sent if server else 0
    page = _open(browser, peer, url)
    answer = _ask(page, peer, query, everything=False)
    page.close()
    return answer["ms"], (server.sent if server else 0) - before


def _open(browser: Browser, peer: Peer, url: str) -> Page:
    """A page in a context of its own, so that nothing is cached."""
    page = browser.new_context().new_page()
    page.set_default_timeout(1000 * PATIENCE_S)
    if peer.watch:
        page.add_init_script(peer.watch)
    page.goto(url, wait_until="load")
    return page


def _ask(page: Page, peer: Peer, query: str, *, everything: bool) -> dict[str, Any]:
    answer: dict[str, Any] = page.evaluate(peer.script, [query, everything])
    return answer


def _p95(values: Sequence[float]) -> float:
    return sorted(values)[int(0.95 * (len(values) - 1))]


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:150]


def _index_bytes(peer: Peer) -> int:
    folder = {"anliku": "search", "material": "search", "pagefind": "pagefind"}[peer.name]
    return sum(path.stat().st_size for path in (peer.page.parent / folder).rglob("*") if path.is_file())


def _anliku(documents: Sequence[Document], work: Path) -> Peer:
    site = work / "anliku"
    site.mkdir()
    build_index(documents, {}, {}, site)
    page = write_page(site)
    for name in SEARCH_ENGINE:  # beside the page, so that it can be served too
        shutil.copy(ASSETS / f"search-{name}.js", site)
    page.write_text(page.read_text("utf-8").replace(f"{ASSETS.as_uri()}/", ""), "utf-8")
    return Peer("anliku", page, _ANLIKU)


def _html(document: Document) -> str:
    """The document's texts as the body of a page."""
    text = partial(html.escape, quote=False)
    parts = [
        f"<h1>{text(document.title)}</h1>",
        *(f"<p>{text(one)}</p>" for one in (document.summary, *document.topics)),
    ]
    for section in document.sections:
        parts.append(f'<h2 id="{section.anchor}">{text(section.heading)}</h2>')
        parts += [f"<p>{text(paragraph)}</p>" for paragraph in section.text.split("\n")]
    return "\n".join(parts)


def _material(documents: Sequence[Document], work: Path) -> Peer:
    docs = work / "material" / "docs"
    docs.mkdir(parents=True)
    (docs / "index.md").write_text("# \n")
    for document in documents:
        (docs / f"{document.id}.md").write_text(_html(document), "utf-8")
    config = docs.parent / "mkdocs.yml"
    config.write_text(
        "site_name: x\ntheme: {name: material, language: zh, font: false}\nplugins: [{search: {lang: zh}}]\n"
        "use_directory_urls: false\nnav: [index.md]\n"
    )
    _run([sys.executable, "-m", "mkdocs", "build", "-q", "-f", str(config)])
    script = _MATERIAL.replace("PATIENCE", str(PATIENCE_S))
    return Peer("material", docs.parent / "site" / "index.html", script, watch=_MATERIAL_WATCH)


def _pagefind(documents: Sequence[Document], work: Path) -> Peer:
    site = work / "pagefind"
    site.mkdir()
    page = '<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{}</title></head><body>{}</body></html>'
    for document in documents:
        body = f"<main data-pagefind-body>{_html(document)}</main>"
        (site / f"{document.id}.html").write_text(page.format(html.escape(document.title), body), "utf-8")
    _run([*pagefind_command(work), "--site", str(site)])
    (site / "index.html").write_text(page.format("", ""), "utf-8")
    return Peer("pagefind", site / "index.html", _PAGEFIND)


def pagefind_command(work: Path) -> list[str]:
    """The program named by PAGEFIND or found on the path, else npm's package."""
    known = os.environ.get("PAGEFIND") or shutil.which("pagefind_extended") or shutil.which("pagefind")
    if known:
        return [known]
    _run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(work / "npm"), "pagefind"])
    return [str(work / "npm" / "node_modules" / ".bin" / "pagefind")]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
