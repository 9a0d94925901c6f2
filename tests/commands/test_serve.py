"""The preview: pages are served with a reload script, and a change makes a new version."""

from __future__ import annotations

import signal
import socket
import struct
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from anliku.site.serve import PreviewServer, Pulse, site_parts, watch_library
from tests.site.building import built, mini_library


@pytest.fixture
def server(tmp_path: Path) -> Iterator[PreviewServer]:
    server = PreviewServer(built(mini_library(tmp_path)).out, 0, Pulse())
    server.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def address(server: PreviewServer) -> str:
    return f"http://127.0.0.1:{server.port}"


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


def ask(port: int, request: bytes) -> bytes:
    """Send bytes and return all that comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        with suppress(ConnectionError):  # what was not read of a refused request resets the connection
            while part := connection.recv(65536):
                answer += part
        return answer


def head(port: int, line: str, host: str = "127.0.0.1:{port}", more: str = "") -> bytes:
    return f"{line}\r\nHost: {host.format(port=port)}\r\n{more}\r\n".encode("utf-8", "surrogateescape")


# Request line, what else, and the status that is right.
ODD = [
    ("GET / HTTP/1.1", "", 200), ("GET /?x=1#y HTTP/1.0", "", 200), ("GET /cases HTTP/1.1", "", 301),
    ("GET /cases/ HTTP/1.1", "", 200), ("GET /cases/first-case.html HTTP/1.1", "Range: bytes=0-9\r\n", 200),
    ("GET /assets/anliku/ HTTP/1.1", "", 404), ("GET /assets/anliku HTTP/1.1", "", 301),
    ("GET /nowhere.html HTTP/1.1", "", 404), ("GET /index.html/ HTTP/1.1", "", 404), ("GET /index.html/x HTTP/1.1", "", 404),
    ("GET /../mkdocs.yml HTTP/1.1", "", 404), ("GET /%2e%2e/mkdocs.yml HTTP/1.1", "", 404),
    ("GET /..%2fmkdocs.yml HTTP/1.1", "", 404), ("GET /..%5cmkdocs.yml HTTP/1.1", "", 404),
    ("GET //etc/passwd HTTP/1.1", "", 404), ("GET /%2fetc/passwd HTTP/1.1", "", 404), ("GET ///evil.example/.. HTTP/1.1", "", 404),
    ("GET /%00 HTTP/1.1", "", 404), ("GET /a%00.html HTTP/1.1", "", 404), ("GET /%ff%fe.html HTTP/1.1", "", 404),
    ("GET /%ed%a0%80.html HTTP/1.1", "", 404), ("GET /\udcb4\udcf2.html HTTP/1.1", "", 404), ("GET /% HTTP/1.1", "", 404),
    ("GET /C:/x HTTP/1.1", "", 404), (f"GET /{'a' * 300} HTTP/1.1", "", 404), (f"GET /{'a/' * 3000} HTTP/1.1", "", 404),
    ("GET /.%2e/ HTTP/1.1", "", 404), ("GET http://evil.example/ HTTP/1.1", "", 404), ("GET * HTTP/1.1", "", 404),
    ("GET /x%0d%0aSet-Cookie:a HTTP/1.1", "", 404), ("GET /_anliku/wait?0 HTTP/1.1", "", 200),
    ("GET /_anliku/wait?\u00b2 HTTP/1.1", "", 200), (f"GET /_anliku/wait?{'9' * 5000} HTTP/1.1", "", 200),
    ("HEAD / HTTP/1.1", "", 200), ("HEAD /nowhere HTTP/1.1", "", 404), ("POST / HTTP/1.1", "Content-Length: 3\r\n", 405),
    ("PUT /x HTTP/1.1", "", 405), ("DELETE / HTTP/1.1", "", 405), ("OPTIONS * HTTP/1.1", "", 405), ("CONNECT a:1 HTTP/1.1", "", 405),
    ("GET / HTTP/1.1 more words", "", 400), ("GET / HTTP/x", "", 400), ("GET / HTTP/9.9", "", 505), ("\x16\x03\x01", "", 400),
    ("get / HTTP/1.1", "", 405), (f"GET /{'a' * 70000} HTTP/1.1", "", 414), ("GET / HTTP/1.1", "A: b\r\n" * 200, 431),
    ("GET / HTTP/1.1", f"A: {'b' * 70000}\r\n", 431),
]  # fmt: skip


def test_odd_requests_get_a_sentence_and_no_traceback(server: PreviewServer, capfd: pytest.CaptureFixture[str]) -> None:
    for line, more, status in ODD:
        answer = ask(server.port, head(server.port, line, more=more))
        assert answer.startswith(f"HTTP/1.0 {status} ".encode()), (line[:60], answer[:200])
        body = answer.partition(b"\r\n\r\n")[2]
        if status >= 400 and not line.startswith("HEAD"):
            assert body.decode().endswith("。\n")
            assert b"evil" not in answer
            assert b"Cookie" not in answer
        if line.startswith("HEAD"):
            assert body == b""
    for raw in (
        b"",
        b"\r\n\r\n",
        b"GET /\r\n\r\n",
        b"\0" * 100,
        b"GET",
        bytes(range(256)) * 10,
        b"GET / HTTP/1.1\r\nA",
    ):
        ask(server.port, raw)
    assert capfd.readouterr() == ("", "")
    assert ask(server.port, head(server.port, "GET / HTTP/1.1")).startswith(b"HTTP/1.0 200 ")


def test_only_the_names_of_this_machine_are_answered(server: PreviewServer) -> None:
    """A page elsewhere can have its own name resolved to 127.0.0.1, and would then read the preview."""
    for good in ("localhost:{port}", "LOCALHOST:{port}", "127.0.0.1:{port}", "[::1]:{port}"):
        assert ask(server.port, head(server.port, "GET / HTTP/1.1", good)).startswith(b"HTTP/1.0 200 "), good
    bad = ("evil.example:{port}", "127.0.0.1", "localhost:1", "127.0.0.1.evil.example:{port}", "", "localhost:{port}@evil", "0.0.0.0:{port}",
           "localhost.:{port}", "127.0.0.1:{port}\r\nHost: evil.example")  # fmt: skip
    for host in bad:
        for line in ("GET / HTTP/1.1", "GET /_anliku/reload.js HTTP/1.1", "POST / HTTP/1.1"):
            answer = ask(server.port, head(server.port, line, host))
            assert answer.startswith(b"HTTP/1.0 421 "), host
            assert "预览只给本机看".encode() in answer
            assert "小库".encode() not in answer
    assert ask(server.port, b"GET / HTTP/1.1\r\n\r\n").startswith(b"HTTP/1.0 421 ")


def test_a_reader_who_goes_away_is_no_news(server: PreviewServer, capfd: pytest.CaptureFixture[str]) -> None:
    big = server.folder / "big.bin"
    big.write_bytes(bytes(20_000_000))  # more than the system takes before anybody reads
    for number in range(20):
        connection = socket.create_connection(("127.0.0.1", server.port), timeout=60)
        connection.sendall(head(server.port, f"GET /{'big.bin' if number % 2 else ''} HTTP/1.1"))
        if number % 4 > 1:  # a reset instead of a polite end
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        connection.close()
    assert len(ask(server.port, head(server.port, "GET /big.bin HTTP/1.1"))) > 20_000_000
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("path", "parts"),
    [("/", [""]), ("/a/", ["a", ""]), ("/a/b.html", ["a", "b.html"]), ("/%E5%9B%BE.png", ["图.png"]), ("/a%20b", ["a b"]), ("", None),
     ("/..", None), ("/a/../b", None), ("/...", None), ("//", None), ("/a//b", None), ("/a%2fb", ["a", "b"]), ("/a%2f..%2fb", None)],
)  # fmt: skip
def test_paths_that_can_be_a_sites(path: str, parts: list[str] | None) -> None:
    assert site_parts(path) == parts


def test_a_port_in_use_is_said_at_once(server: PreviewServer, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "anliku", "-C", tmp_path, "serve", "--port", str(server.port)],
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"错误：端口 {server.port} 用不了：已经被别的程序占用，可能是另一个预览。\n"
        f"怎么改：换一个端口：anliku serve --port {server.port + 1}\n"
    )


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
