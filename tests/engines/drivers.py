"""Drive browsers that Playwright does not: Chromium 78 over its DevTools protocol, Firefox ESR over WebDriver BiDi.

Every engine has the same few verbs (`Engine`), so that a test says once what must hold in all of them.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import websocket
from playwright.sync_api import Error as PlaywrightError

OBSERVE = Path(__file__).with_name("observe.js").read_text(encoding="utf-8")
WAIT = 60
_CENTRE = """(() => {{
  const element = document.querySelector({});
  element.scrollIntoView({{ block: "center" }});
  const box = element.getBoundingClientRect();
  return [Math.round(box.left + box.width / 2), Math.round(box.top + box.height / 2)];
}})()"""


class EngineError(Exception):
    """The browser refused what it was asked, or did not answer."""


class EngineSilent(EngineError):
    """The browser has stopped answering."""


class Engine:
    """A browser with one page. requests: addresses asked for since the last `open`. console: its errors since then."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.console: list[str] = []

    def open(self, url: str) -> None:
        """Leave the page and open another, until it has loaded.

        A headless Firefox ESR was once seen to fall silent between two pages, for good; a fault of a page silences the new one too.
        """
        try:
            self._leave_for(url)
        except EngineSilent:
            self.restart()
            self._leave_for(url)

    def _leave_for(self, url: str) -> None:
        self.navigate("about:blank")
        self.forget()
        self.navigate(url)

    def restart(self) -> None:
        """Start the browser anew."""
        raise NotImplementedError

    def forget(self) -> None:
        """Begin a new list of what goes wrong."""
        self.requests.clear()
        self.console.clear()

    def troubles(self) -> list[str]:
        """Say what went wrong since the last `open`: errors, refusals of the policy, requests that leave the disk."""
        seen: list[str] = self.evaluate("window.anlikuNoted")
        return [
            *seen,
            *self.console,
            *(url for url in self.requests if not url.startswith(("file:", "data:", "blob:"))),
        ]

    def wait_for(self, expression: str) -> Any:
        """Return the value of a JavaScript expression once it is true; a page may give way to another meanwhile."""
        end = time.monotonic() + WAIT
        refused: EngineError | None = None
        while time.monotonic() < end:
            try:
                if value := self.evaluate(expression):
                    return value
                refused = None
            except EngineError as error:  # the page that was asked is gone
                refused = error
            time.sleep(0.02)
        raise EngineError(f"never true: {expression}") from refused

    def leave_by(self, step: str) -> None:
        """Let the page take a step that leads away from it, once it has answered: what it answers later nobody hears."""
        self.evaluate(f"void setTimeout(() => {step}, 0)")

    def navigate(self, url: str) -> None:
        """Open an address."""
        raise NotImplementedError

    def evaluate(self, expression: str) -> Any:
        """Return the value of a JavaScript expression, awaited, as JSON would carry it."""
        raise NotImplementedError

    def click(self, selector: str) -> None:
        """Press the middle of an element with the mouse."""
        raise NotImplementedError

    def type(self, text: str) -> None:
        """Type a text where the focus is."""
        raise NotImplementedError

    def close(self) -> None:
        """End the browser."""


class Current(Engine):
    """The system's Chromium, driven by Playwright."""

    def __init__(self, browser: Any) -> None:
        super().__init__()
        self._context = browser.new_context(offline=True, locale="zh-CN", viewport={"width": 1280, "height": 900})
        self._context.add_init_script(OBSERVE)
        self._page = self._context.new_page()
        self._page.on("request", lambda request: self.requests.append(request.url))
        self._page.on("console", lambda one: self.console.append(one.text) if one.type == "error" else None)

    def restart(self) -> None:
        raise EngineError("Playwright looks after its own browser")

    def navigate(self, url: str) -> None:
        self._page.goto(url)

    def evaluate(self, expression: str) -> Any:
        try:
            return self._page.evaluate(expression)
        except PlaywrightError as error:
            raise EngineError(f"{expression[:200]}: {error}") from error

    def click(self, selector: str) -> None:
        self._page.click(selector)

    def type(self, text: str) -> None:
        self._page.keyboard.insert_text(text)

    def close(self) -> None:
        self._context.close()


