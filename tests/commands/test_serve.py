"""The preview: pages are served with a reload script, and a change makes a new version."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from anliku.site.serve import Pulse, start_server, watch_library
from tests.site.building import built, mini_library


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    server = start_server(built(mini_library(tmp_path)).out, 0, Pulse())
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


def get(address: str) -> str:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read().decode()


def test_pages_reload_themselves_and_may_ask_only_this_server(address: str) -> None:
    html = get(f"{address}/cases/first-case.html")
    assert '<script src="/_anliku/reload.js"></script></body>' in html
    assert "connect-src 'self'" in html
    assert "location.reload" in get(f"{address}/_anliku/reload.js")


def test_a_folder_shows_its_index(address: str) -> None:
    assert "小库" in get(f"{address}/")


def test_nothing_outside_the_site_is_served(address: str) -> None:
    for path in ("/../mkdocs.yml", "/..%2fmkdocs.yml", "/%2e%2e/mkdocs.yml", "/nowhere.html"):
        with pytest.raises(urllib.error.HTTPError):
            get(address + path)


def test_a_waiting_page_hears_of_a_new_build() -> None:
    pulse = Pulse()
    heard: list[int] = []
    waiter = threading.Thread(target=lambda: heard.append(pulse.after(1)))
    waiter.start()
    pulse.beat()
    waiter.join(timeout=30)
    assert heard == [2]


def test_a_saved_case_starts_a_rebuild_and_the_site_itself_does_not(tmp_path: Path) -> None:
    folder = mini_library(tmp_path)
    out = folder / ".anliku" / "preview"
    rebuilt, stop, ready = threading.Event(), threading.Event(), threading.Event()

    def watch() -> None:
        ready.set()
        watch_library(folder, out, rebuilt.set, stop)

    watcher = threading.Thread(target=watch)
    watcher.start()
    ready.wait(30)
    case = folder / "cases/first-case.yml"
    text = case.read_text()
    for attempt in range(100):  # the watcher needs a moment to begin
        case.write_text(f"{text}# {attempt}\n")
        if rebuilt.wait(0.3):
            break
    stop.set()
    watcher.join(timeout=60)
    assert rebuilt.is_set()


def test_ctrl_c_ends_the_preview_with_one_line(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "anliku", "-C", mini_library(tmp_path), "serve", "--port", "0"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdout
    while "Ctrl-C" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    said, errors = process.communicate(timeout=60)
    assert (process.returncode, said, errors) == (0, "预览结束。\n", "")
