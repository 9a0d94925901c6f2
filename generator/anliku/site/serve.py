"""A preview server for editors: builds when a file changes and reloads the open pages."""

from __future__ import annotations

import errno
import logging
import os
import re
import sys
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from mimetypes import guess_type
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import unquote_to_bytes

from ..troubles import trouble

_WAIT_PATH, _SCRIPT_PATH = "/_anliku/wait", "/_anliku/reload.js"
_WAIT_SECONDS = 25
# Preview pages may ask this server, and only this one, whether they are still current.
_POLICY_OFF, _POLICY_ON = b"default-src 'none';", b"default-src 'none'; connect-src 'self';"
_NAMES = ("localhost", "127.0.0.1", "[::1]")
_HTTP_PORT = 80  # the one that browsers leave out
_NUMBER = re.compile(r"[0-9]{1,9}")
_NAME = re.compile(r"[^\x00-\x1f\x7f/\\:]+")
_UNREADABLE = "这个请求看不懂。请用浏览器打开 anliku serve 给出的地址。"
_REFUSALS = {
    HTTPStatus.NOT_FOUND: "没有这一页。可能刚改了名字或删掉了；从首页重新进去。",
    HTTPStatus.METHOD_NOT_ALLOWED: "这里只能看，不能提交。",
    HTTPStatus.MISDIRECTED_REQUEST: "预览只给本机看：请用 anliku serve 给出的地址打开，不要用别的主机名或 IP 地址。",
}
_PORT_REASONS = {
    errno.EADDRINUSE: "已经被别的程序占用，可能是另一个预览",
    errno.EACCES: "没有权限（1024 以下的端口要管理员才能用）",
}
_SCRIPT = """(function () {
  "use strict";
  function wait(version) {
    var request = new XMLHttpRequest();
    request.open("GET", "/_anliku/wait?" + version);
    request.onload = function () {
      var answer = JSON.parse(request.responseText);
      if (version && answer.version !== version) { location.reload(); return; }
      wait(answer.version);
    };
    request.onerror = function () { setTimeout(function () { wait(version); }, 1000); };
    request.send();
  }
  wait(0);
})();
"""


class Pulse:
    """The number of the newest build; pages wait for it to change."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._version = 1

    def beat(self) -> None:
        """Announce a new build."""
        with self._changed:
            self._version += 1
            self._changed.notify_all()

    def after(self, version: int) -> int:
        """Return the newest number, after waiting a while for one that is not `version`."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, _WAIT_SECONDS)
            return self._version


class PreviewServer(ThreadingHTTPServer):
    """Serves a folder on this machine only. Raises OSError when the port cannot be had; port 0 takes any free one."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # on Windows it would let two previews share a port, and mix their answers

    def __init__(self, folder: Path, port: int, pulse: Pulse) -> None:
        self.folder = folder
        self.pulse = pulse
        super().__init__(("127.0.0.1", port), _Handler)
        self.port: int = self.server_address[1]
        self.hosts = {f"{name}:{self.port}" for name in _NAMES} | (set(_NAMES) if self.port == _HTTP_PORT else set())

    def server_bind(self) -> None:
        """Bind, without asking the network for the name of this machine: that can take many seconds."""
        TCPServer.server_bind(self)

    def start(self) -> None:
        """Answer, in threads of its own, until `shutdown`."""
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay quiet when a browser goes away in the middle of an answer, as it does at every quick click."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Gives out the files of the site, with a script for reloading added to every page."""

    server: PreviewServer
    timeout = 60  # seconds for a request to come and for an answer to be taken

    def parse_request(self) -> bool:
        """Read the request; refuse what a browser showing this preview would not send.

        A page of a stranger can get its own name resolved to this machine: whoever calls us by it must read nothing.
        """
        if not super().parse_request():
            return False
        if self.headers.get("Host", "").lower() not in self.server.hosts or len(self.headers.get_all("Host", ())) != 1:
            self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        elif self.command not in ("GET", "HEAD"):
            self.send_error(HTTPStatus.METHOD_NOT_ALLOWED)
        else:
            return True
        return False

    def do_HEAD(self) -> None:
        """Answer as to GET; `_send` leaves the body out."""
        self.do_GET()

    def do_GET(self) -> None:
        """Answer with a file, a page, or what the script of the pages asks for."""
        path, _, query = self.path.partition("#")[0].partition("?")
        if path == _WAIT_PATH:
            known = int(query) if _NUMBER.fullmatch(query) else 0
            self._send(b'{"version": %d}' % self.server.pulse.after(known), "application/json")
        elif path == _SCRIPT_PATH:
            self._send(_SCRIPT.encode(), "text/javascript; charset=utf-8")
        else:
            self._send_file(path)

    def _send_file(self, path: str) -> None:
        parts = site_parts(path)
        if parts is None:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        file = self.server.folder.joinpath(*parts)
        try:
            if file.is_dir() and parts[-1]:
                self._send(b"", "text/plain", HTTPStatus.MOVED_PERMANENTLY, location=f"{path}/")
                return
            file = file if parts[-1] else file / "index.html"
            body = file.read_bytes()
        except OSError:
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        self._send(*_as_preview(file, body))

    def _send(self, body: bytes, kind: str, status: HTTPStatus = HTTPStatus.OK, location: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        if location:
            self.send_header("Location", location)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        """Answer with a sentence; nothing of the request stands in it."""
        self.close_connection = True
        self.command = getattr(self, "command", None) or ""
        self.request_version = (
            self.protocol_version
        )  # of a line that cannot be read none is known, and no head would go out
        self._send(
            f"{_REFUSALS.get(HTTPStatus(code), _UNREADABLE)}\n".encode(), "text/plain; charset=utf-8", HTTPStatus(code)
        )

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: requests mean nothing to an editor."""


def site_parts(path: str) -> list[str] | None:
    """Return the names of a request's path, the last one "" for a folder; None when it cannot be one of a site's."""
    if not path.startswith("/"):
        return None
    try:
        parts = unquote_to_bytes(path).decode("utf-8").split("/")[1:]
    except UnicodeDecodeError:
        return None
    names = parts if parts[-1] else parts[:-1]
    return parts if all(_NAME.fullmatch(name) and name.strip(".") for name in names) else None


def _as_preview(file: Path, body: bytes) -> tuple[bytes, str]:
    """Return what to send for a file, and of what kind it is."""
    if file.suffix != ".html":
        return body, guess_type(file.name)[0] or "application/octet-stream"
    tag = f'<script src="{_SCRIPT_PATH}"></script></body>'.encode()
    return body.replace(_POLICY_OFF, _POLICY_ON, 1).replace(b"</body>", tag, 1), "text/html; charset=utf-8"


def port_reason(error: OSError) -> str:
    """Return in Chinese why a port cannot be had."""
    return _PORT_REASONS.get(error.errno or 0) or trouble(error).reason


def watch_library(root: Path, out: Path, rebuild: Callable[[], None], stop: threading.Event | None = None) -> None:
    """Call `rebuild` whenever something an editor writes has changed, until stopped."""
    from watchfiles import watch

    logging.getLogger("watchfiles").setLevel(logging.ERROR)  # whoever pressed Ctrl-C need not be told
    ignored = str(out.resolve())
    watched = [path for name in ("cases", "content", "theme", "mkdocs.yml") if (path := root / name).exists()]

    def wanted(_: object, path: str) -> bool:
        return not path.startswith(ignored) and not Path(path).name.startswith((".", "~$"))

    for _ in watch(*watched, watch_filter=wanted, debounce=120, step=30, stop_event=stop, raise_interrupt=False):
        rebuild()