class _Remote(Engine):
    """A browser process at the other end of a web socket that carries JSON."""

    def __init__(self, binary: str, profile: Path) -> None:
        super().__init__()
        self._binary = binary
        self._profile = profile
        self.begin(profile)

    def begin(self, profile: Path) -> None:
        """Start the browser with a new profile, and join it."""
        raise NotImplementedError

    def restart(self) -> None:
        self.close()
        self._profile = self._profile.with_name(f"{self._profile.name}-anew")
        self.begin(self._profile)

    def _launch(self, command: list[str], said: Path) -> None:
        self._said = said
        with said.open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        self._number = 0
        self._answers: dict[int, dict[str, Any]] = {}
        self._events: list[str] = []

    def _address(self) -> str:
        """Wait until the browser says where it listens."""
        end = time.monotonic() + WAIT
        while time.monotonic() < end and self._process.poll() is None:
            found = [word for word in self._said.read_text(errors="replace").split() if word.startswith("ws://")]
            if found:
                return found[0]
            time.sleep(0.05)
        raise EngineError(f"the browser did not start: {self._said.read_text(errors='replace')[-2000:]}")

    def _connect(self, path: str = "") -> None:
        self._socket = websocket.create_connection(self._address() + path, suppress_origin=True, timeout=WAIT)

    def ask(self, method: str, extra: dict[str, Any] | None = None, **params: Any) -> dict[str, Any]:
        """Send a command and return its result."""
        self._number += 1
        number = self._number
        told = json.dumps({"id": number, "method": method, "params": params, **(extra or {})})
        self._heard_from(lambda: self._socket.send(told))
        self._receive(lambda: number in self._answers)
        answer = self._answers.pop(number)
        if "error" in answer:
            raise EngineError(f"{method}: {answer['error']} {answer.get('message', '')}")
        result: dict[str, Any] = answer["result"]
        return result

    def _receive(self, done: Callable[[], bool]) -> None:
        while not done():
            message = json.loads(self._heard_from(self._socket.recv))
            if "id" in message:
                self._answers[message["id"]] = message
            else:
                self._events.append(message["method"])
                self.heard(message["method"], message["params"])

    def _heard_from(self, talk: Callable[[], Any]) -> Any:
        try:
            return talk()
        except (websocket.WebSocketException, OSError) as error:
            raise EngineSilent(f"no word from the browser within {WAIT} s") from error

    def heard(self, method: str, params: dict[str, Any]) -> None:
        """Take in an event."""
        raise NotImplementedError

    def _middle(self, selector: str) -> tuple[int, int]:
        self.wait_for(f"document.querySelector({json.dumps(selector)}) !== null")  # as Playwright does
        x, y = self.evaluate(_CENTRE.format(json.dumps(selector)))
        return x, y

    def close(self) -> None:
        with contextlib.suppress(Exception):
            self._socket.close()
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Chromium78(_Remote):
    """The oldest Chromium that is promised to work."""

    def begin(self, profile: Path) -> None:
        flags = ["--headless", "--no-sandbox", "--disable-gpu", "--lang=zh-CN", "--window-size=1280,900"]
        away = ["--no-first-run", "--disable-background-networking", "--proxy-server=127.0.0.1:9"]
        place = ["--remote-debugging-port=0", f"--user-data-dir={profile}"]
        profile.mkdir(parents=True)
        self._launch([self._binary, *flags, *away, *place, "about:blank"], profile / "said.txt")
        self._connect()
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._session = {"sessionId": session}
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._tell(f"{domain}.enable")
        self._tell("Page.addScriptToEvaluateOnNewDocument", source=OBSERVE)
        self.version: str = self.ask("Browser.getVersion")["product"]

    def _tell(self, method: str, **params: Any) -> dict[str, Any]:
        return self.ask(method, self._session, **params)

    def heard(self, method: str, params: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(params["request"]["url"])
        elif method == "Log.entryAdded" and params["entry"]["level"] == "error":
            self.console.append(f"{params['entry']['text']} {params['entry'].get('url', '')}")
        elif method == "Runtime.consoleAPICalled" and params["type"] == "error":
            self.console.append(str([one.get("value") for one in params["args"]]))

    def navigate(self, url: str) -> None:
        self._events.clear()
        self._tell("Page.navigate", url=url)
        self._receive(lambda: "Page.loadEventFired" in self._events)

    def evaluate(self, expression: str) -> Any:
        given = self._tell("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in given:
            raise EngineError(f"{expression[:200]}: {given['exceptionDetails']}")
        return given["result"].get("value")

    def click(self, selector: str) -> None:
        x, y = self._middle(selector)
        for kind in ("mousePressed", "mouseReleased"):
            self._tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def type(self, text: str) -> None:
        self._tell("Input.insertText", text=text)


# Without the first line, remote control relaxes the policy for files, and the test would prove nothing.
_FIREFOX = {
    "remote.prefs.recommended": False,
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.aboutwelcome.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "127.0.0.1",
}


class Firefox(_Remote):
    """Firefox ESR as users have it, with its strict policy for files."""

    def begin(self, profile: Path) -> None:
        profile.mkdir(parents=True)
        prefs = (f'user_pref("{key}", {json.dumps(value)});\n' for key, value in _FIREFOX.items())
        (profile / "user.js").write_text("".join(prefs))
        flags = ["--headless", "--no-remote", "--remote-debugging-port=0", "--width=1280", "--height=900"]
        self._launch([self._binary, *flags, "--profile", str(profile), "about:blank"], profile / "said.txt")
        self._connect("/session")
        made = self.ask("session.new", capabilities={})["capabilities"]
        self.version: str = f"{made['browserName']} {made['browserVersion']}"
        self.ask("session.subscribe", events=["log.entryAdded", "network.beforeRequestSent"])
        self.ask("script.addPreloadScript", functionDeclaration=f"() => {{ {OBSERVE} }}")
        self._context: str = self.ask("browsingContext.getTree")["contexts"][0]["context"]

    def heard(self, method: str, params: dict[str, Any]) -> None:
        if method == "network.beforeRequestSent":
            self.requests.append(params["request"]["url"])
        elif method == "log.entryAdded" and params["level"] == "error":
            self.console.append(params["text"])

    def navigate(self, url: str) -> None:
        self.ask("browsingContext.navigate", context=self._context, url=url, wait="complete")
        if url != "about:blank":  # a browser just started was once seen to answer for its first, empty page
            self.wait_for('location.href !== "about:blank" && document.readyState === "complete"')

    def evaluate(self, expression: str) -> Any:
        # As JSON, because BiDi's own form of a value is a tree of types.
        wrapped = f"Promise.resolve({expression}).then((value) => JSON.stringify(value === undefined ? null : value))"
        target = {"context": self._context}
        given = self.ask("script.evaluate", expression=wrapped, target=target, awaitPromise=True)
        if given["type"] != "success":
            raise EngineError(f"{expression[:200]}: {given['exceptionDetails'].get('text')}")
        return json.loads(given["result"]["value"])

    def _act(self, kind: str, actions: list[dict[str, Any]]) -> None:
        source = {"type": kind, "id": kind, "actions": actions}
        self.ask("input.performActions", context=self._context, actions=[source])

    def click(self, selector: str) -> None:
        x, y = self._middle(selector)
        press = [{"type": "pointerDown", "button": 0}, {"type": "pointerUp", "button": 0}]
        self._act("pointer", [{"type": "pointerMove", "x": x, "y": y}, *press])

    def type(self, text: str) -> None:
        self._act("key", [{"type": kind, "value": one} for one in text for kind in ("keyDown", "keyUp")])


def firefox_binary() -> str | None:
    """Return where Firefox ESR is, if it is."""
    return shutil.which("firefox-esr") or shutil.which("firefox")
