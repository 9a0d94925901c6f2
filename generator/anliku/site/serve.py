"""A preview server for editors: builds when a file changes and reloads the open pages."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

_WAIT_PATH, _SCRIPT_PATH = "/_anliku/wait", "/_anliku/reload.js"
_WAIT_SECONDS = 25
# Preview pages may ask this server, and only this one, whether they are still current.
_POLICY_OFF, _POLICY_ON = b"default-src 'none';", b"default-src 'none'; connect-src 'self';"
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
        """Return the newest number, waiting a while for it to differ from `version`."""
        with self._changed:
            self._changed.wait_for(lambda: self._version != version, _WAIT_SECONDS)
            return self._version


class _Handler(SimpleHTTPRequestHandler):
    """Serves the site, with a script for reloading added to every page."""

    def __init__(self, *args: object, pulse: Pulse, folder: Path) -> None:
        self._pulse = pulse
        self._folder = folder
        super().__init__(*args, directory=str(folder))  # type: ignore[arg-type]

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == _WAIT_PATH:
            version = int(address.query) if address.query.isdigit() else 0
            self._send(b'{"version": %d}' % self._pulse.after(version), "application/json")
        elif address.path == _SCRIPT_PATH:
            self._send(_SCRIPT.encode(), "text/javascript; charset=utf-8")
        elif address.path.endswith((".html", "/")):
            self._send_page(address.path)
        else:
            super().do_GET()

    def _send_page(self, path: str) -> None:
        file = Path(self.translate_path(unquote(path)))
        if path.endswith("/"):
            file /= "index.html"
        if not file.is_file():
            self.send_error(404)
            return
        html = file.read_bytes().replace(_POLICY_OFF, _POLICY_ON, 1)
        tag = f'<script src="{_SCRIPT_PATH}"></script></body>'.encode()
        self._send(html.replace(b"</body>", tag, 1), "text/html; charset=utf-8")

    def _send(self, body: bytes, kind: str) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "no-store")
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Stay quiet: requests mean nothing to an editor."""


def start_server(folder: Path, port: int, pulse: Pulse) -> ThreadingHTTPServer:
    """Serve a folder on this machine only, in threads of its own; port 0 takes any free one. Raises OSError."""
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(_Handler, pulse=pulse, folder=folder))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def watch_library(root: Path, out: Path, rebuild: Callable[[], None], stop: threading.Event | None = None) -> None:
    """Call `rebuild` whenever something an editor writes has changed, until stopped."""
    from watchfiles import watch

    logging.getLogger("watchfiles").setLevel(logging.ERROR)  # Ctrl-C is no news to who pressed it
    ignored = str(out.resolve())
    watched = [path for name in ("cases", "content", "theme", "mkdocs.yml") if (path := root / name).exists()]

    def wanted(_: object, path: str) -> bool:
        return not path.startswith(ignored) and not Path(path).name.startswith((".", "~$"))

    for _ in watch(*watched, watch_filter=wanted, debounce=120, step=30, stop_event=stop, raise_interrupt=False):
        rebuild()
